using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Leb.Partner.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Core.Identity;
using Partner.Core.Limits;
using Partner.Sandbox.Certificates;
using Partner.Server.Allowances;
using Partner.Server.Connections;
using Partner.Server.Hosting;
using Partner.Server.Organisations;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Benchmarks.Organisations;

/// <summary>
/// What authentication adds to a call: everything between the connection, whose handshake is over, and the service.
/// The certificate's dates and trust, who calls, the door, the pace, the permission, and whether the till may sell; by
/// the very middleware and caches of the server, without a network.
/// </summary>
internal sealed class AuthenticationCost : IDisposable
{
    private const double MostMicroseconds = 20;
    private const int WarmUp = 300_000;
    private const int Calls = 1_000_000;

    // Of each other: neighbours of the list would share lines of the processor's cache.
    private const long Stride = 7919;

    private readonly StillClock _clock = new();
    private readonly PartnerId _chain;
    private readonly List<(string Outlet, string Terminal)> _tills;
    private readonly FeatureCollection[] _connections;
    private readonly CallerCache _callers;
    private readonly OrganisationCache _organisations;
    private readonly PolicyInterceptor _policy = new(CallPolicy.Standard);
    private readonly CallerMiddleware _path;
    private readonly Endpoint _endpoint;
    private readonly CreateTopUpRequest _request = new();
    private readonly CreateTopUpResponse _response = new();
    private readonly X509Certificate2 _certificate;
    private long _refused;

    private AuthenticationCost(
        PartnerStore store, PartnerId chain, List<(string Outlet, string Terminal)> tills, KestrelTls tls,
        X509Certificate2 certificate)
    {
        (_chain, _tills, _certificate) = (chain, tills, certificate);
        _callers = new CallerCache(
            async (thumbprint, cancel) => await store.Certificates.FindRegistrationAsync(thumbprint, cancel),
            _clock,
            NullLogger<CallerCache>.Instance);
        _organisations = new OrganisationCache(store, _clock, NullLogger<OrganisationCache>.Instance);
        var usages = new CertificateUsages(new ConnectionLimits(), TimeProvider.System);
        _connections =
        [
            .. tills.Select((_, number) =>
            {
                var usage = new CertificateUsage(Thumbprint(number), 1, usages, TimeProvider.System);
                var connection = new FeatureCollection();
                connection.Set(new PeerCertificate(usage.Thumbprint, tls.EndOf(certificate), usage)
                {
                    IsTrusted = tls.TrustOf(certificate),
                });
                return connection;
            }),
        ];
        var method = new Method<byte[], byte[]>(
            MethodType.Unary, "leb.partner.v1.TopUpService", "CreateTopUp",
            Marshallers.Create<byte[]>(one => one, one => one), Marshallers.Create<byte[]>(one => one, one => one));
        _endpoint = new Endpoint(
            null, new EndpointMetadataCollection(new GrpcMethodMetadata(typeof(AuthenticationCost), method)), "call");
        var rates = new CallRates(
            new LimitCache(
                (_, _) => Task.FromResult(LimitBook.Empty), TimeProvider.System, NullLogger<LimitCache>.Instance),
            new LimitOptions
            {
                CertificateCallsPerSecond = int.MaxValue, CertificateCallsAtOnce = int.MaxValue,
                PartnerCallsPerSecond = int.MaxValue, PartnerCallsAtOnce = int.MaxValue,
            },
            TimeProvider.System);
        var door = new DoorMiddleware(new CallRateMiddleware(Serve, rates).InvokeAsync);
        _path = new CallerMiddleware(door.InvokeAsync, _callers, _clock);
    }

    /// <summary>Registers a certificate for each till, and has a server's caches know all of them.</summary>
    /// <param name="store">Where the tills are registered.</param>
    /// <param name="options">The same store.</param>
    /// <param name="folder">For the server's own certificates.</param>
    /// <param name="chain">The partner whose the tills are.</param>
    /// <param name="tills">The tills.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<AuthenticationCost> PrepareAsync(
        PartnerStore store, StoreOptions options, string folder, PartnerId chain,
        List<(string Outlet, string Terminal)> tills, CancellationToken cancel)
    {
        Register(options, chain, tills);
        var pki = await DevelopmentPki.OpenAsync(folder, [], PkiCreation.WhenAbsent, TimeProvider.System, cancel);
        var issued = await pki.EnsureAsync(new PartnerCertificateOrder(chain, Permissions.Sell), cancel);
        var tls = new KestrelTls(
            DevelopmentPki.FilesIn(folder), TimeProvider.System, NullLogger<KestrelTls>.Instance);
        var cost = new AuthenticationCost(store, chain, tills, tls, issued.Issued.Load());
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; number < tills.Count; number++)
        {
            await cost._callers.GetAsync(Thumbprint(number), cancel);
        }

        await cost._organisations.GetAsync(chain, cancel);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tills.Count} certificates looked up in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
        return cost;
    }

    /// <summary>Measures and prints.</summary>
    /// <returns>Whether the bar is met.</returns>
    public async Task<bool> MeasureAsync(CancellationToken cancel)
    {
        await RunAsync(WarmUp, [], cancel);
        var times = new long[Calls];
        var bytes = await RunAsync(Calls, times, cancel);
        Array.Sort(times);
        var (median, late) = (Microseconds(times[Calls / 2]), Microseconds(times[(long)Calls * 99 / 100]));
        var met = median <= MostMicroseconds && _refused == 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"authentication adds to a call: median {median:F2} µs, p99 {late:F2} µs, " +
            $"{bytes / (double)Calls:F0} bytes ({_refused} refused; {(met ? "within" : "ABOVE")} {MostMicroseconds:F0} µs)"));
        return met;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        foreach (var connection in _connections)
        {
            connection.Get<PeerCertificate>()!.Usage.Pages.Dispose();
        }
    }

    private static double Microseconds(long timestamps) =>
        TimeSpan.FromSeconds(timestamps / (double)Stopwatch.Frequency).TotalMicroseconds;

    /// <summary>Calls by one caller after the other.</summary>
    /// <param name="times">How long each takes; empty where nobody asks.</param>
    /// <returns>Bytes that all of them allocated, without those of what a call is before it is authenticated.</returns>
    private async Task<long> RunAsync(int calls, long[] times, CancellationToken cancel)
    {
        long bytes = 0;
        for (var call = 0; call < calls; call++)
        {
            cancel.ThrowIfCancellationRequested();
            var number = (int)(call * Stride % _connections.Length);
            var http = new DefaultHttpContext(new FeatureCollection(_connections[number]));
            http.SetEndpoint(_endpoint);
            var context = new MeasuredCall(http, _tills[number]);
            http.Items[typeof(MeasuredCall)] = context;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            var served = _path.InvokeAsync(http);
            if (call < times.Length)
            {
                times[call] = Stopwatch.GetTimestamp() - start;
            }

            bytes += GC.GetAllocatedBytesForCurrentThread() - before;

            // What is cached is there at once: whatever waits is no measurement of this.
            if (!served.IsCompletedSuccessfully || !context.Served)
            {
                await served;
                _refused++;
            }
        }

        return bytes;
    }

    // What gRPC does between is not ours.
    private Task Serve(HttpContext http)
    {
        var context = (MeasuredCall)http.Items[typeof(MeasuredCall)]!;
        return _policy.UnaryServerHandler(_request, context, Sell);
    }

    private Task<CreateTopUpResponse> Sell(CreateTopUpRequest request, ServerCallContext context)
    {
        var call = (MeasuredCall)context;
        var caller = call.GetCaller();
        var (outlet, terminal) = (caller.OutletFor("").Value, caller.TerminalFor("").Value);
        var view = _organisations.GetAsync(caller.PartnerId, default);
        call.Served = view.IsCompletedSuccessfully
            && (outlet, terminal) == call.Till
            && caller.PartnerId == _chain
            && view.Result.RefuseTill(outlet, terminal, "1") is null
            && view.Result.ClosedThrough(outlet, terminal) is null;
        return Task.FromResult(_response);
    }

    private static string Thumbprint(int number) => number.ToString("x64", CultureInfo.InvariantCulture);

    private static void Register(StoreOptions options, PartnerId chain, List<(string Outlet, string Terminal)> tills)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var connection = new SqliteConnection(options.ConnectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText =
            "INSERT INTO certificates (thumbprint, partner_id, outlet, terminal, permissions, subject, not_after, "
            + "registered_at, origin, last_used_at, warn_at) VALUES ($thumbprint, $partner, $outlet, $terminal, "
            + $"{(int)(Permissions.Sell | Permissions.Read)}, 'CN=till', {now.AddDays(90).UtcTicks}, "
            + $"{now.UtcTicks}, 2, {now.UtcTicks}, {DateTimeOffset.MaxValue.UtcTicks})";
        string[] names = ["$thumbprint", "$partner", "$outlet", "$terminal"];
        foreach (var name in names)
        {
            insert.Parameters.AddWithValue(name, "");
        }

        for (var number = 0; number < tills.Count; number++)
        {
            string[] values = [Thumbprint(number), chain.Value, tills[number].Outlet, tills[number].Terminal];
            for (var place = 0; place < values.Length; place++)
            {
                insert.Parameters[place].Value = values[place];
            }

            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>A clock at which what is cached stays new; reading it takes as long as reading any.</summary>
    private sealed class StillClock : TimeProvider
    {
        private readonly long _start = System.GetTimestamp();

        public override long GetTimestamp() => Math.Min(_start, System.GetTimestamp());
    }
}
