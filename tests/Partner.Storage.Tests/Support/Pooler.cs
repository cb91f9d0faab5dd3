using Npgsql;

namespace Partner.Storage.Tests.Support;

/// <summary>
/// A PgBouncer in transaction mode before the server of the tests; eng/postgres/with-postgres.sh starts it.
/// </summary>
internal static class Pooler
{
    /// <summary>Name of the variable that holds its connection string.</summary>
    public const string Variable = "PARTNER_TEST_PGBOUNCER";

    /// <summary>Its connection string; null where there is none.</summary>
    public static string? Address =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>The way to a database of the server that leads through it.</summary>
    /// <param name="direct">The database.</param>
    /// <param name="asDocumented">Whether the connection string says what the README tells to say.</param>
    public static StoreOptions Before(StoreOptions direct, bool asDocumented = true)
    {
        var address = new NpgsqlConnectionStringBuilder(Address)
        {
            Database = new NpgsqlConnectionStringBuilder(direct.ConnectionString).Database,
        };
        return direct with { ConnectionString = address + (asDocumented ? ";Max Auto Prepare=0" : "") };
    }
}

/// <summary>A test that needs PgBouncer; skipped without one, which the store's tests tell aloud.</summary>
internal sealed class PoolerFactAttribute : FactAttribute
{
    public PoolerFactAttribute()
    {
        if (Pooler.Address is null)
        {
            Skip = $"{Pooler.Variable} names no PgBouncer";
        }
    }
}
