using Partner.Core.Actions;
using Partner.Core.Errors;
using Partner.Core.Organisations;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>A partner's rule for references, and how much is registered and not closed.</summary>
/// <param name="RegisteredOnly">Whether only what is registered may sell.</param>
public sealed record OrganisationSummary(bool RegisteredOnly, long Outlets, long Terminals, long Cashiers);

/// <summary>What is wrong with one of several orders.</summary>
/// <param name="Place">Its place among them, from 0.</param>
/// <param name="Refusal">Why.</param>
public sealed record WrongOrder(int Place, Refusal Refusal);

/// <summary>What several orders came to.</summary>
/// <param name="Outcomes">Of each order, in their order; empty where one is wrong.</param>
/// <param name="Wrong">The orders that are wrong; then nothing was changed.</param>
public sealed record OrganisationImport(IReadOnlyList<UnitOutcome> Outcomes, IReadOnlyList<WrongOrder> Wrong);

/// <summary>
/// Partners' outlets, terminals and cashiers: changed under the partner's lock, and numbered there by versions, so that
/// servers bring forward what they know by reading what is behind the version that they have.
/// </summary>
public sealed class Organisations
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Organisations(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Registers a unit, or finds it as it would be.</summary>
    /// <param name="arrival">The call; null where it arrives now and nobody can leave.</param>
    /// <param name="by">Who does it, for the action log; the program itself where it is left out.</param>
    /// <returns>
    /// The unit, or why not: as of <see cref="OrganisationDecision"/>, or <see cref="Reason.Overloaded"/>.
    /// </returns>
    /// <exception cref="OperationCanceledException">
    /// The caller left before the first attempt: nothing is saved.
    /// </exception>
    public Task<Result<UnitChange>> CreateAsync(
        PartnerId partnerId, UnitOrder order, DateTimeOffset now, Arrival? arrival = null, ActionBy? by = null) =>
        ApplyAsync(
            partnerId,
            order,
            set => OrganisationDecision.Create(
                partnerId, order, set.UnitLike(partnerId, order.Key), OutletOf(set, partnerId, order.Key), now),
            now,
            arrival,
            by);

    /// <summary>Changes a unit that is registered.</summary>
    /// <param name="arrival">As of <see cref="CreateAsync"/>.</param>
    /// <param name="by">As of <see cref="CreateAsync"/>.</param>
    /// <returns>As of <see cref="CreateAsync"/>.</returns>
    /// <exception cref="OperationCanceledException">As of <see cref="CreateAsync"/>.</exception>
    public Task<Result<UnitChange>> ChangeAsync(
        PartnerId partnerId, UnitOrder order, DateTimeOffset now, Arrival? arrival = null, ActionBy? by = null) =>
        ApplyAsync(
            partnerId,
            order,
            set => OrganisationDecision.Change(order, set.UnitLike(partnerId, order.Key), now),
            now,
            arrival,
            by);

    /// <summary>Carries orders out, outlets first: all of them, or none.</summary>
    /// <param name="orders">The orders, no two about the same unit.</param>
    /// <param name="validateOnly">Whether to change nothing in any case.</param>
    /// <param name="arrival">As of <see cref="CreateAsync"/>.</param>
    /// <param name="by">As of <see cref="CreateAsync"/>.</param>
    /// <exception cref="OperationCanceledException">As of <see cref="CreateAsync"/>.</exception>
    public Task<Result<OrganisationImport>> ImportAsync(
        PartnerId partnerId, IReadOnlyList<UnitOrder> orders, bool validateOnly, DateTimeOffset now,
        Arrival? arrival = null, ActionBy? by = null) => _writer.RunAsync<Result<OrganisationImport>>(
        partnerId,
        footprint =>
        {
            foreach (var order in orders)
            {
                Declare(footprint, partnerId, order.Key);
            }
        },
        set => Import(set, partnerId, orders, validateOnly, now, by),
        Arrival.Admit<Result<OrganisationImport>>(arrival, Arrival.Overloaded));

    /// <summary>Sets whether only what is registered may sell.</summary>
    /// <param name="arrival">As of <see cref="CreateAsync"/>.</param>
    /// <param name="by">As of <see cref="CreateAsync"/>.</param>
    /// <returns>Whether that is another value than before; or <see cref="Reason.Overloaded"/>.</returns>
    /// <exception cref="OperationCanceledException">As of <see cref="CreateAsync"/>.</exception>
    public Task<Result<bool>> SetRegisteredOnlyAsync(
        PartnerId partnerId, bool value, DateTimeOffset now, Arrival? arrival = null, ActionBy? by = null) =>
        _writer.RunAsync<Result<bool>>(
            partnerId,
            footprint =>
            {
                footprint.Add(partnerId);
                footprint.Organisations.Add(partnerId);
            },
            set =>
            {
                if (set.RegisteredOnly(partnerId) == value)
                {
                    return false;
                }

                set.SetRegisteredOnly(partnerId, value);
                set.Record(partnerId, OrganisationActions.SetRegisteredOnly(partnerId, value, by), now);
                return true;
            },
            Arrival.Admit<Result<bool>>(arrival, Arrival.Overloaded));

    /// <summary>The rule and the numbers of a partner.</summary>
    /// <param name="outlet">Only of this outlet; null for all.</param>
    public Task<OrganisationSummary> SummaryAsync(PartnerId partnerId, string? outlet, CancellationToken cancel) =>
        _readers.ReadAsync(
            session =>
            {
                var units = session.Context.OrganisationUnits.Where(
                    row => row.PartnerId == partnerId.Value && row.Status != (int)UnitStatus.Closed);
                units = outlet is null ? units : units.Where(
                    row => row.Outlet == outlet || (row.Outlet == "" && row.UnitReference == outlet));
                var counts = units.GroupBy(row => row.Kind)
                    .Select(rows => new { rows.Key, Count = rows.LongCount() })
                    .ToDictionary(rows => (UnitKind)rows.Key, rows => rows.Count);
                var rule = session.Context.Organisations.FirstOrDefault(row => row.PartnerId == partnerId.Value);
                return new OrganisationSummary(
                    rule?.RegisteredOnly ?? false,
                    counts.GetValueOrDefault(UnitKind.Outlet),
                    counts.GetValueOrDefault(UnitKind.Terminal),
                    counts.GetValueOrDefault(UnitKind.Cashier));
            },
            cancel);

    /// <summary>Finds a unit.</summary>
    /// <returns>The unit; null when it is not registered.</returns>
    public Task<OrganisationUnit?> FindAsync(PartnerId partnerId, UnitKey key, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.OrganisationUnits
                .Where(row => row.PartnerId == partnerId.Value && row.Kind == (int)key.Kind
                    && row.Outlet == key.Outlet && row.UnitReference == key.Reference)
                .AsEnumerable().Select(row => row.ToRecord()).FirstOrDefault(unit => unit.Key == key),
            cancel);

    /// <summary>Lists units of a kind, by outlet and reference.</summary>
    /// <param name="outlet">Only of this outlet; null for all. Ignored for outlets.</param>
    /// <param name="status">Only with this status; null for all.</param>
    /// <param name="after">Only behind this one; null from the first.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<OrganisationUnit>> ListAsync(
        PartnerId partnerId, UnitKind kind, string? outlet, UnitStatus? status, UnitKey? after, int most,
        CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var rows = session.Context.OrganisationUnits
                .Where(row => row.PartnerId == partnerId.Value && row.Kind == (int)kind);
            if (status is { } wanted)
            {
                rows = rows.Where(row => row.Status == (int)wanted);
            }

            if (kind == UnitKind.Outlet || outlet is not null)
            {
                return Page(rows.Where(row => row.Outlet == (outlet ?? "")), after?.Reference, most);
            }

            if (after is not { } place)
            {
                return Page(rows, null, most);
            }

            // In two steps, so that each reads one stretch of the key: the rest of the outlet, and those behind it.
            var page = Page(rows.Where(row => row.Outlet == place.Outlet), place.Reference, most);
            page.AddRange(Page(
                rows.Where(row => string.Compare(row.Outlet, place.Outlet) > 0), null, most - page.Count));
            return page;
        },
        cancel);

    /// <summary>The versions of all organisations: few, and none where nothing is registered.</summary>
    public Task<Dictionary<PartnerId, (long Version, bool RegisteredOnly)>> VersionsAsync(CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Organisations
                .Select(row => new { row.PartnerId, row.Version, row.RegisteredOnly })
                .AsEnumerable()
                .ToDictionary(row => new PartnerId(row.PartnerId), row => (row.Version, row.RegisteredOnly)),
            cancel);

    /// <summary>What changed in an organisation behind a version.</summary>
    /// <param name="version">The version that is known; 0 for all.</param>
    public Task<(List<UnitFact> Units, List<ClosedDay> Days)> ChangesAsync(
        PartnerId partnerId, long version, CancellationToken cancel) => _readers.ReadAsync(
        session => session.AtOneMoment(context => (
            context.OrganisationUnits
                .Where(row => row.PartnerId == partnerId.Value && row.ChangedIn > 0 && row.ChangedIn > version)
                .Select(row => new { row.Kind, row.Outlet, row.UnitReference, row.Status })
                .AsEnumerable()
                .Select(row => new UnitFact(
                    new UnitKey((UnitKind)row.Kind, row.Outlet, row.UnitReference), (UnitStatus)row.Status))
                .ToList(),
            context.ClosedDays
                .Where(row => row.PartnerId == partnerId.Value && row.ChangedIn > 0 && row.ChangedIn > version)
                .Select(row => new { row.Outlet, row.Terminal, row.Through })
                .AsEnumerable()
                .Select(row => new ClosedDay(row.Outlet, row.Terminal, DateOnly.FromDayNumber(row.Through)))
                .ToList())),
        cancel);

    private static List<OrganisationUnit> Page(IQueryable<OrganisationUnitRow> rows, string? after, int most) =>
        (after is null ? rows : rows.Where(row => string.Compare(row.UnitReference, after) > 0))
        .OrderBy(row => row.Outlet).ThenBy(row => row.UnitReference).Take(Math.Max(0, most))
        .AsEnumerable().Select(row => row.ToRecord()).ToList();

    private static OrganisationImport Import(
        WorkingSet set, PartnerId partnerId, IReadOnlyList<UnitOrder> orders, bool validateOnly, DateTimeOffset now,
        ActionBy? by)
    {
        var outlets = new Dictionary<UnitKey, OrganisationUnit>();
        var changes = new UnitChange?[orders.Count];
        var wrong = new List<WrongOrder>();
        foreach (var place in Enumerable.Range(0, orders.Count).OrderBy(place => orders[place].Key.Kind))
        {
            var order = orders[place];
            var outletKey = UnitKey.OfOutlet(order.Key.Outlet);
            var outlet = outlets.GetValueOrDefault(outletKey) ?? OutletOf(set, partnerId, order.Key);
            var change = OrganisationDecision.Set(
                partnerId, order, set.UnitLike(partnerId, order.Key), outlet, now);
            if (change.Refusal is { } refusal)
            {
                wrong.Add(new WrongOrder(place, refusal));
                continue;
            }

            changes[place] = change.Value;
            if (order.Key.Kind == UnitKind.Outlet)
            {
                outlets[order.Key] = change.Value.Unit;
            }
        }

        if (wrong.Count > 0)
        {
            return new OrganisationImport([], [.. wrong.OrderBy(one => one.Place)]);
        }

        foreach (var change in changes.OfType<UnitChange>().Where(_ => !validateOnly))
        {
            Store(set, change, now, by);
        }

        return new OrganisationImport([.. changes.OfType<UnitChange>().Select(change => change.Outcome)], []);
    }

    private Task<Result<UnitChange>> ApplyAsync(
        PartnerId partnerId, UnitOrder order, Func<WorkingSet, Result<UnitChange>> decide, DateTimeOffset now,
        Arrival? arrival, ActionBy? by) =>
        _writer.RunAsync(
            partnerId,
            footprint => Declare(footprint, partnerId, order.Key),
            set =>
            {
                var change = decide(set);
                if (change.Refusal is null)
                {
                    Store(set, change.Value, now, by);
                }

                return change;
            },
            Arrival.Admit<Result<UnitChange>>(arrival, Arrival.Overloaded));

    private static void Declare(Footprint footprint, PartnerId partnerId, UnitKey key)
    {
        footprint.Add(partnerId);
        footprint.Organisations.Add(partnerId);
        footprint.Units.Add(WorkingSet.LookOf(partnerId, key));
        if (key.Kind != UnitKind.Outlet)
        {
            footprint.Units.Add(WorkingSet.LookOf(partnerId, UnitKey.OfOutlet(key.Outlet)));
        }
    }

    private static OrganisationUnit? OutletOf(WorkingSet set, PartnerId partnerId, UnitKey key)
    {
        var outlet = UnitKey.OfOutlet(key.Outlet);
        return key.Kind != UnitKind.Outlet && set.UnitLike(partnerId, outlet) is { } found && found.Key == outlet
            ? found
            : null;
    }

    private static void Store(WorkingSet set, UnitChange change, DateTimeOffset now, ActionBy? by)
    {
        if (change.Outcome != UnitOutcome.Unchanged)
        {
            var before = set.UnitLike(change.Unit.PartnerId, change.Unit.Key);
            set.Set(change.Unit);
            set.Record(change.Unit.PartnerId, OrganisationActions.Set(before, change.Unit, by), now);
        }
    }
}
