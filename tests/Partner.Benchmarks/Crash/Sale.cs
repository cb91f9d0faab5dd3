using Leb.Partner.V1;

namespace Partner.Benchmarks.Crash;

/// <summary>What a client does with a sale.</summary>
internal enum SaleStory
{
    /// <summary>Sells.</summary>
    Sell,

    /// <summary>Sells, and takes the top-up back when it succeeded.</summary>
    SellAndReverse,

    /// <summary>Sells without waiting, and cancels at once; whichever comes first wins.</summary>
    SellAndCancel,
}

/// <summary>A sale and what the client was told of it.</summary>
/// <param name="RequestId">The same in every attempt.</param>
/// <param name="Card">The card.</param>
/// <param name="Story">What the client does.</param>
internal sealed record Sale(string RequestId, string Card, SaleStory Story)
{
    /// <summary>The customer's coupon, for which the sale gives the card something besides; empty for none.</summary>
    public string Coupon { get; init; } = "";

    /// <summary>The request id of the reversal, where there is one.</summary>
    public string ReversalRequestId => RequestId + "-reversal";

    /// <summary>The final state that the client was told; null while it was told none.</summary>
    public TopUpState? Final { get; set; }

    /// <summary>The reversal's final state that the client was told.</summary>
    public ReversalState? FinalReversal { get; set; }

    /// <summary>From the client's first call to its last answer.</summary>
    public TimeSpan Took { get; set; }

    /// <summary>What made the client give up.</summary>
    public string? Failure { get; set; }
}
