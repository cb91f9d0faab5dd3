using System.Data.Common;

namespace Partner.Storage.Providers.Postgres;

/// <summary>PostgreSQL.</summary>
internal sealed class PostgresDialect : OnConflictDialect
{
    public override StoreProvider Provider => StoreProvider.Postgres;

    /// <summary>
    /// The number is only ours. Statements that change a table wait for all who use it, and make all others wait behind
    /// them: not for longer than callers have patience.
    /// </summary>
    public override string LockSchema => "SELECT pg_advisory_xact_lock(7226172518); SET LOCAL lock_timeout = '20s'";

    public override string SelectLocked(string columns, string table, string where) =>
        $"SELECT {columns} FROM {table} WHERE {where} FOR UPDATE";

    public override string ClaimFirst(string columns, string table, string where, string order, string most) =>
        $"SELECT {columns} FROM {table} WHERE {where} ORDER BY {order} {Limit(most)} FOR UPDATE SKIP LOCKED";

    /// <summary>Plans the statement once on the server; the driver sends only the values from then on.</summary>
    public override void Prepare(DbCommand command) => command.Prepare();
}
