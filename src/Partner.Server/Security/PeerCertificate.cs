namespace Partner.Server.Security;

/// <summary>The client certificate of a connection, as a feature of the connection.</summary>
/// <param name="Thumbprint">SHA-256 of the DER certificate, 64 lower-case hex digits.</param>
internal sealed record PeerCertificate(string Thumbprint);
