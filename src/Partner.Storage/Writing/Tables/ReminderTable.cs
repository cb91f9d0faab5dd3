using Partner.Core.Reminders;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Reminders, and the numbers that they get.</summary>
internal static class ReminderTable
{
    /// <summary>The auto-renewals that are active for cards.</summary>
    public static readonly RowSqlText ReadActiveRenewals = RowSqlText.ThoseWith(
        "auto_renewals.read-active",
        "auto_renewals",
        RowShape.Of("partner_id text, card text"),
        "t.partner_id = k.partner_id AND t.card = k.card AND t.state = 1");

    /// <summary>Those of customers' numbers that are still kept.</summary>
    public static readonly RowSqlText ReadKept = RowSqlText.ThoseWith(
        "notice_contacts.read-kept",
        "notice_contacts",
        RowShape.Of("partner_id text, id text, at long"),
        "t.partner_id = k.partner_id AND t.id = k.id AND (t.delete_at IS NULL OR t.delete_at > k.at)");

    /// <summary>Stores reminders; a second one for a card's window and last day fails.</summary>
    public static readonly RowSqlText Insert = RowSqlText.Insert("reminders", RowShape.Of(
        "partner_id text, number long, card text, window_unit int, window_count int, last_day int, due_at long, " +
        "made_at long, confirmed bool, renews_itself bool, tells_customer bool, card_type int, valid_until long, " +
        "standing int, region text, known_at long, source int, at_least bool, outlet text, top_up_id text, " +
        "plan_code text, channel int, face long, currency text, sold_at long"));

    /// <summary>Deletes reminders.</summary>
    public static readonly RowSqlText Delete = RowSqlText.Delete(
        "reminders", RowShape.Of("partner_id text, number long"));

    /// <summary>A row of <see cref="Insert"/>.</summary>
    /// <param name="reminder">The reminder, numbered.</param>
    /// <param name="lastDay">The last day that it tells, by the card's calendar.</param>
    public static Cell[] Cells(CardReminder reminder, DateOnly lastDay) =>
    [
        reminder.Card.PartnerId.Value,
        reminder.Number,
        reminder.Card.Card.Value,
        (int)reminder.Window.Unit,
        reminder.Window.Count,
        lastDay.DayNumber,
        reminder.DueAt.UtcTicks,
        reminder.MadeAt.UtcTicks,
        reminder.IsConfirmed,
        reminder.RenewsItself,
        reminder.TellsCustomer,
        .. CustomerCardTable.FactCells(reminder.Card),
    ];
}
