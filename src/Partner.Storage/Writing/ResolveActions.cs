using Partner.Core.Actions;
using Partner.Core.Arrivals;
using Partner.Core.Esims;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Writing;

/// <summary>Records what people settle by their word: only where it changed something.</summary>
internal static class ResolveActions
{
    public static void Record(
        WorkingSet set, TopUpRecord before, TopUpRecord after, OperatorWord word, DateTimeOffset now, ActionBy? by)
    {
        if (before.State != after.State)
        {
            Record(
                set, after.PartnerId, $"topUps/{after.Id}", EnumWord.Upper(before.State), EnumWord.Upper(after.State),
                word, now, by);
        }
    }

    public static void Record(
        WorkingSet set,
        ReversalRecord before,
        ReversalRecord after,
        OperatorWord word,
        DateTimeOffset now,
        ActionBy? by)
    {
        if (before.State != after.State)
        {
            Record(
                set, after.PartnerId, $"topUps/{after.TopUpId}/reversals/{after.Id}", EnumWord.Upper(before.State),
                EnumWord.Upper(after.State), word, now, by);
        }
    }

    public static void Record(
        WorkingSet set, EsimReissue before, EsimReissue after, OperatorWord word, DateTimeOffset now, ActionBy? by)
    {
        if (before.State != after.State)
        {
            Record(
                set, after.PartnerId, $"esimReissues/{after.Id}", EnumWord.Upper(before.State),
                EnumWord.Upper(after.State), word, now, by);
        }
    }

    public static void Record(
        WorkingSet set,
        CardGiftRecord before,
        CardGiftRecord after,
        OperatorWord word,
        DateTimeOffset now,
        ActionBy? by)
    {
        if (before.State != after.State)
        {
            Record(
                set, after.PartnerId, $"topUps/{after.TopUpId}/gifts", EnumWord.Upper(before.State),
                EnumWord.Upper(after.State), word, now, by);
        }
    }

    public static void Record(
        WorkingSet set, ArrivalCase before, ArrivalCase after, string evidence, DateTimeOffset now, ActionBy? by)
    {
        if (before.State != after.State)
        {
            var action = new NewAction(
                by ?? ActionBy.Program,
                ActionNames.CaseResolve,
                $"partners/{after.PartnerId}/topUps/{after.TopUpId}/case",
                new ActionFacts().Add("state", EnumWord.Upper(before.State)).ToJson(),
                new ActionFacts().Add("state", EnumWord.Upper(after.State)).AddText("evidence", evidence).ToJson());
            set.Record(after.PartnerId, action, now);
        }
    }

    private static void Record(
        WorkingSet set,
        PartnerId partnerId,
        string name,
        string before,
        string after,
        OperatorWord word,
        DateTimeOffset now,
        ActionBy? by)
    {
        var action = new NewAction(
            by ?? ActionBy.Program,
            ActionNames.InDoubtResolve,
            $"partners/{partnerId}/{name}",
            new ActionFacts().Add("state", before).ToJson(),
            new ActionFacts()
                .Add("state", after)
                .AddText("evidence", word.Evidence)
                .AddText("forcedBecause", word.ForcedBecause)
                .ToJson());
        set.Record(partnerId, action, now);
    }
}
