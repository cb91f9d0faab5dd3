using Partner.Core.Accounts;
using Partner.Core.Identity;
using Partner.Server.Connections;
using Partner.Storage;

namespace Partner.Server.Accounts;

/// <summary>
/// Finds out who calls with a certificate: by its registration, or by an operator's rule about the names in it, which
/// registers it.
/// </summary>
/// <param name="store">Registrations and rules.</param>
/// <param name="usages">The certificates that have connections open.</param>
/// <param name="use">Told of uses.</param>
/// <param name="clock">The clock.</param>
internal sealed class CertificateRegistrations(
    PartnerStore store, CertificateUsages usages, CertificateUse use, TimeProvider clock)
{
    /// <summary>Looks a certificate up.</summary>
    /// <param name="thumbprint">Which.</param>
    /// <param name="cancel">Given up.</param>
    /// <returns>Its registration; null where nobody knows it.</returns>
    public async ValueTask<Registration?> FindAsync(string thumbprint, CancellationToken cancel)
    {
        var found = await store.Certificates.FindRegistrationAsync(thumbprint, cancel)
            ?? await AdmitAsync(thumbprint, cancel);
        if (found is not null)
        {
            use.Note(found);
        }

        return found;
    }

    private async Task<Registration?> AdmitAsync(string thumbprint, CancellationToken cancel)
    {
        if (usages.Find(thumbprint)?.Shown is not { Names.Count: > 0 } shown)
        {
            return null;
        }

        var rules = await store.CertificateRules.ListAsync(cancel);
        if (NameRule.Choose(rules, shown.Names) is not { } rule)
        {
            return null;
        }

        // Two servers that see it at the same time register it once.
        await store.Certificates.RegisterAsync(new CertificateRecord(
            rule.PartnerId, thumbprint, rule.Grant.Scope, rule.Grant.Permissions, shown.Subject, shown.NotAfter,
            clock.GetUtcNow())
        {
            Origin = CertificateOrigin.Admitted,
            Label = rule.Id,
        }.Called(shown.Issued));
        return await store.Certificates.FindRegistrationAsync(thumbprint, cancel);
    }
}
