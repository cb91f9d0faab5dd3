using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>What a sale costs explains itself, and what it will cost is told beforehand.</summary>
public sealed class PriceTests : PricingScene
{
    [Fact]
    public async Task A_quote_and_its_sale_explain_every_step_of_the_price()
    {
        var quote = await QuoteAsync("en");
        var sold = await Seller.TopUps.CreateTopUpAsync(
            new CreateTopUpRequest { RequestId = Sale.NewRequestId(), Quote = quote.Name });

        // 200 − 10 (10 %, at most 10) = 190; − 5 (190 reaches 100 once) = 185; − 2 = 183; fee 2.00, of which 1.20 stay.
        Assert.Equal(
            [
                (PriceStepKind.Face, "face", 20_000, 0),
                (PriceStepKind.Discount, "first", -1_000, 0),
                (PriceStepKind.Discount, "full", -500, 0),
                (PriceStepKind.Discount, "coupon", -200, 0),
                (PriceStepKind.HandlingFee, "t-kiosk", 200, 0),
                (PriceStepKind.PartnerFee, "", 120, 0),
                (PriceStepKind.CustomerPays, "", 18_500, 0),
                (PriceStepKind.PlanDebit, "", 18_580, 0),
                (PriceStepKind.Commission, "small", 650, 0),
                (PriceStepKind.Points, "in-time", 0, 1),
                (PriceStepKind.Points, "once-per-card", 0, 1),
                (PriceStepKind.Points, "once-per-partner", 0, 1),
                (PriceStepKind.Points, "once", 0, 1),
                (PriceStepKind.Points, "poor", 0, 1),
            ],
            quote.Price.Steps.Select(step => (step.Kind, step.RuleId, step.Amount?.Minor() ?? 0, step.Points)));
        Assert.Equal(
            (18_580, 120, 18_500, true),
            (quote.Price.NetDebit.Minor(), quote.Price.PartnerFee.Minor(), quote.Price.CustomerPays.Minor(),
                quote.Price.Commission.Indicative));
        Assert.Equal(quote.Price.Steps.Select(Figures), sold.TopUp.Price.Steps.Select(Figures));
        Assert.False(sold.TopUp.Price.Commission.Indicative);
        Assert.Equal(
            [(0, 15_000, 300, 450), (15_000, 5_000, 400, 200)],
            sold.TopUp.Price.Commission.Parts.Select(part =>
                (part.From.Minor(), part.Base.Minor(), part.RateBasisPoints, part.Amount.Minor())));

        static (PriceStepKind, string, string, Money?) Figures(PriceStep step) =>
            (step.Kind, step.RuleId, step.Version, step.Amount);
    }

    [Theory]
    [InlineData(
        "en",
        "Face value",
        "First top-up (paid by the operator)",
        "Commission: 3% × 150.00 CNY + 4% × 50.00 CNY, paid at the month's settlement")]
    [InlineData("zh-CN", "面额", "首充优惠（运营方承担）", "佣金：3% × 150.00 CNY + 4% × 50.00 CNY，月度结算时支付")]
    public async Task Every_step_is_in_the_language_of_the_call(
        string language, string face, string discount, string commission)
    {
        var steps = (await QuoteAsync(language)).Price.Steps;

        Assert.All(steps, step => Assert.NotEmpty(step.Text));
        Assert.Equal(
            (face, discount, commission),
            (steps[0].Text, steps[1].Text, steps.Single(step => step.Kind == PriceStepKind.Commission).Text));
        Assert.DoesNotContain(PricingDocuments.Coupon, string.Join('\n', steps), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_does_not_learn_from_a_price_that_it_has_a_parent()
    {
        var quote = await QuoteAsync("en");

        Assert.DoesNotContain("t-big", quote.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ["demo-plans@1", "t-network@1", "t-prices@1", "t-promotions@1", "t-small@1"], quote.Price.Versions.All);
    }

    [Fact]
    public async Task Prices_are_listed_without_promotions_at_the_volume_of_the_month()
    {
        await SellAsync(Seller);

        var kiosk = await OneAsync("plans/phone-200", Channel.Kiosk);
        var till = await OneAsync("plans/travel-1m", Channel.Pos);
        var any = await OneAsync("plans/phone-any", Channel.Pos);

        // All of the next 200.00 lie above 150.00: 4 %.
        Assert.Equal(
            (20_000, 200, 20_200, 20_080, 800),
            (kiosk.Face.Minor(), kiosk.HandlingFee.Minor(), kiosk.CustomerPays.Minor(), kiosk.NetDebit.Minor(),
                kiosk.Commission.Amount.Minor()));
        Assert.Equal((9_600, "small-month"), (till.Face.Minor(), till.Lines[0].RuleId));
        Assert.Equal(1_000, any.Face.Minor());
    }

    [Fact]
    public async Task The_lowest_amount_of_a_range_is_one_that_can_be_sold_wherever_it_is_told()
    {
        // As it may have been published before it was asked that ranges begin with an amount that is sold.
        var path = Path.Combine(AppContext.BaseDirectory, "Documents", "catalogue.json");
        var catalogue = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        catalogue["version"] = "uneven";
        catalogue["from"] = Clock.GetUtcNow().AddSeconds(-1)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        catalogue["plans"]!.AsArray().Single(plan => (string?)plan!["code"] == "phone-any")!["price"] = JsonNode.Parse(
            """{ "range": { "minimum": "12.50 CNY", "maximum": "60.50 CNY", "step": "1.00 CNY" } }""");
        await Running.PublishAsync(catalogue.ToJsonString());

        var listed = await OneAsync("plans/phone-any", Channel.Pos);
        var plan = (await Seller.Plans.GetPlanAsync(
            new GetPlanRequest { Name = "plans/phone-any" }, TestClient.In("en"))).Plan;

        var offer = (await Seller.Cards.GetCardAsync(
            new GetCardRequest { Card = new CardRef { Iccid = Sale.NewCard() } }, TestClient.In("en")))
            .Card.Offers.Single(one => one.Plan == "plans/phone-any");

        Assert.Equal(1_300, listed.Face.Minor());
        Assert.Equal((1_300, 6_000), (plan.Range.Minimum.Minor(), plan.Range.Maximum.Minor()));
        Assert.Equal((1_300, 6_000), (offer.Minimum.Minor(), offer.Maximum.Minor()));
        var sale = Sale.Of(plan: "plans/phone-any").With(one => one.Amount = listed.Face);
        var sold = await Eventually.SeeAsync(
            async () => (await Seller.TopUps.CreateTopUpAsync(sale)).TopUp,
            topUp => topUp.State != TopUpState.Processing);
        Assert.Equal(TopUpState.Succeeded, sold.State);
    }

    [Fact]
    public async Task All_pages_together_are_the_whole_list_by_plan_channel_and_face()
    {
        var (pages, ask) = (new List<ListedPrice>(), new ListPricesRequest { PageSize = 7 });
        do
        {
            var page = await Seller.Plans.ListPricesAsync(ask, TestClient.In("en"));
            Assert.InRange(page.Prices.Count, 1, 7);
            pages.AddRange(page.Prices);
            ask.PageToken = page.NextPageToken;
        }
        while (ask.PageToken.Length > 0);
        var all = await Seller.Plans.ListPricesAsync(new ListPricesRequest { PageSize = 500 }, TestClient.In("en"));

        Assert.Equal(all.Prices, pages);
        Assert.Empty(all.NextPageToken);

        // 15 plans, one of them with three denominations, through 8 channels.
        Assert.Equal(17 * 8, pages.Count);
        Assert.Equal(
            pages.Select(Place).Order(Comparer<(string, int, long)>.Create((one, other) =>
                string.CompareOrdinal(one.Item1, other.Item1) is var byPlan && byPlan != 0
                    ? byPlan
                    : (one.Item2, one.Item3).CompareTo((other.Item2, other.Item3)))),
            pages.Select(Place));

        static (string, int, long) Place(ListedPrice price) =>
            (price.Plan, (int)price.Channel, price.Price.Face.Minor());
    }

    [Fact]
    public async Task A_price_says_until_when_it_holds_and_then_it_has_changed()
    {
        var ask = new ListPricesRequest { Plan = "plans/phone-50", Channel = Channel.Kiosk };
        var open = Assert.Single((await Seller.Plans.ListPricesAsync(ask)).Prices);
        await Running.PublishAsync(Documents.PriceList("2", fromMinutes: 10, rate: 300));

        var before = Assert.Single((await Seller.Plans.ListPricesAsync(ask)).Prices);
        Clock.MoveOn(before.ValidUntil.ToDateTimeOffset() - Clock.GetUtcNow() + TimeSpan.FromMilliseconds(1));
        var after = Assert.Single((await Seller.Plans.ListPricesAsync(ask)).Prices);

        Assert.Null(open.ValidUntil);
        Assert.Equal((50, 150), (before.Price.HandlingFee.Minor(), after.Price.HandlingFee.Minor()));
        Assert.Null(after.ValidUntil);
    }

    [Fact]
    public async Task Without_a_rate_into_the_floats_currency_plans_are_left_out_and_refused_when_asked_for()
    {
        var yen = await Running.AddPartnerAsync("t-yen", "10000 JPY");
        var dollars = await Running.AddPartnerAsync("t-dollars", "1000.00 USD");

        var none = await yen.Plans.ListPricesAsync(new ListPricesRequest(), TestClient.In("en"));
        var refused = await yen.Plans.ListPricesAsync(
            new ListPricesRequest { Plan = "plans/phone-50" }, TestClient.In("en")).AsErrorAsync();
        var converted = (await dollars.Plans.ListPricesAsync(
            new ListPricesRequest { Plan = "plans/phone-50", Channel = Channel.Pos }, TestClient.In("en"))).Prices[0];

        Assert.Empty(none.Prices);
        refused.Is(StatusCode.FailedPrecondition, "FX_RATE_MISSING");

        // 50.00 × 0.14012345 × 1.005 = 7.0412…, rounded up; it holds until the rates are too old.
        Assert.Equal((705, "USD"), (converted.Price.NetDebit.Minor(), converted.Price.NetDebit.CurrencyCode));
        Assert.NotNull(converted.ValidUntil);
    }

    private async Task<PriceBreakdown> OneAsync(string plan, Channel channel)
    {
        var page = await Seller.Plans.ListPricesAsync(
            new ListPricesRequest { Plan = plan, Channel = channel }, TestClient.In("en"));
        return Assert.Single(page.Prices).Price;
    }

    private async Task<Quote> QuoteAsync(string language) => (await Seller.TopUps.QuoteTopUpAsync(
        new QuoteTopUpRequest
        {
            Card = new CardRef { Iccid = Sale.NewCard() },
            Plan = "plans/phone-200",
            Channel = Channel.Kiosk,
            Coupon = PricingDocuments.Coupon,
        },
        TestClient.In(language))).Quote;
}
