using Partner.Core.TopUps;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>A partner's counters, the row whose lock stands for all that is the partner's; and its events.</summary>
internal static class CounterTable
{
    private static readonly RowShape Row = RowShape.Of("partner_id text, last_event long, last_receipt long");

    /// <summary>Locks partners.</summary>
    public static readonly RowSqlText Lock = RowSqlText.Lock(
        "partner_counters.lock-rows",
        "t.partner_id, t.last_event, t.last_receipt, t.last_action, t.last_action_hash",
        "partner_counters",
        RowShape.Of("partner_id text"));

    /// <summary>Makes rows to lock.</summary>
    public static readonly RowSqlText Make = RowSqlText.InsertIfAbsent("partner_counters", 1, Row);

    private static readonly RowSqlText Update = RowSqlText.Update(
        "partner_counters.update-rows", "partner_counters", 1, Row).In(SqlGroups.Balances);

    private static readonly RowSqlText InsertEvent = RowSqlText.Insert("events", RowShape.Of(
        "partner_id text, number long, top_up_id text, state int, at long")).In(SqlGroups.Ledger);

    /// <summary>Stores counters.</summary>
    public static void Store(Changes changes, PartnerId partnerId, Counters counters) =>
        changes.Add(Update, partnerId.Value, counters.Event, counters.Receipt);

    /// <summary>Stores an event: a change of a top-up that carries its number.</summary>
    public static void Append(Changes changes, TopUpRecord topUp, DateTimeOffset now) => changes.Add(
        InsertEvent, topUp.PartnerId.Value, topUp.EventNumber, topUp.Id.Value, (int)topUp.State, now.UtcTicks);
}
