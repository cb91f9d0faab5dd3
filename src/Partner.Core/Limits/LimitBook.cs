namespace Partner.Core.Limits;

/// <summary>
/// A partner's limits at one moment, arranged so that what holds is found without searching. Of each setter, a limit of
/// one goes before that of all at its outlet, and this before that of all; of both setters the tighter one holds.
/// </summary>
public sealed class LimitBook
{
    private const LimitKind FirstOfSales = LimitKind.TopUpAmount;
    private const LimitKind LastOfSales = LimitKind.HourCards;

    private readonly Dictionary<(LimitKind Kind, LimitScope Scope), long>? _operators;
    private readonly Dictionary<(LimitKind Kind, LimitScope Scope), long>? _partners;
    private readonly ulong _pairs;

    /// <summary>Arranges limits.</summary>
    /// <param name="limits">Those of one partner, in any order.</param>
    public LimitBook(IReadOnlyList<Limit> limits)
    {
        All = limits;
        _operators = Of(limits, LimitSetter.Operator);
        _partners = Of(limits, LimitSetter.Partner);
        foreach (var limit in limits)
        {
            _pairs |= BitOf(limit.Kind, limit.Scope.Subject);
            LimitsSales |= limit.Kind is >= FirstOfSales and <= LastOfSales;
            LimitsCalls |= limit.Kind is LimitKind.CallsPerSecond or LimitKind.CallsAtOnce;
        }
    }

    /// <summary>No limits.</summary>
    public static LimitBook Empty { get; } = new([]);

    /// <summary>All of them.</summary>
    public IReadOnlyList<Limit> All { get; }

    /// <summary>Whether any of them is about sales.</summary>
    public bool LimitsSales { get; }

    /// <summary>Whether any of them is about the pace of calls.</summary>
    public bool LimitsCalls { get; }

    /// <summary>What holds; null where nothing limits it.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="subject">Whom.</param>
    /// <param name="outlet">The outlet, or where it is; empty when none.</param>
    /// <param name="reference">Its reference; empty when none.</param>
    public long? Holds(LimitKind kind, LimitSubject subject, string outlet, string reference) =>
        (_pairs & BitOf(kind, subject)) == 0
            ? null
            : Tighter(
                Find(_operators, kind, subject, outlet, reference), Find(_partners, kind, subject, outlet, reference));

    /// <summary>What one setter says; null where it says nothing.</summary>
    public long? Says(LimitSetter setter, LimitKind kind, LimitScope scope) => scope.IsAll
        ? FindAll(Of(setter), kind, scope)
        : Find(Of(setter), kind, scope.Subject, scope.Outlet, scope.Reference);

    /// <summary>What holds for a scope, be it one or all of a kind; null where nothing limits it.</summary>
    public long? Holds(LimitKind kind, LimitScope scope) =>
        Tighter(Says(LimitSetter.Operator, kind, scope), Says(LimitSetter.Partner, kind, scope));

    /// <summary>The tighter of two limits, where either may be missing.</summary>
    public static long? Tighter(long? one, long? other) =>
        one is { } value && other is { } second ? Math.Min(value, second) : one ?? other;

    private Dictionary<(LimitKind, LimitScope), long>? Of(LimitSetter setter) =>
        setter == LimitSetter.Operator ? _operators : _partners;

    private static Dictionary<(LimitKind, LimitScope), long>? Of(IReadOnlyList<Limit> limits, LimitSetter setter)
    {
        Dictionary<(LimitKind, LimitScope), long>? found = null;
        foreach (var limit in limits)
        {
            if (limit.Setter == setter)
            {
                (found ??= [])[(limit.Kind, limit.Scope)] = limit.Value;
            }
        }

        return found;
    }

    private static long? Find(
        Dictionary<(LimitKind, LimitScope), long>? limits, LimitKind kind, LimitSubject subject, string outlet,
        string reference)
    {
        if (limits is null)
        {
            return null;
        }

        return limits.TryGetValue((kind, LimitScope.One(subject, outlet, reference)), out var own)
            ? own
            : FindAll(limits, kind, LimitScope.EachAt(subject, outlet));
    }

    private static long? FindAll(
        Dictionary<(LimitKind, LimitScope), long>? limits, LimitKind kind, LimitScope scope) =>
        limits is null ? null
        : limits.TryGetValue((kind, scope), out var there) ? there
        : limits.TryGetValue((kind, LimitScope.Each(scope.Subject)), out var everywhere) ? everywhere
        : null;

    private static ulong BitOf(LimitKind kind, LimitSubject subject) => 1UL << ((((int)kind - 1) * 8) + (int)subject);
}
