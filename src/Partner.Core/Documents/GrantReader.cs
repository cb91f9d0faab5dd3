using Partner.Core.Plans;

namespace Partner.Core.Documents;

/// <summary>Reads what a plan does to a card, and on what terms it is sold.</summary>
internal static class GrantReader
{
    private const int MostPerCard = 10_000;
    private const int MostMinutes = 60 * 24 * 366;

    public static PlanGrants Grants(JsonCursor plan)
    {
        if (plan.OptionalObject("grants") is not { } cursor)
        {
            return PlanGrants.Unsaid;
        }

        var bands = cursor.Objects("byAmount", required: false);
        return new PlanGrants
        {
            CountedFrom = cursor.OptionalChoice("countedFrom", GrantChoices.CountedFrom),
            ByAmount = bands.Count == 0 ? [] : [.. bands.Select(Band)],
            Credit = OptionalFlag(cursor, "credit"),
            DataPeriod = OptionalPeriod(cursor, "dataPeriod"),
            Packs = cursor.OptionalChoice("packs", GrantChoices.Packs),
            Rollover = OptionalFlag(cursor, "rollover"),
            Start = cursor.OptionalChoice("start", GrantChoices.Starts),
            UseWithin = OptionalPeriod(cursor, "useWithin"),
        };
    }

    public static PlanConditions Conditions(JsonCursor plan)
    {
        if (plan.OptionalObject("conditions") is not { } cursor)
        {
            return PlanConditions.None;
        }

        return new PlanConditions
        {
            Refund = cursor.OptionalObject("refund") is { } refund ? Refund(refund) : null,
            IdCheck = cursor.Flag("idCheck"),
            AutoRenewal = cursor.Flag("autoRenewal"),
            MaximumPerCard = cursor.OptionalObject("maximumPerCard") is { } limit
                ? new CardLimit(limit.Integer("count", 1, MostPerCard), Period(limit.Object("period")))
                : null,
        };
    }

    public static CalendarPeriod Period(JsonCursor cursor) =>
        new(cursor.Choice("unit", Choices.Units), cursor.OptionalInteger("count", 1, 1000) ?? 1);

    public static CalendarPeriod? OptionalPeriod(JsonCursor cursor, string key) =>
        cursor.OptionalObject(key) is { } period ? Period(period) : null;

    private static ValidityBand Band(JsonCursor cursor) => new(cursor.Amount("from"), Period(cursor.Object("period")));

    private static RefundPolicy Refund(JsonCursor cursor) => new(
        cursor.Choice("scope", GrantChoices.Scopes),
        cursor.OptionalInteger("withinMinutes", 1, MostMinutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
        cursor.OptionalChoice("as", GrantChoices.Means) ?? RefundMeans.Money);

    private static bool? OptionalFlag(JsonCursor cursor, string key) => cursor.Has(key) ? cursor.Flag(key) : null;
}
