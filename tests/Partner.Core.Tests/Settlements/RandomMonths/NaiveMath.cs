using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Rules;

namespace Partner.Core.Tests.Settlements.RandomMonths;

/// <summary>The arithmetic of the naive books, in decimals that are exact for amounts of this size.</summary>
internal static class NaiveMath
{
    public static decimal Share(decimal minor, int basisPoints) => Round(minor * basisPoints / 10_000m);

    /// <summary>What a rule earns on the volume from one point to another; WHOLE looks at the end only.</summary>
    public static decimal Earn(CommissionTerms terms, long from, long to)
    {
        var rule = terms.Rule;
        decimal rates = 0;
        if (terms.Tiering == Tiering.Whole)
        {
            var reached = rule.Steps.Where(step => step.From <= to).Select(step => step.Rate).LastOrDefault(rule.Rate);
            rates = (decimal)terms.Base.Minor * reached.Value;
        }
        else
        {
            // Every band from one step to the next takes what of the top-up lies in it.
            for (var i = 0; i <= rule.Steps.Count; i++)
            {
                var low = i == 0 ? 0 : rule.Steps[i - 1].From;
                var high = i == rule.Steps.Count ? long.MaxValue : rule.Steps[i].From;
                var inside = Math.Max(0, Math.Min(high, to) - Math.Max(low, from));
                rates += (decimal)inside * (i == 0 ? rule.Rate : rule.Steps[i - 1].Rate).Value;
            }
        }

        var earned = Round(rates / 10_000m) + rule.Fixed;
        earned = rule.Minimum is { } least && earned < least ? least : earned;
        return rule.Maximum is { } most && earned > most ? most : earned;
    }

    public static decimal Exchange(decimal minor, CommissionLevel level) =>
        Exchange(minor, level.Terms.Base.Currency, level.FloatCurrency, level.Fx?.RateE8);

    public static decimal Exchange(decimal minor, Currency plan, Currency account, long? rateE8)
    {
        if (plan == account)
        {
            return minor;
        }

        var units = minor / Minors(plan) * (rateE8!.Value / 100_000_000m);
        return Round(units * Minors(account));
    }

    /// <summary>Months since the year 0, by a table of offsets.</summary>
    public static int Month(DateTimeOffset instant, string zone)
    {
        var winter = instant >= new DateTimeOffset(2026, 11, 1, 6, 0, 0, TimeSpan.Zero);
        var hours = zone switch
        {
            "UTC" => 0,
            "Asia/Shanghai" => 8,
            "America/New_York" => winter ? -5 : -4,
            "Pacific/Kiritimati" => 14,
            _ => -11,
        };
        var local = instant.UtcDateTime.AddHours(hours);
        return (local.Year * 12) + local.Month;
    }

    private static decimal Minors(Currency currency) => currency.Code switch { "JPY" => 1, "KWD" => 1000, _ => 100 };

    private static decimal Round(decimal value) => decimal.Round(value, 0, MidpointRounding.ToEven);
}
