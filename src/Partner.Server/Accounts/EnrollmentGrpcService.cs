using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Accounts;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Server.Signing;
using Partner.Storage;
using CoreCode = Partner.Core.Accounts.EnrollmentCode;

namespace Partner.Server.Accounts;

/// <summary>
/// EnrollmentService of the contract: strangers call it. The signing request is judged before the code, and a code that
/// never existed is answered as one that has ended, was used or revoked: with the same words, and not sooner.
/// </summary>
internal sealed class EnrollmentGrpcService(
    PartnerStore store, CertificateIssuing issuing, EnrollmentAttempts attempts, AuthorityBundles bundles,
    AccountOptions options, TimeProvider clock) : EnrollmentService.EnrollmentServiceBase
{
    /// <inheritdoc/>
    public override async Task<EnrollWithCodeResponse> EnrollWithCode(
        EnrollWithCodeRequest request, ServerCallContext context)
    {
        var began = clock.GetTimestamp();
        Arrived(context);
        var (requestId, signing) = AccountRequests.Read(request);
        if (issuing.Unavailable is { } elsewhere)
        {
            throw new RefusalException(elsewhere);
        }

        var key = signing is null
            ? SigningRequests.NoRequest()
            : SigningRequests.Check(signing);
        var good = key.OrThrow();
        var address = EnrollmentAttempts.Of(context.GetHttpContext().Connection.RemoteIpAddress);
        var hash = CoreCode.HashOf(request.Code);
        if (attempts.Begin(address, hash) is { } locked)
        {
            throw new RefusalException(locked);
        }

        var forgiven = false;
        try
        {
            var issued = await TryAsync(hash, requestId, signing!, good, context.CancellationToken);
            forgiven = issued is not { Refusal.Reason: Reason.EnrollmentCodeInvalid };
            if (!forgiven)
            {
                await LateAsync(began, context.CancellationToken);
            }

            return ToWire(issued.OrThrow());
        }
        catch (Exception fault) when (
            fault is not RefusalException && !context.CancellationToken.IsCancellationRequested)
        {
            // Our own trouble is no wrong code.
            forgiven = true;
            throw;
        }
        finally
        {
            if (forgiven)
            {
                attempts.Forgive(address, hash);
            }
        }
    }

    /// <inheritdoc/>
    public override Task<EnrollmentServiceGetCaBundleResponse> GetCaBundle(
        EnrollmentServiceGetCaBundleRequest request, ServerCallContext context)
    {
        Arrived(context);
        return Task.FromResult(new EnrollmentServiceGetCaBundleResponse
        {
            PartnerAuthoritiesPem = bundles.PartnerAuthorities(),
            ServerAuthoritiesPem = bundles.ServerAuthorities(),
        });
    }

    private async Task<Result<IssuedOutcome>> TryAsync(
        string? hash, RequestId requestId, byte[] request, RequestedKey key, CancellationToken cancel)
    {
        var code = hash is null ? null : await store.EnrollmentCodes.FindAsync(hash, cancel);
        if (code is null)
        {
            return new Refusal(Reason.EnrollmentCodeInvalid);
        }

        if (code.IsOpen(clock.GetUtcNow()))
        {
            return await issuing.EnrollAsync(code, hash!, requestId, request, key);
        }

        // A lost answer: the very same request gets what the code was used for.
        var used = code.UsedBy is null
            ? null
            : await store.Certificates.FindAsync(code.PartnerId, code.UsedBy, cancel);
        return used is not null && used.RequestId == requestId
            && used.InputHash == CertificateInput.OfCode(request, hash!)
            ? new IssuedOutcome(used, true)
            : new Refusal(Reason.EnrollmentCodeInvalid);
    }

    private EnrollWithCodeResponse ToWire(IssuedOutcome issued)
    {
        var response = new EnrollWithCodeResponse
        {
            CertificatePem = AccountMapper.Pem(issued.Certificate.Encoded!),
            ChainPem = issuing.ChainPem,
            Scope = issued.Certificate.Scope.ToWire(),
            EndTime = issued.Certificate.NotAfter.ToWire(),
            Replayed = issued.Replayed,
        };
        response.Permissions.AddRange(AccountMapper.ToWire(issued.Certificate.Permissions));
        return response;
    }

    private async Task LateAsync(long began, CancellationToken cancel)
    {
        var left = options.WrongCodeTakes - clock.GetElapsedTime(began);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, clock, cancel);
        }
    }

    // There is no policy here that would say so.
    private static void Arrived(ServerCallContext context) =>
        context.GetHttpContext().Features.Get<CallBounds.Awaited>()?.Arrived();
}
