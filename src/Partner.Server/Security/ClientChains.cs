using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Partner.Server.Security;

/// <summary>
/// What the handshakes found out about client certificates, kept as long as their connections are open: when a chain
/// ends, and which certificates it went through.
/// </summary>
internal sealed class ClientChains
{
    private readonly ConditionalWeakTable<X509Certificate2, X509Certificate2Collection> _intermediates = [];
    private readonly ConditionalWeakTable<X509Certificate2, object> _ends = [];
    private readonly ConditionalWeakTable<X509Certificate2, string> _authorities = [];

    /// <summary>
    /// How a client's certificate has to chain: to our own authorities and no others, in particular not those of the
    /// machine, each of them within its dates and allowed for clients. Revocation is looked up by thumbprint on every
    /// call, so that no revocation list is fetched, nor anything else.
    /// </summary>
    /// <param name="authorities">The partner authorities.</param>
    internal static X509ChainPolicy PolicyOf(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new Oid(CertificateUses.ClientAuthentication));
        return policy;
    }

    /// <summary>Why a client's certificate does not get in; null when it does. A good one is kept in mind.</summary>
    /// <param name="shown">The certificate; null when none was shown.</param>
    /// <param name="chain">The chain that was built.</param>
    /// <param name="errors">What the platform found wrong.</param>
    /// <param name="lists">What its authorities revoked.</param>
    /// <param name="now">The present time.</param>
    internal string? Judge(
        X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors, RevocationLists lists, DateTimeOffset now)
    {
        if (shown is not X509Certificate2 client || chain is null)
        {
            return "it showed no certificate";
        }

        if ((ClientCertificateRules.Problem(client, chain, errors == SslPolicyErrors.None)?.English
            ?? lists.Problem(Listed(chain), now)) is { } problem)
        {
            return $"its certificate {Thumbprints.Of(client)} is not accepted: {problem}";
        }

        Keep(client, chain);
        return null;
    }

    /// <summary>When a certificate or one that it chains to ends, whichever is first.</summary>
    /// <param name="client">The certificate.</param>
    internal DateTimeOffset EndOf(X509Certificate2 client) => _ends.TryGetValue(client, out var end)
        ? (DateTimeOffset)end
        : client.NotAfter.ToUniversalTime();

    /// <summary>The authority that signed a certificate, by <see cref="Thumbprints.OfKey"/>.</summary>
    /// <param name="client">The certificate.</param>
    /// <returns>It; null where the handshake found none.</returns>
    internal string? AuthorityOf(X509Certificate2 client) =>
        _authorities.TryGetValue(client, out var authority) ? authority : null;

    /// <summary>Whether a certificate chains to authorities that are not those of its handshake.</summary>
    /// <param name="client">The certificate.</param>
    /// <param name="policy">The authorities in use now.</param>
    /// <param name="lists">What they revoked.</param>
    /// <param name="now">The present time.</param>
    internal bool Chains(X509Certificate2 client, X509ChainPolicy policy, RevocationLists lists, DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = policy.Clone() };
        if (_intermediates.TryGetValue(client, out var between))
        {
            chain.ChainPolicy.ExtraStore.AddRange(between);
        }

        return ClientCertificateRules.Problem(client, chain, chain.Build(client)) is null
            && lists.Problem(Listed(chain), now) is null;
    }

    // Nobody revokes the authority that is trusted itself.
    private static IEnumerable<X509Certificate2> Listed(X509Chain chain) =>
        chain.ChainElements.Select(element => element.Certificate).SkipLast(1);

    private void Keep(X509Certificate2 client, X509Chain chain)
    {
        var elements = chain.ChainElements.Select(element => element.Certificate).ToList();
        DateTimeOffset end = elements.Append(client).Min(one => one.NotAfter.ToUniversalTime());
        _ends.AddOrUpdate(client, end);
        if (elements.Count > 1)
        {
            _authorities.AddOrUpdate(client, Thumbprints.OfKey(elements[1].PublicKey));
        }

        // Copies: the chain's own are disposed of with it.
        var between = new X509Certificate2Collection();
        foreach (var one in elements.Skip(1).SkipLast(1))
        {
            between.Add(X509CertificateLoader.LoadCertificate(one.RawData));
        }

        _intermediates.AddOrUpdate(client, between);
    }
}
