using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Rules;
using Partner.Core.Texts;
using Partner.Server.Errors;

namespace Partner.Server.Plans;

/// <summary>Promotions in words, for clerks and customers, in zh-CN and en. A coupon's code is never told.</summary>
internal static class PromotionWords
{
    private const int OnePoint = 10_000;

    private static readonly Dictionary<DayOfWeek, string> ChineseDays = new()
    {
        [DayOfWeek.Monday] = "周一",
        [DayOfWeek.Tuesday] = "周二",
        [DayOfWeek.Wednesday] = "周三",
        [DayOfWeek.Thursday] = "周四",
        [DayOfWeek.Friday] = "周五",
        [DayOfWeek.Saturday] = "周六",
        [DayOfWeek.Sunday] = "周日",
    };

    /// <summary>What it gives and who pays, then its conditions and limits.</summary>
    public static string Of(Promotion promotion, Language language)
    {
        List<string> parts =
            [Worth(promotion, language) + Where(promotion.Gift, language), Funder(promotion, language)];
        parts.AddRange(Conditions(promotion, language));
        parts.AddRange(Limits(promotion.Limits, language));
        return string.Join(language.Pick("; ", "；"), parts);
    }

    private static string Worth(Promotion promotion, Language language)
    {
        var (gift, points) = (promotion.Gift, promotion.Gift == PromotionGift.Points);
        var (verb, verbZh) = gift == PromotionGift.Discount ? (" off", "减") : points ? ("", "积") : (" back", "返");
        switch (promotion.Worth)
        {
            case PromotionWorth.Percent percent:
                var most = percent.Cap is { } cap
                    ? language.Pick($", at most {Value(cap)}", $"，最高 {Value(cap)}")
                    : "";
                return points
                    ? language.Pick(
                        $"{Points(percent.Rate)} points for each whole {promotion.Currency}{most}",
                        $"每满 1 {promotion.Currency} 积 {Points(percent.Rate)} 分{most}")
                    : language.Pick(
                        $"{PriceWords.Percent(percent.Rate)}{verb}{most}",
                        $"{verbZh} {PriceWords.Percent(percent.Rate)}{most}");
            case PromotionWorth.Threshold threshold:
                var reach = new Money(threshold.Reach, promotion.Currency);
                return threshold.Repeats
                    ? language.Pick(
                        $"{Value(threshold.Minor)}{verb} for every {reach}",
                        $"每满 {reach} {verbZh} {Value(threshold.Minor)}")
                    : language.Pick(
                        $"{Value(threshold.Minor)}{verb} from {reach} on",
                        $"满 {reach} {verbZh} {Value(threshold.Minor)}");
            case PromotionWorth.Amount amount:
                return language.Pick($"{Value(amount.Minor)}{verb}", $"{verbZh} {Value(amount.Minor)}");
            case PromotionWorth.Grant grant:
                var gives = GiftWords.Of(grant.What, language);
                return grant.Reach is { } from
                    ? language.Pick(
                        $"{gives} from {new Money(from, promotion.Currency)} on",
                        $"满 {new Money(from, promotion.Currency)} 送{gives}")
                    : language.Pick(gives, $"送{gives}");
            default:
                throw new InvalidOperationException($"Promotion {promotion.Id} has no known worth.");
        }

        string Value(long minor) => points
            ? language.Pick($"{Whole(minor)} points", $"{Whole(minor)} 分")
            : new Money(minor, promotion.Currency).ToString();
    }

    private static string Where(PromotionGift gift, Language language) => gift switch
    {
        PromotionGift.PartnerCashback => language.Pick(" to the partner's float after success", "，成功后返至合作方预存款"),
        PromotionGift.CardCashback => language.Pick(" onto the card after success", "，成功后返至卡内"),
        PromotionGift.Points => language.Pick(" for the card after success", "，成功后计入该卡"),
        PromotionGift.Data or PromotionGift.Validity => language.Pick(
            " for the card after success", "，成功后发放到卡"),
        _ => "",
    };

    private static string Funder(Promotion promotion, Language language) => promotion.Funder switch
    {
        Core.Rules.Funder.Operator => language.Pick("paid by the operator", "运营方承担"),
        Core.Rules.Funder.Issuer => language.Pick("paid by the issuer", "发卡方承担"),
        _ => language.Pick("paid by the partner", "合作方承担"),
    };

    private static IEnumerable<string> Conditions(Promotion promotion, Language language)
    {
        var conditions = promotion.Conditions;
        if (conditions.FirstTopUp)
        {
            yield return language.Pick("only the card's first top-up", "仅限该卡首次充值");
        }

        if (conditions.BeforeExpiry)
        {
            yield return conditions.WithinDays is { } days
                ? language.Pick(
                    $"only in the last {Whole(days)} days before the card expires, through a quote",
                    $"仅限卡到期前 {Whole(days)} 天内，须先报价")
                : language.Pick("only before the card expires, through a quote", "仅限卡到期前，须先报价");
        }

        if (conditions.Plans.Count > 0)
        {
            yield return language.Pick("plans: ", "套餐：") + List(conditions.Plans, language);
        }

        if (conditions.Categories.Count > 0)
        {
            yield return language.Pick("kinds of plans: ", "套餐类别：") + List(conditions.Categories, language);
        }

        if (conditions.Channels.Count > 0)
        {
            yield return language.Pick("channels: ", "渠道：")
                + List(conditions.Channels.Select(EnumWord.Upper), language);
        }

        if (conditions.Regions.Count > 0)
        {
            yield return language.Pick("regions: ", "地区：") + List(conditions.Regions, language);
        }

        if (conditions.From is not null || conditions.To is not null)
        {
            var (from, to) = (Time(conditions.From), Time(conditions.To));
            yield return conditions.IsOvernight
                ? language.Pick(
                    $"from {from} to {to} of the next day ({promotion.Zone.Id})",
                    $"{from} 至次日 {to}（{promotion.Zone.Id}）")
                : language.Pick(
                    $"from {from} to {to} ({promotion.Zone.Id})", $"{from} 至 {to}（{promotion.Zone.Id}）");
        }

        if (conditions.Days.Count > 0)
        {
            var begins = conditions.IsOvernight;
            yield return language.Pick(begins ? "beginning on " : "on ", begins ? "开始于" : "") + List(
                conditions.Days.Select(day => language.Pick(day.ToString(), ChineseDays[day])), language)
                + (conditions.From is null && conditions.To is null
                    ? language.Pick($" ({promotion.Zone.Id})", $"（{promotion.Zone.Id}）")
                    : "");
        }

        if (conditions.Coupon is not null)
        {
            yield return language.Pick("only with its coupon code", "须使用优惠券码");
        }
    }

    private static IEnumerable<string> Limits(PromotionLimits limits, Language language)
    {
        if (limits.PerCard is { } perCard)
        {
            yield return language.Pick($"{Whole(perCard)} per card", $"每卡 {Whole(perCard)} 次");
        }

        if (limits.PerPartner is { } perPartner)
        {
            yield return language.Pick($"{Whole(perPartner)} per partner", $"每合作方 {Whole(perPartner)} 次");
        }

        if (limits.Total is not null || limits.Budget is not null)
        {
            yield return language.Pick("while it lasts", "用完为止");
        }
    }

    private static string List(IEnumerable<string> items, Language language) =>
        string.Join(language.Pick(", ", "、"), items);

    private static string Time(TimeOnly? time) =>
        (time ?? TimeOnly.MinValue).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Points(BasisPoints rate)
    {
        var (whole, rest) = Math.DivRem(rate.Value, OnePoint);
        var places = rest.ToString("D4", CultureInfo.InvariantCulture).TrimEnd('0');
        return places.Length == 0 ? Whole(whole) : $"{Whole(whole)}.{places}";
    }
}
