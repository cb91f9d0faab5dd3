using Partner.Core.Actions;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>
/// The action log. Rows are only ever inserted: no statement changes or deletes one. A chain's head is in the
/// partner's counters, under whose lock everything of the partner changes; the chain of what concerns no partner has
/// counters of its own, those of the partner ''.
/// </summary>
internal static class ActionTable
{
    private const string HeadColumns = "last_action, last_action_hash";

    private static readonly RowSqlText InsertAction = RowSqlText.Insert("actions", RowShape.Of(
        "partner_id text, number long, at long, actor_kind int, actor text, action text, resource text, " +
        "state_before text, state_after text, why text, previous_hash text, hash text"));

    // Not among those of the balances: a statement that changes a row twice changes it once.
    private static readonly RowSqlText UpdateHead = RowSqlText.Update(
        "partner_counters.update-heads",
        "partner_counters",
        1,
        RowShape.Of("partner_id text, last_action long, last_action_hash text"));

    private static readonly SqlText MakeCounters = SqlText.InsertIfAbsent(
        "partner_counters", 1, "partner_id, last_event, last_receipt");

    private static readonly SqlText LockHead = new("partner_counters.lock-head", dialect => dialect.SelectLocked(
        HeadColumns, "partner_counters", "partner_id = @p0"));

    /// <summary>Adds a chain's actions.</summary>
    /// <param name="changes">Where the rows are collected.</param>
    /// <param name="actions">The actions of one chain, in their order; at least one.</param>
    public static void Append(Changes changes, IReadOnlyList<RecordedAction> actions)
    {
        foreach (var action in actions)
        {
            changes.Add(
                InsertAction,
                action.Chain.Value,
                action.Number,
                action.At.UtcTicks,
                (int)action.Actor.Kind,
                action.Actor.Name,
                action.Name,
                action.Subject,
                action.Before,
                action.After,
                action.Why,
                action.PreviousHash,
                action.Hash);
        }

        changes.Add(UpdateHead, actions[^1].Chain.Value, actions[^1].Number, actions[^1].Hash);
    }

    /// <summary>Locks a chain, and with it all that is its partner's, for separate work.</summary>
    /// <param name="commands">The transaction's.</param>
    /// <returns>Where the chain ends.</returns>
    public static ActionHead Lock(CommandCache commands, PartnerId chain)
    {
        commands.Execute(MakeCounters, chain.Value, 0L, 0L);
        return commands.First(
            LockHead, row => HeadIn(row.Int64OrNull(0), row.TextOrNull(1)), chain.Value)!;
    }

    /// <summary>A head as it is stored.</summary>
    /// <param name="number">Null before the first action.</param>
    /// <param name="hash">Null before the first action.</param>
    public static ActionHead HeadIn(long? number, string? hash) => new(number ?? 0, hash ?? "");
}
