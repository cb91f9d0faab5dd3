using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;

namespace Partner.Core.Esims;

/// <summary>The life of a reissue. Numbers are those of the contract, and are stored.</summary>
public enum ReissueState
{
    /// <summary>Saved; the issuer's answer is outstanding.</summary>
    Processing = 1,

    /// <summary>The issuer made a new activation code.</summary>
    Succeeded = 2,

    /// <summary>Refused, or never carried out: the former code stands.</summary>
    Failed = 3,
}

/// <summary>Who asked for a reissue.</summary>
/// <param name="Certificate">Thumbprint of the certificate that called.</param>
/// <param name="Outlet">The outlet; empty when not given.</param>
/// <param name="Terminal">The terminal; empty when not given.</param>
/// <param name="Cashier">The cashier; empty when not given.</param>
/// <param name="Comment">Why, in the partner's words; may be empty.</param>
public sealed record ReissueOrigin(string Certificate, string Outlet, string Terminal, string Cashier, string Comment);

/// <summary>A new activation code for another device, as it is stored.</summary>
public sealed record EsimReissue
{
    /// <summary>The partner.</summary>
    public required PartnerId PartnerId { get; init; }

    /// <summary>Its id; also our id at the issuer.</summary>
    public required ReissueId Id { get; init; }

    /// <summary>The partner's id of it, kept for ever in a set of its own.</summary>
    public required RequestId RequestId { get; init; }

    /// <summary>The card.</summary>
    public required CardNumber Card { get; init; }

    /// <summary>The card's type.</summary>
    public required CardType CardType { get; init; }

    /// <summary>Who asked for it.</summary>
    public required ReissueOrigin Origin { get; init; }

    /// <summary>The identity document that was shown for it.</summary>
    public required KeptIdCheck IdCheck { get; init; }

    /// <summary>When it was saved (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its state.</summary>
    public ReissueState State { get; init; } = ReissueState.Processing;

    /// <summary>Counts its changes from 1; every change is a compare-and-set on it.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Why it is in its state.</summary>
    public Reason Reason { get; init; } = Reason.AwaitingIssuer;

    /// <summary>The issuer's reference; null until known.</summary>
    public string? IssuerReference { get; init; }

    /// <summary>When it became final (UTC); null while it is not.</summary>
    public DateTimeOffset? FinalAt { get; init; }

    /// <summary>Since when the issuer's answer is unknown (UTC); null when it is not.</summary>
    public DateTimeOffset? InDoubtSince { get; init; }

    /// <summary>What an operator recorded when settling it by hand; null otherwise.</summary>
    public string? Evidence { get; init; }
}
