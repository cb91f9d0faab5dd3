using Partner.Core.Accounts;
using Partner.Core.Actions;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Texts;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>What became of an issue.</summary>
/// <param name="Certificate">The certificate that the request stands for.</param>
/// <param name="Replayed">Whether it was there before.</param>
public sealed record IssuedOutcome(CertificateRecord Certificate, bool Replayed);

/// <summary>What became of a revocation.</summary>
/// <param name="Certificate">The certificate as it is now.</param>
/// <param name="Revoked">Thumbprints of those that this revoked.</param>
public sealed record RevokedOutcome(CertificateRecord Certificate, IReadOnlyList<string> Revoked);

/// <summary>Which certificates a list has.</summary>
/// <param name="Scope">Only those within it.</param>
/// <param name="IncludePast">Also those that have ended or were revoked.</param>
/// <param name="After">Only those behind this one, by end and thumbprint; null from the first.</param>
public sealed record CertificateFilter(
    CertificateScope Scope, bool IncludePast, (DateTimeOffset NotAfter, string Thumbprint)? After)
{
    /// <summary>Only those that end before this time (UTC); null for all.</summary>
    public DateTimeOffset? EndsBefore { get; init; }

    /// <summary>Only those that nobody has used since this time (UTC); null for all.</summary>
    public DateTimeOffset? UnusedSince { get; init; }
}

/// <summary>Certificates of partners: issued, registered and revoked with the event that tells of it.</summary>
public sealed class Certificates
{
    /// <summary>How many certificates of a partner may be good at once.</summary>
    public const int MostGood = 50_000;

    /// <summary>How many good certificates may renew one.</summary>
    public const int MostRenewals = 5;

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Certificates(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Registers a certificate that was issued elsewhere.</summary>
    /// <param name="certificate">The certificate; its origin is REGISTERED or ADMITTED.</param>
    /// <param name="by">Who registers it, and why; the program itself where it is left out.</param>
    /// <returns>
    /// Whether it was new; one that is registered already is left as it is, but that what its authority calls it is
    /// filled in where that was not known.
    /// </returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<bool> RegisterAsync(CertificateRecord certificate, ActionBy? by = null) =>
        _writer.RunAloneAsync(session =>
        {
            var chain = session.LockChain(certificate.PartnerId);
            var added = session.AddCertificate(certificate);
            if (added)
            {
                Tell(session, chain, certificate, null, by);
            }
            else if (certificate.Authority is not null)
            {
                session.NoteIssuedAs(certificate);
            }

            return added;
        });

    /// <summary>
    /// Registers a certificate that was signed for a request, unless the request has one: of two that were signed for
    /// one request at the same time, one is ever told of.
    /// </summary>
    /// <param name="certificate">The certificate, with its request.</param>
    /// <param name="codeHash">The code that it was enrolled with; null for none.</param>
    /// <param name="by">Who asked for it, and why; the certificate or code that issued it where it is left out.</param>
    /// <returns>The certificate of the request, or why there is none.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The database is away; whether it took effect is not known.
    /// </exception>
    public Task<Result<IssuedOutcome>> IssueAsync(
        CertificateRecord certificate, string? codeHash = null, ActionBy? by = null) =>
        _writer.RunAloneAsync<Result<IssuedOutcome>>(session =>
        {
            var (partnerId, now) = (certificate.PartnerId, certificate.RegisteredAt);
            var chain = session.LockChain(partnerId);
            if (OfRequest(session.Context, partnerId, certificate.RequestId!.Value) is { } known)
            {
                return known.InputHash == certificate.InputHash
                    ? new IssuedOutcome(known, known.Thumbprint != certificate.Thumbprint)
                    : new Refusal(codeHash is null ? Reason.RequestIdConflict : Reason.EnrollmentCodeInvalid);
            }

            if (Refuse(session, certificate, codeHash is not null, now) is { } refusal)
            {
                return refusal;
            }

            // The last that may refuse: what is done in a transaction stays done.
            var code = codeHash is null ? null : EnrollmentCodes.Use(session, codeHash, certificate, now);
            if (codeHash is not null && code is null)
            {
                return new Refusal(Reason.EnrollmentCodeInvalid);
            }

            session.AddCertificate(certificate);
            if (certificate.Origin == CertificateOrigin.Renewed)
            {
                session.NoteRenewedBy(certificate.IssuedBy!, certificate.Thumbprint);
            }

            Tell(session, chain, certificate, code, by);
            return new IssuedOutcome(certificate, false);
        });

    /// <summary>Revokes a certificate for ever; again does no harm.</summary>
    /// <param name="partnerId">The partner; null for whichever has it.</param>
    /// <param name="thumbprint">Which.</param>
    /// <param name="why">Why, for people; may be empty.</param>
    /// <param name="withIssued">Also what was issued by it, and by that, and their open codes.</param>
    /// <param name="by">Who revokes it; the program itself where it is left out.</param>
    /// <returns>What became of it; null when there is none such.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The database is away; whether it took effect is not known.
    /// </exception>
    public Task<RevokedOutcome?> RevokeAsync(
        PartnerId? partnerId, string thumbprint, string why, bool withIssued, DateTimeOffset now,
        ActionBy? by = null) =>
        _writer.RunAloneAsync(session =>
        {
            var owner = session.Context.Certificates.Where(row => row.Thumbprint == thumbprint)
                .Select(row => row.PartnerId).FirstOrDefault();
            if (owner is null || (partnerId is { } wanted && wanted.Value != owner))
            {
                return null;
            }

            var chain = session.LockChain(new PartnerId(owner));
            var all = withIssued ? WithIssued(session.Context, owner, thumbprint) : [thumbprint];
            if (withIssued)
            {
                // First, since it may lock further partners.
                EnrollmentCodes.CloseOf(session, chain, all, now, by ?? ActionBy.Program);
            }

            var revoked = all.Where(one => session.EndCertificate(one, why, now)).ToList();
            chain.Record(
                revoked.ConvertAll(one => AccountActions.Revoke(new PartnerId(owner), one, now, by)), now);

            session.TellAccount(
                new PartnerId(owner), now, revoked.ConvertAll(one => (AccountEventKind.CertificateRevoked, one, 0)));
            var row = session.Context.Certificates.First(row => row.Thumbprint == thumbprint);
            return new RevokedOutcome(row.ToRecord(), revoked);
        });

    /// <summary>Finds out who calls with a certificate.</summary>
    /// <returns>The registration; null when it is not registered.</returns>
    public Task<Registration?> FindRegistrationAsync(string thumbprint, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Commands.First(
                CertificateTable.ReadRegistration, row => CertificateTable.RegistrationIn(row, thumbprint), thumbprint),
            cancel);

    /// <summary>Finds a partner's certificate.</summary>
    /// <returns>The certificate; null when the partner has none such.</returns>
    public Task<CertificateRecord?> FindAsync(PartnerId partnerId, string thumbprint, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Certificates
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Thumbprint == thumbprint)?.ToRecord(),
            cancel);

    /// <summary>Finds the certificate that was issued for a request.</summary>
    /// <returns>The certificate; null when there is none.</returns>
    public Task<CertificateRecord?> FindAsync(PartnerId partnerId, RequestId requestId, CancellationToken cancel) =>
        _readers.ReadAsync(session => OfRequest(session.Context, partnerId, requestId), cancel);

    /// <summary>Lists certificates, the earliest end first.</summary>
    /// <param name="partnerId">Whose; null for everybody's, the operator's among them.</param>
    /// <param name="filter">Which.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<CertificateRecord>> ListAsync(
        PartnerId? partnerId, CertificateFilter filter, int most, DateTimeOffset now, CancellationToken cancel) =>
        _readers.ReadAsync(
            session =>
            {
                IQueryable<CertificateRow> rows = session.Context.Certificates;
                if (partnerId is { Value: var owner })
                {
                    rows = rows.Where(row => row.PartnerId == owner);
                }

                if (filter.Scope.Outlet is { } outlet)
                {
                    // SQL Server overlooks blanks at the end: a mark behind it tells them apart.
                    var marked = outlet + ".";
                    rows = rows.Where(row => row.Outlet == outlet && row.Outlet + "." == marked);
                }

                if (filter.Scope.Terminal is { } terminal)
                {
                    var marked = terminal + ".";
                    rows = rows.Where(row => row.Terminal == terminal && row.Terminal + "." == marked);
                }

                if (!filter.IncludePast)
                {
                    rows = rows.Where(row => row.NotAfter > now.UtcTicks && row.RevokedAt == null);
                }

                if (filter.EndsBefore is { UtcTicks: var last })
                {
                    rows = rows.Where(row => row.NotAfter < last);
                }

                if (filter.UnusedSince is { UtcTicks: var used })
                {
                    rows = rows.Where(row => (row.LastUsedAt ?? row.RegisteredAt) < used);
                }

                if (filter.After is var (end, thumbprint))
                {
                    rows = rows.Where(row => row.NotAfter > end.UtcTicks
                        || (row.NotAfter == end.UtcTicks && string.Compare(row.Thumbprint, thumbprint) > 0));
                }

                return rows.OrderBy(row => row.NotAfter).ThenBy(row => row.Thumbprint).Take(most)
                    .AsEnumerable().Select(row => row.ToRecord()).ToList();
            },
            cancel);

    /// <summary>
    /// The revoked certificates of an authority that have not ended, for its list, however they became known; but for
    /// those of which nothing but the thumbprint is.
    /// </summary>
    /// <param name="authority">The authority: <see cref="IssuedAs.Authority"/>.</param>
    public Task<List<CertificateRecord>> ListRevokedAsync(
        string authority, DateTimeOffset now, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Certificates
            .Where(row => row.RevokedAt != null && row.NotAfter > now.UtcTicks && row.Authority == authority)
            .OrderBy(row => row.Thumbprint).AsEnumerable().Select(row => row.ToRecord()).ToList(),
        cancel);

    /// <summary>Notes when certificates were used last; those that somebody changes are passed over.</summary>
    /// <param name="uses">By thumbprint.</param>
    public Task<int> NoteUsesAsync(IReadOnlyDictionary<string, DateTimeOffset> uses) =>
        _writer.RunAloneAsync(session =>
        {
            var keys = new RowSet(CertificateTable.ClaimUses.Shape);
            foreach (var thumbprint in uses.Keys.Order(StringComparer.Ordinal))
            {
                keys.Add(thumbprint);
            }

            var rows = new RowSet(CertificateTable.NoteUses.Shape);
            var exchange = session.Exchange();
            exchange.Add(CertificateTable.ClaimUses, keys, row =>
                rows.Add(row.GetString(0), uses[row.GetString(0)].UtcTicks));
            exchange.Run();
            exchange.Add(CertificateTable.NoteUses, rows);
            exchange.Run();
            return rows.Count;
        });

    private static CertificateRecord? OfRequest(PartnerDbContext context, PartnerId partnerId, RequestId requestId) =>
        context.Certificates
            .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.RequestId == requestId.Value)?.ToRecord();

    private static void Tell(
        SeparateSession session, ActionChain chain, CertificateRecord certificate, string? code, ActionBy? by)
    {
        chain.Record(AccountActions.Issue(certificate, code, by), certificate.RegisteredAt);
        session.TellAccount(
            certificate.PartnerId,
            certificate.RegisteredAt,
            (certificate.Origin == CertificateOrigin.Renewed
                ? AccountEventKind.CertificateRenewed
                : AccountEventKind.CertificateEnrolled, certificate.Thumbprint, 0));
    }

    private static Refusal? Refuse(
        SeparateSession session, CertificateRecord certificate, bool withCode, DateTimeOffset now)
    {
        // The caller was let in a moment ago; somebody may have revoked it since.
        if (!withCode && session.Commands.First(
            CertificateTable.ReadRegistration,
            row => CertificateTable.RegistrationIn(row, certificate.IssuedBy!),
            certificate.IssuedBy) is not { RevokedAt: null })
        {
            return new Refusal(Reason.CertificateRevoked);
        }

        // Whoever typed a code is a stranger, who is told nothing of the partner.
        if (EnrollmentStanding.Refuse(session, certificate.PartnerId, certificate.Scope) is { } standing)
        {
            return withCode ? new Refusal(Reason.EnrollmentCodeInvalid) : standing;
        }

        if (certificate.Origin == CertificateOrigin.Renewed
            && session.RenewalsOf(certificate.PartnerId, certificate.IssuedBy!, now) >= MostRenewals)
        {
            return new Refusal(Reason.CertificateLimitReached)
                .With("limit", "renewals_of_a_certificate").With("most", $"{MostRenewals}");
        }

        if (session.GoodCertificates(certificate.PartnerId, now) >= MostGood)
        {
            return new Refusal(Reason.CertificateLimitReached)
                .With("limit", "certificates_of_a_partner").With("most", $"{MostGood}");
        }

        return session.HasCertificate(certificate.KeyHash!)
            ? new Refusal(Reason.CertificateRequestInvalid).With("problem", new Wording(
                "another certificate has this key; make a new one", "该密钥已用于其他证书；请生成新密钥"))
            : null;
    }

    private static List<string> WithIssued(PartnerDbContext context, string partnerId, string thumbprint)
    {
        var all = new List<string> { thumbprint };
        for (var next = all.ToList(); next.Count > 0;)
        {
            var parents = next;
            next = context.Certificates
                .Where(row => row.PartnerId == partnerId && row.IssuedBy != null && parents.Contains(row.IssuedBy))
                .Select(row => row.Thumbprint).AsEnumerable().Except(all, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal).ToList();
            all.AddRange(next);
        }

        return all;
    }
}
