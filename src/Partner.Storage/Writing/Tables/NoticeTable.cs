using Partner.Core.Contacts;
using Partner.Core.Notices;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>
/// Customers' numbers and notices, as the transactions of sales write them. Both are written only where a number was
/// left. Who sends notices changes them without the partner's lock, and nobody else does.
/// </summary>
internal static class NoticeTable
{
    /// <summary>Keeps a number, unless one is kept under its id.</summary>
    public static readonly RowSqlText InsertContact = RowSqlText.InsertIfAbsent("notice_contacts", 2, RowShape.Of(
        "partner_id text, id text, sealed_number text, key_id text, language int, created_at long, delete_at long"));

    /// <summary>Makes a notice, unless its event made it before.</summary>
    public static readonly RowSqlText InsertNotice = RowSqlText.InsertIfAbsent("notices", 2, RowShape.Of(
        "partner_id text, id text, kind int, occasion text, contact_id text, facts text, state int, attempts int, " +
        "created_at long, due_at long, expires_at long"));

    /// <summary>Keeps a number.</summary>
    public static void Keep(Changes changes, PartnerId partnerId, KeptContact contact, DateTimeOffset now) =>
        changes.Add(InsertContact, Cells(partnerId, contact, now));

    /// <summary>Makes a notice.</summary>
    public static void Append(Changes changes, Notice notice) => changes.Add(InsertNotice, Cells(notice));

    /// <summary>A row of <see cref="InsertContact"/>.</summary>
    public static Cell[] Cells(PartnerId partnerId, KeptContact contact, DateTimeOffset now) =>
    [
        partnerId.Value,
        contact.Id.Value,
        contact.SealedNumber,
        contact.KeyId,
        (int)contact.Language,
        now.UtcTicks,
        contact.DeleteAt?.UtcTicks,
    ];

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
