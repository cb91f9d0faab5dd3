using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.TopUps;

namespace Partner.Storage.Abstractions;

/// <summary>A top-up that shall be saved, with all that is needed to decide again inside the transaction.</summary>
/// <param name="Id">
/// The new top-up's id; when the transaction is repeated it tells our own row from an earlier one.
/// </param>
/// <param name="Sale">What is to be sold, or why it cannot be.</param>
/// <param name="Currency">Currency of the partner's float.</param>
/// <param name="IssuerAccepts">Whether the issuer can be expected to take it.</param>
/// <param name="Policy">Settings of the rules.</param>
/// <param name="Dispatch">Whether the saver dispatches it at once.</param>
public sealed record TopUpCandidate(
    PartnerId PartnerId,
    TopUpId Id,
    TopUpOrder Order,
    Result<SaleProposal> Sale,
    Currency Currency,
    DateTimeOffset Now,
    bool IssuerAccepts,
    TopUpPolicy Policy,
    Dispatch Dispatch)
{
    /// <summary>
    /// The version of the partner's organisation by which the business day was found to be open; where it is another
    /// one now, that is looked at again.
    /// </summary>
    public long OrganisationVersion { get; init; }

    /// <summary>The limits that hold for it; null where nothing limits it.</summary>
    public SaleLimits? Limits { get; init; }
}
