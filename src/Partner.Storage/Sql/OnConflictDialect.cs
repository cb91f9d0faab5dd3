namespace Partner.Storage.Sql;

/// <summary>What SQLite and PostgreSQL have in common.</summary>
internal abstract class OnConflictDialect : Dialect
{
    public override string InsertIfAbsent(string table, int keys, string columns) =>
        $"INSERT INTO {table} ({columns}) VALUES ({Parameters(columns)}) " +
        $"ON CONFLICT ({string.Join(", ", Split(columns).Take(keys))}) DO NOTHING";
}
