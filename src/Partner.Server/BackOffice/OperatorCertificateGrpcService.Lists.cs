using System.Security.Cryptography;
using Grpc.Core;
using Leb.Operator.V1;
using Partner.Server.Contract;

namespace Partner.Server.BackOffice;

/// <content>The revocation list of the signing authority.</content>
internal sealed partial class OperatorCertificateGrpcService
{
    private const int UsualListDays = 7;
    private const int MostListDays = 365;

    /// <inheritdoc/>
    public override async Task<MakeRevocationListResponse> MakeRevocationList(
        MakeRevocationListRequest request, ServerCallContext context)
    {
        var (reader, now) = (new RequestReader(), clock.GetUtcNow());
        if (request.ValidDays is < 0 or > MostListDays)
        {
            reader.Note("valid_days", $"must be 0 to {MostListDays}", $"必须为 0 至 {MostListDays}");
        }

        reader.ThrowIfRefused();
        if (authority.Unavailable is { } unavailable)
        {
            throw new RefusalException(unavailable);
        }

        var revoked = await store.Certificates.ListRevokedAsync(authority.Id, now, context.CancellationToken);

        // A number that was taken is never used again, also where nobody gets the list.
        var number = await store.CertificateRules.NextListAsync(authority.Id);
        var until = now.AddDays(request.ValidDays > 0 ? request.ValidDays : UsualListDays);
        var list = authority.List(revoked, number, now, until).OrThrow();
        return new MakeRevocationListResponse
        {
            Pem = PemEncoding.WriteString("X509 CRL", list) + "\n",
            Number = number,
            Certificates = revoked.Count,
            NextUpdateTime = until.ToWire(),
        };
    }
}
