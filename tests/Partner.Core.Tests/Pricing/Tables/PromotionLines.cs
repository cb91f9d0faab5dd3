using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Tests.Pricing.Tables;

/// <summary>Makes a promotion of its line above a table.</summary>
internal static class PromotionLines
{
    private static readonly Dictionary<string, DayOfWeek> Days = Enum.GetValues<DayOfWeek>()
        .ToDictionary(day => day.ToString()[..3].ToUpperInvariant());

    public static Promotion Of(TableLine line)
    {
        var gift = line.Choice("gives", PromotionGift.Discount);
        var points = gift == PromotionGift.Points;
        return new Promotion(
            line.Id,
            $"{line.Id}@1",
            line.Id,
            line.Id,
            line.Currency(),
            line.WholeIfAny("group") ?? 1,
            gift,
            WorthOf(line, points),
            line.Choice("by", Funder.Operator),
            line.Zone(),
            ConditionsOf(line),
            new PromotionLimits(
                line.WholeIfAny("per-card"),
                line.WholeIfAny("per-partner"),
                line.WholeIfAny("in-all"),
                line.Minor("budget", points)));
    }

    private static PromotionWorth WorthOf(TableLine line, bool points)
    {
        if (line.Text("percent") is not null)
        {
            return new PromotionWorth.Percent(line.Rate("percent"), line.Minor("cap", points));
        }

        var amount = line.Minor("amount", points)!.Value;
        return line.Minor("reach") is { } reach
            ? new PromotionWorth.Threshold(reach, amount, line.Yes("repeats"))
            : new PromotionWorth.Amount(amount);
    }

    private static PromotionConditions ConditionsOf(TableLine line) => new()
    {
        FirstTopUp = line.Yes("first"),
        BeforeExpiry = line.Yes("before-expiry"),
        WithinDays = line.WholeIfAny("within-days"),
        Plans = line.List("plans"),
        Categories = line.List("categories"),
        Channels = [.. line.List("channels").Select(TableLine.One<Channel>)],
        Regions = line.List("regions"),
        Partners = line.List("partners"),
        Days = [.. line.List("days").Select(day => Days[day])],
        From = line.Time("from"),
        To = line.Time("to"),
        Coupon = line.Text("coupon"),
    };
}
