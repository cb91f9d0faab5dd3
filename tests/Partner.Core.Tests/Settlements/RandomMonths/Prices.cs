using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Core.Tests.Settlements.RandomMonths;

/// <summary>Draws prices with discounts, fees and gifts, for a plan's and a float's currency.</summary>
internal static class Prices
{
    public static PriceBreakdown Draw(Random random, Currency plan, Currency account)
    {
        var face = random.Next(1, 30_000);
        List<PriceLine> lines = [Line(PriceStep.Face, "face", face, plan, null)];
        var (left, funded) = (face, 0);
        for (var i = random.Next(3); i > 0; i--)
        {
            var discount = random.Next(0, left + 1);
            var funder = (Funder)random.Next(1, 4);
            left -= discount;
            funded += funder == Funder.Partner ? 0 : discount;
            lines.Add(Line(PriceStep.Discount, "discount" + i, -discount, plan, funder));
        }

        var (fee, kept) = (random.Next(2) * random.Next(300), 0);
        if (fee > 0)
        {
            kept = random.Next(fee + 1);
            lines.Add(Line(PriceStep.Fee, "fee", fee, plan, null));
        }

        for (var i = random.Next(3); i > 0; i--)
        {
            var gift = (PriceStep)random.Next(4, 7);
            var currency = gift == PriceStep.Points ? Currency.Points : plan;
            lines.Add(Line(gift, "gift" + i, random.Next(0, 500), currency, (Funder)random.Next(1, 3)));
        }

        var debit = face - funded + fee - kept;
        return new PriceBreakdown(
            new Money(face, plan),
            lines,
            new Money(fee, plan),
            new Money(kept, plan),
            new Money(left + fee, plan),
            new Money(debit, plan),
            new Money(plan == account ? debit : random.Next(0, 100_000), account),
            Rate(random, plan, account),
            CommissionAmount.None(plan, account),
            [],
            new PriceVersions("", "", ""));
    }

    /// <summary>A rate with a remainder: rounding matters. Null where both currencies are one.</summary>
    public static FxTerms? Rate(Random random, Currency plan, Currency account) => plan == account
        ? null
        : new FxTerms("rate", "rates@1", random.NextInt64(1_000_000, 2_000_000_000), new BasisPoints(random.Next(200)));

    private static PriceLine Line(PriceStep step, string id, long minor, Currency currency, Funder? funder) =>
        new(step, id, "rules@1", new Money(minor, currency), funder);
}
