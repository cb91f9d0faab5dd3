using Partner.Core.TopUps;

namespace Partner.Core.Receipts;

/// <summary>One printing of a receipt: the receipt, and what is true of it now.</summary>
/// <param name="Receipt">The receipt.</param>
/// <param name="Copy">0 for the original, 1 for the first copy.</param>
/// <param name="Language">The language that it is printed in.</param>
public sealed record ReceiptPrint(Receipt Receipt, int Copy, ReceiptLanguage Language)
{
    /// <summary>Since when the sale is taken back (UTC); null while it stands.</summary>
    public DateTimeOffset? ReversedAt { get; init; }

    /// <summary>What was refunded of the sale, where that was not all of it in money; null otherwise.</summary>
    public Refund? Refunded { get; init; }

    /// <summary>Whether the card was found to be otherwise than the sale promised.</summary>
    public bool CardDiffers { get; init; }

    /// <summary>The short code; null where the receipt is not signed.</summary>
    public string? Code { get; init; }

    /// <summary>The text of the QR code; null where the receipt is not signed.</summary>
    public string? Qr { get; init; }

    /// <summary>Whom to turn to, as the operator has it; empty for a sentence that fits everybody.</summary>
    public string HelpLine { get; init; } = "";
}
