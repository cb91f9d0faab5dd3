using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Documents;

/// <summary>Reads promotions.</summary>
internal static class PromotionReader
{
    private const int MostPercent = 10_000;
    private const int MostPointsPercent = 1_000_000;
    private const long MostPoints = 1_000_000;
    private const long MostBudget = 1_000_000_000_000_000;
    private const long MostBytes = 1L << 50;
    private static readonly string[] Shapes = ["percent", "amount", "threshold"];

    public static IReadOnlyList<Promotion> Read(JsonCursor root, Document document)
    {
        var (currency, zone) = (root.DocumentCurrency("currency"), root.Zone("timeZone"));
        var ids = new RuleReader(new HashSet<string>(StringComparer.Ordinal));
        return [
            .. root.Objects("promotions", mayBeEmpty: true)
                .Select(cursor => Promotion(cursor, document, currency, zone, ids)),
        ];
    }

    private static Promotion Promotion(
        JsonCursor cursor, Document document, Currency currency, TimeZoneInfo zone, RuleReader ids)
    {
        var id = ids.Id(cursor);
        var name = cursor.Object("name");
        var flaws = cursor.Flaws;
        var gift = cursor.Choice("gift", Choices.Gifts);
        PromotionGift? known = cursor.Flaws == flaws ? gift : null;
        var promotion = new Promotion(
            id,
            document.FullVersion,
            name.ShownText("en", new("the name in English", "英文名称")),
            name.ShownText("zh-CN", new("the name in Chinese", "中文名称")),
            currency,
            cursor.Integer("group", 0, 1_000),
            gift,
            Worth(cursor, known, currency),
            cursor.Choice("funder", Choices.Funders),
            zone,
            cursor.OptionalObject("conditions") is { } conditions ? Conditions(conditions) : new PromotionConditions(),
            cursor.OptionalObject("limits") is { } limits ? Limits(limits, known, currency) : PromotionLimits.None);
        if (known is not null && promotion is { Funder: Funder.Partner, Gift: not PromotionGift.Discount })
        {
            cursor.Report("funder", new("PARTNER can fund discounts only", "取值为 PARTNER 时仅可用于折扣"));
        }

        if (known is { } service && service.IsService() && promotion.Limits.Budget is not null)
        {
            cursor.Report("limits.budget", new(
                "counts money or points: DATA and VALIDITY are limited by uses",
                "仅用于金额或积分：DATA 和 VALIDITY 按次数限制"));
        }

        return promotion;
    }

    /// <summary>What it is worth; without a known gift nobody can say in which unit.</summary>
    private static PromotionWorth Worth(JsonCursor cursor, PromotionGift? gift, Currency currency)
    {
        if (gift is { } service && service.IsService())
        {
            return Grant(cursor, service, currency);
        }

        var shapes = Shapes.Where(cursor.Has).ToList();
        if (shapes.Count != 1)
        {
            cursor.ReportHere(new(
                "must have exactly one of percent, amount and threshold",
                "必须且只能填写 percent、amount 和 threshold 之一"));
        }

        if (gift is null)
        {
            return new PromotionWorth.Amount(1);
        }

        if (cursor.OptionalObject("percent") is { } percent)
        {
            var most = gift == PromotionGift.Points ? MostPointsPercent : MostPercent;
            return new PromotionWorth.Percent(
                percent.Rate("rate", 1, most),
                percent.Has("cap") ? Gives(percent, "cap", gift, currency) : null);
        }

        if (cursor.OptionalObject("threshold") is { } threshold)
        {
            var flaws = threshold.Flaws;
            var worth = new PromotionWorth.Threshold(
                threshold.Amount("reach", currency, 1).Minor,
                Gives(threshold, "gives", gift, currency),
                threshold.Flag("repeats"));
            if (threshold.Flaws == flaws && gift != PromotionGift.Points && worth.Minor > worth.Reach)
            {
                threshold.Report("gives", new("is more than the amount that must be reached", "超过须达到的金额"));
            }

            return worth;
        }

        return new PromotionWorth.Amount(cursor.Has("amount") ? Gives(cursor, "amount", gift, currency) : 1);
    }

    /// <summary>Data has a size and a time of its own; validity is a time.</summary>
    private static PromotionWorth.Grant Grant(JsonCursor cursor, PromotionGift gift, Currency currency)
    {
        var grant = cursor.Object("grant");
        var bytes = gift == PromotionGift.Data ? grant.Number("dataBytes", 1, MostBytes) : 0;
        return new PromotionWorth.Grant(
            new CardGrant(bytes, GrantReader.Period(grant.Object("period"))),
            grant.Has("reach") ? grant.Amount("reach", currency, 1).Minor : null);
    }

    /// <summary>Points are whole numbers; everything else is an amount.</summary>
    private static long Gives(JsonCursor cursor, string key, PromotionGift? gift, Currency currency) =>
        gift == PromotionGift.Points ? cursor.Number(key, 1, MostPoints) : cursor.Amount(key, currency, 1).Minor;

    private static PromotionConditions Conditions(JsonCursor cursor)
    {
        var window = cursor.OptionalObject("window");
        var flaws = cursor.Flaws;
        var (from, to) = (window?.Time("from"), window?.Time("to"));
        if (from is not null && from == to && cursor.Flaws == flaws)
        {
            window!.Report("to", new(
                "is the same as from: leave the window out for the whole day", "与 from 相同：全天有效时请不填 window"));
        }

        var conditions = new PromotionConditions
        {
            FirstTopUp = cursor.Flag("firstTopUp"),
            BeforeExpiry = cursor.Flag("beforeExpiry"),
            WithinDays = cursor.OptionalInteger("withinDays", 1, 3_660),
            Plans = cursor.Texts("plans"),
            Categories = cursor.Texts("categories"),
            Channels = cursor.Choices("channels", Choices.Channels),
            Regions = cursor.Texts("regions"),
            Partners = cursor.Texts("partners"),
            Days = cursor.Choices("days", Choices.Days),
            From = from,
            To = to,
            Coupon = cursor.OptionalName("coupon"),
        };
        if (conditions is { WithinDays: not null, BeforeExpiry: false })
        {
            cursor.Report("withinDays", new("requires beforeExpiry", "须同时填写 beforeExpiry"));
        }

        return conditions;
    }

    private static PromotionLimits Limits(JsonCursor cursor, PromotionGift? gift, Currency currency)
    {
        long? budget = !cursor.Has("budget") || gift is null ? null : gift == PromotionGift.Points
            ? cursor.Number("budget", 1, MostBudget)
            : cursor.Amount("budget", currency, 1).Minor;
        return new PromotionLimits(
            cursor.OptionalInteger("perCard", 1, int.MaxValue),
            cursor.OptionalInteger("perPartner", 1, int.MaxValue),
            cursor.OptionalInteger("total", 1, int.MaxValue),
            budget);
    }
}
