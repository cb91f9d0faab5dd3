using Partner.Core.Amounts;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Core.Tests.Settlements.RandomMonths;

/// <summary>Parts of a sale, written down a second time: in decimals, each figure between two rounded sums.</summary>
internal static class NaiveParts
{
    public static decimal Of(decimal amount, RefundShare share) =>
        Math.Round(amount * share.Part / share.Whole, 0, MidpointRounding.ToEven);

    public static Sold Of(Sold sale, RefundShare share)
    {
        var price = sale.Price;
        decimal before = 0;
        var lines = new List<PriceLine>();
        var face = Next(price.Face.Minor);
        foreach (var line in price.Lines.Where(line => IsDiscount(line) && line.Funder != Funder.Partner))
        {
            lines.Add(line with { Amount = line.Amount with { Minor = Next(line.Amount.Minor) } });
        }

        var operatorFee = Next(price.HandlingFee.Minor - price.PartnerFee.Minor);
        var debit = (long)Of(before, share);
        lines.AddRange(price.Lines.Where(line => line.IsGift).Select(line =>
            line with { Amount = line.Amount with { Minor = (long)Of(line.Amount.Minor, share) } }));
        return sale with
        {
            Price = price with
            {
                Face = price.Face with { Minor = face },
                Lines = lines,
                HandlingFee = price.HandlingFee with { Minor = operatorFee },
                PartnerFee = price.PartnerFee with { Minor = 0 },
                PlanDebit = price.PlanDebit with { Minor = debit },
                NetDebit = price.NetDebit with
                {
                    Minor = price.NetDebit.Currency == price.PlanDebit.Currency
                        ? debit
                        : (long)Of(price.NetDebit.Minor, share),
                },
            },
        };

        long Next(long amount)
        {
            var sum = before + amount;
            var part = Of(sum, share) - Of(before, share);
            before = sum;
            return (long)part;
        }
    }

    private static bool IsDiscount(PriceLine line) => line.Step == PriceStep.Discount;
}
