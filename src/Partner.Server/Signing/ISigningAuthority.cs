using System.Security.Cryptography.X509Certificates;
using Partner.Core.Accounts;
using Partner.Core.Errors;

namespace Partner.Server.Signing;

/// <summary>A certificate that was signed, and is not registered yet.</summary>
/// <param name="Encoded">It, DER.</param>
/// <param name="Thumbprint">Its SHA-256, lower-case hex.</param>
/// <param name="Serial">Its serial number, hexadecimal.</param>
/// <param name="Authority">The authority that signed it, by its key.</param>
/// <param name="Subject">Its subject, for people.</param>
/// <param name="NotAfter">When it ends (UTC).</param>
internal sealed record SignedLeaf(
    byte[] Encoded, string Thumbprint, string Serial, string Authority, string Subject, DateTimeOffset NotAfter);

/// <summary>What a certificate shall say.</summary>
/// <param name="PartnerId">Whose it is.</param>
/// <param name="Scope">For whom of the partner's it stands.</param>
/// <param name="Key">Its public key.</param>
/// <param name="Days">How many days it is asked for; 0 for the usual time.</param>
internal sealed record LeafOrder(PartnerId PartnerId, Core.Identity.CertificateScope Scope, PublicKey Key, int Days);

/// <summary>Signs partners' certificates, or says where else that is done.</summary>
internal interface ISigningAuthority
{
    /// <summary>The authority, as of <see cref="SignedLeaf.Authority"/>; empty where nothing is signed here.</summary>
    string Id { get; }

    /// <summary>Why nothing is signed here (SIGNING_UNAVAILABLE); null where something is.</summary>
    Refusal? Unavailable { get; }

    /// <summary>The authority and those above it that are known, PEM; empty where nothing is signed here.</summary>
    string ChainPem { get; }

    /// <summary>Signs a certificate. Nobody knows it before it is registered.</summary>
    /// <param name="order">What it says.</param>
    /// <param name="now">The present time.</param>
    /// <returns>The certificate, or SIGNING_UNAVAILABLE.</returns>
    Result<SignedLeaf> Sign(LeafOrder order, DateTimeOffset now);

    /// <summary>Makes a revocation list (RFC 5280, 5).</summary>
    /// <param name="revoked">What it revokes, of <see cref="SignedLeaf.Authority"/>.</param>
    /// <param name="number">Its number, above that of every one before it.</param>
    /// <param name="now">The present time.</param>
    /// <param name="until">When the next one comes at the latest.</param>
    /// <returns>The list, DER, or SIGNING_UNAVAILABLE.</returns>
    Result<byte[]> List(
        IEnumerable<CertificateRecord> revoked, long number, DateTimeOffset now, DateTimeOffset until);
}
