using System.Security.Cryptography.X509Certificates;
using Partner.Core.Accounts;
using Partner.Core.Actions;
using Partner.Core.Identity;
using Partner.Core.Texts;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.BackOffice;

/// <summary>What became of a registration.</summary>
/// <param name="Thumbprint">The certificate's.</param>
/// <param name="Problem">Why no server lets it in; then nothing changed. Null otherwise.</param>
/// <param name="IsNew">Whether it was registered now; else it had been, and is as it was.</param>
internal sealed record Registered(string Thumbprint, Wording? Problem, bool IsNew);

/// <summary>
/// Registers certificates that were issued elsewhere: those that the server lets in, and no others. The verb and the
/// back office come through here.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
internal sealed class CertificateRegistering(PartnerStore store, TimeProvider clock)
{
    /// <summary>Registers a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="chain">Intermediate authorities that come with it.</param>
    /// <param name="authorities">The partner authorities; null where they are not known.</param>
    /// <param name="owner">Whose it is: a partner that exists, or the operator.</param>
    /// <param name="grant">What it stands for and may do.</param>
    /// <param name="by">Who registers it.</param>
    public async Task<Registered> RegisterAsync(
        X509Certificate2 certificate,
        X509Certificate2Collection chain,
        X509Certificate2Collection? authorities,
        PartnerId owner,
        CertificateGrant grant,
        ActionBy by)
    {
        var (thumbprint, now) = (Thumbprints.Of(certificate), clock.GetUtcNow());
        if (ClientCertificateFile.Problem(certificate, chain, authorities, now) is { } problem)
        {
            return new Registered(thumbprint, problem, false);
        }

        var registration = new Registration(
            thumbprint, owner, PartnerStatus.Active, grant.Scope.Outlet, grant.Permissions, RevokedAt: null)
        {
            Terminal = grant.Scope.Terminal,
        };
        return new Registered(thumbprint, null, await store.Partners.RegisterAsync(
            registration, certificate.Subject, certificate.NotAfter.ToUniversalTime(), now, by,
            ClientCertificateFile.IssuedAs(certificate, chain, authorities, now)));
    }
}
