using System.Data;
using System.Data.Common;

namespace Partner.Storage.Providers.SqlServer;

/// <summary>SQL Server: locks are hints behind the table's name, and a limit is part of the ORDER BY.</summary>
internal sealed class SqlServerDialect : Dialect
{
    private const int LongestInline = 4000;

    public override StoreProvider Provider => StoreProvider.SqlServer;

    /// <summary>
    /// "@LockTimeout … 0 … returns an error immediately" (sp_getapplock): the caller asks again, so that no command waits
    /// as long as another run may take. The lock is the transaction's and ends with it.
    /// </summary>
    public override string LockSchema =>
        "DECLARE @result int; EXEC @result = sp_getapplock @Resource = N'partner-schema', @LockMode = N'Exclusive', " +
        "@LockOwner = N'Transaction', @LockTimeout = 0; SELECT CASE WHEN @result >= 0 THEN 1 ELSE 0 END";

    /// <summary>
    /// "At the beginning of a connection, this setting has a value of -1": without it a statement that changes a table
    /// waits for its users for ever, and everybody else behind it (SET LOCK_TIMEOUT).
    /// </summary>
    public override string LimitLocks => $"SET LOCK_TIMEOUT {Patience.TableSeconds}000";

    /// <summary>
    /// No range is locked: HOLDLOCK would keep the gap to the next key until the commit, and replicas that insert
    /// different keys would lock each other out. A row that another transaction inserted meanwhile is waited for at its
    /// key, and then found to be there: 2627 and 2601 are duplicate keys. "If an error … is not severe enough, the
    /// transaction can be committed" (TRY…CATCH, with XACT_ABORT OFF): a duplicate key leaves it as it was.
    /// </summary>
    public override string InsertIfAbsent(string table, int keys, string columns)
    {
        var key = Split(columns).Take(keys).Select((column, i) => $"{column} = {Parameter(i)}");
        return $"BEGIN TRY INSERT INTO {table} ({columns}) SELECT {Parameters(columns)} WHERE NOT EXISTS " +
            $"(SELECT 1 FROM {table} WHERE {string.Join(" AND ", key)}) END TRY " +
            "BEGIN CATCH IF ERROR_NUMBER() NOT IN (2601, 2627) THROW; END CATCH";
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
