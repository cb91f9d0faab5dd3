using Partner.Core.Accounts;
using Partner.Core.Errors;
using Partner.Server.Security;
using Partner.Server.Signing;
using Partner.Storage;

namespace Partner.Server.Accounts;

/// <summary>
/// How a certificate is issued, in this order: (1) a request id that was used is answered as it was; (2) what is asked
/// for is within what the caller has; (3) the signing request is good; (4) it is signed, in memory; (5) it is
/// registered with the event that tells of it, in one transaction; (6) only then is it handed out. Whoever stops
/// between 4 and 5 leaves nothing behind, and between 5 and 6 the same request gets the same certificate.
/// </summary>
internal sealed class CertificateIssuing(
    PartnerStore store, ISigningAuthority authority, CallerCache callers, TimeProvider clock)
{
    /// <summary>Why nothing is signed here; null where something is.</summary>
    public Refusal? Unavailable => authority.Unavailable;

    /// <summary>The authority and those above it, PEM.</summary>
    public string ChainPem => authority.ChainPem;

    /// <summary>Enrols a further certificate.</summary>
    public Task<Result<IssuedOutcome>> EnrollAsync(Caller caller, EnrollmentOrder order, CancellationToken cancel) =>
        IssueAsync(
            caller,
            order,
            CertificateOrigin.Enrolled,
            CertificateInput.OfEnrolment(order.Request, order.Grant, order.Days, order.Label),
            cancel);

    /// <summary>Renews the calling certificate.</summary>
    /// <param name="presentKey">Hash of its key, which may not be used again.</param>
    public async Task<Result<IssuedOutcome>> RenewAsync(
        Caller caller, EnrollmentOrder order, string? presentKey, CancellationToken cancel)
    {
        var present = await store.Certificates.FindAsync(caller.PartnerId, caller.Thumbprint, cancel);
        var issued = await IssueAsync(
            caller,
            order with { Label = present?.Label ?? "" },
            CertificateOrigin.Renewed,
            CertificateInput.OfRenewal(order.Request, caller.Thumbprint, order.Days),
            cancel,
            presentKey);
        return issued;
    }

    /// <summary>Enrols with a code that is open.</summary>
    /// <param name="code">The code.</param>
    /// <param name="hash">Its hash.</param>
    public async Task<Result<IssuedOutcome>> EnrollAsync(
        EnrollmentCode code, string hash, RequestId requestId, byte[] request, RequestedKey key)
    {
        var order = new EnrollmentOrder(requestId, request, code.Grant, code.Days, code.Label);
        var signed = Sign(code.PartnerId, order, key);
        if (signed.Refusal is { } refusal)
        {
            return refusal;
        }

        return await store.Certificates.IssueAsync(
            signed.Value with
            {
                Origin = CertificateOrigin.EnrolledWithCode,
                IssuedBy = code.CreatedBy,
                InputHash = CertificateInput.OfCode(request, hash),
            },
            hash);
    }

    private async Task<Result<IssuedOutcome>> IssueAsync(
        Caller caller, EnrollmentOrder order, CertificateOrigin origin, string input, CancellationToken cancel,
        string? presentKey = null)
    {
        // 1.
        if (await store.Certificates.FindAsync(caller.PartnerId, order.RequestId, cancel) is { } known)
        {
            return known.InputHash == input && caller.Scope.Covers(known.Scope)
                ? new IssuedOutcome(known, true)
                : new Refusal(Reason.RequestIdConflict);
        }

        if (authority.Unavailable is { } elsewhere)
        {
            return elsewhere;
        }

        // 2.
        if (new CertificateGrant(caller.Scope, caller.Permissions).Refuse(order.Grant) is { } wider)
        {
            return wider;
        }

        // 3.
        var key = order.Request is { } request
            ? SigningRequests.Check(request)
            : SigningRequests.NoRequest();
        if (key.Refusal is { } bad)
        {
            return bad;
        }

        if (key.Value.Hash == presentKey)
        {
            return SigningRequests.Invalid(
                "it has the key of the certificate that it renews; make a new one",
                "与被续期的证书使用同一密钥；请生成新密钥");
        }

        // 4.
        var signed = Sign(caller.PartnerId, order, key.Value);
        if (signed.Refusal is { } refusal)
        {
            return refusal;
        }

        // 5. An earlier refusal of the certificate at this server, if any, must not outlast it.
        var issued = await store.Certificates.IssueAsync(
            signed.Value with { Origin = origin, IssuedBy = caller.Thumbprint, InputHash = input },
            by: caller.By(order.Comment));
        callers.Forget(signed.Value.Thumbprint);
        return issued;
    }

    private Result<CertificateRecord> Sign(PartnerId partnerId, EnrollmentOrder order, RequestedKey key)
    {
        var now = clock.GetUtcNow();
        var signed = authority.Sign(new LeafOrder(partnerId, order.Grant.Scope, key.Key, order.Days), now);
        if (signed.Refusal is { } refusal)
        {
            return refusal;
        }

        var leaf = signed.Value;
        return new CertificateRecord(
            partnerId, leaf.Thumbprint, order.Grant.Scope, order.Grant.Permissions, leaf.Subject, leaf.NotAfter, now)
        {
            Label = order.Label,
            Serial = leaf.Serial,
            Authority = leaf.Authority,
            Encoded = Convert.ToBase64String(leaf.Encoded),
            KeyHash = key.Hash,
            RequestId = order.RequestId,
        };
    }
}
