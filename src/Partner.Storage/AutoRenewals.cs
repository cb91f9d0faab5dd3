using Partner.Core.Actions;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Renewals;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>What became of a creation.</summary>
/// <param name="Id">The auto-renewal that its request id stands for.</param>
/// <param name="Replayed">Whether it was created before.</param>
public sealed record CreatedRenewal(RenewalId Id, bool Replayed);

/// <summary>An auto-renewal after somebody wanted to change it.</summary>
/// <param name="Now">As it is stored.</param>
/// <param name="Changed">
/// Whether that is what was decided; otherwise somebody else changed it before, and it has to be decided anew.
/// </param>
public sealed record RenewalOutcome(AutoRenewal Now, bool Changed);

/// <summary>How much is to be looked at now.</summary>
/// <param name="Due">How many auto-renewals.</param>
/// <param name="OldestAt">Since when the first of them is due (UTC); null when none is.</param>
public sealed record RenewalBacklog(int Due, DateTimeOffset? OldestAt);

/// <summary>
/// Auto-renewals: changed under the partner's lock, where it is also known what the request id of the present attempt
/// was used for. An attempt that is left without a top-up is abandoned in the same transaction, so that nothing is ever
/// sold by it. Who looks at one holds a lease for a while; it only saves work.
/// </summary>
public sealed class AutoRenewals
{
    private static readonly SqlText Claim = new(
        "auto_renewals.claim",
        "UPDATE auto_renewals SET lease_owner = @p2, lease_until = @p3 " +
        "WHERE partner_id = @p0 AND id = @p1 AND due_at <= @p4 AND lease_until <= @p5");

    private static readonly SqlText Release = new(
        "auto_renewals.release",
        "UPDATE auto_renewals SET lease_owner = NULL, lease_until = 0 " +
        "WHERE partner_id = @p0 AND id = @p1 AND lease_owner = @p2");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal AutoRenewals(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Creates one, unless its request id created one before.</summary>
    /// <param name="created">The auto-renewal, and what is told of it.</param>
    /// <param name="contact">The customer's number, kept where this creates the auto-renewal; null for none.</param>
    /// <param name="arrival">The call; null where it arrives now and nobody can leave.</param>
    /// <param name="by">Who sets it up, for the action log; null where nobody is to be recorded.</param>
    /// <returns>
    /// What the request id stands for; AUTO_RENEWAL_EXISTS with <c>auto_renewal</c> where another of the plan and card
    /// is not over; OVERLOADED where too much waits, or the call arrived too long ago.
    /// </returns>
    /// <exception cref="OperationCanceledException">
    /// The caller left before the first attempt: nothing is saved.
    /// </exception>
    public Task<Result<CreatedRenewal>> CreateAsync(
        RenewalChange created, KeptContact? contact = null, Arrival? arrival = null, ActionBy? by = null)
    {
        var renewal = created.After with { ContactId = contact?.Id };
        var card = new DuplicateKey(renewal.PartnerId, renewal.Terms.Card.Value, renewal.Terms.PlanCode);
        return _writer.RunAsync<Result<CreatedRenewal>>(
            renewal.PartnerId,
            footprint =>
            {
                footprint.Add(renewal.PartnerId);
                footprint.RenewalRequests.Add(new RequestKey(renewal.PartnerId, renewal.RequestId));
                footprint.RenewedCards.Add(card);
                footprint.RenewalSteps.Add(renewal.PartnerId);
            },
            set =>
            {
                if (set.RenewalOf(renewal.PartnerId, renewal.RequestId) is { } known)
                {
                    return new CreatedRenewal(known, known != renewal.Id);
                }

                if (set.RenewalOf(card) is { } other)
                {
                    return new Refusal(Reason.AutoRenewalExists).With("auto_renewal", $"autoRenewals/{other}");
                }

                set.Insert(created with { After = renewal }, contact);
                if (by is not null)
                {
                    set.Record(renewal.PartnerId, RenewalActions.Create(renewal, by), renewal.CreatedAt);
                }

                return new CreatedRenewal(renewal.Id, false);
            },
            Arrival.Admit<Result<CreatedRenewal>>(arrival, Arrival.Overloaded));
    }

    /// <summary>Changes one, as it is decided on it as it is stored.</summary>
    /// <param name="known">As the caller knows it: nothing is decided on any other version of it.</param>
    /// <param name="decide">
    /// Decides, given the top-up that its present attempt made; null where it made none, and then it never will when
    /// the decision leaves it. Answers null where it has to be decided anew, and a refusal where it cannot be done.
    /// </param>
    /// <param name="now">The time.</param>
    /// <param name="arrival">The call; null where it arrives now and nobody can leave.</param>
    /// <param name="by">Who changes it, for the action log; null for what it does by itself.</param>
    /// <returns>The auto-renewal after it, the refusal, or OVERLOADED.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">
    /// The caller left before the first attempt: nothing is saved.
    /// </exception>
    public Task<Result<RenewalOutcome>> ChangeAsync(
        AutoRenewal known,
        Func<AutoRenewal, TopUpId?, Result<RenewalChange>?> decide,
        DateTimeOffset now,
        Arrival? arrival = null,
        ActionBy? by = null)
    {
        var key = new ResourceKey(known.PartnerId, known.Id.Value);

        // An attempt whose end nobody saw may have been carried out: then the change is this caller's.
        AutoRenewal? attempted = null;
        return _writer.RunAsync<Result<RenewalOutcome>>(
            known.PartnerId,
            footprint =>
            {
                footprint.Renewals.Add(key);
                footprint.RenewalSteps.Add(known.PartnerId);
                footprint.AddRequest(known.PartnerId, known.SaleId);
            },
            set =>
            {
                var current = set.Renewal(key) ?? throw new InvalidOperationException($"{key} does not exist.");
                if (current.Version != known.Version || current == attempted)
                {
                    return new RenewalOutcome(current, current == attempted);
                }

                // Before it is begun, and once it is over, nothing depends on what its id was used for.
                var used = current.Phase == RenewalPhase.Selling
                    ? set.Used(current.PartnerId, current.SaleId)
                    : null;
                TopUpId? sold = used is { Method: RequestMethod.CreateTopUp } && used.Hash == current.SaleHash
                    ? new TopUpId(used.ResourceId)
                    : null;
                if (decide(current, sold) is not { } decided)
                {
                    return new RenewalOutcome(current, false);
                }

                if (decided.Refusal is { } refusal)
                {
                    return refusal;
                }

                attempted = Apply(set, current, decided.Value, used, now);
                if (by is not null && attempted.State != current.State)
                {
                    set.Record(current.PartnerId, RenewalActions.Change(current, attempted, by), now);
                }

                return new RenewalOutcome(attempted, true);
            },
            Arrival.Admit<Result<RenewalOutcome>>(arrival, Arrival.Overloaded));
    }

    /// <summary>Finds one.</summary>
    /// <returns>The auto-renewal; null when the partner has none such.</returns>
    public Task<AutoRenewal?> FindAsync(PartnerId partnerId, RenewalId id, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Renewals
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Id == id.Value)?.ToRecord(),
            cancel);

    /// <summary>Finds the one that a request id created.</summary>
    /// <returns>The auto-renewal; null when the id created none.</returns>
    public Task<AutoRenewal?> FindAsync(PartnerId partnerId, RequestId requestId, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Renewals
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.RequestId == requestId.Value)
                ?.ToRecord(),
            cancel);

    /// <summary>The types of the cards of some auto-renewals.</summary>
    /// <param name="ids">Which: all of them are there.</param>
    public Task<Dictionary<RenewalId, CardType>> CardTypesAsync(
        PartnerId partnerId, IReadOnlyCollection<RenewalId> ids, CancellationToken cancel)
    {
        var keys = ids.Select(id => id.Value).ToList();
        return _readers.ReadAsync(
            session => session.Context.Renewals
                .Where(row => row.PartnerId == partnerId.Value && keys.Contains(row.Id))
                .Select(row => new { row.Id, row.CardType })
                .ToDictionary(row => new RenewalId(row.Id), row => (CardType)row.CardType),
            cancel);
    }

    /// <summary>Lists a partner's, the newest first.</summary>
    /// <param name="card">Only of this card; null for all.</param>
    /// <param name="state">Only in this state; null for all.</param>
    /// <param name="outlet">Only of this outlet; null for all.</param>
    /// <param name="before">Only before this one; null from the newest.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<AutoRenewal>> ListAsync(
        PartnerId partnerId, CardNumber? card, RenewalState? state, string? outlet, string? before, int most,
        CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var rows = session.Context.Renewals.Where(row => row.PartnerId == partnerId.Value);
            rows = before is null ? rows : rows.Where(row => string.Compare(row.Id, before) < 0);
            if (card is not null)
            {
                rows = rows.Where(row => row.Card == card.Value);
            }

            if (state is { } wanted)
            {
                rows = rows.Where(row => row.State == (int)wanted);
            }

            if (outlet is not null)
            {
                // SQL Server overlooks blanks at the end: a mark behind it tells them apart.
                var marked = outlet + ".";
                rows = rows.Where(row => row.Outlet == outlet && row.Outlet + "." == marked);
            }

            return rows.OrderByDescending(row => row.Id).Take(most)
                .AsEnumerable().Select(row => row.ToRecord()).ToList();
        },
        cancel);

    /// <summary>The active ones of some cards, the oldest of each.</summary>
    /// <param name="cards">Which.</param>
    /// <returns>By card, the auto-renewal and its outlet.</returns>
    public Task<Dictionary<CardNumber, (RenewalId Id, string Outlet)>> ActiveAsync(
        PartnerId partnerId, IReadOnlyCollection<CardNumber> cards, CancellationToken cancel)
    {
        var numbers = cards.Select(card => card.Value).Distinct().ToList();
        return _readers.ReadAsync(
            session => session.Context.Renewals
                .Where(row => row.PartnerId == partnerId.Value && numbers.Contains(row.Card)
                    && row.State == (int)RenewalState.Active)
                .Select(row => new { row.Card, row.Id, row.Outlet })
                .AsEnumerable()
                .GroupBy(row => row.Card)
                .Select(rows => rows.MinBy(row => row.Id, StringComparer.Ordinal)!)
                .ToDictionary(row => CardNumber.Stored(row.Card), row => (new RenewalId(row.Id), row.Outlet)),
            cancel);
    }

    /// <summary>Whether any is to be looked at.</summary>
    public Task<bool> AnyDueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var ticks = now.UtcTicks;
        return _readers.ReadAsync(session => session.Context.Renewals.Any(row => row.DueAt <= ticks), cancel);
    }

    /// <summary>
    /// Those that are to be looked at, and that nobody looks at: the longest due of each partner first.
    /// </summary>
    /// <param name="after">Only of partners after this one, by id; empty from the first.</param>
    /// <param name="partners">Of at most this many partners.</param>
    /// <param name="each">At most this many of a partner, so that none keeps the others waiting.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<AutoRenewal>> DueAsync(
        string after, int partners, int each, DateTimeOffset now, CancellationToken cancel)
    {
        var ticks = now.UtcTicks;
        return _readers.ReadAsync(
            session =>
            {
                var renewals = session.Context.Renewals;
                var found = session.Context.Partners
                    .Where(partner => string.Compare(partner.Id, after) > 0 && renewals.Any(row =>
                        row.PartnerId == partner.Id && row.DueAt <= ticks && row.LeaseUntil <= ticks))
                    .OrderBy(partner => partner.Id).Select(partner => partner.Id).Take(partners).ToList();
                return found.SelectMany(id => renewals
                        .Where(row => row.PartnerId == id && row.DueAt <= ticks && row.LeaseUntil <= ticks)
                        .OrderBy(row => row.DueAt).ThenBy(row => row.Id).Take(each)
                        .AsEnumerable().Select(row => row.ToRecord()))
                    .ToList();
            },
            cancel);
    }

    /// <summary>How much is to be looked at.</summary>
    public Task<RenewalBacklog> BacklogAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var ticks = now.UtcTicks;
        return _readers.ReadAsync(
            session =>
            {
                var due = session.Context.Renewals.Where(row => row.DueAt <= ticks);
                return new RenewalBacklog(due.Count(), Mapping.Instant(due.Min(row => row.DueAt)));
            },
            cancel);
    }

    /// <summary>Claims some, so that no other process looks at them at the same time.</summary>
    /// <param name="renewals">Which.</param>
    /// <param name="lease">For whom and how long.</param>
    /// <returns>Those that nobody else has and that are still due.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<AutoRenewal>> ClaimAsync(
        IReadOnlyCollection<AutoRenewal> renewals, Lease lease, DateTimeOffset now) =>
        _writer.RunAloneAsync(session => InOrder(renewals)
            .Where(one => session.Commands.Execute(
                Claim, one.PartnerId.Value, one.Id.Value, lease.Owner, lease.Until.UtcTicks, now.UtcTicks,
                now.UtcTicks) == 1)
            .ToList());

    /// <summary>Gives claims back: others may look at them as soon as they are due again.</summary>
    /// <param name="renewals">Which.</param>
    /// <param name="owner">Who claimed them.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<int> ReleaseAsync(IReadOnlyCollection<AutoRenewal> renewals, string owner) =>
        _writer.RunAloneAsync(session => InOrder(renewals)
            .Sum(one => session.Commands.Execute(Release, one.PartnerId.Value, one.Id.Value, owner)));

    private static AutoRenewal Apply(
        WorkingSet set, AutoRenewal current, RenewalChange change, UsedRequest? used, DateTimeOffset now)
    {
        if (change.After == current)
        {
            return current;
        }

        var after = change.After with { Version = current.Version + 1 };
        var leaves = current.Phase == RenewalPhase.Selling
            && (after.Phase != RenewalPhase.Selling || after.SaleId != current.SaleId);
        if (leaves && used is null)
        {
            SaleReservation.Abandon(set, current.PartnerId, current.SaleId, now);
        }

        set.Set(change with { After = after });
        return after;
    }

    private static IEnumerable<AutoRenewal> InOrder(IEnumerable<AutoRenewal> renewals) =>
        renewals.OrderBy(one => one.PartnerId.Value, StringComparer.Ordinal)
            .ThenBy(one => one.Id.Value, StringComparer.Ordinal);
}
