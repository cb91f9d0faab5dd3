using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.TopUps;

namespace Partner.Storage;

/// <summary>
/// When something was saved: from an instant on, before another. Identifiers are ordered by their making, so that a
/// range of times is one of identifiers, too: these bound the search, the times decide.
/// </summary>
/// <param name="From">The first instant; null from the beginning.</param>
/// <param name="FromId">No identifier made at the first instant or later is less; empty for all.</param>
/// <param name="To">The end, exclusive; null until now.</param>
/// <param name="ToId">Every identifier made before the end is less; null for all.</param>
public sealed record SavedWithin(DateTimeOffset? From, string FromId, DateTimeOffset? To, string? ToId);

/// <summary>Selects a partner's top-ups; every value that is set must match.</summary>
public sealed record SalesFilter
{
    /// <summary>The outlet.</summary>
    public string? Outlet { get; init; }

    /// <summary>The terminal.</summary>
    public string? Terminal { get; init; }

    /// <summary>The cashier.</summary>
    public string? Cashier { get; init; }

    /// <summary>The till's business day.</summary>
    public DateOnly? BusinessDate { get; init; }

    /// <summary>When it was saved.</summary>
    public SavedWithin? Saved { get; init; }

    /// <summary>The state.</summary>
    public TopUpState? State { get; init; }

    /// <summary>The card.</summary>
    public CardNumber? Card { get; init; }

    /// <summary>The last digits of the card: compared row by row, so that little is found where much is read.</summary>
    public string? CardEnds { get; init; }

    /// <summary>The request id of the sale.</summary>
    public RequestId? RequestId { get; init; }

    /// <summary>The counter of the receipt number.</summary>
    public long? ReceiptCounter { get; init; }

    /// <summary>The partner's own reference.</summary>
    public string? ClientReference { get; init; }

    /// <summary>The issuer's reference.</summary>
    public string? IssuerReference { get; init; }
}

/// <summary>A page of a list.</summary>
/// <param name="TopUps">The top-ups, newest first; fewer than asked for where looking for more would take long.</param>
/// <param name="Next">The id before which the list goes on; null where it has ended.</param>
public sealed record SalesPage(IReadOnlyList<TopUpRecord> TopUps, string? Next);

/// <summary>The sums of the top-ups in one state and currency.</summary>
/// <param name="State">
/// SUCCEEDED: all that succeeded, also those taken back since. REVERSED: what was taken back, by its reversals' tills.
/// </param>
/// <param name="Count">How many.</param>
/// <param name="Face">Sum of the face values.</param>
/// <param name="CustomerPays">Sum of what customers paid.</param>
/// <param name="NetDebit">Sum of the debits.</param>
/// <param name="Commission">Sum of the commissions.</param>
public sealed record SalesTotal(
    TopUpState State, long Count, Money Face, Money CustomerPays, Money NetDebit, Money Commission);

/// <summary>The totals of a filter.</summary>
/// <param name="Lines">A line per state and currency that occurs, in the order of the states.</param>
/// <param name="UnfinishedReversals">Reversals whose end is outstanding.</param>
public sealed record SalesTotals(IReadOnlyList<SalesTotal> Lines, long UnfinishedReversals);
