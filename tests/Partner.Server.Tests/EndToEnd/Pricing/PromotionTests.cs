using Grpc.Core;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>Which promotions a partner can sell with, and why one does not apply.</summary>
public sealed class PromotionTests : PricingScene
{
    [Fact]
    public async Task Every_promotion_says_whether_it_applies_to_a_sale_or_why_not()
    {
        var list = await ListAsync(Ask(Sale.NewCard()));

        // 200 − 10 − 5 = 185: above the threshold of 184.
        Assert.Equal(
            [
                ("first", Ineligibility.Unspecified),
                ("full", Ineligibility.Unspecified),
                ("coupon", Ineligibility.CouponNeeded),
                ("in-time", Ineligibility.Unspecified),
                ("for-travel", Ineligibility.NotThisPlan),
                ("for-web", Ineligibility.NotThisChannel),
                ("for-south", Ineligibility.NotThisRegion),
                ("at-night", Ineligibility.OutsideWindow),
                ("another-day", Ineligibility.NotThisDay),
                ("once-per-card", Ineligibility.Unspecified),
                ("once-per-partner", Ineligibility.Unspecified),
                ("once", Ineligibility.Unspecified),
                ("poor", Ineligibility.Unspecified),
                ("high", Ineligibility.Unspecified),
                ("dollars", Ineligibility.WrongCurrency),
            ],
            Mine(list));
        Assert.All(list, promotion => Assert.Equal(
            (promotion.Eligible, promotion.Eligible),
            (promotion.Ineligibility == Ineligibility.Unspecified, promotion.IneligibilityText.Length == 0)));
    }

    [Fact]
    public async Task What_a_sale_used_up_does_not_apply_to_the_next_one_on_that_card()
    {
        var card = Sale.NewCard();
        await SellAsync(Seller, "plans/phone-50", card);

        var same = Mine(await ListAsync(Ask(card))).ToDictionary();
        var other = Mine(await ListAsync(Ask(Sale.NewCard()))).ToDictionary();

        Assert.Equal(
            (Ineligibility.NotFirst, Ineligibility.LimitPerCard, Ineligibility.LimitPerPartner),
            (same["first"], same["once-per-card"], same["once-per-partner"]));
        Assert.Equal((Ineligibility.LimitTotal, Ineligibility.Budget), (same["once"], same["poor"]));
        Assert.Equal(
            (Ineligibility.Unspecified, Ineligibility.Unspecified, Ineligibility.LimitPerPartner),
            (other["first"], other["once-per-card"], other["once-per-partner"]));
    }

    [Fact]
    public async Task A_coupon_opens_its_promotion_and_lowers_what_thresholds_see()
    {
        var card = Sale.NewCard();

        var without = Mine(await ListAsync(Ask(card))).ToDictionary();
        var right = Mine(await ListAsync(Ask(card).With(ask => ask.Coupon = PricingDocuments.Coupon))).ToDictionary();
        var wrong = Mine(await ListAsync(Ask(card).With(ask => ask.Coupon = "secret-7"))).ToDictionary();

        Assert.Equal((Ineligibility.CouponNeeded, Ineligibility.Unspecified), (without["coupon"], without["high"]));
        Assert.Equal((Ineligibility.Unspecified, Ineligibility.BelowThreshold), (right["coupon"], right["high"]));
        Assert.Equal((Ineligibility.CouponNeeded, Ineligibility.Unspecified), (wrong["coupon"], wrong["high"]));
    }

    [Fact]
    public async Task What_the_request_leaves_open_is_not_judged()
    {
        var open = Mine(await ListAsync(new ListPromotionsRequest())).ToDictionary();
        var plan = Mine(await ListAsync(new ListPromotionsRequest { Plan = "plans/phone-any" })).ToDictionary();
        var amount = Mine(await ListAsync(new ListPromotionsRequest
        {
            Plan = "plans/phone-any", Amount = Sale.Amount("99.00 CNY"), Channel = Channel.Web,
        })).ToDictionary();

        Assert.Equal(
            ["another-day", "at-night", "coupon", "for-south"],
            open.Where(one => one.Value != Ineligibility.Unspecified).Select(one => one.Key).Order());
        Assert.Equal((Ineligibility.NotThisPlan, Ineligibility.Unspecified), (plan["for-travel"], plan["full"]));
        Assert.Equal((Ineligibility.Unspecified, Ineligibility.BelowThreshold), (amount["for-web"], amount["full"]));
    }

    [Fact]
    public async Task The_issuer_is_asked_about_the_card_and_while_it_is_silent_a_quote_is_needed()
    {
        var expired = Mine(await ListAsync(Ask(SandboxCards.CardExpired))).ToDictionary();
        var unknown = await Seller.Plans.ListPromotionsAsync(Ask(SandboxCards.CardUnknown)).AsErrorAsync();
        await using var silent = await RunningServer.StartAsync(settings => settings with
        {
            IssuerUrl = new Uri("http://127.0.0.1:9"),
        });
        foreach (var document in Documents.All)
        {
            await silent.PublishAsync(document);
        }

        await silent.AddPartnerAsync("t-parent");
        var partner = await silent.AddPartnerAsync("t-seller");
        var answer = await partner.Plans.ListPromotionsAsync(Ask(Sale.NewCard()), TestClient.In("en"));

        Assert.Equal(Ineligibility.NotBeforeExpiry, expired["in-time"]);
        unknown.Is(StatusCode.NotFound, "CARD_UNKNOWN");
        Assert.Equal(Ineligibility.NeedsQuote, Mine(answer.Promotions).ToDictionary()["in-time"]);
    }

    [Fact]
    public async Task Promotions_are_told_in_words_and_never_with_the_code_of_a_coupon()
    {
        var english = (await ListAsync(new ListPromotionsRequest())).ToDictionary(one => one.PromotionId);
        var chinese = (await ListAsync(new ListPromotionsRequest(), "zh-CN")).ToDictionary(one => one.PromotionId);

        Assert.Equal(
            ("10% off, at most 10.00 CNY; paid by the operator; only the card's first top-up; regions: north; "
                + "1 per card",
                "减 10%，最高 10.00 CNY；运营方承担；仅限该卡首次充值；地区：north；每卡 1 次"),
            (english["first"].Text, chinese["first"].Text));
        Assert.Equal(
            ("5.00 CNY off for every 100.00 CNY; paid by the issuer; kinds of plans: amount; regions: north",
                "每满 100.00 CNY 减 5.00 CNY；发卡方承担；套餐类别：amount；地区：north"),
            (english["full"].Text, chinese["full"].Text));
        Assert.Equal(
            ("2.00 CNY off; paid by the partner; regions: north; only with its coupon code",
                "减 2.00 CNY；合作方承担；地区：north；须使用优惠券码"),
            (english["coupon"].Text, chinese["coupon"].Text));
        Assert.Equal(("Coupon", "优惠券"), (english["coupon"].DisplayName, chinese["coupon"].DisplayName));
        Assert.Equal(
            ("10 points from 184.00 CNY on for the card after success; paid by the operator; regions: north",
                "满 184.00 CNY 积 10 分，成功后计入该卡；运营方承担；地区：north"),
            (english["high"].Text, chinese["high"].Text));
        Assert.Equal(("Not on this day of the week", "今天不在活动日内"),
            (english["another-day"].IneligibilityText, chinese["another-day"].IneligibilityText));
        Assert.All(english.Values.Concat(chinese.Values), promotion =>
            Assert.DoesNotContain(PricingDocuments.Coupon, promotion.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    private static ListPromotionsRequest Ask(string card) => new()
    {
        Card = new CardRef { Iccid = card }, Plan = "plans/phone-200", Channel = Channel.Pos,
    };

    private async Task<IReadOnlyList<Promotion>> ListAsync(ListPromotionsRequest ask, string language = "en") =>
        (await Seller.Plans.ListPromotionsAsync(ask, TestClient.In(language))).Promotions;

    /// <summary>Those of the tests' own documents, in their order.</summary>
    private static IEnumerable<(string Id, Ineligibility Why)> Mine(IEnumerable<Promotion> list) => list
        .Where(promotion => promotion.Version is "t-promotions@1" or "t-dollars@1")
        .Select(promotion => (promotion.PromotionId, promotion.Ineligibility));
}
