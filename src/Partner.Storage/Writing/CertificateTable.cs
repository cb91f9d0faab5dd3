using System.Data.Common;
using Partner.Core.Accounts;
using Partner.Core.Actions;
using Partner.Core.Identity;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing;

/// <summary>
/// Certificates of partners, and the events that changes of them make. Whoever changes a partner's certificates or
/// codes holds the partner's chain of actions: numbers become visible in their order, and what is read after that is as
/// it is.
/// </summary>
internal static class CertificateTable
{
    /// <summary>Finds out who calls with a certificate.</summary>
    public static readonly SqlText ReadRegistration = new(
        "certificates.read",
        "SELECT c.partner_id, COALESCE(p.status, 1), c.outlet, c.permissions, c.revoked_at, c.terminal, " +
        "c.last_used_at FROM certificates c LEFT JOIN partners p ON p.id = c.partner_id " +
        "WHERE c.thumbprint = @p0 AND (p.id IS NOT NULL OR c.partner_id = '')");

    /// <summary>The key of a use.</summary>
    public static readonly RowSqlText ClaimUses = RowSqlText.Claim(
        "certificates.claim-uses", "t.thumbprint", "certificates", RowShape.Of("thumbprint text"));

    /// <summary>Notes uses.</summary>
    public static readonly RowSqlText NoteUses = RowSqlText.Update(
        "certificates.note-uses", "certificates", 1, RowShape.Of("thumbprint text, last_used_at long"));

    private static readonly SqlText InsertCertificate = SqlText.InsertIfAbsent(
        "certificates",
        1,
        "thumbprint, partner_id, outlet, terminal, permissions, subject, not_after, registered_at, origin, label, " +
        "issued_by, serial, authority, encoded, key_hash, request_id, input_hash, warn_at");

    private static readonly SqlText RevokeCertificate = new(
        "certificates.revoke",
        "UPDATE certificates SET revoked_at = @p1, revoked_for = @p2 WHERE thumbprint = @p0 AND revoked_at IS NULL");

    private static readonly SqlText NoteIssued = new(
        "certificates.note-issued",
        "UPDATE certificates SET serial = @p2, authority = @p3 " +
        "WHERE thumbprint = @p0 AND partner_id = @p1 AND authority IS NULL");

    private static readonly SqlText NoteRenewal = new(
        "certificates.note-renewal", "UPDATE certificates SET renewed_by = @p1 WHERE thumbprint = @p0");

    private static readonly SqlText NoteWarning = new(
        "certificates.note-warning", "UPDATE certificates SET warn_at = @p1 WHERE thumbprint = @p0");

    private static readonly SqlText CountGood = new(
        "certificates.count-good",
        "SELECT CAST(COUNT(*) AS BIGINT) FROM certificates " +
        "WHERE partner_id = @p0 AND revoked_at IS NULL AND not_after > @p1");

    private static readonly SqlText CountRenewals = new(
        "certificates.count-renewals",
        "SELECT CAST(COUNT(*) AS BIGINT) FROM certificates " +
        "WHERE partner_id = @p0 AND issued_by = @p1 AND origin = 3 AND revoked_at IS NULL AND not_after > @p2");

    private static readonly SqlText CountKeys = new(
        "certificates.count-keys", "SELECT CAST(COUNT(*) AS BIGINT) FROM certificates WHERE key_hash = @p0");

    private static readonly SqlText ReadNumber = new(
        "account_progress.read", "SELECT last_number FROM account_progress WHERE partner_id = @p0");

    private static readonly SqlText InsertProgress = SqlText.InsertIfAbsent(
        "account_progress", 1, "partner_id, last_number");

    private static readonly SqlText Numbered = new(
        "account_progress.numbered", "UPDATE account_progress SET last_number = @p1 WHERE partner_id = @p0");

    private static readonly SqlText InsertEvent = SqlText.InsertIfAbsent(
        "account_events", 2, "partner_id, number, kind, at, thumbprint, days");

    /// <summary>A registration out of <see cref="ReadRegistration"/>.</summary>
    public static Registration RegistrationIn(DbDataReader row, string thumbprint) => new(
        thumbprint,
        new PartnerId(row.GetString(0)),
        (PartnerStatus)row.GetInt32(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        (Permissions)row.GetInt32(3),
        row.IsDBNull(4) ? null : Mapping.Instant(row.GetInt64(4)))
    {
        Terminal = row.IsDBNull(5) ? null : row.GetString(5),
        LastUsedAt = row.IsDBNull(6) ? null : Mapping.Instant(row.GetInt64(6)),
    };

    /// <summary>Inserts a certificate unless it is there.</summary>
    /// <returns>Whether it was new.</returns>
    /// <exception cref="ArgumentException">It would be a partner's and the operator's.</exception>
    public static bool AddCertificate(this SeparateSession session, CertificateRecord one)
    {
        if (one.PartnerId == RecordedAction.CommonChain
            ? one is not { Permissions: Permissions.Operator, Scope: { Outlet: null, Terminal: null } }
            : one.Permissions.HasFlag(Permissions.Operator))
        {
            throw new ArgumentException("A certificate is a partner's or the operator's.", nameof(one));
        }

        return Insert(session, one);
    }

    private static bool Insert(SeparateSession session, CertificateRecord one) => session.Commands.Execute(
        InsertCertificate,
        one.Thumbprint,
        one.PartnerId.Value,
        one.Scope.Outlet,
        one.Scope.Terminal,
        (int)one.Permissions,
        one.Subject,
        one.NotAfter.UtcTicks,
        one.RegisteredAt.UtcTicks,
        (int)one.Origin,
        one.Label,
        one.IssuedBy,
        one.Serial,
        one.Authority,
        one.Encoded,
        one.KeyHash,
        one.RequestId?.Value,
        one.InputHash,
        Ticks(one.Origin is CertificateOrigin.Registered or CertificateOrigin.Admitted
            ? CertificateWarnings.First(one.NotAfter, one.RegisteredAt)
            : CertificateWarnings.Next(one.NotAfter, one.RegisteredAt))) == 1;

    /// <summary>Revokes a certificate that is not.</summary>
    /// <returns>Whether it was not.</returns>
    public static bool EndCertificate(
        this SeparateSession session, string thumbprint, string why, DateTimeOffset now) =>
        session.Commands.Execute(RevokeCertificate, thumbprint, now.UtcTicks, why) == 1;

    /// <summary>Notes what its authority calls a certificate of the same partner's, where that is not known.</summary>
    public static void NoteIssuedAs(this SeparateSession session, CertificateRecord one) => session.Commands.Execute(
        NoteIssued, one.Thumbprint, one.PartnerId.Value, one.Serial, one.Authority);

    /// <summary>Notes which certificate renews another one.</summary>
    public static void NoteRenewedBy(this SeparateSession session, string thumbprint, string renewedBy) =>
        session.Commands.Execute(NoteRenewal, thumbprint, renewedBy);

    /// <summary>Notes that all warnings up to an instant were given.</summary>
    public static void NoteWarned(this SeparateSession session, CertificateRow row, DateTimeOffset now) =>
        session.Commands.Execute(
            NoteWarning, row.Thumbprint, Ticks(CertificateWarnings.Next(Mapping.Instant(row.NotAfter), now)));

    /// <summary>How many of a partner's certificates are good.</summary>
    public static long GoodCertificates(this SeparateSession session, PartnerId partnerId, DateTimeOffset now) =>
        session.Commands.First(CountGood, row => row.GetInt64(0), partnerId.Value, now.UtcTicks);

    /// <summary>How many good certificates renew one.</summary>
    public static long RenewalsOf(
        this SeparateSession session, PartnerId partnerId, string thumbprint, DateTimeOffset now) =>
        session.Commands.First(CountRenewals, row => row.GetInt64(0), partnerId.Value, thumbprint, now.UtcTicks);

    /// <summary>Whether a certificate has a key already.</summary>
    public static bool HasCertificate(this SeparateSession session, string keyHash) =>
        session.Commands.First(CountKeys, row => row.GetInt64(0), keyHash) > 0;

    /// <summary>Writes events down, behind the last one; the partner's chain is locked.</summary>
    public static void TellAccount(
        this SeparateSession session, PartnerId partnerId, DateTimeOffset now,
        params IReadOnlyCollection<(AccountEventKind Kind, string Thumbprint, int Days)> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        session.Commands.Execute(InsertProgress, partnerId.Value, 0L);
        var last = session.Commands.First(ReadNumber, row => row.GetInt64(0), partnerId.Value);
        foreach (var (kind, thumbprint, days) in events)
        {
            session.Commands.Execute(
                InsertEvent, partnerId.Value, ++last, (int)kind, now.UtcTicks, thumbprint, days);
        }

        session.Commands.Execute(Numbered, partnerId.Value, last);
    }

    private static long Ticks(DateTimeOffset? warning) => (warning ?? DateTimeOffset.MaxValue).UtcTicks;
}
