using System.Data.Common;

namespace Partner.Storage.Providers.Postgres;

/// <summary>PostgreSQL.</summary>
/// <param name="pooled">Whether nothing may be left in a session: see <see cref="PostgresSettings.Pooled"/>.</param>
internal sealed class PostgresDialect(bool pooled) : OnConflictDialect
{
    public override StoreProvider Provider => StoreProvider.Postgres;

    /// <summary>The number is only ours; the lock is the transaction's, which a pooler does not take apart.</summary>
    public override string LockSchema => "SELECT CASE WHEN pg_try_advisory_xact_lock(7226172518) THEN 1 ELSE 0 END";

    /// <summary>
    /// Statements that change a table wait for all who use it, and make all others wait behind them: not for longer
    /// than callers have patience.
    /// </summary>
    public override string LimitLocks => $"SET LOCAL lock_timeout = '{Patience.TableSeconds}s'";

    public override string SelectLocked(string columns, string table, string where) =>
        $"SELECT {columns} FROM {table} WHERE {where} FOR UPDATE";

    public override string ClaimFirst(string columns, string table, string where, string order, string most) =>
        $"SELECT {columns} FROM {table} WHERE {where} ORDER BY {order} {Limit(most)} FOR UPDATE SKIP LOCKED";

    /// <summary>Plans the statement once on the server; the driver sends only the values from then on.</summary>
    public override void Prepare(DbCommand command)
    {
        if (!pooled)
        {
            command.Prepare();
        }
    }
}
