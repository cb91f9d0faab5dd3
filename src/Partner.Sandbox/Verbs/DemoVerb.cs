using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Partner.Contracts.Client;
using Partner.Core.Amounts;
using Partner.Core.Reminders;
using Partner.Sandbox.Demo;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Seed;
using Partner.Server.BackOffice;
using Partner.Server.Contract;
using Partner.Server.Hosting;
using Partner.Server.Reminders;
using Partner.Server.Renewals;
using Partner.Server.Settlements;
using Partner.Server.Telemetry;
using Partner.Server.Verbs;
using Partner.Storage;

namespace Partner.Sandbox.Verbs;

/// <summary>demo: starts all parts on loopback and does the main job on them, as an ordinary client.</summary>
internal static class DemoVerb
{
    private const long EnoughForOneRun = 100_000;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The verb.</summary>
    public static Command Create() => new Command("demo", """
        Starts server, issuer and certificates in a new temporary folder (or --data), sells top-ups over mutual TLS and
        tells what happens. Fails if any step is not as told
        """) { VerbOptions.Json }.WithSandbox().Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var json = parsed.GetValue(VerbOptions.Json);
        var given = SandboxOptions.GivenFolder(parsed);
        var folder = given ?? Directory.CreateTempSubdirectory("partner-demo-").FullName;
        var tell = new Narrator(json ? TextWriter.Null : Console.Out);
        JsonObject report;
        try
        {
            report = await TellAsync(folder, SandboxOptions.Database(parsed, folder), tell,
                cancel);
        }
        catch (DemoFailedException failed)
        {
            await Console.Error.WriteLineAsync($"The demo failed: {failed.Message}");
            return 1;
        }
        finally
        {
            if (given is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        if (json)
        {
            Console.WriteLine(report.ToJsonString(Indented));
        }

        return 0;
    }

    private static async Task<JsonObject> TellAsync(
        string folder, StoreOptions store, Narrator tell, CancellationToken cancel)
    {
        var settings = new SandboxSettings(folder)
        {
            Store = store,
            Address = FreeAddress(),
            TelemetryEnvironment = TelemetryVariables.OfProcess(),
            Renewals = new RenewalOptions { Every = TimeSpan.FromSeconds(1) },

            // The story is told at any time of day.
            Reminders = new ReminderOptions
            {
                Every = TimeSpan.FromSeconds(1),
                FollowEvery = TimeSpan.FromSeconds(1),
                Policy = new ReminderPolicy { TellFrom = TimeSpan.Zero, TellUntil = TimeSpan.FromDays(1) },
            },
        };
        await using var server = await SandboxServer.StartAsync(settings, cancel);
        await FundAsync(server);
        tell.Title("Everything runs on this machine");
        tell.Table(
            ["Part", "Where"],
            [
                ["Server", $"https://localhost:{server.Port}, gRPC over mutual TLS"],
                ["Issuer", $"{server.IssuerUrl} (simulated, with a record of its own)"],
                ["Data", folder],
                ["Certificates", Path.Combine(folder, "pki")],
            ]);
        var report = new JsonObject();
        using (var till = Connect(server, folder, DemoData.PartnerId.Value))
        {
            await new DemoStory(till, server.Gateway!, server.Store, tell, report, cancel).RunAsync();
        }

        using (var agent = Connect(server, folder, DemoData.AgentId.Value))
        {
            await new DemoAgentStory(agent, new SettlementClosing(server.Store), tell, report, cancel).RunAsync();
        }

        await AuditAsync(server, settings, tell, report, cancel);
        tell.Title("Everything was as told");
        return report;
    }

    private static PartnerConnection Connect(SandboxServer server, string folder, string partnerId)
    {
        var pki = Path.Combine(folder, "pki");
        return PartnerConnection.Open(new PartnerConnectionOptions
        {
            Address = new Uri($"https://localhost:{server.Port}"),
            CaFile = Path.Combine(pki, "ca.crt"),
            CertificateFile = Path.Combine(pki, "partners", $"{partnerId}.crt"),
            KeyFile = Path.Combine(pki, "partners", $"{partnerId}.key"),
        });
    }

    /// <summary>The usual port, or a free one when somebody has it.</summary>
    private static KestrelAddress FreeAddress()
    {
        var usual = ServerSettings.DefaultAddress;
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, usual.Port);
            probe.Start();
            return usual;
        }
        catch (SocketException)
        {
            return usual with { Port = 0 };
        }
    }

    /// <summary>A folder that saw many runs must not run dry.</summary>
    private static async Task FundAsync(SandboxServer server)
    {
        var currency = Currency.Of("CNY");
        foreach (var partner in new[] { DemoData.PartnerId, DemoData.AgentId })
        {
            var position = await server.Store.AccountStatements
                .BalanceAsync(partner, currency, CancellationToken.None);
            if (position is { Available: >= EnoughForOneRun })
            {
                continue;
            }

            var now = TimeProvider.System.GetUtcNow();
            await server.Store.Partners.DepositAsync(
                partner, new RequestId($"demo-refill-{Guid.NewGuid():N}"), Ids.New(now),
                new Money(1_000_000, currency), now);
        }
    }

    private static async Task AuditAsync(
        SandboxServer server, SandboxSettings settings, Narrator tell, JsonObject report, CancellationToken cancel)
    {
        tell.Title("The audit derives everything again, and compares with the issuer's own record");
        var audit = await AuditRun.CheckAsync(settings.Store, server.IssuerUrl, cancel);
        tell.Text(audit.Describe());
        report["audit"] = audit.ToJson();
        if (!audit.Ok)
        {
            throw new DemoFailedException("the audit found problems");
        }
    }
}
