using Partner.Server.Connections;

namespace Partner.Server.Security;

/// <summary>The client certificate of a connection, as a feature of the connection.</summary>
/// <param name="Thumbprint">SHA-256 of the DER certificate, 64 lower-case hex digits.</param>
/// <param name="EndsAt">
/// When it, or an authority that it chains to, ends (UTC): a connection may stay open for longer than that.
/// </param>
/// <param name="Usage">What the connections of the certificate have under way.</param>
internal sealed record PeerCertificate(
    string Thumbprint, DateTimeOffset EndsAt, CertificateUsage Usage)
{
    /// <summary>The person whom it names: its common name; empty where it has none.</summary>
    internal string Person { get; init; } = "";

    /// <summary>Whether the authorities that are in use now still stand for it; they may have been replaced.</summary>
    internal Func<bool> IsTrusted { get; init; } = () => true;
}
