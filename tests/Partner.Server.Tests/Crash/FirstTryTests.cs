using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Core.Auditing;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Seed;
using Partner.Server.Security;
using Partner.Server.Tests.EndToEnd.Accounts;
using Partner.Server.Tests.Support;
using Partner.Storage;
using Xunit.Abstractions;

namespace Partner.Server.Tests.Crash;

/// <summary>
/// A server that is killed between the commit and the answer of what is done once: whoever repeats it gets the same
/// certificate, and the same shift.
/// </summary>
public sealed class FirstTryTests(ITestOutputHelper output)
{
    private const int Each = 12;
    private const string Outlet = "crash";

    // What left the server before it stood still has arrived by then.
    private static readonly TimeSpan OnTheWire = TimeSpan.FromMilliseconds(30);

    private readonly List<Try> _tries = [];

    private static CancellationToken Patience => new CancellationTokenSource(2 * Eventually.Longest).Token;

    [Fact]
    public async Task Kill_9_between_commit_and_answer_leaves_the_same_certificates_and_shifts_to_who_repeats()
    {
        var random = new Random(Seed.Next(output));
        await using var bed = await TestBed.CreateAsync(1, Patience);
        var (server, url) = await bed.ServeAsync(0, [], Patience);
        await using var store = PartnerStore.Open(bed.Store);
        try
        {
            foreach (var kind in Enum.GetValues<Kind>())
            {
                var before = _tries.Count;
                await KillAsync(kind, bed, server, url.Port, store, random);
                (server, url) = await bed.ServeAsync(url.Port, [], Patience);
                using var client = Client(bed, url.Port);
                var at = new At(bed, url.Port, client);
                foreach (var one in _tries.Skip(before))
                {
                    var again = await one.Call(at);
                    Assert.Equal(one.Answer ?? again, again);
                    Assert.Equal(again, await one.Call(at));
                    one.Final = again;
                }

                output.WriteLine($"{kind}: {_tries.Skip(before).Count(one => one.WasCommitted)} of "
                    + $"{_tries.Count - before} were committed and not answered");
            }

            using var last = Client(bed, url.Port);
            await AssertNothingTwiceAsync(last);
        }
        finally
        {
            await server.DisposeAsync();
        }

        await AssertInOrderAsync(bed);
    }

    private static TestClient Client(TestBed bed, int port)
    {
        var (certificate, key) = bed.CertificateOf(DemoData.PartnerId.Value);
        return Client(bed, port, File.ReadAllText(certificate), File.ReadAllText(key));
    }

    private static TestClient Client(TestBed bed, int port, string pem, string keyPem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        var issued = new IssuedCertificate(
            pem, keyPem, Thumbprints.Of(certificate), certificate.NotAfter.ToUniversalTime());
        return new TestClient(
            [port], bed.AuthorityFile,
            new PartnerCertificate(new PartnerCertificateOrder(DemoData.PartnerId, Permissions.None), issued, "", ""));
    }

    /// <summary>
    /// Makes many calls at once and stops the server again and again, at random, until it stands where one of a kind is
    /// committed and not answered; there it is killed.
    /// </summary>
    private async Task KillAsync(
        Kind kind, TestBed bed, ChildProcess server, int port, PartnerStore store, Random random)
    {
        using var client = Client(bed, port);
        while (true)
        {
            var batch = await BatchAsync(client, random);
            _tries.AddRange(batch);
            var calls = Task.WhenAll(batch.ConvertAll(one => Task.Run(() => one.TryAsync(new At(bed, port, client)))));
            while (!calls.IsCompleted)
            {
                await Eventually.PauseAsync(TimeSpan.FromMilliseconds(random.Next(1, 6)));
                server.Pause();
                await Eventually.PauseAsync(OnTheWire);
                foreach (var one in batch)
                {
                    one.WasCommitted = one.Answer is null && await one.IsCommitted(store);
                }

                if (batch.Exists(one => one.WasCommitted && one.Kind == kind))
                {
                    await server.DisposeAsync();
                    await calls;
                    return;
                }

                server.Resume();
            }
        }
    }

    private async Task<List<Try>> BatchAsync(TestClient client, Random random)
    {
        var batch = new List<Try>();
        for (var i = 0; i < Each; i++)
        {
            var till = $"till-{i}";
            await client.SellAsync(Sale.Of().With(sale => (sale.Outlet, sale.Terminal) = (Outlet, till)));
            batch.Add(Enrolment());
            batch.Add(await RenewalAsync(client));
            batch.Add(Closing(till));
        }

        return [.. batch.OrderBy(_ => random.Next())];
    }

    private static Try Enrolment()
    {
        var request = AccountScene.Enroll(NewKey.Make(), Outlet);
        return new Try(
            Kind.Enrolment,
            async at => (await at.Client.Account.EnrollCertificateAsync(request, TestClient.In("en"))).CertificatePem,
            async store => await store.Certificates.FindAsync(
                DemoData.PartnerId, new RequestId(request.RequestId), default) is not null);
    }

    private static async Task<Try> RenewalAsync(TestClient client)
    {
        var key = NewKey.Make();
        var enrolled = await client.EnrollAsync(AccountScene.Enroll(key, Outlet));
        var request = new RenewCertificateRequest
        {
            RequestId = AccountScene.NewId(), SigningRequest = NewKey.Make().Message,
        };
        return new Try(
            Kind.Renewal,
            async at =>
            {
                using var own = Client(
                    at.Bed, at.Port, enrolled.CertificatePem, key.Key.ExportPkcs8PrivateKeyPem());
                return (await own.Account.RenewCertificateAsync(request, TestClient.In("en"))).CertificatePem;
            },
            async store => await store.Certificates.FindAsync(
                DemoData.PartnerId, new RequestId(request.RequestId), default) is not null);
    }

    private static Try Closing(string till)
    {
        var request = new CloseShiftRequest
        {
            RequestId = Sale.NewRequestId(), Outlet = Outlet, Terminal = till,
        };
        return new Try(
            Kind.Shift,
            async at => (await at.Client.Organisations.CloseShiftAsync(
                request, TestClient.In("en"))).Shift.ToString(),
            async store => (await store.Shifts.ListAsync(
                DemoData.PartnerId, Outlet, till, null, null, 100, default))
                .Exists(shift => shift.RequestId.Value == request.RequestId));
    }

    /// <summary>As many certificates and shifts as were asked for, the shifts numbered without a gap.</summary>
    private async Task AssertNothingTwiceAsync(TestClient client)
    {
        var certificates = 0;
        for (var token = ""; ;)
        {
            var page = await client.Account.ListCertificatesAsync(
                new() { Outlet = Outlet, PageSize = 500, PageToken = token }, TestClient.In("en"));
            certificates += page.Certificates.Count;
            if ((token = page.NextPageToken).Length == 0)
            {
                break;
            }
        }

        // One for each enrolment, and for each renewal the one that it renews.
        Assert.Equal(_tries.Count(one => one.Kind != Kind.Shift) * 3 / 2, certificates);
        var issued = _tries.Where(one => one.Kind != Kind.Shift).Select(one => one.Final).ToList();
        Assert.Equal(issued.Count, issued.Distinct().Count());
        for (var i = 0; i < Each; i++)
        {
            var shifts = (await client.Organisations.ListShiftsAsync(
                new() { Outlet = Outlet, Terminal = $"till-{i}", PageSize = 50 }, TestClient.In("en"))).Shifts;
            Assert.Equal(
                Enumerable.Range(1, _tries.Count(one => one.Kind == Kind.Shift) / Each).Reverse(),
                shifts.Select(shift => (int)shift.Number));
            Assert.All(shifts, shift => Assert.Equal(1, Assert.Single(shift.Lines).Count));
        }
    }

    private static async Task AssertInOrderAsync(TestBed bed)
    {
        await using var store = PartnerStore.Open(bed.Store);
        var report = await store.Audits.ReadAsync(
            source => Auditor.Run(source, null, TimeProvider.System.GetUtcNow(), default), default);
        Assert.Empty(report.Findings);
    }

    private enum Kind
    {
        Enrolment,
        Renewal,
        Shift,
    }

    /// <summary>A running server, and a client of it.</summary>
    private sealed record At(TestBed Bed, int Port, TestClient Client);

    /// <summary>A call that may be made again and again.</summary>
    private sealed class Try(
        Kind kind, Func<At, Task<string>> call, Func<PartnerStore, Task<bool>> isCommitted)
    {
        public Kind Kind => kind;

        public Func<At, Task<string>> Call => call;

        public Func<PartnerStore, Task<bool>> IsCommitted => isCommitted;

        /// <summary>What the first attempt was answered; null for nothing.</summary>
        public string? Answer { get; private set; }

        /// <summary>Whether it was in the database, but not answered, when the server stood still.</summary>
        public bool WasCommitted { get; set; }

        /// <summary>What it came to.</summary>
        public string? Final { get; set; }

        /// <summary>The first attempt.</summary>
        public async Task TryAsync(At at)
        {
            try
            {
                Answer = await call(at);
            }
            catch (RpcException lost) when (lost.StatusCode is StatusCode.Unavailable or StatusCode.Internal
                or StatusCode.Cancelled)
            {
                // The server is gone, or went while it answered.
            }
        }
    }
}
