using Partner.Core.Accounts;
using Partner.Core.Actions;
using Partner.Core.Errors;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>
/// Codes that let new tills enrol. One is used in the transaction that registers its certificate, under the partner's
/// account: of two servers that have the same code one uses it.
/// </summary>
public sealed class EnrollmentCodes
{
    /// <summary>How many codes of a partner may be open at once.</summary>
    public const int MostOpen = 1_000;

    private static readonly SqlText Insert = SqlText.InsertIfAbsent(
        "enrollment_codes",
        2,
        "partner_id, id, code_hash, outlet, terminal, permissions, days, label, created_by, created_at, expires_at, " +
        "request_id, input_hash");

    private static readonly SqlText UseCode = new(
        "enrollment_codes.use",
        "UPDATE enrollment_codes SET used_by = @p2, closed_at = @p3 " +
        "WHERE partner_id = @p0 AND code_hash = @p1 AND closed_at IS NULL AND expires_at > @p4");

    private static readonly SqlText CloseCode = new(
        "enrollment_codes.close",
        "UPDATE enrollment_codes SET closed_at = @p2 WHERE partner_id = @p0 AND id = @p1 AND closed_at IS NULL");

    private static readonly SqlText CloseCodesOf = new(
        "enrollment_codes.close-of",
        "UPDATE enrollment_codes SET closed_at = @p2 " +
        "WHERE partner_id = @p0 AND created_by = @p1 AND closed_at IS NULL");

    // The operator's codes are partners'.
    private static readonly SqlText CloseCodesOfOperator = new(
        "enrollment_codes.close-of-operator",
        "UPDATE enrollment_codes SET closed_at = @p1 WHERE created_by = @p0 AND closed_at IS NULL");

    private static readonly SqlText SelectOld = new("enrollment_codes.select-old", dialect => dialect.ClaimFirst(
        "partner_id, id", "enrollment_codes", "expires_at < @p0", "expires_at", "@p1"));

    private static readonly RowSqlText Delete = RowSqlText.Delete(
        "enrollment_codes", RowShape.Of("partner_id text, id text"));

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal EnrollmentCodes(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Makes a code, unless its request made one.</summary>
    /// <param name="code">The code.</param>
    /// <param name="hash">Its hash; the code itself is not kept.</param>
    /// <param name="by">Who makes it; the certificate of its partner's that makes it where it is left out.</param>
    /// <returns>The code of the request and whether it was there before, or why there is none.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The database is away; whether it took effect is not known.
    /// </exception>
    public Task<Result<(EnrollmentCode Code, bool Replayed)>> CreateAsync(
        EnrollmentCode code, string hash, ActionBy? by = null) =>
        _writer.RunAloneAsync<Result<(EnrollmentCode, bool)>>(session =>
        {
            var (id, now) = (code.PartnerId.Value, code.CreatedAt);
            var chain = session.LockChain(code.PartnerId);
            var rows = session.Context.EnrollmentCodes.Where(row => row.PartnerId == id);
            if (rows.FirstOrDefault(row => row.RequestId == code.RequestId.Value) is { } known)
            {
                return known.InputHash == code.InputHash
                    ? (known.ToRecord(), known.Id != code.Id)
                    : new Refusal(Reason.RequestIdConflict);
            }

            if (session.Commands.First(
                CertificateTable.ReadRegistration,
                row => CertificateTable.RegistrationIn(row, code.CreatedBy),
                code.CreatedBy) is not { RevokedAt: null })
            {
                return new Refusal(Reason.CertificateRevoked);
            }

            if (EnrollmentStanding.Refuse(session, code.PartnerId, code.Grant.Scope) is { } standing)
            {
                return standing;
            }

            if (rows.Count(row => row.ClosedAt == null && row.ExpiresAt > now.UtcTicks) >= MostOpen)
            {
                return new Refusal(Reason.EnrollmentCodeLimitReached).With("most", $"{MostOpen}");
            }

            session.Commands.Execute(
                Insert,
                id,
                code.Id,
                hash,
                code.Grant.Scope.Outlet,
                code.Grant.Scope.Terminal,
                (int)code.Grant.Permissions,
                code.Days,
                code.Label,
                code.CreatedBy,
                now.UtcTicks,
                code.ExpiresAt.UtcTicks,
                code.RequestId.Value,
                code.InputHash);
            chain.Record(AccountActions.Create(code, by), now);
            return (code, false);
        });

    /// <summary>Ends a code that is open; again does no harm.</summary>
    /// <param name="id">Which.</param>
    /// <param name="by">Who ends it.</param>
    /// <returns>The code as it is now.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The database is away; whether it took effect is not known.
    /// </exception>
    public Task<EnrollmentCode> CloseAsync(PartnerId partnerId, string id, DateTimeOffset now, ActionBy by) =>
        _writer.RunAloneAsync(session =>
        {
            var chain = session.LockChain(partnerId);
            if (session.Commands.Execute(CloseCode, partnerId.Value, id, now.UtcTicks) == 1)
            {
                chain.Record(AccountActions.Close(partnerId, id, now, by), now);
            }

            return session.Context.EnrollmentCodes
                .First(row => row.PartnerId == partnerId.Value && row.Id == id).ToRecord();
        });

    /// <summary>Finds a code by itself.</summary>
    /// <param name="hash">Its hash.</param>
    /// <returns>The code, open or not; null when there is none.</returns>
    public Task<EnrollmentCode?> FindAsync(string hash, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.EnrollmentCodes.FirstOrDefault(row => row.CodeHash == hash)?.ToRecord(), cancel);

    /// <summary>Finds a partner's code.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The code; null when the partner has none such.</returns>
    public Task<EnrollmentCode?> FindAsync(PartnerId partnerId, string id, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.EnrollmentCodes
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Id == id)?.ToRecord(),
            cancel);

    /// <summary>Lists a partner's codes, the newest first.</summary>
    /// <param name="scope">Only those within it.</param>
    /// <param name="openOnly">Only those that can be used.</param>
    /// <param name="before">Only before this one; null from the newest.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<EnrollmentCode>> ListAsync(
        PartnerId partnerId, Core.Identity.CertificateScope scope, bool openOnly, string? before, int most,
        DateTimeOffset now, CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var rows = session.Context.EnrollmentCodes.Where(row => row.PartnerId == partnerId.Value);
            rows = before is null ? rows : rows.Where(row => string.Compare(row.Id, before) < 0);
            rows = openOnly ? rows.Where(row => row.ClosedAt == null && row.ExpiresAt > now.UtcTicks) : rows;
            if (scope.Outlet is { } outlet)
            {
                // SQL Server overlooks blanks at the end: a mark behind it tells them apart.
                var marked = outlet + ".";
                rows = rows.Where(row => row.Outlet == outlet && row.Outlet + "." == marked);
            }

            if (scope.Terminal is { } terminal)
            {
                var marked = terminal + ".";
                rows = rows.Where(row => row.Terminal == terminal && row.Terminal + "." == marked);
            }

            return rows.OrderByDescending(row => row.Id).Take(most)
                .AsEnumerable().Select(row => row.ToRecord()).ToList();
        },
        cancel);

    /// <summary>Deletes codes that ended long ago.</summary>
    /// <param name="before">Only those that ended before this time (UTC).</param>
    /// <param name="most">At most this many.</param>
    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteOldAsync(DateTimeOffset before, int most) => _writer.RunAloneAsync(
        session => session.DeleteOld(
            SelectOld, Delete, row => (row.GetString(0), row.GetString(1)), before, most));

    /// <summary>Uses a code for a certificate; the account is locked.</summary>
    /// <returns>Whether it was open.</returns>
    internal static bool Use(
        SeparateSession session, string hash, CertificateRecord certificate, DateTimeOffset now) =>
        session.Commands.Execute(
            UseCode, certificate.PartnerId.Value, hash, certificate.Thumbprint, now.UtcTicks, now.UtcTicks) == 1;

    /// <summary>Closes the open codes that certificates made; the account is locked.</summary>
    internal static void CloseOf(
        SeparateSession session, string partnerId, IEnumerable<string> thumbprints, DateTimeOffset now)
    {
        foreach (var thumbprint in thumbprints)
        {
            if (partnerId == RecordedAction.CommonChain.Value)
            {
                session.Commands.Execute(CloseCodesOfOperator, thumbprint, now.UtcTicks);
            }
            else
            {
                session.Commands.Execute(CloseCodesOf, partnerId, thumbprint, now.UtcTicks);
            }
        }
    }
}
