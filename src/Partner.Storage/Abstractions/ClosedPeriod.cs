using Partner.Core.Settlements;

namespace Partner.Storage.Abstractions;

/// <summary>What became of a request to close a period.</summary>
/// <param name="Refusal">Why it was not closed; None when it was closed now.</param>
/// <param name="Statements">The period's statements, by number: those made now, or those that were there.</param>
/// <param name="EarliestOpen">The earliest month that has to be closed first or now; null when nothing is open.</param>
public sealed record ClosedPeriod(
    PeriodRefusal Refusal, IReadOnlyList<SettlementStatement> Statements, string? EarliestOpen);

/// <summary>How far closing has come.</summary>
/// <param name="Last">The latest closed period; null before the first.</param>
/// <param name="EarliestOpen">
/// The month whose closing was begun and not finished, or else the earliest month after the last one with a commission
/// to count; null: none.
/// </param>
/// <param name="HasLate">
/// Whether closed months have something to count since: a reversal, or a late clock's entry.
/// </param>
public sealed record SettlementProgress(string? Last, string? EarliestOpen, bool HasLate)
{
    /// <summary>The period to close next, once it is over; null while there is nothing to close.</summary>
    public string? Next => EarliestOpen ?? (HasLate && Last is not null ? SettlementPeriod.Next(Last) : null);
}
