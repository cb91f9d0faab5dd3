using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;

namespace Partner.Sandbox.Issuer;

/// <summary>What a product grants, read off its code: "travel-7d-3gb" is 7 days and 3 GiB.</summary>
internal readonly record struct ProductGrant(int Months, int Days, long DataBytes)
{
    private const int NumberLimit = 999;

    /// <summary>A plan that grants this.</summary>
    public Plan ToPlan(string product, CardType cardType) => new(
        new PlanCode(product), product, product, cardType, product, Regions.Everywhere,
        new PlanPrice.Fixed(new Money(1, Currency.Of("CNY"))),
        Months > 0 ? PeriodUnit.Month : PeriodUnit.Day, Months > 0 ? Months : Days, DataBytes, TimeSpan.Zero);

    /// <summary>
    /// Reads the parts of a code that are a number with d, m, y, mb or gb; without any period, 90 days.
    /// </summary>
    public static ProductGrant Of(string product)
    {
        var grant = default(ProductGrant);
        foreach (var part in product.Split('-'))
        {
            var digits = part.AsSpan().IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 3)
            {
                continue;
            }

            var number = Math.Min(NumberLimit, int.Parse(part.AsSpan(0, digits), CultureInfo.InvariantCulture));
            grant = part[digits..] switch
            {
                "d" => grant with { Days = grant.Days + number },
                "m" => grant with { Months = grant.Months + number },
                "y" => grant with { Months = grant.Months + (12 * Math.Min(number, 99)) },
                "mb" => grant with { DataBytes = grant.DataBytes + ((long)number << 20) },
                "gb" => grant with { DataBytes = grant.DataBytes + ((long)number << 30) },
                _ => grant,
            };
        }

        return grant is { Months: 0, Days: 0 } ? grant with { Days = 90 } : grant;
    }
}
