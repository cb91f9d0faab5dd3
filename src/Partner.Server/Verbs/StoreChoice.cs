using Partner.Server.Hosting;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Verbs;

/// <summary>
/// The one place that finds out which database to open. An option of the verb goes before an environment variable;
/// where neither says anything, it is a SQLite file in the data folder.
/// </summary>
public static class StoreChoice
{
    /// <summary>The setting of the provider; as an environment variable Partner__Storage__Provider.</summary>
    public const string ProviderKey = "Partner:Storage:Provider";

    /// <summary>Name of the connection string; as an environment variable ConnectionStrings__Partner.</summary>
    public const string ConnectionName = "Partner";

    /// <summary>What every verb that opens the database takes, for the help.</summary>
    public const string Usage = """
        Every verb with --data DIR also takes --provider Sqlite|Postgres|SqlServer and --connection STRING, or reads the
        environment variables Partner__Storage__Provider and ConnectionStrings__Partner, which keep passwords out of the
        list of processes. Without them the database is a SQLite file in DIR.
        """;

    /// <summary>The database that a command line and the environment name.</summary>
    /// <param name="arguments">The command line; the two options are read.</param>
    /// <param name="dataFolder">Folder of the SQLite file where no other database is named.</param>
    /// <exception cref="UsageException">The provider is unknown, or only one of the two is given.</exception>
    public static StoreOptions Of(Arguments arguments, string dataFolder) => Of(
        arguments, new ConfigurationBuilder().AddEnvironmentVariables().Build(), dataFolder);

    /// <summary>The database that a command line and a configuration name.</summary>
    /// <param name="arguments">The command line; the two options are read.</param>
    /// <param name="dataFolder">Folder of the SQLite file where no other database is named.</param>
    /// <exception cref="UsageException">The provider is unknown, or only one of the two is given.</exception>
    public static StoreOptions Of(Arguments arguments, IConfiguration configuration, string dataFolder)
    {
        var provider = Value(arguments.Option("--provider"), configuration[ProviderKey]);
        var connection = Value(arguments.Option("--connection"), configuration.GetConnectionString(ConnectionName));
        return (provider, connection) switch
        {
            (null, null) => StoreOptions.Sqlite(ServerSettings.DatabaseIn(dataFolder)),
            (null, _) => throw new UsageException(
                $"there is a connection string but no provider: --provider or {ProviderKey} must be {Names()}"),
            _ => Of(ProviderOf(provider), connection, dataFolder),
        };
    }

    /// <summary>Whether a command line or a configuration names a database at all.</summary>
    /// <param name="arguments">The command line.</param>
    internal static bool IsMade(Arguments arguments, IConfiguration configuration) =>
        Value(arguments.Option("--provider"), configuration[ProviderKey]) is not null
        || Value(arguments.Option("--connection"), configuration.GetConnectionString(ConnectionName)) is not null;

    private static StoreOptions Of(StoreProvider provider, string? connection, string dataFolder) =>
        (provider, connection) switch
        {
            (StoreProvider.Sqlite, null) => StoreOptions.Sqlite(ServerSettings.DatabaseIn(dataFolder)),
            (_, null) => throw new UsageException(
                $"{provider} needs a connection string: --connection or ConnectionStrings:{ConnectionName}"),
            _ => new StoreOptions(provider, connection),
        };

    /// <summary>The provider of a name.</summary>
    /// <param name="text">The name.</param>
    /// <exception cref="UsageException">There is none of that name.</exception>
    internal static StoreProvider ProviderOf(string text) =>
        Enum.GetNames<StoreProvider>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase))
            is { } name
            ? Enum.Parse<StoreProvider>(name)
            : throw new UsageException($"the provider '{text}' is none of {Names()}");

    private static string Names() => string.Join(", ", Enum.GetNames<StoreProvider>());

    private static string? Value(string? option, string? setting) =>
        option ?? (string.IsNullOrWhiteSpace(setting) ? null : setting);
}
