using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Lists;

/// <summary>Plans, cards, balances and statements.</summary>
public sealed class LookUpTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Theory]
    [InlineData(CardType.Unspecified, "", 15)]
    [InlineData(CardType.Phone, "", 5)]
    [InlineData(CardType.Travel, "", 4)]
    [InlineData(CardType.Unspecified, "GLOBAL", 6)]
    [InlineData(CardType.Unspecified, "JP", 2)]
    [InlineData(CardType.KeepNumber, "CN", 2)]
    [InlineData(CardType.KeepNumber, "GLOBAL", 0)]
    public async Task Plans_are_listed_by_type_and_region_page_by_page(CardType type, string region, int count)
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var plans = new List<Plan>();
        var ask = new ListPlansRequest { CardType = type, Region = region, PageSize = 2 };
        do
        {
            var page = await demo.Plans.ListPlansAsync(ask, TestClient.In("en"));
            Assert.InRange(page.Plans.Count, 0, 2);
            plans.AddRange(page.Plans);
            ask.PageToken = page.NextPageToken;
        }
        while (ask.PageToken.Length > 0);

        Assert.Equal(count, plans.Count);
        Assert.All(plans, plan => Assert.True(type == CardType.Unspecified || plan.CardType == type));
        Assert.All(plans, plan => Assert.True(region.Length == 0 || plan.Region == region));
        Assert.Equal(plans.OrderBy(plan => plan.Name, StringComparer.Ordinal), plans);
        foreach (var plan in plans)
        {
            var read = await demo.Plans.GetPlanAsync(new GetPlanRequest { Name = plan.Name }, TestClient.In("en"));
            Assert.Equal(plan, read.Plan);
        }
    }

    [Fact]
    public async Task A_plan_says_in_the_callers_language_how_it_is_sold()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        async Task<Plan> ReadAsync(string name, string language) =>
            (await demo.Plans.GetPlanAsync(new GetPlanRequest { Name = name }, TestClient.In(language))).Plan;

        var english = await ReadAsync("plans/phone-choice", "en");
        var chinese = await ReadAsync("plans/phone-choice", "zh-CN");
        var range = (await ReadAsync("plans/phone-any", "en")).Range;

        Assert.Equal(
            ("Phone credit 50, 100 or 200", "电话卡 50/100/200 元任选"), (english.DisplayName, chinese.DisplayName));
        Assert.Equal([5_000, 10_000, 20_000], english.Denominations.Amounts.Select(amount => amount.Minor()));
        Assert.Equal((1_000, 50_000, 100), (range.Minimum.Minor(), range.Maximum.Minor(), range.Step.Minor()));
        Assert.Equal(TimeSpan.FromMinutes(30), english.ReversalWindow.ToTimeSpan());
        Assert.Equal(Plan.PricingOneofCase.FixedPrice, (await ReadAsync("plans/keep-1y", "en")).PricingCase);
    }

    [Theory]
    [InlineData(SandboxCards.Success, CardStatus.Active, 5)]
    [InlineData(SandboxCards.CardBlocked, CardStatus.Blocked, 0)]
    [InlineData(SandboxCards.CardExpired, CardStatus.Terminated, 0)]
    public async Task A_card_is_shown_as_the_issuer_knows_it(string iccid, CardStatus status, int plans)
    {
        var demo = await Shared.Running.ConnectDemoAsync();

        var card = await CardAsync(demo, new CardRef { Iccid = iccid });

        Assert.Equal(
            (iccid, CardType.Phone, status, plans), (card.Card_.Iccid, card.CardType, card.Status, card.Plans.Count));
        Assert.False(card.HasRemainingDataBytes);
    }

    [Fact]
    public async Task A_card_that_was_topped_up_shows_it()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var sale = Sale.Of(Sale.NewCard(Core.Cards.CardType.Travel), "plans/travel-1m");
        var before = await CardAsync(demo, sale.Card);
        await demo.SellAsync(sale);
        var after = await CardAsync(demo, sale.Card);

        Assert.Equal(before.ValidUntil.ToDateTimeOffset().AddMonths(1), after.ValidUntil.ToDateTimeOffset());
        Assert.True(after.HasRemainingDataBytes);
    }

    [Fact]
    public async Task A_phone_number_is_sold_to_like_a_card()
    {
        var partner = await Shared.NewPartnerAsync();
        var card = new CardRef { PhoneNumber = "+8613800138000" };

        var sold = await partner.SellAsync(Sale.Of().With(sale => sale.Card = card));

        Assert.Equal((TopUpState.Succeeded, card, CardType.Phone), (sold.State, sold.Card, sold.CardType));
        Assert.Equal(CardStatus.Active, (await CardAsync(partner, card)).Status);
    }

    [Fact]
    public async Task Statements_of_adjoining_periods_continue_each_other()
    {
        var partner = await Shared.NewPartnerAsync();
        for (var i = 0; i < 4; i++)
        {
            await partner.SellAsync(Sale.Of());
        }

        var whole = await partner.StatementAsync();
        var middle = whole.Entries[4].PostedTime;
        var before = await StatementAsync(partner, null, middle);
        var after = await StatementAsync(partner, middle, null);

        Assert.Equal(9, whole.Entries.Count);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], whole.Entries.Select(entry => entry.Sequence));
        Assert.Equal(whole.Entries, before.Entries.Concat(after.Entries));
        Assert.Equal(0, before.OpeningBalance.Minor());
        Assert.Equal(before.ClosingBalance, after.OpeningBalance);
        Assert.Equal(whole.ClosingBalance, after.ClosingBalance);
        Assert.Equal((await partner.BalanceAsync()).Posted, whole.ClosingBalance);
        Assert.All([whole, before, after], statement => Assert.Equal(
            statement.ClosingBalance.Minor(),
            statement.OpeningBalance.Minor() + statement.Entries.Sum(entry => entry.Amount.Minor())));
        var balance = whole.OpeningBalance.Minor();
        Assert.All(whole.Entries, entry => Assert.Equal(balance += entry.Amount.Minor(), entry.BalanceAfter.Minor()));
    }

    [Fact]
    public async Task A_statement_is_read_page_by_page_with_the_same_balances_on_each()
    {
        var partner = await Shared.NewPartnerAsync();
        await partner.SellAsync(Sale.Of());
        await partner.SellAsync(Sale.Of());
        var whole = await partner.StatementAsync();
        var entries = new List<StatementEntry>();
        var ask = new ListStatementEntriesRequest { PageSize = 2, CurrencyCode = "CNY" };
        do
        {
            var page = await partner.Balances.ListStatementEntriesAsync(ask, TestClient.In("en"));
            Assert.Equal((whole.OpeningBalance, whole.ClosingBalance), (page.OpeningBalance, page.ClosingBalance));
            entries.AddRange(page.Entries);
            ask.PageToken = page.NextPageToken;

            // What is posted meanwhile belongs to the next statement.
            await partner.SellAsync(Sale.Of());
        }
        while (ask.PageToken.Length > 0);

        Assert.Equal(whole.Entries, entries);
        Assert.NotEqual(whole.ClosingBalance, (await partner.StatementAsync()).ClosingBalance);
    }

    private static async Task<Card> CardAsync(TestClient client, CardRef card) =>
        (await client.Cards.GetCardAsync(new GetCardRequest { Card = card }, TestClient.In("en"))).Card;

    private static async Task<ListStatementEntriesResponse> StatementAsync(
        TestClient partner, Timestamp? from, Timestamp? to) => await partner.Balances.ListStatementEntriesAsync(
        new ListStatementEntriesRequest { StartTime = from, EndTime = to }, TestClient.In("en"));
}
