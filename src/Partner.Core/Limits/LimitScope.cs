namespace Partner.Core.Limits;

/// <summary>
/// Whom a limit holds for: one of a kind, or all of a kind that have none of their own. Terminals and cashiers are
/// known by their reference within their outlet, as sales carry them.
/// </summary>
/// <param name="Subject">The kind.</param>
/// <param name="Outlet">
/// The outlet, or that of the terminal or cashier; empty: sales that name none, or everywhere.
/// </param>
/// <param name="Reference">The terminal, the cashier, or the certificate's thumbprint; empty otherwise.</param>
/// <param name="IsAll">Whether it holds for each of the kind (at the outlet, where one is named).</param>
public readonly record struct LimitScope(LimitSubject Subject, string Outlet, string Reference, bool IsAll)
{
    /// <summary>The partner as a whole.</summary>
    public static LimitScope Partner { get; } = new(LimitSubject.Partner, "", "", false);

    /// <summary>Each of a kind, wherever it is.</summary>
    /// <param name="subject">The kind.</param>
    public static LimitScope Each(LimitSubject subject) => new(subject, "", "", true);

    /// <summary>Each of a kind at an outlet.</summary>
    /// <param name="subject">Terminals or cashiers.</param>
    /// <param name="outlet">The outlet.</param>
    public static LimitScope EachAt(LimitSubject subject, string outlet) => new(subject, outlet, "", true);

    /// <summary>One of a kind.</summary>
    /// <param name="subject">The kind.</param>
    /// <param name="outlet">The outlet, or where it is.</param>
    /// <param name="reference">Its reference; empty for an outlet.</param>
    public static LimitScope One(LimitSubject subject, string outlet, string reference) =>
        new(subject, outlet, reference, false);
}

/// <summary>A limit as it is stored.</summary>
/// <param name="PartnerId">The partner that it is about.</param>
/// <param name="Setter">Who set it.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Scope">Whom it holds for.</param>
/// <param name="Value">At most this much: 0 or more, in the unit of its kind.</param>
/// <param name="SetAt">When it was last set (UTC).</param>
public sealed record Limit(
    PartnerId PartnerId, LimitSetter Setter, LimitKind Kind, LimitScope Scope, long Value, DateTimeOffset SetAt);
