using Partner.Core.Actions;
using Partner.Core.Arrivals;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>A case after a call or a look.</summary>
/// <param name="Case">As it is stored.</param>
/// <param name="Before">Its state before; null when this opened it.</param>
public sealed record CaseChange(ArrivalCase Case, CaseState? Before);

/// <summary>How many cases wait for an end.</summary>
/// <param name="Open">Those whose clock runs.</param>
/// <param name="Escalated">Those that a person has to look into.</param>
public sealed record CaseCounts(int Open, int Escalated);

/// <summary>
/// Cases of top-ups that were reported as not arrived: one for a top-up, decided under the partner's lock on the top-up
/// as it is then. Who looks into them holds a lease for a while; it only saves work.
/// </summary>
public sealed class ArrivalCases
{
    private static readonly SqlText Claim = new(
        "arrival_cases.claim",
        "UPDATE arrival_cases SET lease_owner = @p2, lease_until = @p3 " +
        "WHERE partner_id = @p0 AND top_up_id = @p1 AND closed_at IS NULL AND lease_until <= @p4");

    private static readonly SqlText Release = new(
        "arrival_cases.release",
        "UPDATE arrival_cases SET lease_owner = NULL, lease_until = 0 " +
        "WHERE partner_id = @p0 AND top_up_id = @p1 AND lease_owner = @p2");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal ArrivalCases(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Opens the case of a top-up, unless it has one.</summary>
    /// <param name="topUp">The top-up as the caller knows it.</param>
    /// <param name="arrival">The call; null where it arrives now and nobody can leave.</param>
    /// <returns>
    /// The case; <see cref="Reason.Overloaded"/> where too much waits, or the call arrived too long ago.
    /// </returns>
    /// <exception cref="OperationCanceledException">
    /// The caller left before the first attempt: nothing is saved.
    /// </exception>
    public Task<Result<CaseChange>> OpenAsync(
        TopUpRecord topUp, ArrivalPolicy policy, DateTimeOffset now, Arrival? arrival = null)
    {
        // An attempt whose end nobody saw may have been carried out: then the case is this caller's.
        var attempted = false;
        return _writer.RunAsync<Result<CaseChange>>(
            topUp.PartnerId,
            footprint => Declare(footprint, topUp),
            set =>
            {
                if (set.Case(KeyOf(topUp)) is { } known)
                {
                    return new CaseChange(known, attempted ? null : known.State);
                }

                var opened = ArrivalDecision.Open(set.Current(topUp), policy, now);
                set.Set(opened);
                attempted = true;
                return new CaseChange(opened, null);
            },
            Arrival.Admit<Result<CaseChange>>(arrival, Arrival.Overloaded));
    }

    /// <summary>Decides a case by what issuer and card said.</summary>
    /// <param name="topUp">The top-up as the caller knows it; read again where it changed.</param>
    /// <param name="found">What they said.</param>
    /// <returns>The case after it; null when there is none.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<CaseChange?> DecideAsync(
        TopUpRecord topUp, CaseEvidence found, ArrivalPolicy policy, DateTimeOffset now) => ChangeAsync(
        topUp, (known, current) => ArrivalDecision.Decide(known, current, found, policy, now));

    /// <summary>Closes a case by an operator's word.</summary>
    /// <param name="topUp">The top-up as the caller knows it.</param>
    /// <param name="outcome">ARRIVED or REPAIRED.</param>
    /// <param name="evidence">What proves it.</param>
    /// <param name="by">Who closes it, and why; the program itself where it is left out.</param>
    /// <returns>The case after it, unchanged where it cannot be closed so; null when there is none.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<CaseChange?> CloseAsync(
        TopUpRecord topUp, CaseState outcome, string evidence, DateTimeOffset now, ActionBy? by = null) =>
        ChangeAsync(
            topUp,
            (known, current) => ArrivalDecision.Close(known, current, outcome, evidence, now),
            (set, before, after) => ResolveActions.Record(set, before, after, evidence, now, by));

    /// <summary>Finds the case of a top-up.</summary>
    /// <returns>The case; null when it was never reported.</returns>
    public Task<ArrivalCase?> FindAsync(PartnerId partnerId, TopUpId topUpId, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Cases
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.TopUpId == topUpId.Value)?.ToRecord(),
            cancel);

    /// <summary>Lists a partner's cases, the newest sale first.</summary>
    /// <param name="scope">Only of sales within it; null for all.</param>
    /// <param name="state">Only in this state; null for all.</param>
    /// <param name="before">Only of sales before this one; null from the newest.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<ArrivalCase>> ListAsync(
        PartnerId partnerId, CertificateScope? scope, CaseState? state, string? before, int most,
        CancellationToken cancel) =>
        _readers.ReadAsync(
            session =>
            {
                var rows = session.Context.Cases.Where(row => row.PartnerId == partnerId.Value);
                rows = before is null ? rows : rows.Where(row => string.Compare(row.TopUpId, before) < 0);
                if (scope?.Outlet is { } outlet)
                {
                    // SQL Server overlooks blanks at the end: a mark behind it tells them apart.
                    var marked = outlet + ".";
                    rows = rows.Where(row => row.Outlet == outlet && row.Outlet + "." == marked);
                }

                if (scope?.Terminal is { } terminal)
                {
                    var marked = terminal + ".";
                    rows = rows.Where(row => session.Context.TopUps.Any(sale =>
                        sale.PartnerId == row.PartnerId && sale.Id == row.TopUpId
                        && sale.Terminal == terminal && sale.Terminal + "." == marked));
                }

                if (state is { } wanted)
                {
                    rows = rows.Where(row => row.State == (int)wanted);
                }

                return rows.OrderByDescending(row => row.TopUpId).Take(most)
                    .AsEnumerable().Select(row => row.ToRecord()).ToList();
            },
            cancel);

    /// <summary>
    /// Lists a page of every partner's cases that are not closed: those whose clock runs by their report, the escalated
    /// by their escalation, the longest first.
    /// </summary>
    /// <param name="state">OPEN or ESCALATED.</param>
    /// <param name="after">When the case before the page got there, and its sale; null from the first.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<ArrivalCase>> ListUnclosedAsync(
        CaseState state, (DateTimeOffset At, TopUpId TopUpId)? after, int most, CancellationToken cancel)
    {
        var (since, id) = (after?.At.UtcTicks ?? 0, after?.TopUpId.Value ?? "");
        return _readers.ReadAsync(
            session => session.Context.Cases
                .Where(row => row.ClosedAt == null && row.State == (int)state)
                .Select(row => new { row, at = row.EscalatedAt ?? row.OpenedAt })
                .Where(one => one.at > since || (one.at == since && string.Compare(one.row.TopUpId, id) > 0))
                .OrderBy(one => one.at).ThenBy(one => one.row.TopUpId)
                .Take(most)
                .AsEnumerable().Select(one => one.row.ToRecord()).ToList(),
            cancel);
    }

    /// <summary>Counts the cases that are not closed.</summary>
    public Task<CaseCounts> CountAsync(CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var counts = session.Context.Cases.Where(row => row.ClosedAt == null).GroupBy(row => row.State)
                .Select(rows => new { rows.Key, Count = rows.Count() })
                .ToDictionary(rows => rows.Key, rows => rows.Count);
            return new CaseCounts(
                counts.GetValueOrDefault((int)CaseState.Open), counts.GetValueOrDefault((int)CaseState.Escalated));
        },
        cancel);

    /// <summary>
    /// The top-ups of cases that are to be looked into: their time has come, or the top-up changed since. Those that
    /// somebody looks into are missing.
    /// </summary>
    /// <param name="most">At most this many, the longest due first.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<TopUpRecord>> DueAsync(DateTimeOffset now, int most, CancellationToken cancel)
    {
        var ticks = now.UtcTicks;
        return _readers.ReadAsync(
            session => session.Context.Cases
                .Where(row => row.ClosedAt == null && row.LeaseUntil <= ticks)
                .Join(
                    session.Context.TopUps,
                    row => new { row.PartnerId, Id = row.TopUpId },
                    topUp => new { topUp.PartnerId, topUp.Id },
                    (row, topUp) => new { row, topUp })
                .Where(pair => pair.row.DueAt <= ticks || pair.topUp.Version != pair.row.TopUpVersion)
                .OrderBy(pair => pair.row.DueAt).ThenBy(pair => pair.row.TopUpId)
                .Take(most)
                .Select(pair => pair.topUp)
                .AsEnumerable().Select(row => row.ToRecord()).ToList(),
            cancel);
    }

    /// <summary>Claims cases, so that no other process looks into them at the same time.</summary>
    /// <param name="topUps">Their top-ups.</param>
    /// <param name="lease">For whom and how long.</param>
    /// <returns>Those that nobody else has.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<TopUpRecord>> ClaimAsync(
        IReadOnlyCollection<TopUpRecord> topUps, Lease lease, DateTimeOffset now) =>
        _writer.RunAloneAsync(session => InOrder(topUps)
            .Where(topUp => session.Commands.Execute(
                Claim, topUp.PartnerId.Value, topUp.Id.Value, lease.Owner, lease.Until.UtcTicks, now.UtcTicks) == 1)
            .ToList());

    /// <summary>Gives claims back: others may look into the cases as soon as these are due again.</summary>
    /// <param name="topUps">Their top-ups.</param>
    /// <param name="owner">Who claimed them.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<int> ReleaseAsync(IReadOnlyCollection<TopUpRecord> topUps, string owner) =>
        _writer.RunAloneAsync(session => InOrder(topUps)
            .Sum(topUp => session.Commands.Execute(Release, topUp.PartnerId.Value, topUp.Id.Value, owner)));

    private Task<CaseChange?> ChangeAsync(
        TopUpRecord topUp,
        Func<ArrivalCase, TopUpRecord, ArrivalCase> decide,
        Action<WorkingSet, ArrivalCase, ArrivalCase>? record = null)
    {
        CaseState? first = null;
        return _writer.RunAsync<CaseChange?>(
            topUp.PartnerId,
            footprint => Declare(footprint, topUp),
            set =>
            {
                if (set.Case(KeyOf(topUp)) is not { } known)
                {
                    return null;
                }

                // When an attempt whose end nobody saw was carried out, the change is this caller's all the same.
                first ??= known.State;
                var changed = decide(known, set.Current(topUp));
                if (changed != known)
                {
                    set.Set(changed);
                    record?.Invoke(set, known, changed);
                }

                return new CaseChange(changed, first);
            });
    }

    private static void Declare(Footprint footprint, TopUpRecord topUp)
    {
        footprint.Add(topUp);
        footprint.Cases.Add(KeyOf(topUp));
    }

    private static ResourceKey KeyOf(TopUpRecord topUp) => new(topUp.PartnerId, topUp.Id.Value);

    private static IEnumerable<TopUpRecord> InOrder(IEnumerable<TopUpRecord> topUps) =>
        topUps.OrderBy(topUp => topUp.PartnerId.Value, StringComparer.Ordinal)
            .ThenBy(topUp => topUp.Id.Value, StringComparer.Ordinal);
}
