using Partner.Core.Amounts;

namespace Partner.Core.Plans;

/// <summary>
/// All that a sale's promotions give to its card: the issuer gets it as one operation, which is applied or refused as a
/// whole.
/// </summary>
/// <param name="Grants">Data and validity, in the order of the price.</param>
/// <param name="Credit">Money for the card's balance; 0 or more, in the plan's currency.</param>
/// <param name="Points">Points for the card; 0 or more.</param>
public sealed record CardGifts(IReadOnlyList<CardGrant> Grants, Money Credit, long Points);
