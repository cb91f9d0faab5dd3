using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Tests.Support;
using static Partner.Server.Tests.EndToEnd.Accounts.AccountScene;

namespace Partner.Server.Tests.EndToEnd.Accounts;

/// <summary>Partners' own certificates, over the wire: enrolled, renewed, listed, revoked.</summary>
public sealed class CertificateTests(AccountServer shared) : SharedServerTest(shared), IClassFixture<AccountServer>
{
    [Fact]
    public async Task An_enrolled_certificate_calls_at_once_and_a_lost_answer_is_repeated_with_the_same_one()
    {
        var partner = await Shared.NewPartnerAsync();
        var key = NewKey.Make();
        var request = Enroll(key, "store-1");
        request.Label = "Counter 1";
        request.Days = 20;

        var first = await partner.EnrollAsync(request);
        var again = await partner.EnrollAsync(request);

        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal(first.CertificatePem, again.CertificatePem);
        using var issued = X509Certificate2.CreateFromPem(first.CertificatePem);
        Assert.Equal($"O=LEB card partners, OU=store-1, CN={partner.PartnerId}", issued.Subject);
        Assert.InRange((issued.NotAfter.ToUniversalTime() - DateTime.UtcNow).TotalDays, 19.9, 20.1);
        Assert.InRange(issued.SerialNumberBytes.Length, 14, 17);
        Assert.Equal(issued.SerialNumber, first.Certificate.Serial);
        var client = Shared.Connect(partner, first.CertificatePem, key);
        var seen = Assert.Single(await client.ListAsync());
        Assert.Equal(("Counter 1", CertificateOrigin.Enrolled), (seen.Label, seen.Origin));
        Assert.Equal($"certificates/{partner.Certificate.Thumbprint}", seen.IssuedBy);

        var other = request.Clone();
        other.Days = 21;
        await GrpcAssert.Refused(
            Reason.RequestIdConflict, StatusCode.AlreadyExists, () => partner.EnrollAsync(other));
        await GrpcAssert.Refused(
            Reason.CertificateRequestInvalid, StatusCode.InvalidArgument, () => partner.EnrollAsync(Enroll(key)));
    }

    [Fact]
    public async Task A_call_that_was_cut_off_at_any_moment_and_is_repeated_makes_one_certificate()
    {
        const int calls = 12;
        var partner = await Shared.NewPartnerAsync();
        for (var i = 0; i < calls; i++)
        {
            var request = Enroll(NewKey.Make(), "store-1");
            using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(i));
            var lost = await Record.ExceptionAsync(async () => await partner.Account.EnrollCertificateAsync(
                request, TestClient.In("en").WithCancellationToken(cut.Token)));
            Assert.True(lost is null or RpcException { StatusCode: StatusCode.Cancelled }, lost?.ToString());

            var first = await partner.EnrollAsync(request);
            Assert.Equal(first.CertificatePem, (await partner.EnrollAsync(request)).CertificatePem);
        }

        Assert.Equal(calls, (await partner.ListAsync(new() { Outlet = "store-1" })).Count);
    }

    [Fact]
    public async Task Nothing_is_handed_out_that_the_caller_lacks()
    {
        var partner = await Shared.NewPartnerAsync();
        var outlet = await Shared.EnrolledAsync(
            partner, "store-1", "", CertificatePermission.Manage, CertificatePermission.Sell);
        var terminal = await Shared.EnrolledAsync(
            partner, "store-1", "till-1", CertificatePermission.Manage, CertificatePermission.Sell);
        var clerk = await Shared.EnrolledAsync(partner, "store-1");
        const CertificatePermission sell = CertificatePermission.Sell;

        foreach (var (caller, store, till, permission, lacks) in new[]
        {
            (outlet, "", "", sell, "outlet"),
            (outlet, "store-2", "", sell, "outlet"),
            (outlet, "store-1", "", CertificatePermission.Reverse, "permissions"),
            (outlet, "store-1", "till-1", CertificatePermission.Read, "permissions"),
            (terminal, "store-1", "", sell, "terminal"),
            (terminal, "store-1", "till-2", sell, "terminal"),
            (terminal, "store-2", "till-1", sell, "terminal"),
            (terminal, "", "", sell, "outlet"),
        })
        {
            var error = await GrpcAssert.Refused(
                Reason.CertificateScopeTooWide, StatusCode.PermissionDenied,
                () => caller.EnrollAsync(Enroll(NewKey.Make(), store, till, permission)));
            Assert.Contains(lacks, error.Facts.Keys);
            if (store.Length > 0)
            {
                await GrpcAssert.Refused(
                    Reason.CertificateScopeTooWide, StatusCode.PermissionDenied,
                    () => caller.CodeAsync(store, till, permission));
            }
        }

        await GrpcAssert.Refused(
            Reason.PermissionMissing, StatusCode.PermissionDenied,
            () => clerk.EnrollAsync(Enroll(NewKey.Make(), "store-1", "", sell)));
        await outlet.EnrollAsync(Enroll(NewKey.Make(), "store-1", "till-9", sell));
        await GrpcAssert.Refused(
            Reason.InvalidRequest, StatusCode.InvalidArgument,
            () => partner.EnrollAsync(Enroll(NewKey.Make(), "", "till-1", sell)));
        await GrpcAssert.Refused(
            Reason.InvalidRequest, StatusCode.InvalidArgument, () => partner.CodeAsync("", "", sell));
    }

    [Fact]
    public async Task A_renewed_certificate_and_the_old_one_both_work_and_the_old_key_is_refused()
    {
        var partner = await Shared.NewPartnerAsync();
        var old = NewKey.Make();
        var enrolled = await partner.EnrollAsync(Enroll(old, "store-1", "till-1"));
        var before = Shared.Connect(partner, enrolled.CertificatePem, old);
        var (key, id) = (NewKey.Make(), NewId());
        RenewCertificateRequest Renewal(NewKey with, string requestId) =>
            new() { RequestId = requestId, SigningRequest = with.Message };

        var renewed = await before.Account.RenewCertificateAsync(Renewal(key, id), TestClient.In("en"));
        var again = await before.Account.RenewCertificateAsync(Renewal(key, id), TestClient.In("en"));
        var after = Shared.Connect(partner, renewed.CertificatePem, key);

        Assert.Equal((renewed.CertificatePem, true), (again.CertificatePem, again.Replayed));
        Assert.Equal(enrolled.Certificate.Scope, renewed.Certificate.Scope);
        Assert.Equal(enrolled.Certificate.Permissions, renewed.Certificate.Permissions);
        Assert.Equal(2, (await before.ListAsync()).Count);
        var seen = (await after.ListAsync()).Single(one => one.Name == enrolled.Certificate.Name);
        Assert.Equal(renewed.Certificate.Name, seen.RenewedBy);
        await GrpcAssert.Refused(
            Reason.CertificateRequestInvalid, StatusCode.InvalidArgument,
            async () => await before.Account.RenewCertificateAsync(
                Renewal(old with { Request = NewRequestOf(old.Key) }, NewId()), TestClient.In("en")));
        for (var i = 1; i < 5; i++)
        {
            await before.Account.RenewCertificateAsync(Renewal(NewKey.Make(), NewId()), TestClient.In("en"));
        }

        var error = await GrpcAssert.Refused(
            Reason.CertificateLimitReached, StatusCode.ResourceExhausted,
            async () => await before.Account.RenewCertificateAsync(
                Renewal(NewKey.Make(), NewId()), TestClient.In("en")));
        Assert.Equal("renewals_of_a_certificate", error.Facts["limit"]);
    }

    [Fact]
    public async Task Lists_show_what_is_within_the_callers_scope_page_by_page_and_no_other_partners()
    {
        var (partner, stranger) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        var outlet = await Shared.EnrolledAsync(partner, "store-1");
        var terminal = await Shared.EnrolledAsync(partner, "store-1", "till-1");
        var elsewhere = await Shared.EnrolledAsync(
            partner, "store-2", "", CertificatePermission.Manage, CertificatePermission.Read);

        Assert.Equal(4, (await partner.ListAsync()).Count);
        Assert.Equal(2, (await outlet.ListAsync()).Count);
        Assert.Equal("till-1", Assert.Single(await terminal.ListAsync()).Scope.Terminal);
        Assert.Single(await elsewhere.ListAsync());
        Assert.Single(await stranger.ListAsync());
        Assert.Equal(2, (await partner.ListAsync(new() { Outlet = "store-1" })).Count);
        await GrpcAssert.Refused(
            Reason.OutletMismatch, StatusCode.PermissionDenied, () => outlet.ListAsync(new() { Outlet = "store-2" }));
        await GrpcAssert.Refused(
            Reason.TerminalMismatch, StatusCode.PermissionDenied,
            () => terminal.ListAsync(new() { Terminal = "till-2" }));

        var turned = new List<string>();
        for (var token = ""; ;)
        {
            var page = await partner.Account.ListCertificatesAsync(
                new() { PageSize = 1, PageToken = token }, TestClient.In("en"));
            turned.AddRange(page.Certificates.Select(one => one.Name));
            token = page.NextPageToken;
            if (token.Length == 0)
            {
                break;
            }
        }

        Assert.Equal((await partner.ListAsync()).Select(one => one.Name), turned);
        foreach (var caller in new[] { stranger, elsewhere })
        {
            await GrpcAssert.Refused(
                Reason.CertificateNotFound, StatusCode.NotFound,
                async () => await caller.Account.RevokeCertificateAsync(
                    new() { Name = $"certificates/{outlet.Certificate.Thumbprint}" }, TestClient.In("en")));
        }
    }

    [Fact]
    public async Task Revoking_ends_the_next_call_of_an_open_connection_and_its_streams_here_and_on_another_server()
    {
        var partner = await Shared.NewPartnerAsync();
        await using var other = await Shared.Running.StartReplicaAsync();
        var key = NewKey.Make();
        var issued = await partner.EnrollAsync(Enroll(
            key, "store-1", "", CertificatePermission.Read, CertificatePermission.Sell));
        var here = Shared.Connect(partner, issued.CertificatePem, key, Shared.Running.Server);
        var there = Shared.Connect(partner, issued.CertificatePem, key, other);
        using var watchHere = here.Account.WatchAccount(new(), TestClient.In("en"));
        using var watchThere = there.Account.WatchAccount(new(), TestClient.In("en"));
        await watchHere.ResponseStream.MoveNext(default);
        await watchThere.ResponseStream.MoveNext(default);
        await there.ListAsync();
        var admin = Shared.Running.Connect(partner.Certificate, Shared.Running.Server);

        var request = new RevokeCertificateRequest { Name = issued.Certificate.Name, Comment = "lost" };
        var revoked = await admin.Account.RevokeCertificateAsync(request, TestClient.In("en"));

        await GrpcAssert.Refused(
            Reason.CertificateRevoked, StatusCode.Unauthenticated, () => here.ListAsync());
        await GrpcAssert.Refused(
            Reason.CertificateRevoked, StatusCode.Unauthenticated, () => ToTheEndAsync(watchHere));
        await GrpcAssert.Refused(
            Reason.CertificateRevoked, StatusCode.Unauthenticated, () => ToTheEndAsync(watchThere));
        await GrpcAssert.Refused(
            Reason.CertificateRevoked, StatusCode.Unauthenticated, () => there.ListAsync());
        Assert.Equal((CertificateState.Revoked, "lost"), (
            revoked.Certificate.State, revoked.Certificate.RevokeComment));
        var again = await admin.Account.RevokeCertificateAsync(request, TestClient.In("en"));
        Assert.Equal(revoked.Certificate.RevokeTime, again.Certificate.RevokeTime);
    }

    [Fact]
    public async Task A_stolen_key_is_revoked_with_all_that_was_issued_by_it()
    {
        var partner = await Shared.NewPartnerAsync();
        var stolen = await Shared.EnrolledAsync(
            partner, "", "", CertificatePermission.Manage, CertificatePermission.Read);
        var child = await Shared.EnrolledAsync(
            stolen, "store-1", "", CertificatePermission.Manage, CertificatePermission.Read);
        var grandchild = await Shared.EnrolledAsync(child, "store-1", "till-1", CertificatePermission.Read);
        var code = await child.CodeAsync("store-1", "", CertificatePermission.Read);
        var bystander = await Shared.EnrolledAsync(partner, "store-1");

        var revoked = await partner.Account.RevokeCertificateAsync(
            new()
            {
                Name = $"certificates/{stolen.Certificate.Thumbprint}", WithIssued = true,
            },
            TestClient.In("en"));

        Assert.Equal(2, revoked.Others);
        await Eventually.SeeAsync(
            async () => (await Record.ExceptionAsync(() => grandchild.ListAsync())) as RpcException,
            fault => fault?.StatusCode == StatusCode.Unauthenticated);
        await bystander.ListAsync();
        using var stranger = Shared.Stranger();
        await GrpcAssert.Refused(
            Reason.EnrollmentCodeInvalid, StatusCode.PermissionDenied,
            () => stranger.EnrollWithCodeAsync(code.Code, NewKey.Make()));
    }

    [Fact]
    public async Task A_watch_tells_what_happened_once_and_goes_on_behind_its_token()
    {
        var partner = await Shared.NewPartnerAsync();
        var outlet = await Shared.EnrolledAsync(partner, "store-1");
        var shortLived = Enroll(NewKey.Make());
        shortLived.Days = 5;
        var ending = await partner.EnrollAsync(shortLived);
        await partner.Account.RevokeCertificateAsync(
            new() { Name = $"certificates/{outlet.Certificate.Thumbprint}" }, TestClient.In("en"));

        using var watch = partner.Account.WatchAccount(new(), TestClient.In("en"));
        var seen = new List<WatchAccountResponse>();
        while (seen.Count < 4 && await watch.ResponseStream.MoveNext(default))
        {
            seen.Add(watch.ResponseStream.Current);
        }

        Assert.Equal([1L, 2, 3, 4], seen.Select(one => one.Event.Number));
        Assert.Equal(
            [
                AccountEventKind.CertificateEnrolled, AccountEventKind.CertificateEnrolled,
                AccountEventKind.CertificateEnrolled, AccountEventKind.CertificateRevoked,
            ],
            seen.Select(one => one.Event.Kind));
        using var rest = partner.Account.WatchAccount(
            new() { ResumeToken = seen[2].ResumeToken }, TestClient.In("en"));
        await rest.ResponseStream.MoveNext(default);
        Assert.Equal(seen[3].Event.Number, rest.ResponseStream.Current.Event.Number);
        Assert.Equal(5, ending.Certificate.ExpiresIn.ToTimeSpan().TotalDays, 0.1);
        await GrpcAssert.Refused(
            Reason.InvalidRequest, StatusCode.InvalidArgument, async () =>
            {
                using var wrong = partner.Account.WatchAccount(new() { ResumeToken = "99" }, TestClient.In("en"));
                await wrong.ResponseStream.MoveNext(default);
            });
    }

    [Fact]
    public async Task The_authorities_are_told_to_whoever_is_registered_and_uses_are_noted()
    {
        var partner = await Shared.NewPartnerAsync();
        var clerk = await Shared.EnrolledAsync(partner, "store-1", "till-1", CertificatePermission.Sell);

        var bundle = await clerk.Account.GetCaBundleAsync(new(), TestClient.In("en"));

        var authority = await File.ReadAllTextAsync(Shared.Running.Server.Pki.AuthorityPath);
        Assert.Equal(authority, bundle.PartnerAuthoritiesPem);
        Assert.Equal(authority, bundle.ServerAuthoritiesPem);
        await Eventually.SeeAsync(
            async () => (await partner.ListAsync(new() { Terminal = "till-1", Outlet = "store-1" })).Single(),
            one => one.LastUsedTime is not null);
    }

    private static byte[] NewRequestOf(ECDsa key) =>
        new CertificateRequest("CN=other", key, HashAlgorithmName.SHA256).CreateSigningRequest();

    private static async Task ToTheEndAsync(AsyncServerStreamingCall<WatchAccountResponse> watch)
    {
        while (await watch.ResponseStream.MoveNext(default))
        {
        }
    }
}
