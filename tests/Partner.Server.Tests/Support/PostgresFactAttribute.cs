namespace Partner.Server.Tests.Support;

/// <summary>
/// A test that needs PostgreSQL. It is skipped where PARTNER_TEST_POSTGRES holds no connection string of a superuser.
/// </summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (ServerStore.PostgresServer is null)
        {
            Skip = "PARTNER_TEST_POSTGRES names no PostgreSQL";
        }
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>The variables by which the server's program finds it.</returns>
    public static async Task<Dictionary<string, string>> NewDatabaseAsync() =>
        (await ServerStore.OnPostgresAsync()).Variables();
}
