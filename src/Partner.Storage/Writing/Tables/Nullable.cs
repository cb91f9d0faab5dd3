using System.Data.Common;

namespace Partner.Storage.Writing.Tables;

/// <summary>Reads columns that may be NULL.</summary>
internal static class Nullable
{
    public static string? TextOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Int64OrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt64(column);

    public static int? Int32OrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt32(column);
}
