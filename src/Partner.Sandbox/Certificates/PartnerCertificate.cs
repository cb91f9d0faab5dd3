using Partner.Core.Identity;

namespace Partner.Sandbox.Certificates;

/// <summary>An order for a partner's client certificate.</summary>
/// <param name="PartnerId">
/// The partner: 1 to 64 characters of <c>[A-Za-z0-9._-]</c>, starting with none of <c>.-</c>.
/// </param>
/// <param name="Permissions">What it shall be registered for; the certificate itself does not say.</param>
public sealed record PartnerCertificateOrder(PartnerId PartnerId, Permissions Permissions)
{
    /// <summary>
    /// The one outlet that it shall be limited to, of the same characters; null for the whole partner.
    /// </summary>
    public string? Outlet { get; init; }

    /// <summary>The one terminal of that outlet that it shall be limited to; null for all of them.</summary>
    public string? Terminal { get; init; }

    /// <summary>How long it is valid from now on; more than 0, at most 398 days. Default: 398 days.</summary>
    public TimeSpan Validity { get; init; } = CertificateProfile.LongestLeaf;

    /// <summary>
    /// Name of its files without the extension; null: the partner's id, and for an outlet the outlet's after a dot,
    /// and so on for a terminal.
    /// </summary>
    public string? FileStem { get; init; }

    internal string Stem => FileStem
        ?? string.Join('.', new[] { PartnerId.Value, Outlet, Terminal }.OfType<string>());
}

/// <summary>A partner's client certificate as it lies in the data folder.</summary>
/// <param name="Order">What it was ordered for.</param>
/// <param name="Issued">The certificate and its key.</param>
/// <param name="CertificatePath">File of the certificate, PEM.</param>
/// <param name="KeyPath">File of the private key, PEM, PKCS#8.</param>
public sealed record PartnerCertificate(
    PartnerCertificateOrder Order, IssuedCertificate Issued, string CertificatePath, string KeyPath)
{
    /// <summary>SHA-256 of the DER certificate, 64 lower-case hex digits.</summary>
    public string Thumbprint => Issued.Thumbprint;

    /// <summary>What has to be registered so that the certificate is let in.</summary>
    public Registration ToRegistration() => new(
        Thumbprint, Order.PartnerId, PartnerStatus.Active, Order.Outlet, Order.Permissions, RevokedAt: null)
    {
        Terminal = Order.Terminal,
    };
}
