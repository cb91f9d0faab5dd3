using System.CommandLine;
using Partner.Server.Hosting;
using Partner.Server.Verbs;
using Partner.Storage;

namespace Partner.Sandbox.Verbs;

/// <summary>
/// The options that several verbs take. Which database is used, they alone say: a variable of the environment may be
/// there for a server's sake, and must not lead to its database.
/// </summary>
internal static class SandboxOptions
{
    private static readonly Option<string?> Data = VerbOptions.Text(
        "--data", "DIR", "Folder of database, certificates and the issuer's record [.partner]");

    private static readonly Option<string?> Provider = VerbOptions.Text(
        "--provider", "NAME", "Postgres or SqlServer, with --connection [a SQLite file in DIR]");

    private static readonly Option<string?> Connection = VerbOptions.Text(
        "--connection", "STRING", "Of a database that is empty, or that the sandbox made its own before");

    /// <summary>Adds what a verb takes that opens the database.</summary>
    public static Command WithSandbox(this Command command)
    {
        command.Add(Data);
        command.Add(Provider);
        command.Add(Connection);
        return command;
    }

    /// <summary>The data folder that a line names, or null.</summary>
    public static string? GivenFolder(ParseResult parsed) => parsed.GetValue(Data);

    /// <summary>The data folder.</summary>
    public static string Folder(ParseResult parsed) => GivenFolder(parsed) ?? ".partner";

    /// <summary>The database that a line names.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="folder">Folder of the SQLite file where no other database is named.</param>
    /// <param name="environment">The environment; that of the process when null.</param>
    /// <exception cref="UsageException">Only one option is given, or the environment names a database.</exception>
    public static StoreOptions Database(ParseResult parsed, string folder, IConfiguration? environment = null)
    {
        var (provider, connection) = (parsed.GetValue(Provider), parsed.GetValue(Connection));
        if (provider is not null && connection is not null)
        {
            return new StoreOptions(StoreChoice.ProviderOf(provider), connection);
        }

        if (provider is not null || connection is not null)
        {
            throw new UsageException("--provider and --connection are given together, or neither of them");
        }

        environment ??= new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return NamedBy(environment) is { } variable
            ? throw new UsageException(
                $"{variable} is set. It names the database of a server, where nobody wants demo partners and money "
                + "made of nothing. Unset it, or name a database for the sandbox with --provider and --connection")
            : StoreOptions.Sqlite(ServerSettings.DatabaseIn(folder));
    }

    private static string? NamedBy(IConfiguration environment) =>
        !string.IsNullOrWhiteSpace(environment.GetConnectionString(StoreChoice.ConnectionName))
            ? "ConnectionStrings__Partner"
            : !string.IsNullOrWhiteSpace(environment[StoreChoice.ProviderKey]) ? "Partner__Storage__Provider" : null;
}
