using Npgsql;

namespace Partner.Server.Tests.Telemetry;

/// <summary>
/// A test that needs PostgreSQL. It is skipped where PARTNER_TEST_POSTGRES holds no connection string of a superuser.
/// </summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    private const string Variable = "PARTNER_TEST_POSTGRES";

    public PostgresFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            Skip = $"{Variable} names no PostgreSQL";
        }
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>The variables by which the server's program finds it.</returns>
    public static async Task<Dictionary<string, string>> NewDatabaseAsync()
    {
        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(Variable));
        var name = $"telemetry_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var create = source.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        return new Dictionary<string, string>
        {
            ["Partner__Storage__Provider"] = "Postgres",
            ["ConnectionStrings__Partner"] = new NpgsqlConnectionStringBuilder(server.ConnectionString)
            {
                Database = name,
            }.ConnectionString,
        };
    }
}
