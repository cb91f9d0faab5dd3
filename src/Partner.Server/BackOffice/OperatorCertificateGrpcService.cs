using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Accounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Accounts;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Server.Signing;
using Partner.Storage;
using CoreAction = Partner.Core.Actions.RecordedAction;

namespace Partner.Server.BackOffice;

/// <summary>CertificateService of the operator's contract.</summary>
internal sealed partial class OperatorCertificateGrpcService(
    PartnerStore store,
    PartnerAdministration administration,
    CertificateRegistering registering,
    EnrollmentCodeIssuing codes,
    AuthorityBundles bundles,
    ISigningAuthority authority,
    CallerCache callers,
    TimeProvider clock) : CertificateService.CertificateServiceBase
{
    private const int UsualPage = 50;
    private const int LargestPage = 500;
    private const int MostDays = 3660;
    private const int LongestComment = 200;

    /// <inheritdoc/>
    public override async Task<ListCertificatesResponse> ListCertificates(
        ListCertificatesRequest request, ServerCallContext context)
    {
        var (reader, now) = (new RequestReader(), clock.GetUtcNow());
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var named = request.Parent.Length > 0 ? reader.PartnerName(request.Parent, "parent") : (PartnerId?)null;
        var unused = reader.Instant(request.UnusedSince, "unused_since");
        if (request.EndsWithinDays is < 0 or > MostDays)
        {
            reader.Note("ends_within_days", $"must be 0 to {MostDays}", $"必须为 0 至 {MostDays}");
        }

        reader.ThrowIfRefused();
        var filter = $"certificates\u001f{request.EndsWithinDays}\u001f{unused?.UtcTicks}\u001f{request.IncludePast}";
        var owner = named ?? context.GetCaller().PartnerId;
        var after = PageTokens.ReadPlace(request.PageToken, owner, filter, TimedPlace.ParseTime).OrThrow();
        if (named is { } partnerId)
        {
            (await administration.FindAsync(partnerId, context.CancellationToken)).OrThrow();
        }

        // One more than asked for: whether there are more is seen by it.
        var found = await store.Certificates.ListAsync(
            named,
            new CertificateFilter(
                CertificateScope.Whole, request.IncludePast, after is null ? null : (after.At, after.Key))
            {
                EndsBefore = request.EndsWithinDays > 0 ? now.AddDays(request.EndsWithinDays) : null,
                UnusedSince = unused,
            },
            size + 1, now, context.CancellationToken);
        var response = new ListCertificatesResponse
        {
            NextPageToken = found.Count > size
                ? PageTokens.Make(owner, filter, TimedPlace.Write(found[size - 1].NotAfter, found[size - 1].Thumbprint))
                : "",
        };
        response.Certificates.AddRange(found.Take(size).Select(one => one.ForOperator(now)));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<RegisterCertificateResponse> RegisterCertificate(
        RegisterCertificateRequest request, ServerCallContext context)
    {
        var (reader, now, cancel) = (new RequestReader(), clock.GetUtcNow(), context.CancellationToken);
        var partnerId = reader.PartnerName(request.Parent, "parent");
        var grant = new CertificateGrant(
            AccountRequests.Scope(reader, request.Scope), AccountRequests.Permitted(reader, request.Permissions));
        var by = reader.By(request.Why, context);
        using var read = ShownCertificate.Read(reader, request.CertificatePem, request.Thumbprint);
        reader.ThrowIfRefused();
        (await administration.FindAsync(partnerId, cancel)).OrThrow();
        using var authorities = ShownCertificate.Authorities(bundles.PartnerAuthorities());
        var registered = await registering.RegisterAsync(
            read.Client!, read.All, authorities.All, partnerId, grant, by);
        if (registered.Problem is { } problem)
        {
            throw new RefusalException(Refusal.Of(
                Reason.InvalidRequest,
                new FieldViolation("certificate_pem", problem.English, $"服务器不接受该证书：{problem.Chinese}")));
        }

        var known = await store.Certificates.FindAsync(partnerId, registered.Thumbprint, cancel);
        if (known is null || known.RevokedAt is not null || known.Scope != grant.Scope
            || known.Permissions != grant.Permissions)
        {
            throw new RefusalException(new Refusal(Reason.CertificateExists));
        }

        callers.Forget(known.Thumbprint);
        return new RegisterCertificateResponse { Certificate = known.ForOperator(now), Replayed = !registered.IsNew };
    }

    /// <inheritdoc/>
    public override async Task<RevokeCertificateResponse> RevokeCertificate(
        RevokeCertificateRequest request, ServerCallContext context)
    {
        var (reader, now) = (new RequestReader(), clock.GetUtcNow());
        var (owner, thumbprint) = Named(reader, request.Name);
        reader.Text(request.Why, LongestComment, "why");
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var revoked = await store.Certificates.RevokeAsync(
            owner, thumbprint, request.Why, request.WithIssued, now, by)
            ?? throw new RefusalException(new Refusal(Reason.CertificateNotFound));
        foreach (var one in revoked.Revoked)
        {
            callers.Forget(one);
        }

        return new RevokeCertificateResponse
        {
            Certificate = revoked.Certificate.ForOperator(now),
            Others = revoked.Revoked.Count(one => one != thumbprint),
        };
    }

    private static (PartnerId Owner, string Thumbprint) Named(RequestReader reader, string name)
    {
        static bool IsOne(string[] parts) => parts is ["certificates", { Length: 64 } digits]
            && digits.All(char.IsAsciiHexDigitLower);
        if (IsOne(name.Split('/')))
        {
            return (CoreAction.CommonChain, name.Split('/')[1]);
        }

        var (owner, rest) = reader.Owned(name, "partners/…/certificates/…", IsOne);
        return (owner, rest.Split('/')[^1]);
    }
}
