using Partner.Core.Cards;
using Partner.Core.Plans;

namespace Partner.Core.Documents;

/// <summary>Reads what a catalogue says about whole card types.</summary>
internal static class CardTypeReader
{
    private const int MostReissues = 1_000;

    public static IReadOnlyDictionary<CardType, CardTypeRules> Read(JsonCursor root)
    {
        var types = new Dictionary<CardType, CardTypeRules>();
        foreach (var cursor in root.Objects("cardTypes", required: false))
        {
            var flaws = cursor.Flaws;
            var rules = Rules(cursor);
            if (!types.TryAdd(rules.CardType, rules) && cursor.Flaws == flaws)
            {
                cursor.Report("cardType", new("stands twice in the catalogue", "在套餐目录中重复出现"));
            }
        }

        return types;
    }

    private static CardTypeRules Rules(JsonCursor cursor)
    {
        var type = cursor.Choice("cardType", Choices.CardTypes);
        var unsaid = CardTypeRules.Unsaid(type);
        return new CardTypeRules(type, cursor.Zone("timeZone"))
        {
            Grace = GrantReader.OptionalPeriod(cursor, "grace"),
            RevivedBy = cursor.Texts("revivedBy"),
            ResumesSuspended = cursor.Flag("resumesSuspended"),
            Reminders = cursor.Has("reminders")
                ? [.. cursor.Objects("reminders").Select(GrantReader.Period)]
                : unsaid.Reminders,
            IdCheckChannels = cursor.Choices("idCheckChannels", Choices.Channels),
            IsEsim = cursor.Has("esim") ? cursor.Flag("esim") : unsaid.IsEsim,
            Reissues = cursor.OptionalObject("esimReissues") is { } limit
                ? new CardLimit(
                    limit.Integer("count", 1, MostReissues), GrantReader.Period(limit.Object("period")))
                : unsaid.Reissues,
            HighBalance = cursor.Has("highBalance") ? JsonAmounts.Amount(cursor, "highBalance") : null,
        };
    }
}
