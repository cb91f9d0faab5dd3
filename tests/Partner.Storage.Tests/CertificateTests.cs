using Partner.Core.Accounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Organisations;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Certificates that partners issue to themselves, by several processes at once.</summary>
public sealed class CertificateTests
{
    private static readonly DateTimeOffset Now = Given.Noon;
    private static int _made;

    [Theory]
    [OnEveryDatabase]
    public async Task One_request_signed_many_times_at_once_registers_one_certificate(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var issuer = await RegisteredAsync(fixture);
        var requestId = fixture.NewRequestId();

        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            stores[i % 2].Certificates.IssueAsync(Signed(issuer) with { RequestId = requestId, InputHash = "same" }))));
        var other = await fixture.Store.Certificates.IssueAsync(
            Signed(issuer) with { RequestId = requestId, InputHash = "other" });

        Assert.Single(asked, one => !one.Value.Replayed);
        var known = Assert.Single(asked.Select(one => one.Value.Certificate.Thumbprint).Distinct());
        Assert.Equal(Reason.RequestIdConflict, other.Refusal!.Reason);
        Assert.Equal(2, fixture.Count("SELECT COUNT(*) FROM certificates"));
        Assert.Equal(
            known, (await fixture.Store.Certificates.FindAsync(StoreFixture.Acme, requestId, default))!.Thumbprint);
        Assert.Null(await fixture.Store.Certificates.FindAsync(StoreFixture.Elsewhere, known, default));
        Assert.Equal([1L, 2], (await EventsAsync(fixture)).Select(one => one.Number));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_many_that_have_one_code_one_enrols(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var issuer = await RegisteredAsync(fixture);
        var code = Code(fixture, issuer);
        await fixture.Store.EnrollmentCodes.CreateAsync(code, "hash");

        var tried = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            stores[i % 2].Certificates.IssueAsync(WithCode(fixture, issuer), "hash"))));

        var won = Assert.Single(tried, one => one.Refusal is null).Value.Certificate;
        Assert.All(tried.Where(one => one.Refusal is not null), one => Assert.Equal(
            Reason.EnrollmentCodeInvalid, one.Refusal!.Reason));
        Assert.Equal(won.Thumbprint, (await fixture.Store.EnrollmentCodes.FindAsync("hash", default))!.UsedBy);
        Assert.Equal(2, fixture.Count("SELECT COUNT(*) FROM certificates"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_refusal_uses_up_no_code(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var issuer = await RegisteredAsync(fixture);
        var taken = Signed(issuer) with { RequestId = fixture.NewRequestId() };
        await fixture.Store.Certificates.IssueAsync(taken);
        await fixture.Store.EnrollmentCodes.CreateAsync(Code(fixture, issuer), "hash");

        var refused = await fixture.Store.Certificates.IssueAsync(
            WithCode(fixture, issuer) with { KeyHash = taken.KeyHash }, "hash");
        var late = await fixture.Store.Certificates.IssueAsync(
            WithCode(fixture, issuer) with { RegisteredAt = Now.AddHours(2) }, "hash");
        var good = await fixture.Store.Certificates.IssueAsync(WithCode(fixture, issuer), "hash");

        Assert.Equal(Reason.CertificateRequestInvalid, refused.Refusal!.Reason);
        Assert.Equal(Reason.EnrollmentCodeInvalid, late.Refusal!.Reason);
        Assert.Null(good.Refusal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nothing_is_issued_once_the_partner_or_the_outlet_is_closed_however_many_servers_race(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var issuer = await RegisteredAsync(fixture);
        var outlet = UnitKey.OfOutlet("store-1");
        await fixture.Store.Organisations.CreateAsync(
            StoreFixture.Acme, new UnitOrder(outlet, "One", UnitStatus.Active), Now);
        for (var i = 0; i < 6; i++)
        {
            Assert.Null((await fixture.Store.EnrollmentCodes.CreateAsync(Code(fixture, issuer), $"h{i}")).Refusal);
        }

        var racing = Enumerable.Range(0, 6).Select(i => Task.Run(() =>
            stores[i % 2].Certificates.IssueAsync(WithCode(fixture, issuer), $"h{i}"))).ToList();
        await stores[1].Organisations.ChangeAsync(
            StoreFixture.Acme, new UnitOrder(outlet, null, UnitStatus.Closed), Now);
        var raced = await Task.WhenAll(racing);
        var closed = await fixture.Store.Certificates.IssueAsync(WithCode(fixture, issuer), "h0");
        var direct = await fixture.Store.Certificates.IssueAsync(
            Signed(issuer) with { RequestId = fixture.NewRequestId() });
        var code = await fixture.Store.EnrollmentCodes.CreateAsync(Code(fixture, issuer), "another");
        await fixture.Store.Partners.SetStatusAsync(StoreFixture.Acme, PartnerStatus.Suspended, Now);
        var suspended = await fixture.Store.Certificates.IssueAsync(
            Signed(issuer) with { RequestId = fixture.NewRequestId(), Scope = CertificateScope.Whole });

        Assert.All(raced, one => Assert.True(one.Refusal is null or { Reason: Reason.EnrollmentCodeInvalid }));
        Assert.Equal(Reason.EnrollmentCodeInvalid, closed.Refusal?.Reason);
        Assert.Equal(Reason.OutletNotActive, direct.Refusal?.Reason);
        Assert.Equal(("store-1", "CLOSED"), (direct.Refusal!.Metadata["outlet"], direct.Refusal.Metadata["status"]));
        Assert.Equal(Reason.OutletNotActive, code.Refusal?.Reason);
        Assert.Equal(Reason.PartnerSuspended, suspended.Refusal?.Reason);
        Assert.Equal(
            raced.Count(one => one.Refusal is null) + 1, fixture.Count("SELECT COUNT(*) FROM certificates"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_was_revoked_meanwhile_issues_nothing_and_makes_no_code(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var issuer = await RegisteredAsync(fixture);
        await fixture.Store.Certificates.RevokeAsync(StoreFixture.Acme, issuer, "lost", false, Now);

        var issued = await fixture.Store.Certificates.IssueAsync(
            Signed(issuer) with { RequestId = fixture.NewRequestId() });
        var code = await fixture.Store.EnrollmentCodes.CreateAsync(Code(fixture, issuer), "hash");

        Assert.Equal(Reason.CertificateRevoked, issued.Refusal!.Reason);
        Assert.Equal(Reason.CertificateRevoked, code.Refusal!.Reason);
        Assert.Null(await fixture.Store.Certificates.RevokeAsync(StoreFixture.Elsewhere, issuer, "", false, Now));
        var again = await fixture.Store.Certificates.RevokeAsync(StoreFixture.Acme, issuer, "", true, Now.AddDays(1));
        Assert.Empty(again!.Revoked);
        Assert.Equal((Now, "lost"), (again.Certificate.RevokedAt, again.Certificate.RevokedFor));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Warnings_are_one_event_each_however_many_servers_look(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var (good, revoked) = (await RegisteredAsync(fixture, 40), await RegisteredAsync(fixture, 40));
        await fixture.Store.Certificates.RevokeAsync(StoreFixture.Acme, revoked, "", false, Now);

        // One of before warnings were given: nobody looked at it yet.
        fixture.Query($"UPDATE certificates SET warn_at = 0 WHERE thumbprint = '{good}'", _ => 0);
        for (var day = 5; day <= 41; day++)
        {
            var at = Now.AddDays(day);
            await Task.WhenAll(stores.SelectMany(store => Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                foreach (var partner in await store.AccountEvents.DueAsync(10, at, default))
                {
                    await store.AccountEvents.WarnAsync(partner, 10, at);
                }
            }))));
        }

        var events = (await EventsAsync(fixture)).FindAll(one => one.Kind == AccountEventKind.CertificateEnding);
        Assert.Equal([30, 14, 7, 1], events.Select(one => one.Days));
        Assert.All(events, one => Assert.Equal(good, one.Certificate.Thumbprint));
        Assert.Equal([10, 26, 33, 39], events.Select(one => (one.At - Now).Days));
        Assert.Empty(await fixture.Store.AccountEvents.DueAsync(10, Now.AddYears(1), default));
        Assert.True(await fixture.Store.AccountEvents.DeleteOldAsync(Now.AddYears(1), 100) > 0);
        Assert.Empty(await EventsAsync(fixture));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_certificate_that_is_registered_late_is_warned_of_at_once_by_one_event(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var late = await RegisteredAsync(fixture, 4);
        var last = NewThumbprint();
        await fixture.Store.Certificates.RegisterAsync(
            Signed(late) with { Thumbprint = last, Origin = CertificateOrigin.Admitted, NotAfter = Now.AddHours(5) });
        var early = await RegisteredAsync(fixture, 60);
        var asked = Signed(late) with { RequestId = fixture.NewRequestId(), NotAfter = Now.AddDays(4) };
        Assert.Null((await fixture.Store.Certificates.IssueAsync(asked)).Refusal);

        foreach (var at in new[] { Now, Now.AddMinutes(1), Now.AddHours(4), Now.AddDays(3.5), Now.AddDays(5) })
        {
            foreach (var partner in await fixture.Store.AccountEvents.DueAsync(10, at, default))
            {
                await fixture.Store.AccountEvents.WarnAsync(partner, 10, at);
            }
        }

        var events = (await EventsAsync(fixture)).FindAll(one => one.Kind == AccountEventKind.CertificateEnding);
        Assert.DoesNotContain(events, one => one.Certificate.Thumbprint == early);
        Assert.Equal(
            [(7, Now), (1, Now.AddDays(3.5))],
            events.FindAll(one => one.Certificate.Thumbprint == late).Select(one => (one.Days, one.At)));
        Assert.Equal(
            [(1, Now)], events.FindAll(one => one.Certificate.Thumbprint == last).Select(one => (one.Days, one.At)));

        // Whoever asked for four days knows of them.
        Assert.Equal(
            [(1, Now.AddDays(3.5))],
            events.FindAll(one => one.Certificate.Thumbprint == asked.Thumbprint)
                .Select(one => (one.Days, one.At)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_an_authority_calls_a_certificate_is_filled_in_where_it_was_not_known(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var store = fixture.Store.Certificates;
        var known = await RegisteredAsync(fixture);
        var named = Signed(known) with { Thumbprint = known, Serial = "0A0B", Authority = "authority" };
        await store.RevokeAsync(StoreFixture.Acme, known, "lost", false, Now);
        Assert.Empty(await store.ListRevokedAsync("authority", Now, default));

        Assert.False(await store.RegisterAsync(named with { PartnerId = StoreFixture.Elsewhere }));
        Assert.Empty(await store.ListRevokedAsync("authority", Now, default));
        Assert.False(await store.RegisterAsync(named));
        Assert.False(await store.RegisterAsync(named with { Serial = "0C", Authority = "other" }));

        var listed = Assert.Single(await store.ListRevokedAsync("authority", Now, default));
        Assert.Equal((known, "0A0B", Permissions.Manage), (listed.Thumbprint, listed.Serial, listed.Permissions));
        Assert.Equal(2, (await EventsAsync(fixture)).Count);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Uses_rules_lists_and_counts_are_kept(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var store = fixture.Store;
        var (one, two) = (await RegisteredAsync(fixture, 5), await RegisteredAsync(fixture, 20, "store-1"));
        Assert.Equal(1, await store.Certificates.NoteUsesAsync(new Dictionary<string, DateTimeOffset>
        {
            [one] = Now.AddHours(1), [new string('f', 64)] = Now,
        }));
        Assert.Equal(Now.AddHours(1), (await store.Certificates.FindRegistrationAsync(one, default))!.LastUsedAt);

        var counts = await store.CertificateEnds.CountAsync(Now, Now, CertificateWarnings.Days, default);
        Assert.Equal((0, 1, 1, 2), (counts[1], counts[7], counts[14], counts[30]));
        async Task<List<string>> ListAsync(CertificateScope scope, string? after = null) =>
            (await store.Certificates.ListAsync(
                StoreFixture.Acme,
                new CertificateFilter(scope, false, after is null ? null : (Now.AddDays(5), after)), 10, Now, default))
            .ConvertAll(found => found.Thumbprint);
        Assert.Equal([one, two], await ListAsync(CertificateScope.Whole));
        Assert.Equal([two], await ListAsync(CertificateScope.Whole, one));
        Assert.Equal([two], await ListAsync(new CertificateScope("store-1", null)));
        Assert.Empty(await ListAsync(new CertificateScope("store-1", "till-1")));
        Assert.Empty(await ListAsync(new CertificateScope("store-1 ", null)));

        var rule = new NameRule(
            "r1", StoreFixture.Acme, NameKind.Dns, "*.example.com",
            new CertificateGrant(new CertificateScope("store-1", "till-1"), Permissions.Sell));
        Assert.True(await store.CertificateRules.AddAsync(rule, Now));
        Assert.False(await store.CertificateRules.AddAsync(rule, Now));
        Assert.Equal(rule, Assert.Single(await store.CertificateRules.ListAsync(default)));
        Assert.True(await store.CertificateRules.RemoveAsync(rule, Now));
        Assert.False(await store.CertificateRules.RemoveAsync(rule, Now));
        Assert.Equal(1, await store.CertificateRules.NextListAsync("a"));
        Assert.Equal(2, await store.CertificateRules.NextListAsync("a"));
        Assert.Equal(1, await store.CertificateRules.NextListAsync("b"));
        await fixture.AssertRightAsync();
    }

    private static async Task<string> RegisteredAsync(StoreFixture fixture, int days = 300, string? outlet = null)
    {
        var thumbprint = NewThumbprint();
        await fixture.Store.Partners.RegisterAsync(
            new Registration(
                thumbprint, StoreFixture.Acme, PartnerStatus.Active, outlet, Permissions.Manage, RevokedAt: null),
            "CN=test", Now.AddDays(days), Now);
        return thumbprint;
    }

    private static CertificateRecord Signed(string issuer)
    {
        var thumbprint = NewThumbprint();
        return new CertificateRecord(
            StoreFixture.Acme, thumbprint, new CertificateScope("store-1", "till-1"), Permissions.Sell, "CN=test",
            Now.AddDays(90), Now)
        {
            Origin = CertificateOrigin.Enrolled,
            IssuedBy = issuer,
            Serial = "0A",
            Authority = "authority",
            Encoded = "AA==",
            KeyHash = thumbprint,
            InputHash = "input",
        };
    }

    private static CertificateRecord WithCode(StoreFixture fixture, string issuer) => Signed(issuer) with
    {
        Origin = CertificateOrigin.EnrolledWithCode,
        RequestId = fixture.NewRequestId(),
    };

    private static EnrollmentCode Code(StoreFixture fixture, string issuer) => new(
        StoreFixture.Acme, $"code-{Interlocked.Increment(ref _made)}",
        new CertificateGrant(new CertificateScope("store-1", "till-1"), Permissions.Sell), issuer, Now,
        Now.AddHours(1))
    {
        RequestId = fixture.NewRequestId(),
        InputHash = "input",
    };

    private static string NewThumbprint() => Interlocked.Increment(ref _made).ToString("x64", null);

    private static Task<List<AccountEvent>> EventsAsync(StoreFixture fixture) =>
        fixture.Store.AccountEvents.ListAsync(StoreFixture.Acme, 0, 1000, default);
}
