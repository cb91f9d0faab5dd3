namespace Partner.Server.Receipts;

/// <summary>How receipts are signed, and what they say of the operator.</summary>
public sealed record ReceiptOptions
{
    /// <summary>File of the private key that signs, PEM, P-256, not encrypted; null: receipts are not signed.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Files of the public keys that signed before, so that their receipts stay genuine.</summary>
    public IReadOnlyList<string> FormerKeyFiles { get; init; } = [];

    /// <summary>
    /// Where the operator answers for receipts: the QR code is this address, "/", the number and "?c=" with the code.
    /// Null: it is the receipt itself.
    /// </summary>
    public Uri? Page { get; init; }

    /// <summary>Whom customers may turn to; empty: where they paid.</summary>
    public string HelpLine { get; init; } = "";
}
