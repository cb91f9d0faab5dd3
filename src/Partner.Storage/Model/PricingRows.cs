namespace Partner.Storage.Model;

/// <summary>
/// How far something is used up by PROCESSING and SUCCEEDED top-ups: counted under lock, like a balance.
/// </summary>
internal sealed class UsageRow
{
    /// <summary>What is counted: see <see cref="Writing.Tables.UsageScope"/>.</summary>
    public int Scope { get; set; }

    /// <summary>The promotion; empty where a card's top-ups are counted.</summary>
    public required string Promotion { get; set; }

    /// <summary>The card or partner; empty for all.</summary>
    public required string Subject { get; set; }

    public long Uses { get; set; }

    public long Spent { get; set; }
}

/// <summary>A payee's volume of a month under a schedule.</summary>
internal sealed class VolumeRow
{
    public required string PartnerId { get; set; }

    public required string Schedule { get; set; }

    public required string Currency { get; set; }

    public required string Month { get; set; }

    public long Volume { get; set; }
}

/// <summary>
/// What a payee was granted for a top-up. Its pinned terms are in the top-up's price, under the level.
/// </summary>
internal sealed class CommissionRow
{
    /// <summary>The payee.</summary>
    public required string PartnerId { get; set; }

    public required string TopUpId { get; set; }

    public required string SellerId { get; set; }

    /// <summary>0 for the seller, 1 for its parent, up to 3.</summary>
    public int LevelNumber { get; set; }

    public required string Schedule { get; set; }

    public required string RuleId { get; set; }

    public int Mode { get; set; }

    public required string Month { get; set; }

    public long EarnedAt { get; set; }

    public required string Currency { get; set; }

    public required string FloatCurrency { get; set; }

    public long Base { get; set; }

    public long VolumeBefore { get; set; }

    public long Own { get; set; }

    public long Beneath { get; set; }

    public long Amount { get; set; }

    public long Credit { get; set; }

    public long Tax { get; set; }

    public required string Parts { get; set; }

    /// <summary>True-ups so far, in the plan's currency.</summary>
    public long TrueUp { get; set; }

    /// <summary>True-ups so far, in the float's currency.</summary>
    public long TrueUpCredit { get; set; }

    public long? ReversedAt { get; set; }

    /// <summary>How many parts of the sale were taken back; null where all of it was, or nothing.</summary>
    public long? ReturnedPart { get; set; }

    /// <summary>Of how many.</summary>
    public long? ReturnedWhole { get; set; }

    /// <summary>By how much the volume went down for a part; null as above.</summary>
    public long? ReturnedBase { get; set; }

    /// <summary>What was taken back of the credit for a part; null as above.</summary>
    public long? ReturnedCredit { get; set; }

    /// <summary>The settlement that the accrual is in; null while it is in none.</summary>
    public string? Settlement { get; set; }

    /// <summary>The settlement that the clawback is in; null while it is in none.</summary>
    public string? ClawbackSettlement { get; set; }
}

/// <summary>A closed month of a partner. Immutable.</summary>
internal sealed class SettlementRow
{
    public required string PartnerId { get; set; }

    public required string Number { get; set; }

    public required string Period { get; set; }

    public required string Currency { get; set; }

    public long Gross { get; set; }

    public long Tax { get; set; }

    public long Total { get; set; }

    public string? TransferId { get; set; }

    public long PostedAt { get; set; }

    /// <summary>The whole statement as JSON; the columns beside it are for sums and checks.</summary>
    public required string Statement { get; set; }
}

/// <summary>A period that is closed for all partners.</summary>
internal sealed class PeriodRow
{
    public required string Period { get; set; }

    public long ClosedAt { get; set; }
}
