using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Contracts.Client;
using Partner.Server.Connections;
using Partner.Server.Security;

namespace Partner.Server.Hosting;

/// <summary>The files that mutual TLS needs, all PEM.</summary>
/// <param name="CertificatePath">The server's certificate, followed by intermediate ones if there are any.</param>
/// <param name="KeyPath">Its private key, not encrypted.</param>
/// <param name="ClientAuthorityPath">
/// The authorities that client certificates may chain to: one, two during a change.
/// </param>
public sealed record KestrelTlsFiles(string CertificatePath, string KeyPath, string ClientAuthorityPath)
{
    /// <summary>Revocation lists of these authorities, PEM or DER; none where none is used.</summary>
    public IReadOnlyList<string> RevocationListPaths { get; init; } = [];

    /// <summary>What is done with a client whose authority has no list that is up to date.</summary>
    public RevocationFailure RevocationFailure { get; init; } = RevocationFailure.Soft;
}

/// <summary>
/// The TLS settings of the server. They are shared by all connections, so that OpenSSL's context and its session
/// tickets are too, and are read again when the files change: a renewed certificate needs no restart.
/// </summary>
public sealed partial class KestrelTls
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    private readonly KestrelTlsFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger<KestrelTls> _logger;
    private readonly Lock _reload = new();
    private readonly ClientChains _chains = new();
    private Settings _current;
    private string _contents;
    private long _lookedAt;

    /// <summary>Reads the files.</summary>
    /// <param name="files">Where they are.</param>
    /// <param name="logger">Told about certificates that were read again.</param>
    /// <exception cref="IOException">A file is absent or cannot be read.</exception>
    /// <exception cref="CryptographicException">
    /// A file is damaged, or key and certificate do not belong together.
    /// </exception>
    public KestrelTls(KestrelTlsFiles files, TimeProvider time, ILogger<KestrelTls> logger)
    {
        (_files, _time, _logger) = (files, time, logger);
        _contents = Contents();
        _lookedAt = time.GetTimestamp();
        _current = Read(files, null);
    }

    /// <summary>The settings for the next connection.</summary>
    internal SslServerAuthenticationOptions Current() => Present().Mutual;

    /// <summary>The settings for the next connection of somebody who has no certificate yet.</summary>
    internal SslServerAuthenticationOptions CurrentForStrangers() => Present().Open;

    /// <summary>The authorities that client certificates may chain to.</summary>
    internal X509Certificate2Collection Authorities() => Present().Authorities;

    /// <summary>Whether the server's own certificate is of one of them, too.</summary>
    internal bool ServerIsOfAuthorities()
    {
        var present = Present();
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.CustomTrustStore.AddRange(present.Authorities);
        return chain.Build(present.Mutual.ServerCertificateContext!.TargetCertificate);
    }

    private Settings Present()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LookAgainAfter)
        {
            ReadAgainIfChanged();
        }

        return Volatile.Read(ref _current);
    }

    /// <summary>The same for a door that speaks HTTP/1.1 too.</summary>
    internal SslServerAuthenticationOptions CurrentForBrowsers() => Present().Browsers;

    /// <summary>When the server's certificate ends (UTC).</summary>
    internal DateTimeOffset CertificateEnds() => End(Current().ServerCertificateContext!.TargetCertificate);

    /// <summary>When the last of the partner authorities ends (UTC).</summary>
    internal DateTimeOffset AuthorityEnds() => Present().Authorities.Max(authority => End(authority));

    /// <summary>When a client's certificate or one of its authorities ends (UTC).</summary>
    /// <param name="client">The certificate of an open connection.</param>
    internal DateTimeOffset EndOf(X509Certificate2 client) => _chains.EndOf(client);

    /// <summary>The authority that signed a client's certificate; null where it is trusted by itself.</summary>
    /// <param name="client">The certificate of an open connection.</param>
    internal string? AuthorityOf(X509Certificate2 client) => _chains.AuthorityOf(client);

    /// <summary>
    /// Asks at any later time whether a client's certificate would still get in: authorities may be replaced while its
    /// connection is open.
    /// </summary>
    /// <param name="client">The certificate of an open connection.</param>
    internal Func<bool> TrustOf(X509Certificate2 client)
    {
        var first = Present();
        var judged = (By: first, Trusted: true, first.Lists.Until);
        return () =>
        {
            var present = Present();
            var last = judged;
            if (!ReferenceEquals(last.By, present)
                || (last.Until < DateTimeOffset.MaxValue && last.Until <= _time.GetUtcNow()))
            {
                var trusted = _chains.Chains(
                    client, present.Mutual.CertificateChainPolicy!, present.Lists, _time.GetUtcNow());

                // Of a list that is out of date nothing changes any more before the next file.
                var until = present.Lists.Until <= _time.GetUtcNow() ? DateTimeOffset.MaxValue : present.Lists.Until;
                judged = last = (present, trusted, until);
            }

            return last.Trusted;
        };
    }

    private static DateTimeOffset End(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());

    private void ReadAgainIfChanged()
    {
        // One looks; the others go on with what is there, however long the files take.
        if (!_reload.TryEnter())
        {
            return;
        }

        try
        {
            Volatile.Write(ref _lookedAt, _time.GetTimestamp());
            var contents = Contents();
            if (contents != _contents)
            {
                // Connections that are open go on with the old certificate, so it is not disposed of here.
                Volatile.Write(ref _current, Read(_files, _current.Lists));
                _contents = contents;
                LogRead(_files.CertificatePath);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever keeps a file from being read or used, the handshake that looked must not pay for it.
            LogKept(_files.CertificatePath, exception);
        }
        finally
        {
            _reload.Exit();
        }
    }

    // Not the files' times: a Secret that Kubernetes mounts shows as links whose own times never change.
    private string Contents() => string.Join(
        ' ',
        ((string[])[
            _files.CertificatePath, _files.KeyPath, _files.ClientAuthorityPath, .. _files.RevocationListPaths,
        ]).Select(HashOf));

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private bool Accepts(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        var problem = _chains.Judge(shown, chain, errors, Volatile.Read(ref _current).Lists, _time.GetUtcNow());
        if (problem is not null)
        {
            Handshake.Current?.Fails(problem);
        }

        return problem is null;
    }

    private Settings Read(KestrelTlsFiles files, RevocationLists? former)
    {
        var authorities = PemFile.Certificates(files.ClientAuthorityPath);
        var lists = RevocationLists.Read(files.RevocationListPaths, files.RevocationFailure, authorities, former);
        var own = PemFile.Certificates(files.CertificatePath);
        var certificate = Pair(files);
        var trusting = SslStreamCertificateContext.Create(
            certificate, [.. own.Skip(1)], offline: true,
            SslCertificateTrust.CreateForX509Collection(authorities, sendTrustInHandshake: true));
        return new Settings(
            Mutual(trusting, authorities, SslApplicationProtocol.Http2),
            Mutual(trusting, authorities, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11),
            Common(
                SslStreamCertificateContext.Create(certificate, [.. own.Skip(1)], offline: true),
                SslApplicationProtocol.Http2),
            authorities,
            lists);
    }

    private SslServerAuthenticationOptions Mutual(
        SslStreamCertificateContext context, X509Certificate2Collection authorities,
        params List<SslApplicationProtocol> protocols)
    {
        var mutual = Common(context, protocols);
        mutual.ClientCertificateRequired = true;
        mutual.CertificateChainPolicy = ClientChains.PolicyOf(authorities);
        mutual.RemoteCertificateValidationCallback = Accepts;
        return mutual;
    }

    private static SslServerAuthenticationOptions Common(
        SslStreamCertificateContext context, params List<SslApplicationProtocol> protocols) => new()
        {
            ServerCertificateContext = context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CipherSuitesPolicy = TlsSuites.Policy(),
            ApplicationProtocols = protocols,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            AllowRenegotiation = false,
        };

    private static X509Certificate2 Pair(KestrelTlsFiles files)
    {
        try
        {
            return PemPair.LoadForTls(File.ReadAllText(files.CertificatePath), File.ReadAllText(files.KeyPath));
        }
        catch (CryptographicException fault)
        {
            throw new CryptographicException(
                $"The key {files.KeyPath} cannot be used with the certificate {files.CertificatePath}: {fault.Message}",
                fault);
        }
    }

    [LoggerMessage(201, LogLevel.Information, "Read the TLS certificate {Path} again: it changed")]
    private partial void LogRead(string path);

    [LoggerMessage(
        202, LogLevel.Error, "The TLS certificate {Path} changed and cannot be used; the one read before stays in use")]
    private partial void LogKept(string path, Exception exception);

    private sealed record Settings(
        SslServerAuthenticationOptions Mutual, SslServerAuthenticationOptions Browsers,
        SslServerAuthenticationOptions Open, X509Certificate2Collection Authorities, RevocationLists Lists);
}
