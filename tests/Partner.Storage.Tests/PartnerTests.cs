using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Ledger;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class PartnerTests
{
    private const string Thumbprint = "aa11";

    [Theory]
    [OnEveryDatabase]
    public async Task A_deposit_is_credited_once_for_its_request_id(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(() =>
            stores[number % 2].Partners.DepositAsync(
                StoreFixture.Acme, new RequestId("payment-00000001"), fixture.NewId(), Given.Yuan(5), Given.Noon))));

        Assert.Single(answers, answer => !answer.Value.Replayed);
        Assert.Single(answers.Select(answer => answer.Value.TransferId).Distinct());
        Assert.Equal(500, (await fixture.FloatAsync()).Posted);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_deposit_that_is_repeated_after_its_commit_is_no_replay_of_somebody_else(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        var id = fixture.NewId();
        for (var time = 0; time < 2; time++)
        {
            var answer = await fixture.Store.Partners.DepositAsync(
                StoreFixture.Acme, new RequestId("payment-00000001"), id, Given.Yuan(5), Given.Noon);
            Assert.Equal((id, false), answer.Value);
        }

        Assert.Equal(500, (await fixture.FloatAsync()).Posted);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_deposit_with_another_amount_or_a_used_request_id_is_a_conflict(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await fixture.SellAsync();
        await DepositAsync(fixture, "payment-00000001", Given.Yuan(5));

        Assert.Equal(
            Reason.RequestIdConflict, (await DepositAsync(fixture, "payment-00000001", Given.Yuan(6))).Refusal?.Reason);
        Assert.Equal(
            Reason.RequestIdConflict,
            (await DepositAsync(fixture, topUp.RequestId.Value, Given.Yuan(5))).Refusal?.Reason);
        Assert.Equal(100_500, (await fixture.FloatAsync()).Posted);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_transfer_id_cannot_be_posted_twice(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        var id = fixture.NewId();
        await fixture.Store.Partners.DepositAsync(
            StoreFixture.Acme, new RequestId("payment-1"), id, Given.Yuan(5), Given.Noon);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => fixture.Store.Partners.DepositAsync(
            StoreFixture.Acme, new RequestId("payment-2"), id, Given.Yuan(5), Given.Noon));

        Assert.Equal(500, (await fixture.FloatAsync()).Posted);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_partner_is_added_once_with_an_empty_float(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 7);
        var again = new PartnerAccount(StoreFixture.Acme, "other name", PartnerStatus.Suspended, Currency.Of("USD"));
        var yen = new PartnerAccount(new PartnerId("yen"), "日本の店", PartnerStatus.Active, Currency.Of("JPY"));

        Assert.False(await fixture.Store.Partners.AddAsync(again, Given.Noon));
        Assert.True(await fixture.Store.Partners.AddAsync(yen, Given.Noon));

        Assert.Equal(700, (await fixture.FloatAsync()).Posted);
        Assert.Equal("acme", (await FindAsync(fixture, StoreFixture.Acme.Value))?.Name);
        Assert.Equal(yen, await FindAsync(fixture, "yen"));
        Assert.Null(await FindAsync(fixture, "ACME"));
        Assert.Equal(
            0, (await fixture.Store.AccountStatements.BalanceAsync(
                new PartnerId("yen"), yen.Currency, CancellationToken.None))?.Available);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Suspending_shows_at_the_partner_and_at_its_certificates(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await RegisterAsync(fixture, Thumbprint);

        var partners = fixture.Store.Partners;
        Assert.True(await partners.SetStatusAsync(StoreFixture.Acme, PartnerStatus.Suspended, Given.Noon));
        Assert.False(await partners.SetStatusAsync(new PartnerId("nobody"), PartnerStatus.Suspended, Given.Noon));

        Assert.Equal(PartnerStatus.Suspended, (await FindAsync(fixture, StoreFixture.Acme.Value))?.Status);
        Assert.Equal(PartnerStatus.Suspended, (await CertificateAsync(fixture, Thumbprint))?.PartnerStatus);
        Assert.Equal(PartnerStatus.Active, (await FindAsync(fixture, StoreFixture.Elsewhere.Value))?.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_certificate_belongs_to_the_partner_that_it_was_registered_to_first(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var registered = Registration(Thumbprint);

        Assert.True(await RegisterAsync(fixture, Thumbprint));
        foreach (var (owner, permissions) in new[]
        {
            (StoreFixture.Elsewhere, Permissions.Sell), (RecordedAction.CommonChain, Permissions.Operator),
        })
        {
            Assert.False(await fixture.Store.Partners.RegisterAsync(
                registered with { PartnerId = owner, Outlet = null, Permissions = permissions },
                "CN=thief",
                Given.Noon,
                Given.Noon));
        }

        await Assert.ThrowsAsync<ArgumentException>(() => fixture.Store.Partners.RegisterAsync(
            Registration("cc33") with { Permissions = Permissions.Operator }, "CN=thief", Given.Noon, Given.Noon));
        Assert.Equal(registered, await CertificateAsync(fixture, Thumbprint));
        Assert.Null(await CertificateAsync(fixture, Thumbprint.ToUpperInvariant()));
        Assert.Null(await CertificateAsync(fixture, "bb22"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_revocation_is_for_ever_and_keeps_its_first_time(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await RegisterAsync(fixture, Thumbprint);

        Assert.True(await fixture.Store.Partners.RevokeAsync(Thumbprint, Given.Noon));
        Assert.True(await fixture.Store.Partners.RevokeAsync(Thumbprint, Given.Noon.AddDays(1)));
        Assert.False(await RegisterAsync(fixture, Thumbprint));
        Assert.False(await fixture.Store.Partners.RevokeAsync("bb22", Given.Noon));

        Assert.Equal(Given.Noon, (await CertificateAsync(fixture, Thumbprint))?.RevokedAt);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_deposit_of_nothing_or_less_is_refused(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1);
        foreach (var fen in new[] { 0, -1, long.MinValue })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fixture.DepositAsync(Given.Fen(fen)));
        }

        Assert.Equal(100, (await fixture.FloatAsync()).Posted);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task No_limit_and_no_deposit_can_be_so_great_that_the_float_overflows(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        var most = Given.Fen(FloatPosition.Most);
        await fixture.DepositAsync(most);
        await fixture.Store.Partners.SetCreditLimitAsync(StoreFixture.Acme, most, Given.Noon);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fixture.DepositAsync(Given.Fen(1)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fixture.Store.Partners.SetCreditLimitAsync(
            StoreFixture.Acme, Given.Fen(FloatPosition.Most + 1), Given.Noon));

        await fixture.SellAndSucceedAsync();
        Assert.Equal((2 * FloatPosition.Most) - 9_700, (await fixture.FloatAsync()).Available);
        await fixture.AssertRightAsync();
    }

    private static Registration Registration(string thumbprint) => new(
        thumbprint,
        StoreFixture.Acme,
        PartnerStatus.Active,
        "outlet-1",
        Permissions.Sell | Permissions.Read,
        null);

    private static Task<bool> RegisterAsync(StoreFixture fixture, string thumbprint, DateTimeOffset? now = null) =>
        fixture.Store.Partners.RegisterAsync(
            Registration(thumbprint), "CN=till", Given.Noon.AddYears(1), now ?? Given.Noon);

    private static Task<Result<(string TransferId, bool Replayed)>> DepositAsync(
        StoreFixture fixture, string requestId, Money amount) => fixture.Store.Partners.DepositAsync(
        StoreFixture.Acme, new RequestId(requestId), fixture.NewId(), amount, Given.Noon);

    private static Task<PartnerAccount?> FindAsync(StoreFixture fixture, string id) =>
        fixture.Store.Partners.FindAsync(new PartnerId(id), CancellationToken.None);

    private static Task<Registration?> CertificateAsync(StoreFixture fixture, string thumbprint) =>
        fixture.Store.Certificates.FindRegistrationAsync(thumbprint, CancellationToken.None);
}
