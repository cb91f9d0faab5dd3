using Partner.Core.Accounts;
using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Approvals;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Ledger;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

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

    private readonly GroupCommit _writer;
    private readonly Readers _readers;
    private readonly Certificates _certificates;

    private readonly Approvals _money;

    internal Partners(GroupCommit writer, Readers readers, Certificates certificates, Approvals money) =>
        (_writer, _readers, _certificates, _money) = (writer, readers, certificates, money);

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

    /// <summary>Suspends or resumes a partner; one that is closed stays so.</summary>
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
            if (before != status && before != PartnerStatus.Closed)
            {
                session.Commands.Execute(UpdateStatus, partnerId.Value, (int)status);
                chain.Record(PartnerActions.SetStatus(partnerId, before, status, by), now);
            }

            return true;
        });

    /// <summary>
    /// Closes a partner for ever, once nothing of it is under way and its float is empty. Its credit limit becomes
    /// zero, so that a sale that was let in just before is refused by the float.
    /// </summary>
    /// <param name="by">Who closes it, and why.</param>
    /// <param name="published">
    /// How many documents were published when no partner was found beneath it: <see cref="Documents.CountAsync"/>.
    /// </param>
    /// <returns>
    /// The partner, closed, also where it was before; as it was, not closed, where others published meanwhile, and the
    /// caller must look again; <see cref="Reason.PartnerNotFound"/>, or <see cref="Reason.PartnerNotEmpty"/>.
    /// </returns>
    public Task<Result<PartnerAccount>> CloseAsync(
        PartnerId partnerId, DateTimeOffset now, ActionBy by, int published) =>
        _writer.RunAloneAsync<Result<PartnerAccount>>(session =>
        {
            if (Read(session.Commands, partnerId) is not { } known)
            {
                return new Refusal(Reason.PartnerNotFound);
            }

            // Nobody becomes its child from here on: whoever sets a parent takes this lock, too.
            if (!Documents.IsAsKnown(session, published, now))
            {
                return known;
            }

            var chain = session.LockChain(partnerId);
            var partner = Read(session.Commands, partnerId)!;
            if (partner.Status == PartnerStatus.Closed)
            {
                return partner;
            }

            if (PartnerClosing.Refuse(session, partner) is { } refusal)
            {
                return refusal;
            }

            var closed = partner with { Status = PartnerStatus.Closed };
            session.Commands.Execute(UpdateStatus, partnerId.Value, (int)closed.Status);
            session.Commands.Execute(PartnerClosing.EndCredit, partnerId.Value);
            chain.Record(PartnerActions.Close(partner, by), now);
            return closed;
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
    public async Task<Result<(string TransferId, bool Replayed)>> DepositAsync(
        PartnerId partnerId,
        RequestId requestId,
        string depositId,
        Money amount,
        DateTimeOffset now,
        ActionBy? by = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount.Minor, 1, nameof(amount));
        var done = by ?? ActionBy.Program;
        var change = new MoneyChange(MoneyChangeKind.Deposit, amount) { RequestId = requestId };
        var made = await _money.MakeAsync(
            partnerId, change, depositId, null, new ApprovalParty(done.Actor, ""), done.Why, now);
        return made.Refusal switch
        {
            null when made.Value.Done => (made.Value.Id, made.Value.Replayed),
            null => new Refusal(Reason.RequestIdConflict),
            { Reason: Reason.InvalidRequest } => throw new ArgumentOutOfRangeException(nameof(amount)),
            var refusal => refusal,
        };
    }

    /// <summary>
    /// Registers a certificate to a partner, or to the operator: then it belongs to no partner and may do nothing else,
    /// so that none is both.
    /// </summary>
    /// <param name="certificate">Who calls with it, and what the caller may do.</param>
    /// <param name="subject">Its subject, for people.</param>
    /// <param name="notAfter">When it ends (UTC).</param>
    /// <param name="by">Who registers it, and why; the program itself where it is left out.</param>
    /// <param name="issued">What its authority calls it; null where nothing but the thumbprint is known.</param>
    /// <returns>As of <see cref="Certificates.RegisterAsync"/>.</returns>
    /// <exception cref="ArgumentException">It would be a partner's and the operator's.</exception>
    public Task<bool> RegisterAsync(
        Registration certificate,
        string subject,
        DateTimeOffset notAfter,
        DateTimeOffset now,
        ActionBy? by = null,
        IssuedAs? issued = null) =>
        _certificates.RegisterAsync(
            new CertificateRecord(
                certificate.PartnerId,
                certificate.Thumbprint,
                new CertificateScope(certificate.Outlet, certificate.Terminal),
                certificate.Permissions,
                subject,
                notAfter,
                now).Called(issued),
            by);

    /// <summary>Revokes a certificate for ever.</summary>
    /// <param name="thumbprint">SHA-256, lower-case hex.</param>
    /// <param name="by">Who revokes it, and why; the program itself where it is left out.</param>
    /// <returns>Whether there is such a certificate.</returns>
    public async Task<bool> RevokeAsync(string thumbprint, DateTimeOffset now, ActionBy? by = null) =>
        await _certificates.RevokeAsync(null, thumbprint, by?.Why ?? "", false, now, by) is not null;

    internal static PartnerAccount? Read(CommandCache commands, PartnerId partnerId) => commands.First(
        SelectPartner,
        row => new PartnerAccount(
            partnerId, row.GetString(0), (PartnerStatus)row.GetInt32(1), Currency.Of(row.GetString(2))),
        partnerId.Value);
}
