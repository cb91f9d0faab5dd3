using System.Collections.Concurrent;
using Partner.Core.Errors;
using Partner.Core.Texts;

namespace Partner.Core.Organisations;

/// <summary>A unit's status as it became in a version of the partner's organisation.</summary>
public readonly record struct UnitFact(UnitKey Key, UnitStatus Status);

/// <summary>Through which business day a terminal's days are closed.</summary>
/// <param name="Outlet">Its outlet; may be empty.</param>
/// <param name="Terminal">The terminal; need not be registered.</param>
public readonly record struct ClosedDay(string Outlet, string Terminal, DateOnly Through);

/// <summary>
/// What is known of a partner's organisation when a sale is looked at: in memory, for tens of thousands of units. One
/// writer brings it forward while others read; each fact is at least as new as <see cref="Version"/>.
/// </summary>
public sealed class OrganisationView
{
    private readonly ConcurrentDictionary<UnitKey, UnitStatus> _units = new();
    private readonly ConcurrentDictionary<(UnitKind Kind, string Outlet), int> _open = new();
    private readonly ConcurrentDictionary<(string Outlet, string Terminal), DateOnly> _closed = new();
    private long _version;
    private volatile bool _registeredOnly;

    /// <summary>Of a partner that registered nothing and closed no day: nothing is refused.</summary>
    public static OrganisationView None { get; } = new();

    /// <summary>The version that it has at least; 0 for nothing.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Whether only what is registered may sell.</summary>
    public bool RegisteredOnly => _registeredOnly;

    /// <summary>How many units it holds.</summary>
    public int Count => _units.Count;

    /// <summary>Brings it forward.</summary>
    /// <param name="version">The version that it has then.</param>
    /// <param name="registeredOnly">The rule in that version.</param>
    /// <param name="units">All units that changed since the version before.</param>
    /// <param name="days">All terminals of which a day was closed since.</param>
    public void Advance(long version, bool registeredOnly, IEnumerable<UnitFact> units, IEnumerable<ClosedDay> days)
    {
        foreach (var (key, status) in units)
        {
            var was = _units.TryGetValue(key, out var before) && before != UnitStatus.Closed;
            _units[key] = status;
            var change = (status != UnitStatus.Closed ? 1 : 0) - (was ? 1 : 0);
            if (key.Kind != UnitKind.Outlet && change != 0)
            {
                _open.AddOrUpdate((key.Kind, key.Outlet), change, (_, count) => count + change);
            }
        }

        foreach (var day in days)
        {
            _closed[(day.Outlet, day.Terminal)] = day.Through;
        }

        _registeredOnly = registeredOnly;
        Interlocked.Exchange(ref _version, version);
    }

    /// <summary>Why an outlet may not sell, or set up what sells later.</summary>
    /// <param name="outlet">Its reference; empty when none is named.</param>
    /// <returns>The refusal; null where it may.</returns>
    public Refusal? RefuseOutlet(string outlet)
    {
        if (outlet.Length == 0)
        {
            return RegisteredOnly ? Required("outlet") : null;
        }

        return Refuse(UnitKey.OfOutlet(outlet), Reason.OutletNotActive);
    }

    /// <summary>Why a till may not sell or refund.</summary>
    /// <param name="outlet">Its outlet; empty when none is named.</param>
    /// <param name="terminal">The terminal likewise.</param>
    /// <param name="cashier">The cashier likewise.</param>
    /// <returns>The refusal; null where it may.</returns>
    public Refusal? RefuseTill(string outlet, string terminal, string cashier) => RefuseOutlet(outlet)
        ?? RefuseNamed(new UnitKey(UnitKind.Terminal, outlet, terminal), Reason.TerminalNotActive)
        ?? RefuseNamed(new UnitKey(UnitKind.Cashier, outlet, cashier), Reason.CashierNotActive);

    /// <summary>The last business day of a terminal that is closed; null when none is.</summary>
    public DateOnly? ClosedThrough(string outlet, string terminal) =>
        _closed.TryGetValue((outlet, terminal), out var day) ? day : null;

    private Refusal? RefuseNamed(UnitKey key, Reason inactive)
    {
        if (key.Reference.Length > 0)
        {
            return Refuse(key, inactive);
        }

        // Whoever leaves the name out must not get around what is said of it.
        return RegisteredOnly && _open.GetValueOrDefault((key.Kind, key.Outlet)) > 0
            ? Required(EnumWord.Lower(key.Kind))
            : null;
    }

    private Refusal? Refuse(UnitKey key, Reason inactive)
    {
        if (!_units.TryGetValue(key, out var status))
        {
            return RegisteredOnly
                ? OrganisationDecision.NotFound(key.Kind).With(EnumWord.Lower(key.Kind), key.Reference)
                : null;
        }

        return status == UnitStatus.Active
            ? null
            : new Refusal(inactive)
                .With(EnumWord.Lower(key.Kind), key.Reference)
                .With("status", EnumWord.Upper(status));
    }

    private static Refusal Required(string field) => Refusal.Of(
        Reason.InvalidRequest,
        new FieldViolation(
            field,
            "is required: your company sells from registered ones only",
            "必须填写：贵公司仅限已登记的网点、终端和收银员销售"));
}
