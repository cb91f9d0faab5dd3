using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Rules;
using Partner.Core.Texts;

namespace Partner.Core.Publishing;

/// <summary>Terms as one line of text, the same for the same terms.</summary>
/// <param name="words">The words of its language.</param>
internal sealed class TermsText(TermsWords words)
{
    public string Price(PlanPrice price) => price switch
    {
        PlanPrice.Fixed one => one.Amount.ToString(),
        PlanPrice.Denominations choice => string.Join(" | ", choice.Amounts),
        PlanPrice.Range range => words.Pick(
            $"{range.Minimum} to {range.Maximum} by {range.Step}",
            $"{range.Minimum} 至 {range.Maximum}，每档 {range.Step}"),
        _ => throw new InvalidOperationException("There is no other kind of price."),
    };

    public string Fee(FeeEntry fee)
    {
        var amount = fee.Fixed?.ToString() ?? Rate(fee.Rate) + Bounds(fee.Minimum, fee.Maximum);
        var share = Rate(fee.PartnerShare);
        return amount + words.Pick($", partner keeps {share}", $"，合作方留存 {share}");
    }

    public string Commission(CommissionSchedule schedule, CommissionRule rule) => string.Join(
        words.Comma, CommissionParts(schedule, rule).Select(part => $"{part.Part} {part.Text}"));

    /// <summary>A commission in its parts, each of which may change by itself.</summary>
    public IEnumerable<(string Part, string Text)> CommissionParts(CommissionSchedule schedule, CommissionRule rule)
    {
        yield return (words.Pick("rate", "费率"), Rate(rule.Rate));
        foreach (var step in rule.Steps)
        {
            yield return (words.Pick($"rate from {Money(step.From)}", $"{Money(step.From)} 起费率"), Rate(step.Rate));
        }

        if (rule.Fixed != 0)
        {
            yield return (words.Pick("fixed amount", "固定金额"), Money(rule.Fixed));
        }

        if (rule.Minimum is { } least)
        {
            yield return (words.Pick("minimum", "最低"), Money(least));
        }

        if (rule.Maximum is { } most)
        {
            yield return (words.Pick("maximum", "最高"), Money(most));
        }

        if (rule.FixedOverride is { } rate)
        {
            yield return (words.Pick("override", "上级佣金"), Rate(rate));
        }

        yield return (words.Pick("base", "计算基础"), EnumWord.Upper(schedule.Base));
        yield return (words.Pick("tiering", "阶梯方式"), EnumWord.Upper(schedule.Tiering));
        yield return (words.Pick("mode", "支付方式"), EnumWord.Upper(schedule.Mode));

        string Money(long minor) => new Money(minor, schedule.Currency).ToString();
    }

    /// <summary>What a promotion gives, who pays, when, and how often; not to whom.</summary>
    public string Promotion(Promotion promotion)
    {
        var (gift, funder) = (EnumWord.Upper(promotion.Gift), EnumWord.Upper(promotion.Funder));
        return string.Join(words.Comma, [
            words.Pick($"{Worth(promotion)} as {gift}", $"{Worth(promotion)}（{gift}）"),
            words.Pick($"funded by {funder}", $"由 {funder} 承担"),
            .. When(promotion), .. Limits(promotion).Select(limit => limit.Text),
        ]);
    }

    /// <summary>The kinds of limits that a promotion has, in words.</summary>
    public IEnumerable<(string Kind, string Text)> Limits(Promotion promotion)
    {
        var limits = promotion.Limits;
        return new (string Kind, string? Text)[]
        {
            ("perCard", Times(limits.PerCard, "per card", "每卡")),
            ("perPartner", Times(limits.PerPartner, "per partner", "每合作方")),
            ("total", Times(limits.Total, "in all", "合计")),
            ("budget", limits.Budget is { } budget
                ? words.Pick($"a budget of {Gives(promotion, budget)}", $"预算 {Gives(promotion, budget)}")
                : null),
        }.Where(limit => limit.Text is not null).Select(limit => (limit.Kind, limit.Text!));

        string? Times(int? times, string whose, string whoseZh) => times is { } number
            ? words.Pick(
                string.Create(CultureInfo.InvariantCulture, $"{number} {whose}"),
                string.Create(CultureInfo.InvariantCulture, $"{whoseZh} {number} 次"))
            : null;
    }

    private IEnumerable<string> When(Promotion promotion)
    {
        var wanted = promotion.Conditions;
        if (wanted.FirstTopUp)
        {
            yield return words.Pick("first top-up only", "仅限首次充值");
        }

        if (wanted.BeforeExpiry)
        {
            yield return wanted.WithinDays is { } days
                ? words.Pick(
                    string.Create(CultureInfo.InvariantCulture, $"in the last {days} days before expiry"),
                    string.Create(CultureInfo.InvariantCulture, $"到期前最后 {days} 天内"))
                : words.Pick("before expiry", "到期前");
        }

        if (wanted.From is not null || wanted.To is not null)
        {
            var (from, to) = (Time(wanted.From), Time(wanted.To));
            yield return words.Pick($"from {from} to {to}", $"{from} 至 {to}");
        }

        if (wanted.Days.Count > 0)
        {
            var days = string.Join(' ', wanted.Days.Select(EnumWord.Upper));
            yield return words.Pick($"on {days}", $"限 {days}");
        }

        if (wanted.Coupon is not null)
        {
            yield return words.Pick("with a coupon", "凭优惠码");
        }

        static string Time(TimeOnly? time) =>
            (time ?? TimeOnly.MinValue).ToString("HH:mm", CultureInfo.InvariantCulture);
    }

    private string Worth(Promotion promotion)
    {
        switch (promotion.Worth)
        {
            case PromotionWorth.Percent one:
                return Rate(one.Rate) + (one.Cap is { } cap ? AtMost(Gives(promotion, cap)) : "");
            case PromotionWorth.Amount one:
                return Gives(promotion, one.Minor);
            case PromotionWorth.Threshold one:
                var (gives, reach) = (Gives(promotion, one.Minor), new Money(one.Reach, promotion.Currency));
                return one.Repeats
                    ? words.Pick($"{gives} for every {reach}", $"每满 {reach} 送 {gives}")
                    : words.Pick($"{gives} from {reach}", $"满 {reach} 送 {gives}");
            case PromotionWorth.Grant { Reach: { } least } one:
                var (granted, from) = (Granted(one.What), new Money(least, promotion.Currency));
                return words.Pick($"{granted} from {from}", $"满 {from} 送 {granted}");
            case PromotionWorth.Grant one:
                return Granted(one.What);
            default:
                throw new InvalidOperationException("There is no other kind of worth.");
        }
    }

    private string Gives(Promotion promotion, long amount) => promotion.Gift == PromotionGift.Points
        ? words.Pick(
            string.Create(CultureInfo.InvariantCulture, $"{amount} points"),
            string.Create(CultureInfo.InvariantCulture, $"{amount} 积分"))
        : new Money(amount, promotion.Currency).ToString();

    private string Granted(CardGrant grant) => grant.IsData
        ? words.Pick(
            $"{ByteSize.Of(grant.Bytes)} for {grant.Period}",
            $"{ByteSize.Of(grant.Bytes)}（{words.Period(grant.Period)}）")
        : words.Period(grant.Period);

    public static string Rate(BasisPoints rate) =>
        string.Create(CultureInfo.InvariantCulture, $"{rate.Value / 100}.{rate.Value % 100:D2} %");

    private string Bounds(Money? minimum, Money? maximum) =>
        (minimum is { } least ? words.Pick($", at least {least}", $"，最低 {least}") : "")
        + (maximum is { } most ? AtMost(most.ToString()) : "");

    private string AtMost(string amount) => words.Pick($", at most {amount}", $"，最高 {amount}");
}
