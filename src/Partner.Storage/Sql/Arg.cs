using System.Data;

namespace Partner.Storage.Sql;

/// <summary>An argument of a statement. Its type is known also where it is NULL, which server databases need.</summary>
internal readonly record struct Arg(DbType Type, object? Value)
{
    public static implicit operator Arg(string? value) => new(DbType.String, value);

    public static implicit operator Arg(long value) => new(DbType.Int64, value);

    public static implicit operator Arg(long? value) => new(DbType.Int64, value);

    public static implicit operator Arg(int value) => new(DbType.Int32, value);

    public static implicit operator Arg(int? value) => new(DbType.Int32, value);

    public static implicit operator Arg(bool value) => new(DbType.Boolean, value);
}
