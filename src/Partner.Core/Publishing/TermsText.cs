using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Rules;
using Partner.Core.Texts;

namespace Partner.Core.Publishing;

/// <summary>Terms as one line of text, the same for the same terms.</summary>
internal static class TermsText
{
    public static string Price(PlanPrice price) => price switch
    {
        PlanPrice.Fixed one => one.Amount.ToString(),
        PlanPrice.Denominations choice => string.Join(" | ", choice.Amounts),
        PlanPrice.Range range => $"{range.Minimum} to {range.Maximum} by {range.Step}",
        _ => throw new InvalidOperationException("There is no other kind of price."),
    };

    public static string Fee(FeeEntry fee)
    {
        var amount = fee.Fixed?.ToString() ?? Rate(fee.Rate) + Bounds(fee.Minimum, fee.Maximum);
        return $"{amount}, partner keeps {Rate(fee.PartnerShare)}";
    }

    public static string Commission(CommissionSchedule schedule, CommissionRule rule) => string.Join(
        ", ", CommissionParts(schedule, rule).Select(part => $"{part.Part} {part.Text}"));

    /// <summary>A commission in its parts, each of which may change by itself.</summary>
    public static IEnumerable<(string Part, string Text)> CommissionParts(
        CommissionSchedule schedule, CommissionRule rule)
    {
        yield return ("rate", Rate(rule.Rate));
        foreach (var step in rule.Steps)
        {
            yield return ($"rate from {Money(step.From)}", Rate(step.Rate));
        }

        if (rule.Fixed != 0)
        {
            yield return ("fixed amount", Money(rule.Fixed));
        }

        if (rule.Minimum is { } least)
        {
            yield return ("minimum", Money(least));
        }

        if (rule.Maximum is { } most)
        {
            yield return ("maximum", Money(most));
        }

        if (rule.FixedOverride is { } rate)
        {
            yield return ("override", Rate(rate));
        }

        yield return ("base", EnumWord.Upper(schedule.Base));
        yield return ("tiering", EnumWord.Upper(schedule.Tiering));
        yield return ("mode", EnumWord.Upper(schedule.Mode));

        string Money(long minor) => new Money(minor, schedule.Currency).ToString();
    }

    /// <summary>What a promotion gives, who pays, when, and how often; not to whom.</summary>
    public static string Promotion(Promotion promotion)
    {
        var worth = promotion.Worth switch
        {
            PromotionWorth.Percent one => Rate(one.Rate)
                + (one.Cap is { } cap ? $", at most {Gives(promotion, cap)}" : ""),
            PromotionWorth.Amount one => Gives(promotion, one.Minor),
            PromotionWorth.Threshold one => $"{Gives(promotion, one.Minor)} {(one.Repeats ? "for every" : "from")} " +
                new Money(one.Reach, promotion.Currency),
            PromotionWorth.Grant one => Granted(one.What)
                + (one.Reach is { } reach ? $" from {new Money(reach, promotion.Currency)}" : ""),
            _ => throw new InvalidOperationException("There is no other kind of worth."),
        };
        return string.Join(", ", [
            $"{worth} as {EnumWord.Upper(promotion.Gift)}", $"funded by {EnumWord.Upper(promotion.Funder)}",
            .. When(promotion), .. Limits(promotion).Select(limit => limit.Text),
        ]);
    }

    /// <summary>The kinds of limits that a promotion has, in words.</summary>
    public static IEnumerable<(string Kind, string Text)> Limits(Promotion promotion)
    {
        var limits = promotion.Limits;
        return new (string Kind, string? Text)[]
        {
            ("perCard", Times(limits.PerCard, "per card")),
            ("perPartner", Times(limits.PerPartner, "per partner")),
            ("total", Times(limits.Total, "in all")),
            ("budget", limits.Budget is { } budget ? $"a budget of {Gives(promotion, budget)}" : null),
        }.Where(limit => limit.Text is not null).Select(limit => (limit.Kind, limit.Text!));

        static string? Times(int? times, string whose) =>
            times is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number} {whose}") : null;
    }

    private static IEnumerable<string> When(Promotion promotion)
    {
        var wanted = promotion.Conditions;
        if (wanted.FirstTopUp)
        {
            yield return "first top-up only";
        }

        if (wanted.BeforeExpiry)
        {
            yield return wanted.WithinDays is { } days
                ? string.Create(CultureInfo.InvariantCulture, $"in the last {days} days before expiry")
                : "before expiry";
        }

        if (wanted.From is not null || wanted.To is not null)
        {
            yield return $"from {Time(wanted.From)} to {Time(wanted.To)}";
        }

        if (wanted.Days.Count > 0)
        {
            yield return $"on {string.Join(' ', wanted.Days.Select(EnumWord.Upper))}";
        }

        if (wanted.Coupon is not null)
        {
            yield return "with a coupon";
        }

        static string Time(TimeOnly? time) =>
            (time ?? TimeOnly.MinValue).ToString("HH:mm", CultureInfo.InvariantCulture);
    }

    private static string Gives(Promotion promotion, long amount) => promotion.Gift == PromotionGift.Points
        ? string.Create(CultureInfo.InvariantCulture, $"{amount} points")
        : new Money(amount, promotion.Currency).ToString();

    private static string Granted(CardGrant grant) =>
        grant.IsData ? $"{ByteSize.Of(grant.Bytes)} for {grant.Period}" : grant.Period.ToString();

    public static string Rate(BasisPoints rate) =>
        string.Create(CultureInfo.InvariantCulture, $"{rate.Value / 100}.{rate.Value % 100:D2} %");

    private static string Bounds(Money? minimum, Money? maximum) =>
        (minimum is null ? "" : $", at least {minimum}") + (maximum is null ? "" : $", at most {maximum}");
}
