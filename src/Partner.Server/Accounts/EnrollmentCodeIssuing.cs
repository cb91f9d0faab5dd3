using System.Security.Cryptography;
using Partner.Core.Accounts;
using Partner.Core.Actions;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Storage;

namespace Partner.Server.Accounts;

/// <summary>Makes codes that let new tills enrol, for a partner's certificate or the operator.</summary>
/// <param name="store">The store.</param>
/// <param name="issuing">Says whether certificates are issued here at all.</param>
/// <param name="clock">The clock.</param>
internal sealed class EnrollmentCodeIssuing(PartnerStore store, CertificateIssuing issuing, TimeProvider clock)
{
    private const int CodeLetters = 12;

    /// <summary>Makes a code, unless its request made one.</summary>
    /// <param name="partnerId">Whose certificate it is for.</param>
    /// <param name="order">What is asked for.</param>
    /// <param name="createdBy">Thumbprint of the certificate that makes it.</param>
    /// <param name="by">Who makes it, and why, for the action log.</param>
    /// <returns>
    /// The code as it is kept, and the code itself, empty where the request had made it before; or why there is none.
    /// </returns>
    public async Task<Result<(EnrollmentCode Kept, string Code, bool Replayed)>> CreateAsync(
        PartnerId partnerId, CodeOrder order, string createdBy, ActionBy by)
    {
        if (issuing.Unavailable is { } elsewhere)
        {
            return elsewhere;
        }

        var now = clock.GetUtcNow();
        var code = EnrollmentCode.Format(RandomNumberGenerator.GetBytes(CodeLetters));
        var draft = new EnrollmentCode(
            partnerId, Ids.New(now), order.Grant, createdBy, now, now + (order.ValidFor ?? EnrollmentCode.UsualTime))
        {
            Label = order.Label,
            Days = order.Days,
            RequestId = order.RequestId,
            InputHash = CertificateInput.OfNewCode(order.Grant, order.ValidFor, order.Days, order.Label),
        };
        var made = await store.EnrollmentCodes.CreateAsync(draft, EnrollmentCode.HashOf(code)!, by);
        return made.Refusal is { } refusal
            ? refusal
            : (made.Value.Code, made.Value.Replayed ? "" : code, made.Value.Replayed);
    }
}
