using Partner.Core.Accounts;

namespace Partner.Server.Connections;

/// <summary>What a client's certificate says of itself, for whoever does not know it.</summary>
/// <param name="Names">The DNS names and URIs in it.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="NotAfter">When it ends (UTC).</param>
/// <param name="Issued">What its authority calls it; null where that is not known.</param>
internal sealed record ShownCertificate(
    IReadOnlyList<CertificateName> Names, string Subject, DateTimeOffset NotAfter, IssuedAs? Issued);
