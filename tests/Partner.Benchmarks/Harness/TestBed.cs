using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Identity;
using Partner.Server.Contract;
using Partner.Server.Hosting;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Benchmarks.Harness;

/// <summary>
/// A data folder of its own with certificates, demo catalogue and funded partners, made by the verbs of the sandbox and
/// the server; and the processes that run on it.
/// </summary>
public sealed class TestBed : IAsyncDisposable
{
    /// <summary>
    /// Arguments of serve for a generator of load: its one certificate stands for those of many partners, so that the
    /// bounds of a single one are out of its way.
    /// </summary>
    internal static readonly IReadOnlyList<string> ManyCallers =
        ["--connections-per-certificate", "100000", "--calls-per-certificate", "100000"];

    /// <summary>The program that adds what is missing around the one under test.</summary>
    public const string Sandbox = "Partner.Sandbox.dll";

    private const string Server = "Partner.Server.dll";

    private const string Float = "900000000.00 CNY";
    private const string ProviderVariable = "Partner__Storage__Provider";
    private const string ConnectionVariable = "ConnectionStrings__Partner";
    private readonly DirectoryInfo _folder;
    private readonly Dictionary<string, string> _environment;

    private TestBed(
        DirectoryInfo folder, IReadOnlyList<string> partners, IReadOnlyDictionary<string, string>? environment) =>
        (_folder, Partners, _environment) = (folder, partners, new Dictionary<string, string>(environment ?? None));

    private static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    /// <summary>The folder; deleted with the bed.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The server's data folder.</summary>
    public string Data => Path.Combine(Folder, "data");

    /// <summary>The simulated issuer's folder, when it is a process of its own.</summary>
    public string IssuerData => Path.Combine(Folder, "issuer");

    /// <summary>The authority that signed the server's certificate.</summary>
    public string AuthorityFile => Path.Combine(Data, "pki", "ca.crt");

    /// <summary>The database.</summary>
    public StoreOptions Store => _environment.TryGetValue(ConnectionVariable, out var connection)
        ? new StoreOptions(Enum.Parse<StoreProvider>(_environment[ProviderVariable], ignoreCase: true), connection)
        : StoreOptions.Sqlite(ServerSettings.DatabaseIn(Data));

    /// <summary>The partners' ids; each has a certificate of that name.</summary>
    public IReadOnlyList<string> Partners { get; }

    /// <summary>Makes a folder and funds its partners.</summary>
    /// <param name="partners">How many; 1 or more, the first is the demo partner.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="environment">Variables of all its processes: they may name a database, for example.</param>
    public static async Task<TestBed> CreateAsync(
        int partners, CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null)
    {
        var bed = new TestBed(
            Directory.CreateTempSubdirectory("partner-bench-"),
            ["demo", .. Enumerable.Range(2, partners - 1)
                .Select(number => string.Create(CultureInfo.InvariantCulture, $"partner-{number}"))],
            environment);
        try
        {
            await bed.VerbAsync(Sandbox, cancel, "seed");
            foreach (var partner in bed.Partners)
            {
                await bed.FundAsync(new PartnerId(partner));
                if (partner != "demo")
                {
                    await bed.VerbAsync(Sandbox, cancel, "certificate", "issue", partner);
                }
            }

            return bed;
        }
        catch
        {
            await bed.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a folder and funds its partners, on a database of a kind.</summary>
    /// <param name="partners">How many.</param>
    /// <param name="server">Makes the database; null for a SQLite file in the folder.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<TestBed> CreateAsync(int partners, PostgresServer? server, CancellationToken cancel) =>
        await CreateAsync(
            partners,
            cancel,
            server is null ? None : Variables(await server.CreateDatabaseAsync(cancel)));

    /// <summary>The variables that name a PostgreSQL database.</summary>
    /// <param name="connection">How to reach it.</param>
    public static Dictionary<string, string> Variables(string connection) => new()
    {
        [ProviderVariable] = nameof(StoreProvider.Postgres),
        [ConnectionVariable] = connection,
    };

    /// <summary>The files of a partner's certificate and key.</summary>
    /// <param name="partner">The partner's id.</param>
    public (string Certificate, string Key) CertificateOf(string partner)
    {
        var stem = Path.Combine(Data, "pki", "partners", partner);
        return (stem + ".crt", stem + ".key");
    }

    /// <summary>Starts a development server.</summary>
    /// <param name="port">Where; 0 for a free port.</param>
    /// <param name="more">Further arguments of the verb serve.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="environment">Variables of its own, beside those of this process.</param>
    /// <param name="openFiles">How many files it may have open at once; null for as many as this process.</param>
    /// <returns>The process and its address.</returns>
    public async Task<(ChildProcess Process, Uri Address)> ServeAsync(
        int port,
        IReadOnlyList<string> more,
        CancellationToken cancel,
        IReadOnlyDictionary<string, string>? environment = null,
        int? openFiles = null)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

        // Beside a port that was free once, others may have been taken meanwhile.
        var others = new[] { "--enrollment", "--operator" }.Where(option => !more.Contains(option))
            .SelectMany(option => new[] { option, "127.0.0.1:0" });
        var process = await ChildProcess.StartAsync(
            Sandbox,
            // What is measured is the server, not the pace that callers are kept to.
            [
                "serve", .. Where, "--address", address, "--certificate-calls", "100000", "--partner-calls", "100000",
                .. others, .. more,
            ],
            "Ready: https://",
            cancel,
            With(environment),
            openFiles);
        return (process, new Uri(process.ReadyLine.Split(' ')[1]));
    }

    /// <summary>Starts the simulated issuer as a process of its own.</summary>
    /// <param name="port">Where; 0 for a free port.</param>
    /// <param name="more">Further arguments of the verb issuer.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The process and its address.</returns>
    public async Task<(ChildProcess Process, Uri Address)> StartIssuerAsync(
        int port, IReadOnlyList<string> more, CancellationToken cancel)
    {
        const string ready = "issuer listening on ";
        var portText = port.ToString(CultureInfo.InvariantCulture);
        var process = await ChildProcess.StartAsync(
            Sandbox, ["issuer", "--data", IssuerData, "--port", portText, .. more], ready, cancel);
        return (process, new Uri(process.ReadyLine[ready.Length..]));
    }

    /// <summary>Runs a verb of the server's program on its data.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <param name="verb">The verb and its words.</param>
    /// <returns>Its exit status and what it wrote.</returns>
    public Task<(int Status, IReadOnlyCollection<string> Lines)> RunVerbAsync(
        CancellationToken cancel, params string[] verb) =>
        RunAsync(Server, cancel, verb);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }

    /// <summary>Adds a partner unless it is there, and fills its float.</summary>
    private async Task FundAsync(PartnerId partner)
    {
        var (now, cny) = (TimeProvider.System.GetUtcNow(), Currency.Of("CNY"));
        await using var store = PartnerStore.Open(Store);
        await store.Partners.AddAsync(new PartnerAccount(partner, partner.Value, PartnerStatus.Active, cny), now);
        await store.Partners.DepositAsync(
            partner, new RequestId("benchmark-float-0001"), Ids.New(now), Money.Parse(Float)!.Value, now);
    }

    // The sandbox takes no database from the environment.
    private string[] Where => Store.Provider == StoreProvider.Sqlite
        ? ["--data", Data]
        : ["--data", Data, "--provider", Store.Provider.ToString(), "--connection", Store.ConnectionString];

    private Dictionary<string, string> With(IReadOnlyDictionary<string, string>? more)
    {
        var all = new Dictionary<string, string>(_environment);
        all.Remove(ProviderVariable);
        all.Remove(ConnectionVariable);
        foreach (var (name, value) in more ?? None)
        {
            all[name] = value;
        }

        return all;
    }

    private Task<(int Status, IReadOnlyCollection<string> Lines)> RunAsync(
        string program, CancellationToken cancel, string[] verb) =>
        ChildProcess.RunAsync(program, [.. verb, .. Where], cancel, With(null));

    private async Task VerbAsync(string program, CancellationToken cancel, params string[] verb)
    {
        var (status, lines) = await RunAsync(program, cancel, verb);
        if (status != 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(' ', verb)} ended with {status}:\n{string.Join('\n', lines)}");
        }
    }
}
