using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Pricing;

namespace Partner.Core.Tests.Settlements.RandomMonths;

/// <summary>Something that happens to the books of a random world.</summary>
internal abstract record WorldEvent(DateTimeOffset At);

/// <summary>A top-up succeeds.</summary>
internal sealed record Sold(
    DateTimeOffset At, string Seller, string TopUp, PriceBreakdown Price, IReadOnlyList<CommissionLevel> Levels)
    : WorldEvent(At);

/// <summary>A top-up is reversed, as a whole or in part.</summary>
internal sealed record TakenBack(DateTimeOffset At, Sold Sale, RefundShare Share) : WorldEvent(At);

/// <summary>A month is settled.</summary>
internal sealed record Closed(DateTimeOffset At, string Period) : WorldEvent(At);

/// <summary>What a settlement came to, as both implementations must see it.</summary>
internal sealed record Outcome(
    string Payee,
    string Currency,
    long Total,
    string Lines,
    string Taxes);
