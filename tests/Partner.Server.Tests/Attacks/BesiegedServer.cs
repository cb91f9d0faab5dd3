using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Core.Accounts;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Server.Contract;
using Partner.Storage;
using CertificateScope = Partner.Core.Identity.CertificateScope;
using Limit = Partner.Core.Limits.Limit;
using LimitKind = Partner.Core.Limits.LimitKind;
using LimitScope = Partner.Core.Limits.LimitScope;
using LimitSetter = Partner.Core.Limits.LimitSetter;

namespace Partner.Server.Tests.Attacks;

/// <summary>
/// A server in a process of its own, with the memory that the chart gives it; an honest partner who goes on calling,
/// and another one whose certificate is used against the server.
/// </summary>
internal sealed class BesiegedServer : IAsyncDisposable
{
    /// <summary>What the garbage collector of the server may use, in MiB.</summary>
    public const int HeapLimit = 384;

    private const string Heap = "0x18000000";
    private const string Crowd = "attackers.test";
    private readonly TestBed _bed;
    private readonly ClientPool _honest;

    private BesiegedServer(TestBed bed, ChildProcess process, Uri address)
    {
        (_bed, Process, Address) = (bed, process, address);
        _honest = new ClientPool(bed, address, 1);
        var (certificate, key) = bed.CertificateOf(bed.Partners[1]);
        using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
        Attacker = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The process.</summary>
    public ChildProcess Process { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The certificate that is used against it, with its key.</summary>
    public X509Certificate2 Attacker { get; private set; }

    /// <summary>Memory of the process in MiB.</summary>
    public long Memory => Process.ResidentMemory / (1024 * 1024);

    /// <summary>Starts one.</summary>
    /// <param name="more">Further options of serve.</param>
    /// <param name="openFiles">How many files it may have open; null for as many as the tests.</param>
    /// <param name="environment">Variables of its own.</param>
    public static async Task<BesiegedServer> StartAsync(
        IReadOnlyList<string>? more = null, int? openFiles = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var bed = await TestBed.CreateAsync(2, CancellationToken.None);
        var heap = new Dictionary<string, string>(environment ?? new Dictionary<string, string>())
        {
            ["DOTNET_GCHeapHardLimit"] = Heap,
        };
        var (process, address) = await bed.ServeAsync(
            0, ["--no-settlement", .. more ?? []], CancellationToken.None, heap, openFiles);
        var server = new BesiegedServer(bed, process, address);
        await server.CallAsync();
        return server;
    }

    /// <summary>
    /// Lets certificates be used against it that it has not seen before, see <see cref="RenewAttacker"/>, at the pace
    /// that a certificate has where nothing else is said.
    /// </summary>
    public async Task AdmitCrowdAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var store = PartnerStore.Open(_bed.Store);
        await store.CertificateRules.AddAsync(
            new NameRule(
                Ids.New(now), new PartnerId(_bed.Partners[1]), NameKind.Dns, $"*.{Crowd}",
                new CertificateGrant(CertificateScope.Whole, Permissions.Sell | Permissions.Read)),
            now);
        foreach (var (kind, most) in new[] { (LimitKind.CallsPerSecond, 200L), (LimitKind.CallsAtOnce, 400L) })
        {
            await store.Limits.SetAsync(new Limit(
                new PartnerId(_bed.Partners[1]), LimitSetter.Operator, kind, LimitScope.Partner, most, now));
        }
    }

    /// <summary>Takes another certificate, which has done nothing yet.</summary>
    public void RenewAttacker()
    {
        var now = TimeProvider.System.GetUtcNow();
        var (certificate, key) = DevelopmentPki.AuthorityIn(_bed.Data);
        using var authority = CertificateAuthority.Load(File.ReadAllText(certificate), File.ReadAllText(key));
        var issued = authority.Issue(new CertificateProfile("attacker", now.AddMinutes(-5), now.AddDays(1))
        {
            HostNames = [$"one.{Crowd}"],
            ClientAuthentication = true,
        });
        Attacker.Dispose();
        Attacker = issued.Load();
    }

    /// <summary>An honest call, which has to be answered.</summary>
    public async Task CallAsync() => await _honest.Clients[0].ListTopUpsAsync(
        new ListTopUpsRequest { PageSize = 1 }, deadline: DateTime.UtcNow.AddSeconds(30));

    /// <summary>How many honest calls a second are answered meanwhile, one after the other.</summary>
    /// <param name="seconds">For how long; longer where there were too few to tell.</param>
    /// <param name="fewest">How many calls tell enough.</param>
    public async Task<double> RateAsync(double seconds = 3, int fewest = 20)
    {
        var calls = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds || calls < fewest)
        {
            await CallAsync();
            calls++;
        }

        return calls / watch.Elapsed.TotalSeconds;
    }

    /// <summary>That the process lives, and answers.</summary>
    public async Task AssertAliveAsync()
    {
        try
        {
            await CallAsync();
        }
        catch (RpcException fault)
        {
            Assert.Fail($"{fault.Status}\n{Process.Describe()}");
        }
    }

    /// <summary>That its memory is at most so many MiB.</summary>
    public void AssertMemory(long most) => Assert.True(
        Memory <= most, string.Create(CultureInfo.InvariantCulture, $"{Memory} MiB are above {most}"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _honest.Dispose();
        Attacker.Dispose();
        await Process.DisposeAsync();
        await _bed.DisposeAsync();
    }
}
