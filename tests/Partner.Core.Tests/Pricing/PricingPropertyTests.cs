using FsCheck;
using FsCheck.Fluent;
using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing;

/// <summary>What holds for every price, whatever the rules.</summary>
public sealed class PricingPropertyTests
{
    private static readonly Currency Yen = Currency.Of("JPY");
    private static readonly Plan Plan = Given.Plan(
        "any", new PlanPrice.Range(Given.Fen(1), Given.Fen(long.MaxValue), Given.Fen(1)));

    [Fact]
    public void Parts_add_up_to_wholes() => Prop.ForAll(Sales(), sale =>
    {
        var price = PriceOf(sale);
        var changes = price.Lines.Where(line => !line.IsGift).Sum(line => line.Amount.Minor);
        return changes == price.CustomerPays.Minor
            && price.CustomerPays == price.Face - price.Discount + price.HandlingFee
            && price.PlanDebit == price.Face - price.DiscountOf(Funder.Operator) - price.DiscountOf(Funder.Issuer)
                + price.OperatorFee
            && price.CustomerPays - price.PlanDebit == price.PartnerFee - price.DiscountOf(Funder.Partner)
            && price.Discount == price.DiscountOf(Funder.Operator) + price.DiscountOf(Funder.Issuer)
                + price.DiscountOf(Funder.Partner);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_amount_is_negative_and_discounts_never_exceed_what_is_left() => Prop.ForAll(Sales(), sale =>
    {
        var price = PriceOf(sale);
        var left = price.Face.Minor;
        foreach (var line in price.Lines.Where(line => line.Step == PriceStep.Discount))
        {
            left += line.Amount.Minor;
            if (line.Amount.Minor >= 0 || left < 0)
            {
                return false;
            }
        }

        long[] amounts =
        [
            price.Face.Minor, price.HandlingFee.Minor, price.PartnerFee.Minor, price.OperatorFee.Minor,
            price.CustomerPays.Minor, price.PlanDebit.Minor, price.NetDebit.Minor, price.Commission.Amount.Minor,
        ];
        return amounts.All(amount => amount >= 0) && price.Gifts.All(line => line.Amount.Minor > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_group_gives_at_most_one_promotion_in_the_order_of_the_groups() => Prop.ForAll(Sales(), sale =>
    {
        var groups = sale.Promotions.ToDictionary(promotion => promotion.Id, promotion => promotion.Group);
        var price = PriceOf(sale);
        var discounts = price.Lines.Where(line => line.Step == PriceStep.Discount).Select(line => groups[line.RuleId]);
        var gifts = price.Gifts.Select(line => groups[line.RuleId]);
        var all = price.Lines.Where(line => line.IsPromotion).Select(line => groups[line.RuleId]).ToList();
        return all.Count == all.Distinct().Count()
            && discounts.SequenceEqual(discounts.Order())
            && gifts.SequenceEqual(gifts.Order());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Discounts_are_those_of_a_second_plain_computation() => Prop.ForAll(Sales(), sale =>
    {
        var expected = new List<(string, long)>();
        var running = sale.Face;
        foreach (var group in sale.Promotions.Where(one => one.Gift == PromotionGift.Discount)
            .GroupBy(one => one.Group).OrderBy(group => group.Key))
        {
            var best = group.Select(one => (one.Id, Worth: Math.Min(Naive(one.Worth, running), running)))
                .OrderByDescending(one => one.Worth).ThenBy(one => one.Id, StringComparer.Ordinal).First();
            if (best.Worth > 0)
            {
                expected.Add((best.Id, -best.Worth));
                running -= best.Worth;
            }
        }

        return PriceOf(sale).Lines.Where(line => line.Step == PriceStep.Discount)
            .Select(line => (line.RuleId, line.Amount.Minor)).SequenceEqual(expected);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Gifts_change_no_price() => Prop.ForAll(Sales(), sale =>
    {
        var with = PriceOf(sale);
        var without = PriceOf(sale with
        {
            Promotions = [.. sale.Promotions.Where(promotion => promotion.Gift == PromotionGift.Discount)],
        });
        return (with.CustomerPays, with.PlanDebit, with.NetDebit) ==
            (without.CustomerPays, without.PlanDebit, without.NetDebit);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_promotions_a_greater_face_never_has_a_smaller_fee_debit_or_commission()
    {
        var cases = from sale in Sales().Generator
                    from more in Gen.Choose(0, 100_000)
                    select (Sale: sale with { Promotions = [] }, More: more);
        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var (less, more) = (PriceOf(given.Sale), PriceOf(given.Sale with { Face = given.Sale.Face + given.More }));
            return less.HandlingFee <= more.HandlingFee
                && less.PartnerFee <= more.PartnerFee
                && less.CustomerPays <= more.CustomerPays
                && less.NetDebit <= more.NetDebit
                && less.Commission.Amount <= more.Commission.Amount;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_conversion_is_the_least_amount_that_covers_the_debit() => Prop.ForAll(Sales(), sale =>
    {
        var price = PriceOf(sale with { Float = Yen });
        var exact = (Int128)price.PlanDebit.Minor * sale.Rate * (10_000 + sale.Margin);
        var one = (Int128)100 * 100_000_000 * 10_000;
        return price.NetDebit.Minor * one >= exact && (price.NetDebit.Minor - 1) * one < exact;
    }).QuickCheckThrowOnFailure();

    private static long Naive(PromotionWorth worth, long amount) => worth switch
    {
        PromotionWorth.Percent percent => Math.Min(
            (long)Math.Round((decimal)amount * percent.Rate.Value / 10_000, MidpointRounding.ToEven),
            percent.Cap ?? long.MaxValue),
        PromotionWorth.Amount one => one.Minor,
        PromotionWorth.Threshold { Repeats: true } each => amount / each.Reach * each.Minor,
        PromotionWorth.Threshold once => amount >= once.Reach ? once.Minor : 0,
        _ => 0,
    };

    private static PriceBreakdown PriceOf(Sale sale)
    {
        var index = new RuleIndex(new RulesInForce(
            new PlanCatalogue("plans@1", [Plan], []),
            [new PriceList("prices@1", Given.Cny, [], [sale.Fee])],
            sale.Promotions,
            [Given.Schedule(sale.Commission)],
            [],
            [
                new FxTable("rates@1", Given.Noon, TimeSpan.FromDays(1),
                [
                    new FxRate("cny-jpy", Given.Cny, Yen, sale.Rate, new BasisPoints(sale.Margin)),
                ]),
            ],
            null));
        var rules = index.Resolve([new Payee(new PartnerId("acme"), null, null, sale.Float)], Plan, Channel.Pos, "");
        return Pricer.Price(
            rules, new PricingRequest(Given.Fen(sale.Face), Given.Noon, null, null), PricingFacts.None).Value;
    }

    private static Arbitrary<Sale> Sales() => (
        from face in Gen.Choose(1, 100_000)
        from fee in Fees()
        from promotions in Promotion().ListOf(6)
        from commission in Gen.Choose(0, 10_000)
        from rate in Gen.Choose(1, int.MaxValue)
        from margin in Gen.Choose(0, 1_000)
        from currency in Gen.Elements(Given.Cny, Yen)
        select new Sale(
            face,
            fee,
            [.. promotions.Select((promotion, place) => promotion with { Id = $"p{place}" })],
            commission,
            rate,
            margin,
            currency)).ToArbitrary();

    private static Gen<FeeEntry> Fees() =>
        from rated in Gen.Elements(true, false)
        from amount in Gen.Choose(0, 1_000)
        from rate in Gen.Choose(0, 2_000)
        from more in Gen.Choose(0, 1_000)
        from share in Gen.Choose(0, 10_000)
        select new FeeEntry(
            "fee",
            Selector.Everything,
            rated ? null : Given.Fen(amount),
            new BasisPoints(rated ? rate : 0),
            rated ? Given.Fen(amount) : null,
            rated ? Given.Fen(amount + more) : null,
            new BasisPoints(share));

    private static Gen<Promotion> Promotion() =>
        from worth in Worth()
        from gift in Gen.Elements(
            PromotionGift.Discount, PromotionGift.Discount, PromotionGift.PartnerCashback, PromotionGift.Points)
        from funder in Gen.Elements(Funder.Operator, Funder.Issuer, Funder.Partner)
        from stack in Gen.Choose(1, 3)
        select new Promotion(
            "",
            "promotions@1",
            "",
            "",
            Given.Cny,
            stack,
            gift,
            worth,
            funder,
            TimeZoneInfo.Utc,
            new PromotionConditions(),
            PromotionLimits.None);

    private static Gen<PromotionWorth> Worth() => Gen.OneOf(
        from rate in Gen.Choose(1, 10_000)
        from cap in Gen.Elements<long?>(null, 500)
        select (PromotionWorth)new PromotionWorth.Percent(new BasisPoints(rate), cap),
        from amount in Gen.Choose(1, 20_000)
        select (PromotionWorth)new PromotionWorth.Amount(amount),
        from reach in Gen.Choose(1, 50_000)
        from amount in Gen.Choose(1, 20_000)
        from repeats in Gen.Elements(true, false)
        select (PromotionWorth)new PromotionWorth.Threshold(reach, amount, repeats));

    private sealed record Sale(
        long Face,
        FeeEntry Fee,
        IReadOnlyList<Promotion> Promotions,
        int Commission,
        int Rate,
        int Margin,
        Currency Float);
}
