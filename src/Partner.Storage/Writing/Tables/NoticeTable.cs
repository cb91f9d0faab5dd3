using Partner.Core.Contacts;
using Partner.Core.Notices;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>
/// Customers' numbers and notices, as the transactions of sales and auto-renewals write them. Both are written only
/// where a number was left. Who sends notices changes them without the partner's lock, and nobody else does.
/// </summary>
internal static class NoticeTable
{
    /// <summary>Makes a notice, unless its event made it before.</summary>
    public static readonly RowSqlText InsertNotice = RowSqlText.InsertIfAbsent("notices", 2, RowShape.Of(
        "partner_id text, id text, kind int, occasion text, contact_id text, facts text, state int, attempts int, " +
        "created_at long, due_at long, expires_at long"));

    // Nobody else has the id of a number: it is made for it.
    private static readonly RowSqlText InsertContact = RowSqlText.Insert("notice_contacts", RowShape.Of(
        "partner_id text, id text, sealed_number text, key_id text, language int, created_at long, delete_at long"));

    private static readonly RowSqlText EndContact = RowSqlText.UpdateIf(
        "notice_contacts.end-rows",
        "notice_contacts",
        2,
        RowShape.Of("partner_id text, id text, delete_at long"),
        "delete_at = k.delete_at",
        "t.delete_at IS NULL");

    /// <summary>Keeps a number.</summary>
    public static void Keep(Changes changes, PartnerId partnerId, KeptContact contact, DateTimeOffset now) =>
        changes.Add(
            InsertContact,
            partnerId.Value,
            contact.Id.Value,
            contact.SealedNumber,
            contact.KeyId,
            (int)contact.Language,
            now.UtcTicks,
            contact.DeleteAt?.UtcTicks);

    /// <summary>Says when a number is deleted that was kept for as long as it is needed.</summary>
    public static void End(Changes changes, PartnerId partnerId, ContactId id, DateTimeOffset at) =>
        changes.Add(EndContact, partnerId.Value, id.Value, at.UtcTicks);

    /// <summary>Makes a notice.</summary>
    public static void Append(Changes changes, Notice notice) => changes.Add(InsertNotice, Cells(notice));

    /// <summary>A row of <see cref="InsertNotice"/>.</summary>
    public static Cell[] Cells(Notice notice) =>
    [
        notice.PartnerId.Value,
        notice.Id,
        (int)notice.Kind,
        notice.Occasion,
        notice.ContactId.Value,
        NoticeJson.Write(notice.Facts),
        (int)notice.State,
        notice.Attempts,
        notice.CreatedAt.UtcTicks,
        notice.DueAt.UtcTicks,
        notice.ExpiresAt.UtcTicks,
    ];
}
