using Partner.Core.Actions;
using Partner.Core.Settlements;

namespace Partner.Storage.Closing;

/// <summary>What is recorded of a month that was closed.</summary>
internal static class ClosingActions
{
    /// <param name="statements">All of the month's; what they come to is told for each currency of floats.</param>
    public static NewAction Close(string period, IReadOnlyList<SettlementStatement> statements, ActionBy by)
    {
        var after = new ActionFacts().Add("state", "CLOSED").Add("statements", statements.Count);
        var byCurrency = statements.GroupBy(one => one.Currency.Code).OrderBy(one => one.Key, StringComparer.Ordinal);
        foreach (var same in byCurrency)
        {
            after.Add($"grossMinor{same.Key}", same.Sum(one => one.Gross.Minor))
                .Add($"taxMinor{same.Key}", same.Sum(one => one.Tax.Minor))
                .Add($"totalMinor{same.Key}", same.Sum(one => one.Total.Minor));
        }

        return new NewAction(
            by,
            ActionNames.SettlementClose,
            $"settlements/{period}",
            new ActionFacts().Add("state", "OPEN").ToJson(),
            after.ToJson());
    }
}
