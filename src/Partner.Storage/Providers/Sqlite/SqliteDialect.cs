namespace Partner.Storage.Providers.Sqlite;

/// <summary>SQLite: a write transaction holds the only write lock there is, so that rows need none.</summary>
internal sealed class SqliteDialect : OnConflictDialect
{
    public override StoreProvider Provider => StoreProvider.Sqlite;

    public override string SelectLocked(string columns, string table, string where) =>
        $"SELECT {columns} FROM {table} WHERE {where}";

    public override string ClaimFirst(string columns, string table, string where, string order, string most) =>
        $"SELECT {columns} FROM {table} WHERE {where} ORDER BY {order} {Limit(most)}";
}
