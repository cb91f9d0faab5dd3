namespace Partner.Core.Auditing;

/// <summary>A commission entry as it is stored; amounts are minor units.</summary>
public sealed record CommissionFacts
{
    /// <summary>Who earns.</summary>
    public required string PayeeId { get; init; }

    /// <summary>Who sold.</summary>
    public required string SellerId { get; init; }

    /// <summary>The top-up.</summary>
    public required string TopUpId { get; init; }

    /// <summary>0 for the seller, 1 for its parent, up to 3.</summary>
    public required int Level { get; init; }

    /// <summary>The schedule.</summary>
    public required string Schedule { get; init; }

    /// <summary>The rule.</summary>
    public required string Rule { get; init; }

    /// <summary>Number of the <see cref="Rules.CommissionMode"/>.</summary>
    public required int Mode { get; init; }

    /// <summary>"2026-10".</summary>
    public required string Month { get; init; }

    /// <summary>When the top-up succeeded (UTC).</summary>
    public required DateTimeOffset EarnedAt { get; init; }

    /// <summary>The plan's currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Currency of credit and tax.</summary>
    public required string FloatCurrency { get; init; }

    /// <summary>What the volume was raised by.</summary>
    public required long Base { get; init; }

    /// <summary>The payee's volume just before.</summary>
    public required long VolumeBefore { get; init; }

    /// <summary>What the rule earns.</summary>
    public required long Own { get; init; }

    /// <summary>What was granted beneath.</summary>
    public required long Beneath { get; init; }

    /// <summary>What was granted.</summary>
    public required long Amount { get; init; }

    /// <summary>The same in the float's currency, before tax.</summary>
    public required long Credit { get; init; }

    /// <summary>Withheld at credit.</summary>
    public required long Tax { get; init; }

    /// <summary>How the rate part came about; null when it cannot be read.</summary>
    public IReadOnlyList<PartFacts>? Parts { get; init; }

    /// <summary>True-ups so far, in the plan's currency.</summary>
    public long TrueUp { get; init; }

    /// <summary>True-ups so far, in the float's currency.</summary>
    public long TrueUpCredit { get; init; }

    /// <summary>When it was taken back (UTC).</summary>
    public DateTimeOffset? ReversedAt { get; init; }

    /// <summary>How many parts of the sale were taken back; null: all of it, where it was.</summary>
    public long? ReturnedPart { get; init; }

    /// <summary>Of how many.</summary>
    public long? ReturnedWhole { get; init; }

    /// <summary>By how much its volume went down; null as above.</summary>
    public long? ReturnedBase { get; init; }

    /// <summary>What of the credit was taken back; null as above.</summary>
    public long? ReturnedCredit { get; init; }

    /// <summary>What was taken back of the base.</summary>
    internal long BaseBack => ReversedAt is null ? 0 : ReturnedBase ?? Base;

    /// <summary>What was taken back of the credit.</summary>
    internal long CreditBack => ReversedAt is null ? 0 : ReturnedCredit ?? Credit;

    /// <summary>The settlement that its accrual is in.</summary>
    public string? Settlement { get; init; }

    /// <summary>The settlement that its clawback is in.</summary>
    public string? ClawbackSettlement { get; init; }
}

/// <summary>A part of a commission.</summary>
/// <param name="From">Volume at which it begins.</param>
/// <param name="Base">Its size.</param>
/// <param name="Rate">Basis points.</param>
/// <param name="Amount">What it earns.</param>
public sealed record PartFacts(long From, long Base, long Rate, long Amount);

/// <summary>A payee's volume of a month, as it is stored.</summary>
/// <param name="PartnerId">The payee.</param>
/// <param name="Currency">The schedule's currency.</param>
/// <param name="Month">"2026-10".</param>
/// <param name="Volume">Minor units.</param>
public sealed record VolumeFacts(string PartnerId, string Schedule, string Currency, string Month, long Volume);

/// <summary>A counter of uses, as it is stored.</summary>
/// <param name="Scope">1: a card; 2: a promotion; 3: a promotion by a partner; 4: a promotion by a card.</param>
/// <param name="Promotion">The promotion; empty for a card.</param>
/// <param name="Subject">The card or partner; empty for a promotion in all.</param>
/// <param name="Uses">How often.</param>
/// <param name="Spent">Minor units or points.</param>
public sealed record UsageFacts(int Scope, string Promotion, string Subject, long Uses, long Spent);

/// <summary>A settlement as it is stored.</summary>
/// <param name="PartnerId">The payee.</param>
/// <param name="Period">"2026-10".</param>
/// <param name="Currency">Currency of the float.</param>
/// <param name="Gross">Paid before tax.</param>
/// <param name="Total">Gross − tax.</param>
/// <param name="TransferId">Its transfer; null when nothing moved.</param>
/// <param name="Statement">The statement; null when it cannot be read.</param>
public sealed record SettlementFacts(
    string PartnerId,
    string Number,
    string Period,
    string Currency,
    long Gross,
    long Tax,
    long Total,
    string? TransferId,
    SettlementStatementFacts? Statement);

/// <summary>The statement of a settlement.</summary>
/// <param name="Currency">Currency of the float.</param>
public sealed record SettlementStatementFacts(
    string PayeeId,
    string Number,
    string Period,
    string Currency,
    IReadOnlyList<SettlementLineFacts> Lines,
    IReadOnlyList<SettlementTaxFacts> Taxes);

/// <summary>What a line of a settlement is about.</summary>
/// <param name="Mode">Number of the <see cref="Rules.CommissionMode"/>.</param>
/// <param name="Currency">The plan's currency.</param>
public readonly record struct SettlementLineKey(string Schedule, string Rule, int Mode, string Currency);

/// <summary>A line of a settlement.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="TopUps">How many are counted as earned.</param>
/// <param name="Reversals">How many are counted as taken back.</param>
/// <param name="Base">Bases of the earned ones.</param>
/// <param name="Earned">Their commission.</param>
/// <param name="ClawedBack">What was taken back; 0 or less.</param>
/// <param name="TrueUp">Differences of tiers.</param>
/// <param name="AlreadyCredited">What moved the float before.</param>
public sealed record SettlementLineFacts(
    SettlementLineKey Key,
    long TopUps,
    long Reversals,
    long Base,
    long Earned,
    long ClawedBack,
    long TrueUp,
    long AlreadyCredited);

/// <summary>A tax of a settlement.</summary>
/// <param name="Base">Untaxed commission: a signed sum.</param>
/// <param name="Amount">The tax taken; negative gives back.</param>
public sealed record SettlementTaxFacts(TaxFacts Tax, long Base, long Amount);
