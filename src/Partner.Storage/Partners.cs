using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>A partner.</summary>
/// <param name="Id">1 to 40 characters of [a-z0-9-].</param>
/// <param name="Name">Name for people.</param>
/// <param name="Status">Whether it may call.</param>
/// <param name="Currency">Currency of its float.</param>
public sealed record PartnerAccount(PartnerId Id, string Name, PartnerStatus Status, Currency Currency);

/// <summary>Partners, their certificates, deposits and credit limits: what operators change.</summary>
public sealed class Partners
{
    private static readonly SqlText InsertPartner = SqlText.InsertIfAbsent(
        "partners", 1, "id, name, status, currency, created_at");

    private static readonly SqlText InsertFloat = SqlText.InsertIfAbsent(
        "balances", 2, "partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at");

    private static readonly SqlText UpdateStatus = new(
        "partners.set-status", "UPDATE partners SET status = @p1 WHERE id = @p0");

    private static readonly SqlText SelectPartner = new(
        "partners.read", "SELECT name, status, currency FROM partners WHERE id = @p0");

    private static readonly SqlText InsertCertificate = SqlText.InsertIfAbsent(
        "certificates", 1, "thumbprint, partner_id, outlet, permissions, subject, not_after, registered_at");

    private static readonly SqlText RevokeCertificate = new(
        "certificates.revoke",
        "UPDATE certificates SET revoked_at = COALESCE(revoked_at, @p1) WHERE thumbprint = @p0");

    private static readonly SqlText SelectCertificate = new(
        "certificates.read",
        "SELECT c.partner_id, COALESCE(p.status, 1), c.outlet, c.permissions, c.revoked_at FROM certificates c " +
        "LEFT JOIN partners p ON p.id = c.partner_id " +
        "WHERE c.thumbprint = @p0 AND (p.id IS NOT NULL OR c.partner_id = '')");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Partners(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Adds a partner with an empty float.</summary>
    /// <param name="by">Who adds it, and why; the program itself where it is left out.</param>
    /// <returns>Whether it was new.</returns>
    public Task<bool> AddAsync(
        PartnerAccount partner, DateTimeOffset now, ActionBy? by = null) => _writer.RunAloneAsync(session =>
    {
        var chain = session.LockChain(partner.Id);
        var added = session.Commands.Execute(
            InsertPartner,
            partner.Id.Value,
            partner.Name,
            (int)partner.Status,
            partner.Currency.Code,
            now.UtcTicks) == 1;
        session.Commands.Execute(
            InsertFloat, partner.Id.Value, partner.Currency.Code, 0L, 0L, 0L, 0L, DateTimeOffset.MinValue.UtcTicks);
        if (added)
        {
            chain.Record(PartnerActions.Add(partner, by), now);
        }

        return added;
    });

    /// <summary>Suspends or resumes a partner.</summary>
    /// <param name="status">The new status.</param>
    /// <param name="by">Who does, and why; the program itself where it is left out.</param>
    /// <returns>Whether there is such a partner.</returns>
    public Task<bool> SetStatusAsync(
        PartnerId partnerId, PartnerStatus status, DateTimeOffset now, ActionBy? by = null) =>
        _writer.RunAloneAsync(session =>
        {
            if (Read(session.Commands, partnerId) is null)
            {
                return false;
            }

            var chain = session.LockChain(partnerId);
            var before = Read(session.Commands, partnerId)!.Status;
            if (before != status)
            {
                session.Commands.Execute(UpdateStatus, partnerId.Value, (int)status);
                chain.Record(PartnerActions.SetStatus(partnerId, before, status, by), now);
            }

            return true;
        });

    /// <summary>Finds a partner.</summary>
    /// <param name="partnerId">Its id.</param>
    public Task<PartnerAccount?> FindAsync(PartnerId partnerId, CancellationToken cancel) => _readers.ReadAsync(
        session => Read(session.Commands, partnerId), cancel);

    /// <summary>All partners, by id.</summary>
    public Task<List<PartnerAccount>> ListAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Partners.OrderBy(row => row.Id).AsEnumerable().Select(row => new PartnerAccount(
            new PartnerId(row.Id), row.Name, (PartnerStatus)row.Status, Currency.Of(row.Currency))).ToList(),
        cancel);

    /// <summary>Lists partners by id.</summary>
    /// <param name="after">Only those behind this id; null from the first.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<PartnerAccount>> ListAsync(string? after, int most, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Partners
                .Where(row => after == null || string.Compare(row.Id, after) > 0)
                .OrderBy(row => row.Id)
                .Take(most)
                .AsEnumerable()
                .Select(row => new PartnerAccount(
                    new PartnerId(row.Id), row.Name, (PartnerStatus)row.Status, Currency.Of(row.Currency)))
                .ToList(),
            cancel);

    /// <summary>Sets how far the float may go below zero. Lowering it is always possible.</summary>
    /// <param name="partnerId">The partner; it must exist.</param>
    /// <param name="limit">0 to <see cref="FloatPosition.Most"/>, in the partner's currency.</param>
    /// <param name="by">Who sets it, and why; the program itself where it is left out.</param>
    /// <returns>The float after the change.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is above it.</exception>
    public Task<FloatPosition> SetCreditLimitAsync(
        PartnerId partnerId, Money limit, DateTimeOffset now, ActionBy? by = null) =>
        _writer.RunAsync(
            partnerId,
            footprint => footprint.AddFloat(partnerId, limit.Currency),
            set =>
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThan(limit.Minor, FloatPosition.Most, nameof(limit));
                var before = set.Float(partnerId, limit.Currency);
                var position = before with { CreditLimit = limit.Minor };
                if (position != before)
                {
                    set.SetFloat(partnerId, position);
                    set.Record(partnerId, PartnerActions.SetCreditLimit(partnerId, before, position, by), now);
                }

                return position;
            });

    /// <summary>Credits money that a partner paid in: once for each request id.</summary>
    /// <param name="partnerId">The partner; it must exist.</param>
    /// <param name="requestId">The operator's id of the payment.</param>
    /// <param name="depositId">A new id for the transfer.</param>
    /// <param name="amount">Above zero, in the partner's currency.</param>
    /// <param name="by">Who credits it, and why; the program itself where it is left out.</param>
    /// <returns>The transfer's id and whether the request id had been used before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The amount is not above zero, or the float would exceed <see cref="FloatPosition.Most"/>.
    /// </exception>
    public Task<Result<(string TransferId, bool Replayed)>> DepositAsync(
        PartnerId partnerId,
        RequestId requestId,
        string depositId,
        Money amount,
        DateTimeOffset now,
        ActionBy? by = null) =>
        _writer.RunAsync<Result<(string, bool)>>(
            partnerId,
            footprint =>
            {
                footprint.AddRequest(partnerId, requestId);
                footprint.AddFloat(partnerId, amount.Currency);
            },
            set =>
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(amount.Minor, 1, nameof(amount));
                var hash = InputHash.OfDeposit(amount);
                if (set.Used(partnerId, requestId) is { } used)
                {
                    return used.Method == RequestMethod.Deposit && used.Hash == hash
                        ? (used.ResourceId, used.ResourceId != depositId)
                        : new Refusal(Reason.RequestIdConflict);
                }

                var before = set.Float(partnerId, amount.Currency);
                var room = FloatPosition.Most - Math.Max(0, before.Posted);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(amount.Minor, room, nameof(amount));
                set.Use(partnerId, requestId, new UsedRequest(RequestMethod.Deposit, hash, depositId), now);
                LedgerTable.Insert(set, partnerId, Postings.Deposit(depositId, amount), now);
                set.Record(
                    partnerId, PartnerActions.Deposit(partnerId, requestId, depositId, amount, before, by), now);
                return (depositId, false);
            });

    /// <summary>
    /// Registers a certificate to a partner, or to the operator: then it belongs to no partner and may do nothing else,
    /// so that none is both.
    /// </summary>
    /// <param name="certificate">Who calls with it, and what the caller may do.</param>
    /// <param name="subject">Its subject, for people.</param>
    /// <param name="notAfter">When it ends (UTC).</param>
    /// <param name="by">Who registers it, and why; the program itself where it is left out.</param>
    /// <returns>Whether it was new; one that is registered already is left as it is.</returns>
    /// <exception cref="ArgumentException">It would be a partner's and the operator's.</exception>
    public Task<bool> RegisterAsync(
        Registration certificate,
        string subject,
        DateTimeOffset notAfter,
        DateTimeOffset now,
        ActionBy? by = null)
    {
        var ofOperator = certificate.PartnerId == RecordedAction.CommonChain;
        if (ofOperator
            ? certificate is not { Permissions: Permissions.Operator, Outlet: null }
            : certificate.Permissions.HasFlag(Permissions.Operator))
        {
            throw new ArgumentException("A certificate is a partner's or the operator's.", nameof(certificate));
        }

        return _writer.RunAloneAsync(session =>
        {
            var chain = session.LockChain(certificate.PartnerId);
            var added = session.Commands.Execute(
                InsertCertificate,
                certificate.Thumbprint,
                certificate.PartnerId.Value,
                certificate.Outlet,
                (int)certificate.Permissions,
                subject,
                notAfter.UtcTicks,
                now.UtcTicks) == 1;
            if (added)
            {
                chain.Record(PartnerActions.Register(certificate, notAfter, by), now);
            }

            return added;
        });
    }

    /// <summary>Revokes a certificate for ever.</summary>
    /// <param name="thumbprint">SHA-256, lower-case hex.</param>
    /// <param name="by">Who revokes it, and why; the program itself where it is left out.</param>
    /// <returns>Whether there is such a certificate.</returns>
    public Task<bool> RevokeAsync(string thumbprint, DateTimeOffset now, ActionBy? by = null) =>
        _writer.RunAloneAsync(session =>
        {
            // Whose it is never changes; whether it is revoked may, until its partner is locked.
            if (Read(session.Commands, thumbprint) is not { } known)
            {
                return false;
            }

            var chain = session.LockChain(known.PartnerId);
            known = Read(session.Commands, thumbprint)!;
            if (known.RevokedAt is null)
            {
                session.Commands.Execute(RevokeCertificate, thumbprint, now.UtcTicks);
                chain.Record(PartnerActions.Revoke(known, now, by), now);
            }

            return true;
        });

    /// <summary>Finds a certificate's registration.</summary>
    /// <param name="thumbprint">SHA-256, lower-case hex.</param>
    /// <returns>The registration; null when it is not registered.</returns>
    public Task<Registration?> FindCertificateAsync(string thumbprint, CancellationToken cancel) => _readers.ReadAsync(
        session => Read(session.Commands, thumbprint), cancel);

    private static PartnerAccount? Read(CommandCache commands, PartnerId partnerId) => commands.First(
        SelectPartner,
        row => new PartnerAccount(
            partnerId, row.GetString(0), (PartnerStatus)row.GetInt32(1), Currency.Of(row.GetString(2))),
        partnerId.Value);

    private static Registration? Read(CommandCache commands, string thumbprint) => commands.First(
        SelectCertificate,
        row => new Registration(
            thumbprint,
            new PartnerId(row.GetString(0)),
            (PartnerStatus)row.GetInt32(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            (Permissions)row.GetInt32(3),
            row.IsDBNull(4) ? null : Mapping.Instant(row.GetInt64(4))),
        thumbprint);
}
