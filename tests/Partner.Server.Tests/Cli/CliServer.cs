using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Leb.Partner.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Partner.Cli;
using Partner.Cli.Hosting;
using Partner.Contracts.Client;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Cli;

/// <summary>
/// A fake service behind real mutual TLS on a free port, a folder for files, and the command line run against it.
/// </summary>
internal sealed class CliServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestPki _pki;

    private CliServer(WebApplication app, TestPki pki, string folder) => (_app, _pki, Folder) = (app, pki, folder);

    public string Folder { get; }

    public FakeTopUpService TopUps { get; } = new();

    public FakeBalanceService Balances { get; } = new();

    public string Address { get; private set; } = "";

    public static async Task<CliServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("leb-cli-").FullName;
        var pki = new TestPki(folder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhostOnFreePort(pki.Server));
        builder.Services.AddGrpc();
        CliServer? server = null;
        builder.Services.AddSingleton(_ => server!.TopUps);
        builder.Services.AddSingleton(_ => server!.Balances);
        var app = builder.Build();
        app.MapGrpcService<FakeTopUpService>();
        app.MapGrpcService<FakeBalanceService>();
        server = new CliServer(app, pki, folder);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Address = $"https://localhost:{new Uri(addresses.Addresses.Single()).Port}";
        return server;
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string[] Profile =>
        ["--address", Address, "--ca", _pki.CaFile, "--cert", _pki.CertificateFile, "--key", _pki.KeyFile];

    public PartnerConnection Connect() => PartnerConnection.Open(new PartnerConnectionOptions
    {
        Address = new Uri(Address),
        CaFile = _pki.CaFile,
        CertificateFile = _pki.CertificateFile,
        KeyFile = _pki.KeyFile,
        TimeProvider = new HurriedClock(),
    });

    public Task<CliOutcome> RunAsync(params string[] args) => CliOutcome.RunAsync([.. args, .. Profile]);

    public Task StopServingAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _pki.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>What a run of the command line printed and returned.</summary>
internal sealed record CliOutcome(int Status, string Out, string Error)
{
    /// <summary>Runs the command line in this process; English unless the arguments say otherwise.</summary>
    public static Task<CliOutcome> RunAsync(params string[] args) => RunAsync(_ => null, args);

    /// <summary>Runs the command line in this process with the given environment variables.</summary>
    public static async Task<CliOutcome> RunAsync(Func<string, string?> variable, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CliHost(output, error, variable, new UtcClock(), OutIsTerminal: false, ErrorIsTerminal: false);
        var status = await CliApp.RunAsync(args, host);
        return new CliOutcome(status, output.ToString(), error.ToString());
    }

    /// <summary>Runs the command line in this process against a server, with a client's certificate.</summary>
    public static Task<CliOutcome> RunAsync(RunningServer running, TestClient client, params string[] args) => RunAsync(
    [
        .. args,
        "--address", client.Address.ToString(),
        "--ca", running.Server.Pki.AuthorityPath,
        "--cert", client.Certificate.CertificatePath,
        "--key", client.Certificate.KeyPath,
    ]);

    /// <summary>The system's clock in a time zone that is the same on every machine.</summary>
    private sealed class UtcClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}

/// <summary>Kestrel as the service sets it up: HTTP/2 and a required client certificate.</summary>
internal static class KestrelOfTests
{
    public static void ListenLocalhostOnFreePort(this KestrelServerOptions kestrel, X509Certificate2 certificate) =>
        kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.AllowAnyClientCertificate();
            });
        });
}

/// <summary>A float whose statement a test sets.</summary>
internal sealed class FakeBalanceService : BalanceService.BalanceServiceBase
{
    public ListStatementEntriesResponse Statement { get; set; } = new();

    public Exception? Failure { get; set; }

    public string TimeZone { get; set; } = "";

    public ListStatementEntriesRequest? Asked { get; private set; }

    public override Task<GetBalanceResponse> GetBalance(GetBalanceRequest request, ServerCallContext context) =>
        Failure is not null
            ? throw Failure
            : Task.FromResult(new GetBalanceResponse
            {
                TimeZone = TimeZone,
                Balance = new Balance
                {
                    Posted = MoneyText.Parse("1234.50 CNY"),
                    Reserved = MoneyText.Parse("100.00 CNY"),
                    CreditLimit = MoneyText.Parse("0 CNY"),
                    Available = MoneyText.Parse("1134.50 CNY"),
                },
            });

    public override Task<ListStatementEntriesResponse> ListStatementEntries(
        ListStatementEntriesRequest request,
        ServerCallContext context)
    {
        Asked = request;
        return Task.FromResult(Statement);
    }
}
