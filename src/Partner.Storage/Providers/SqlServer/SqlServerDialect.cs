using System.Data;
using System.Data.Common;

namespace Partner.Storage.Providers.SqlServer;

/// <summary>SQL Server: locks are hints behind the table's name, and a limit is part of the ORDER BY.</summary>
internal sealed partial class SqlServerDialect : Dialect
{
    private const int LongestInline = 4000;

    public override StoreProvider Provider => StoreProvider.SqlServer;

    /// <summary>Others wait for at most ten minutes.</summary>
    public override string LockSchema =>
        "DECLARE @result int; EXEC @result = sp_getapplock @Resource = N'partner-schema', @LockMode = N'Exclusive', " +
        "@LockOwner = N'Transaction', @LockTimeout = 600000; " +
        "IF @result < 0 THROW 50000, N'Another run changes the schema.', 1";

    public override string InsertIfAbsent(string table, int keys, string columns)
    {
        // The range lock on the absent key makes a second writer wait, and then see the first one's row.
        var key = Split(columns).Take(keys).Select((column, i) => $"{column} = {Parameter(i)}");
        return $"INSERT INTO {table} ({columns}) SELECT {Parameters(columns)} WHERE NOT EXISTS " +
            $"(SELECT 1 FROM {table} WITH (UPDLOCK, HOLDLOCK) WHERE {string.Join(" AND ", key)})";
    }

    public override string SelectLocked(string columns, string table, string where) =>
        $"SELECT {columns} FROM {table} WITH (UPDLOCK, ROWLOCK) WHERE {where}";

    public override string ClaimFirst(string columns, string table, string where, string order, string most) =>
        $"SELECT {columns} FROM {table} WITH (UPDLOCK, ROWLOCK, READPAST) WHERE {where} ORDER BY {order} {Limit(most)}";

    public override string Limit(string most) => $"OFFSET 0 ROWS FETCH NEXT {most} ROWS ONLY";

    /// <summary>
    /// Gives texts one size: the server keeps a plan for each set of parameter types it is asked with.
    /// </summary>
    public override void Bind(DbParameter parameter, object? value)
    {
        if (parameter.DbType == DbType.String)
        {
            parameter.Size = value is string { Length: > LongestInline } ? -1 : LongestInline;
        }

        base.Bind(parameter, value);
    }
}
