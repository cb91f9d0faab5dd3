using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Accounts;

/// <summary>PartnerAccountService of the contract: reads messages, finds and changes, writes messages.</summary>
internal sealed partial class AccountGrpcService(
    PartnerStore store, CertificateIssuing issuing, EnrollmentCodeIssuing codes, AccountWatch watch,
    AuthorityBundles bundles, CallerCache callers,
    TimeProvider clock) : PartnerAccountService.PartnerAccountServiceBase
{
    private const int UsualPage = 50;
    private const int LargestPage = 500;
    private const int ThumbprintLength = 64;

    /// <inheritdoc/>
    public override async Task<EnrollCertificateResponse> EnrollCertificate(
        EnrollCertificateRequest request, ServerCallContext context)
    {
        var order = AccountRequests.Read(request);
        var issued = (await issuing.EnrollAsync(context.GetCaller(), order, context.CancellationToken)).OrThrow();
        return new EnrollCertificateResponse
        {
            Certificate = issued.Certificate.ToWire(clock.GetUtcNow()),
            CertificatePem = AccountMapper.Pem(issued.Certificate.Encoded!),
            ChainPem = issuing.ChainPem,
            Replayed = issued.Replayed,
        };
    }

    /// <inheritdoc/>
    public override async Task<RenewCertificateResponse> RenewCertificate(
        RenewCertificateRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var order = AccountRequests.Read(request, caller);
        var shown = context.GetHttpContext().Connection.ClientCertificate;
        var issued = (await issuing.RenewAsync(
            caller, order, shown is null ? null : Thumbprints.OfKey(shown.PublicKey),
            context.CancellationToken)).OrThrow();
        return new RenewCertificateResponse
        {
            Certificate = issued.Certificate.ToWire(clock.GetUtcNow()),
            CertificatePem = AccountMapper.Pem(issued.Certificate.Encoded!),
            ChainPem = issuing.ChainPem,
            Replayed = issued.Replayed,
        };
    }

    /// <inheritdoc/>
    public override async Task<ListCertificatesResponse> ListCertificates(
        ListCertificatesRequest request, ServerCallContext context)
    {
        var (caller, reader, now) = (context.GetCaller(), new RequestReader(), clock.GetUtcNow());
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var scope = AccountRequests.Within(reader, request.Outlet, request.Terminal, caller);
        var filter = $"certificates\u001f{scope.Outlet}\u001f{scope.Terminal}\u001f{request.IncludePast}";
        var after = PageTokens.ReadPlace(request.PageToken, caller.PartnerId, filter, TimedPlace.ParseTime).OrThrow();

        // One more than asked for: whether there are more is seen by it.
        var found = await store.Certificates.ListAsync(
            caller.PartnerId,
            new CertificateFilter(
                scope, request.IncludePast, after is null ? null : (after.At, after.Key)),
            size + 1, now, context.CancellationToken);
        var response = new ListCertificatesResponse
        {
            NextPageToken = found.Count > size
                ? PageTokens.Make(
                    caller.PartnerId, filter, TimedPlace.Write(found[size - 1].NotAfter, found[size - 1].Thumbprint))
                : "",
        };
        response.Certificates.AddRange(found.Take(size).Select(one => one.ToWire(now)));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<RevokeCertificateResponse> RevokeCertificate(
        RevokeCertificateRequest request, ServerCallContext context)
    {
        var (caller, reader, now) = (context.GetCaller(), new RequestReader(), clock.GetUtcNow());
        var thumbprint = reader.Name(
            request.Name, AccountMapper.Certificates, true, "name",
            text => text.Length == ThumbprintLength && text.All(char.IsAsciiHexDigitLower));
        var comment = reader.Comment(request.Comment);
        reader.ThrowIfRefused();
        var known = await store.Certificates.FindAsync(caller.PartnerId, thumbprint!, context.CancellationToken);
        if (known is null || !caller.Scope.Covers(known.Scope))
        {
            throw new RefusalException(new Refusal(Reason.CertificateNotFound));
        }

        var revoked = await store.Certificates.RevokeAsync(
            caller.PartnerId, known.Thumbprint, comment, request.WithIssued, now, caller.By(comment))
            ?? throw new RefusalException(new Refusal(Reason.CertificateNotFound));
        foreach (var one in revoked.Revoked)
        {
            callers.Forget(one);
        }

        return new RevokeCertificateResponse
        {
            Certificate = revoked.Certificate.ToWire(now),
            Others = revoked.Revoked.Count(one => one != known.Thumbprint),
        };
    }

    /// <inheritdoc/>
    public override Task<GetCaBundleResponse> GetCaBundle(GetCaBundleRequest request, ServerCallContext context) =>
        Task.FromResult(new GetCaBundleResponse
        {
            PartnerAuthoritiesPem = bundles.PartnerAuthorities(),
            ServerAuthoritiesPem = bundles.ServerAuthorities(),
        });

    /// <inheritdoc/>
    public override Task WatchAccount(
        WatchAccountRequest request, IServerStreamWriter<WatchAccountResponse> responseStream,
        ServerCallContext context) => watch.RunAsync(request.ResumeToken, responseStream, context);
}
