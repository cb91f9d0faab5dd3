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

    public static string Commission(CommissionSchedule schedule, CommissionRule rule)
    {
        var steps = rule.Steps.Select(step => $", {Rate(step.Rate)} from {Money(step.From)}");
        var plus = rule.Fixed == 0 ? "" : $" + {Money(rule.Fixed)}";
        var parent = rule.FixedOverride is { } rate ? $", override {Rate(rate)}" : "";
        var bounds = Bounds(Of(rule.Minimum), Of(rule.Maximum));
        return $"{Rate(rule.Rate)}{plus}{bounds}{string.Concat(steps)}{parent} of " +
            $"{EnumWord.Upper(schedule.Base)}, {EnumWord.Upper(schedule.Tiering)}, {EnumWord.Upper(schedule.Mode)}";

        Money Money(long minor) => new(minor, schedule.Currency);
        Money? Of(long? minor) => minor is { } there ? Money(there) : null;
    }

    public static string Promotion(Promotion promotion)
    {
        var points = promotion.Gift == PromotionGift.Points;
        var worth = promotion.Worth switch
        {
            PromotionWorth.Percent one => Rate(one.Rate) + (one.Cap is { } cap ? $", at most {Of(cap)}" : ""),
            PromotionWorth.Amount one => Of(one.Minor),
            PromotionWorth.Threshold one =>
                $"{Of(one.Minor)} {(one.Repeats ? "for every" : "from")} {new Money(one.Reach, promotion.Currency)}",
            _ => throw new InvalidOperationException("There is no other kind of worth."),
        };
        return $"{promotion.Id}: {worth} as {EnumWord.Upper(promotion.Gift)}, " +
            $"funded by {EnumWord.Upper(promotion.Funder)}";

        string Of(long amount) => points
            ? string.Create(CultureInfo.InvariantCulture, $"{amount} points")
            : new Money(amount, promotion.Currency).ToString();
    }

    public static string Rate(BasisPoints rate) =>
        string.Create(CultureInfo.InvariantCulture, $"{rate.Value / 100}.{rate.Value % 100:D2} %");

    private static string Bounds(Money? minimum, Money? maximum) =>
        (minimum is null ? "" : $", at least {minimum}") + (maximum is null ? "" : $", at most {maximum}");
}
