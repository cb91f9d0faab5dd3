using Grpc.Core;
using Grpc.Reflection.V1;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Core.Errors;
using Partner.Server.Accounts;
using Partner.Server.Tests.Support;
using static Partner.Server.Tests.EndToEnd.Accounts.AccountScene;

namespace Partner.Server.Tests.EndToEnd.Accounts;

/// <summary>A till without a certificate, and a code: at a port of its own, once.</summary>
public sealed class EnrollmentCodeTests(AccountServer shared) : SharedServerTest(shared), IClassFixture<AccountServer>
{
    [Fact]
    public async Task A_code_enrols_one_till_however_it_is_typed_and_a_lost_answer_is_repeated()
    {
        var partner = await Shared.NewPartnerAsync();
        var code = await partner.CodeAsync("store-1", "till-1");
        using var stranger = Shared.Stranger();
        var (key, id) = (NewKey.Make(), NewId());

        var typed = code.Code.ToLowerInvariant().Replace("-", " ").Replace('0', 'o').Replace('1', 'l');
        var first = await stranger.EnrollWithCodeAsync(typed, key, id);
        var again = await stranger.EnrollWithCodeAsync(code.Code, key, id);

        Assert.Equal((first.CertificatePem, true), (again.CertificatePem, again.Replayed));
        Assert.Equal(("store-1", "till-1"), (first.Scope.Outlet, first.Scope.Terminal));
        var till = Shared.Connect(partner, first.CertificatePem, key);
        Assert.Equal(CertificateOrigin.EnrolledWithCode, Assert.Single(await till.ListAsync()).Origin);
        var listed = Assert.Single((await partner.Account.ListEnrollmentCodesAsync(
            new() { IncludePast = true }, TestClient.In("en"))).EnrollmentCodes);
        Assert.Equal(EnrollmentCodeState.Used, listed.State);
        Assert.Equal($"certificates/{till.Certificate.Thumbprint}", listed.Certificate);
        Assert.Empty((await partner.Account.ListEnrollmentCodesAsync(new(), TestClient.In("en"))).EnrollmentCodes);
    }

    [Fact]
    public async Task Of_two_servers_that_race_for_one_code_exactly_one_enrols()
    {
        var partner = await Shared.NewPartnerAsync();
        await using var other = await Shared.Running.StartReplicaAsync();
        using var here = Shared.Stranger();
        using var there = Shared.Stranger(other);
        for (var round = 0; round < 3; round++)
        {
            var code = await partner.CodeAsync();
            var tried = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
                await Record.ExceptionAsync(() =>
                    (i % 2 == 0 ? here : there).EnrollWithCodeAsync(code.Code, NewKey.Make())))));

            Assert.Single(tried, fault => fault is null);
            Assert.All(tried.OfType<RpcException>(), fault => GrpcAssert.Refused(
                Reason.EnrollmentCodeInvalid, StatusCode.PermissionDenied, fault));
        }

        Assert.Equal(3, (await partner.ListAsync(new() { Outlet = "store-1" })).Count);
    }

    [Fact]
    public async Task Codes_that_never_were_that_ended_that_were_used_or_revoked_are_told_alike()
    {
        var partner = await Shared.NewPartnerAsync();
        var (used, revoked) = (await partner.CodeAsync(), await partner.CodeAsync());
        const string ended = "AAAA-BBBB-CCCC";
        var past = TimeProvider.System.GetUtcNow().AddDays(-1);
        await Shared.Running.Store.EnrollmentCodes.CreateAsync(
            new Core.Accounts.EnrollmentCode(
                partner.PartnerId, Partner.Server.Contract.Ids.New(past),
                new Core.Accounts.CertificateGrant(
                    new Core.Identity.CertificateScope("store-1", null), Core.Identity.Permissions.Sell),
                partner.Certificate.Thumbprint, past, past.AddHours(1))
            {
                RequestId = new RequestId(NewId()),
            },
            Core.Accounts.EnrollmentCode.HashOf(ended)!);
        using var stranger = Shared.Stranger();
        await stranger.EnrollWithCodeAsync(used.Code, NewKey.Make());
        await partner.Account.RevokeEnrollmentCodeAsync(
            new() { Name = revoked.EnrollmentCode.Name }, TestClient.In("en"));

        var texts = new List<string>();
        foreach (var code in new[] { used.Code, revoked.Code, ended, "0123-4567-89AB", "no code at all" })
        {
            var fault = await Assert.ThrowsAsync<RpcException>(
                () => stranger.EnrollWithCodeAsync(code, NewKey.Make()));
            var error = PartnerError.From(fault);
            texts.Add($"{fault.StatusCode} {fault.Status.Detail} {error.Reason} {error.ClerkText} "
                + string.Join(',', error.Facts.OrderBy(fact => fact.Key)));
        }

        Assert.Single(texts.Distinct());
        Assert.Contains("ENROLLMENT_CODE_INVALID", texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_suspended_or_closed_enrols_nothing_and_whoever_typed_the_code_is_not_told_why()
    {
        var (partner, closing) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        foreach (var outlet in new[] { "store-1", "store-2", "store-3" })
        {
            await closing.Organisations.CreateOutletAsync(
                new() { Reference = outlet }, TestClient.In("en"));
        }

        await closing.Organisations.CreateTerminalAsync(
            new() { Outlet = "store-2", Reference = "till-1" }, TestClient.In("en"));
        var manager = await Shared.EnrolledAsync(
            closing, "store-1", "", CertificatePermission.Manage, CertificatePermission.Sell);
        var codes = new[]
        {
            await partner.CodeAsync(), await closing.CodeAsync("store-1", "till-1"),
            await closing.CodeAsync("store-2", "till-1"),
        };
        var paused = await closing.CodeAsync("store-3");
        await Shared.Running.Store.Partners.SetStatusAsync(
            partner.PartnerId, Core.Identity.PartnerStatus.Suspended, TimeProvider.System.GetUtcNow());
        await closing.Organisations.CloseOutletAsync(new() { Outlet = "store-1" }, TestClient.In("en"));
        await closing.Organisations.CloseTerminalAsync(
            new() { Outlet = "store-2", Terminal = "till-1" }, TestClient.In("en"));
        await closing.Organisations.UpdateOutletAsync(
            new() { Outlet = "store-3", Status = OrganisationStatus.Suspended }, TestClient.In("en"));
        using var stranger = Shared.Stranger();

        foreach (var code in codes)
        {
            await GrpcAssert.Refused(
                Reason.EnrollmentCodeInvalid, StatusCode.PermissionDenied,
                () => stranger.EnrollWithCodeAsync(code.Code, NewKey.Make()));
        }

        // Nor does who has a certificate; one that is merely suspended exchanges its devices.
        await GrpcAssert.Refused(
            Reason.OutletNotActive, StatusCode.FailedPrecondition, () => closing.CodeAsync("store-1"));
        await GrpcAssert.Refused(
            Reason.OutletNotActive, StatusCode.FailedPrecondition,
            () => manager.EnrollAsync(Enroll(NewKey.Make(), "store-1", "till-2", CertificatePermission.Sell)));
        await GrpcAssert.Refused(
            Reason.OutletNotActive, StatusCode.FailedPrecondition,
            async () => await manager.Account.RenewCertificateAsync(
                new() { RequestId = NewId(), SigningRequest = NewKey.Make().Message }, TestClient.In("en")));
        await GrpcAssert.Refused(
            Reason.TerminalNotActive, StatusCode.FailedPrecondition,
            () => closing.EnrollAsync(Enroll(NewKey.Make(), "store-2", "till-1")));
        Assert.Equal("store-3", (await stranger.EnrollWithCodeAsync(paused.Code, NewKey.Make())).Scope.Outlet);
        await closing.EnrollAsync(Enroll(NewKey.Make(), "store-3", "till-9"));

        // A code that was refused is not used up.
        await Shared.Running.Store.Partners.SetStatusAsync(
            partner.PartnerId, Core.Identity.PartnerStatus.Active, TimeProvider.System.GetUtcNow());
        await stranger.EnrollWithCodeAsync(codes[0].Code, NewKey.Make());
    }

    [Fact]
    public async Task A_bad_signing_request_costs_no_code_and_one_wrong_code_is_locked_after_a_few_tries()
    {
        var partner = await Shared.NewPartnerAsync();
        var code = await partner.CodeAsync();
        using var stranger = Shared.Stranger();
        await GrpcAssert.Refused(
            Reason.CertificateRequestInvalid, StatusCode.InvalidArgument,
            () => stranger.EnrollWithCodeAsync(code.Code, NewKey.Make() with { Request = [1, 2, 3] }));
        await stranger.EnrollWithCodeAsync(code.Code, NewKey.Make());

        const string wrong = "7777-7777-7777";
        for (var i = 0; i < 5; i++)
        {
            await GrpcAssert.Refused(
                Reason.EnrollmentCodeInvalid, StatusCode.PermissionDenied,
                () => stranger.EnrollWithCodeAsync(wrong, NewKey.Make()));
        }

        var error = await GrpcAssert.Refused(
            Reason.EnrollmentLocked, StatusCode.ResourceExhausted,
            () => stranger.EnrollWithCodeAsync(wrong, NewKey.Make()));
        Assert.True(error.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public void Wrong_codes_of_one_address_lock_it_until_their_time_is_over_and_right_ones_do_not()
    {
        var clock = new ManualTimeProvider();
        var attempts = new EnrollmentAttempts(new AccountOptions(), clock);
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(attempts.Begin("10.0.0.1", $"right-{i}"));
            attempts.Forgive("10.0.0.1", $"right-{i}");
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.Null(attempts.Begin("10.0.0.1", $"wrong-{i}"));
        }

        Assert.Equal(Reason.EnrollmentLocked, attempts.Begin("10.0.0.1", "another")?.Reason);
        Assert.Null(attempts.Begin("10.0.0.2", "another"));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(attempts.Begin("10.0.0.1", "another"));
        Assert.Equal(
            EnrollmentAttempts.Of(System.Net.IPAddress.Parse("2001:db8::1")),
            EnrollmentAttempts.Of(System.Net.IPAddress.Parse("2001:db8::2")));
    }

    [Fact]
    public async Task The_port_for_enrolment_offers_nothing_else_also_to_who_has_a_certificate()
    {
        using var stranger = Shared.Stranger();
        var bundle = await new EnrollmentService.EnrollmentServiceClient(stranger).GetCaBundleAsync(
            new(), TestClient.In("en"));
        Assert.Contains("BEGIN CERTIFICATE", bundle.PartnerAuthoritiesPem, StringComparison.Ordinal);

        foreach (var call in new Func<Task>[]
        {
            async () => await new BalanceService.BalanceServiceClient(stranger).GetBalanceAsync(new()),
            async () => await new TopUpService.TopUpServiceClient(stranger).CreateTopUpAsync(new()),
            async () => await new PartnerAccountService.PartnerAccountServiceClient(stranger)
                .ListCertificatesAsync(new()),
            async () => await new Leb.Wire.Health.V1.Health.HealthClient(stranger).CheckAsync(new()),
            async () =>
            {
                using var stream = new ServerReflection.ServerReflectionClient(stranger).ServerReflectionInfo();
                await stream.ResponseStream.MoveNext(default);
            },
        })
        {
            var fault = await Assert.ThrowsAsync<RpcException>(call);
            Assert.Equal(StatusCode.Unimplemented, fault.StatusCode);
        }

        // And the main door does not enrol.
        var partner = await Shared.NewPartnerAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await new EnrollmentService.EnrollmentServiceClient(partner.Invoker).GetCaBundleAsync(new()));
        Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
    }
}
