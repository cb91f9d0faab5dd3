using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;
using static Partner.Server.Tests.EndToEnd.Renewals.RenewalScene;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Renewals;

/// <summary>自动续费: a card that falls due is renewed once, and everybody is told.</summary>
public sealed class AutoRenewalTests(RenewalServer shared) : SharedServerTest(shared), IClassFixture<RenewalServer>
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y", "60.00 CNY")]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d", "45.00 CNY")]
    [InlineData(CoreType.Phone, "plans/phone-100", "100.00 CNY")]
    [InlineData(CoreType.Travel, "plans/travel-1m", "98.00 CNY")]
    public async Task A_card_of_each_type_is_renewed_once_when_it_falls_due_and_the_next_cycle_is_its_new_end(
        CoreType type, string plan, string price)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = SandboxCards.Number(type, SandboxOutcome.CardExpiring);
        var before = await LookUpAsync(partner, card);

        var created = await CreateAsync(partner, Of(card, plan, price));
        Assert.Contains("is renewed now", created.ClerkText, StringComparison.Ordinal);
        var seen = await Eventually.SeeAsync(
            () => GetAsync(partner, created.Name), one => one.AutoRenewal.Cycle == 2);

        var (renewal, after) = (seen.AutoRenewal, await LookUpAsync(partner, card));
        Assert.Equal([AutoRenewalStepKind.Created, AutoRenewalStepKind.Renewed], seen.Kinds());
        Assert.Equal((AutoRenewalState.Active, 1, MoneyMoved.No), (
            renewal.State, renewal.RenewalsMade, renewal.MoneyMoved));
        Assert.True(after.ValidUntil > before.ValidUntil);
        Assert.Equal(after.ValidUntil, renewal.CardValidUntil);
        Assert.Equal(
            Core.Renewals.RenewalCycle.Due(after.ValidUntil.ToDateTimeOffset(), 3, Shanghai),
            renewal.RenewTime.ToDateTimeOffset());

        var topUp = await partner.GetAsync(seen.Steps[^1].TopUp);
        Assert.Equal(
            (TopUpState.Succeeded, Origin.AutoRenewal, plan, created.Name),
            (topUp.State, topUp.Origin, topUp.Plan, topUp.ClientReference));
        Assert.Equal(Sale.Amount(price), seen.Steps[^1].Amount);
        Assert.Equal(Sale.Amount(price), renewal.ExpectedDebit);
        Assert.Single((await partner.TopUps.ListTopUpsAsync(
            new() { Filter = new() { Card = new() { Iccid = card } } }, TestClient.In("en"))).TopUps);
        Assert.Single((await Shared.Running.IssuerRecordsAsync()).Values, record => record.Card == card);
        Assert.Contains(
            "已自动续费", (await GetAsync(partner, created.Name, "zh-CN")).Steps[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_agreement_is_created_paused_resumed_and_cancelled_once_however_often_that_is_asked()
    {
        var partner = await Shared.NewPartnerAsync();
        var request = Of(Sale.NewCard(CoreType.RegistrationEsim));
        request.Renewals = 3;

        var first = await partner.Renewals.CreateAutoRenewalAsync(request, TestClient.In("en"));
        var again = await partner.Renewals.CreateAutoRenewalAsync(request, TestClient.In("en"));
        var found = await partner.Renewals.GetAutoRenewalAsync(
            new() { RequestId = request.RequestId }, TestClient.In("en"));
        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal(first.AutoRenewal, again.AutoRenewal);
        Assert.Equal(first.AutoRenewal, found.AutoRenewal);
        Assert.True(first.AutoRenewal is { RetrySafe: true, MoneyMoved: MoneyMoved.No, Renewals: 3 });
        Assert.Equal(Sale.Amount("45.00 CNY"), first.AutoRenewal.ExpectedDebit);

        var name = first.AutoRenewal.Name;
        for (var times = 0; times < 2; times++)
        {
            var paused = await partner.Renewals.PauseAutoRenewalAsync(new() { Name = name }, TestClient.In("en"));
            Assert.Equal((AutoRenewalState.Paused, MoneyMoved.No), (
                paused.AutoRenewal.State, paused.AutoRenewal.MoneyMoved));
            Assert.Null(paused.AutoRenewal.RenewTime);
        }

        for (var times = 0; times < 2; times++)
        {
            var resumed = await partner.Renewals.ResumeAutoRenewalAsync(new() { Name = name }, TestClient.In("en"));
            Assert.Equal(
                (AutoRenewalState.Active, first.AutoRenewal.RenewTime, first.AutoRenewal.ClerkText),
                (resumed.AutoRenewal.State, resumed.AutoRenewal.RenewTime, resumed.AutoRenewal.ClerkText));
        }

        var planned = await Eventually.SeeAsync(
            () => GetAsync(partner, name), seen => seen.AutoRenewal.RenewTime is not null);
        Assert.Equal(first.AutoRenewal.RenewTime, planned.AutoRenewal.RenewTime);
        for (var times = 0; times < 2; times++)
        {
            var cancelled = await partner.Renewals.CancelAutoRenewalAsync(new() { Name = name }, TestClient.In("en"));
            Assert.Equal(AutoRenewalState.Cancelled, cancelled.AutoRenewal.State);
        }

        Assert.Equal(
            [
                AutoRenewalStepKind.Created, AutoRenewalStepKind.Paused, AutoRenewalStepKind.Resumed,
                AutoRenewalStepKind.Cancelled,
            ],
            (await GetAsync(partner, name)).Kinds());
    }

    [Fact]
    public async Task Lists_and_steps_are_kept_apart_by_partner_and_outlet_and_come_page_by_page()
    {
        var (demo, outlet) = (await Shared.Running.ConnectDemoAsync(), await Shared.Running.ConnectDemoOutletAsync());
        var stranger = await Shared.NewPartnerAsync();
        var card = Sale.NewCard(CoreType.RegistrationEsim);
        var elsewhere = await CreateAsync(demo, Of(card).With(ask => ask.Outlet = "store-9"));
        var own = await CreateAsync(outlet, Of(Sale.NewCard(CoreType.RegistrationEsim)));

        Assert.Empty((await stranger.Renewals.ListAutoRenewalsAsync(new(), TestClient.In("en"))).AutoRenewals);
        Assert.Empty((await stranger.Renewals.ListAutoRenewalStepsAsync(new(), TestClient.In("en"))).Steps);
        var seen = (await outlet.Renewals.ListAutoRenewalsAsync(new(), TestClient.In("en"))).AutoRenewals;
        Assert.Equal(own.Name, Assert.Single(seen).Name);
        var steps = await outlet.Renewals.ListAutoRenewalStepsAsync(new(), TestClient.In("en"));
        Assert.Equal(own.Name, Assert.Single(steps.Steps).AutoRenewal);

        var ofCard = await demo.Renewals.ListAutoRenewalsAsync(
            new() { Card = new() { Iccid = card }, State = AutoRenewalState.Active }, TestClient.In("en"));
        Assert.Equal(elsewhere, Assert.Single(ofCard.AutoRenewals));
        var first = await demo.Renewals.ListAutoRenewalsAsync(new() { PageSize = 1 }, TestClient.In("en"));
        var second = await demo.Renewals.ListAutoRenewalsAsync(
            new() { PageSize = 1, PageToken = first.NextPageToken }, TestClient.In("en"));
        Assert.Equal(
            [own.Name, elsewhere.Name], new[] { first, second }.Select(page => page.AutoRenewals.Single().Name));
        Assert.Empty(second.NextPageToken);

        // Followed from where it was left: nothing twice, nothing missed.
        var before = await demo.Renewals.ListAutoRenewalStepsAsync(new(), TestClient.In("en"));
        await demo.Renewals.PauseAutoRenewalAsync(new() { Name = elsewhere.Name }, TestClient.In("en"));
        var news = await demo.Renewals.ListAutoRenewalStepsAsync(
            new() { AfterNumber = before.LastNumber }, TestClient.In("en"));
        Assert.Equal(
            (before.LastNumber + 1, AutoRenewalStepKind.Paused),
            (Assert.Single(news.Steps).Number, news.Steps[0].Kind));
        await outlet.Renewals.CancelAutoRenewalAsync(new() { Name = own.Name }, TestClient.In("en"));
    }

    [Fact]
    public async Task The_balance_tells_what_a_week_of_renewals_costs_and_when_the_float_runs_out()
    {
        var partner = await Shared.NewPartnerAsync("1000.00 CNY");
        var store = Shared.Running.Store;
        var most = Core.Amounts.Money.Parse("45.00 CNY")!.Value;
        foreach (var days in new[] { 1, 6, 8 })
        {
            await PlantAsync(
                store, partner.PartnerId, Sale.NewCard(CoreType.RegistrationEsim), "esim-30d", most,
                TimeProvider.System.GetUtcNow().AddDays(days));
        }

        var quiet = (await partner.Balances.GetBalanceAsync(new(), TestClient.In("en"))).Outlook;
        await partner.SellAsync(Sale.Of());
        var answer = await partner.Balances.GetBalanceAsync(new(), TestClient.In("en"));

        Assert.Equal((2, Sale.Amount("90.00 CNY"), false), (
            quiet.Renewals, quiet.RenewalsDebit, quiet.MoreRenewals));
        Assert.True(quiet is { DebitPerDay: null, RunOutDate: "" });

        // A day at least is looked at: the float lost the sale less its commission today.
        var lost = 100_000 - answer.Balance.Available.Minor();
        Assert.Equal(lost, answer.Outlook.DebitPerDay.Minor());
        var zone = TimeZoneInfo.FindSystemTimeZoneById(answer.TimeZone);
        var end = answer.Balance.AsOf.ToDateTimeOffset().AddDays(1.0 * answer.Balance.Available.Minor() / lost);
        Assert.Equal(
            TimeZoneInfo.ConvertTime(end, zone).ToString("yyyy-MM-dd", null), answer.Outlook.RunOutDate);
    }

    private static async Task<Card> LookUpAsync(TestClient client, string card) =>
        (await client.Cards.GetCardAsync(new() { Card = new() { Iccid = card } }, TestClient.In("en"))).Card;
}
