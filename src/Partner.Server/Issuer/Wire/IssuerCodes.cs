using Partner.Core.Errors;

namespace Partner.Server.Issuer.Wire;

/// <summary>Codes in the issuer's answers, and what those of refusals mean here.</summary>
internal static class IssuerCodes
{
    public const string CardBlocked = "CARD_BLOCKED";
    public const string CardUnknown = "CARD_UNKNOWN";
    public const string CardExpired = "CARD_EXPIRED";
    public const string ProductNotAccepted = "PRODUCT_NOT_ACCEPTED";
    public const string BalanceAlreadyUsed = "BALANCE_ALREADY_USED";
    public const string NotApplied = "TOPUP_NOT_APPLIED";

    /// <summary>No action with this id was seen; with status 404.</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>The id was used before with another content; with status 409. Says nothing about this order.</summary>
    public const string IdConflict = "ID_CONFLICT";

    /// <summary>The reason that partners see for a refusal.</summary>
    /// <param name="code">The issuer's code; any other text is a refusal without a reason of its own.</param>
    public static Reason ReasonOf(string code) => code switch
    {
        CardBlocked => Reason.CardBlocked,
        CardUnknown => Reason.CardUnknown,
        CardExpired => Reason.CardExpired,
        ProductNotAccepted => Reason.ProductNotAccepted,
        BalanceAlreadyUsed => Reason.BalanceAlreadyUsed,
        _ => Reason.IssuerDeclined,
    };
}
