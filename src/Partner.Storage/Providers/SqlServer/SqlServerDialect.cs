using System.Data;
using System.Data.Common;
using System.Text;
using Partner.Storage.Abstractions;
using Partner.Storage.Sql;

namespace Partner.Storage.Providers.SqlServer;

/// <summary>SQL Server: locks are hints behind the table's name, and a limit is part of the ORDER BY.</summary>
internal sealed partial class SqlServerDialect : Dialect
{
    private const int LongestInline = 4000;

    public override StoreProvider Provider => StoreProvider.SqlServer;

    /// <summary>
    /// "@LockTimeout … 0 … returns an error immediately" (sp_getapplock): the caller asks again, so that no command
    /// waits as long as another run may take. The lock is the transaction's and ends with it.
    /// </summary>
    public override string LockSchema =>
        "DECLARE @result int; EXEC @result = sp_getapplock @Resource = N'partner-schema', @LockMode = N'Exclusive', " +
        "@LockOwner = N'Transaction', @LockTimeout = 0; SELECT CASE WHEN @result >= 0 THEN 1 ELSE 0 END";

    /// <summary>
    /// "At the beginning of a connection, this setting has a value of -1": without it a statement that changes a table
    /// waits for its users for ever, and everybody else behind it (SET LOCK_TIMEOUT).
    /// </summary>
    public override string LimitLocks => $"SET LOCK_TIMEOUT {StoreTimeouts.TableSeconds}000";

    /// <summary>
    /// No range is locked: HOLDLOCK would keep the gap to the next key until the commit, and replicas that insert
    /// different keys would lock each other out. A row that another transaction inserted meanwhile is waited for at its
    /// key, and then found to be there: 2627 and 2601 are duplicate keys. "If an error … is not severe enough, the
    /// transaction can be committed" (TRY…CATCH, with XACT_ABORT OFF): a duplicate key leaves it as it was.
    /// </summary>
    public override string InsertIfAbsent(string table, int keys, string columns)
    {
        var key = Split(columns).Take(keys).Select((column, i) => $"{column} = {Parameter(i)}");
        return "BEGIN TRY " +
            $"INSERT INTO {table} ({columns}) SELECT {Parameters(columns)} WHERE NOT EXISTS " +
            $"(SELECT 1 FROM {table} WHERE {string.Join(" AND ", key)}) " +
            "END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2627, 2601) THROW; END CATCH";
    }

    public override string SelectLocked(string columns, string table, string where) =>
        $"SELECT {columns} FROM {table} WITH (UPDLOCK, ROWLOCK) WHERE {where}";

    /// <summary>
    /// READPAST: "rows that are locked by other transactions are not read"; "when the READ_COMMITTED_SNAPSHOT database
    /// option is set to ON … include the READCOMMITTEDLOCK table hint" (Table hints). TOP stands next to the locks, so
    /// that the scan, along the index that serves the order, ends with the last row that is taken.
    /// </summary>
    public override string ClaimFirst(string columns, string table, string where, string order, string most) =>
        $"WITH claimed AS (SELECT TOP ({most}) {columns} FROM {table} " +
        $"WITH (UPDLOCK, ROWLOCK, READPAST, READCOMMITTEDLOCK) WHERE {where} ORDER BY {order}) " +
        $"SELECT {columns} FROM claimed";

    public override string Limit(string most) => $"OFFSET 0 ROWS FETCH NEXT {most} ROWS ONLY";

    /// <summary>
    /// All or nothing in sqlcmd too, which goes on after an error and sets QUOTED_IDENTIFIER OFF: filtered indexes need
    /// it on ("SET options … required values", CREATE INDEX). "When SET XACT_ABORT is ON, if a T-SQL statement raises a
    /// run-time error, the entire transaction is terminated and rolled back"; what comes then is only compiled, "When
    /// SET NOEXEC is ON, … compiles each batch of T-SQL statements but doesn't execute them".
    /// </summary>
    public override string WholeScript(IEnumerable<string> parts)
    {
        const string Begin =
            "SET QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT ON;\n" +
            "SET CONCAT_NULL_YIELDS_NULL ON;\nSET NUMERIC_ROUNDABORT OFF;\n" +
            "SET XACT_ABORT ON;\nBEGIN TRANSACTION;\nGO\n\n";
        const string Check =
            "GO\n\nIF @@ERROR <> 0 OR @@TRANCOUNT = 0\n" +
            "BEGIN IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION; SET NOEXEC ON; END;\nGO\n\n";
        var text = new StringBuilder(Begin);
        foreach (var part in parts)
        {
            text.Append(part.Trim()).Append('\n').Append(Check);
        }

        return text.Append("COMMIT TRANSACTION;\nGO\n\nSET NOEXEC OFF;\nGO\n").ToString();
    }

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
