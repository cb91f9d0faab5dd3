namespace Partner.Storage.Model;

/// <summary>The month that is being closed, and who does it. There is one row or none.</summary>
internal sealed class ClosingRow
{
    /// <summary>Always 1.</summary>
    public int Id { get; set; }

    public required string Period { get; set; }

    /// <summary>A random text that identifies the closing process.</summary>
    public required string Closer { get; set; }

    /// <summary>Until when it is the closer's alone, by the database's clock in milliseconds.</summary>
    public long Until { get; set; }

    /// <summary>When its plan was complete; null before.</summary>
    public long? PlannedAt { get; set; }
}

/// <summary>A statement that is to be posted.</summary>
internal sealed class ClosingSettlementRow
{
    public required string PartnerId { get; set; }

    public required string Number { get; set; }

    public required string Currency { get; set; }

    /// <summary>As settlements store it.</summary>
    public required string Statement { get; set; }

    /// <summary>The legs of its transfer as JSON; null when it moves nothing.</summary>
    public string? Legs { get; set; }
}

/// <summary>
/// What a closing is to write into a commission entry. It is deleted in the transaction that writes it.
/// </summary>
internal sealed class ClosingMarkRow
{
    /// <summary>The payee.</summary>
    public required string PartnerId { get; set; }

    public required string TopUpId { get; set; }

    /// <summary>The float's currency: with the payee it names the statement.</summary>
    public required string Currency { get; set; }

    /// <summary>True-ups with this one, in the plan's currency.</summary>
    public long TrueUp { get; set; }

    /// <summary>True-ups with this one, in the float's currency.</summary>
    public long TrueUpCredit { get; set; }

    /// <summary>1 if the statement counts the accrual.</summary>
    public int Counts { get; set; }

    /// <summary>1 if the statement counts the clawback.</summary>
    public int ClawsBack { get; set; }
}
