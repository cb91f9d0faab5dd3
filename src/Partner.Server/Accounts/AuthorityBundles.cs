namespace Partner.Server.Accounts;

/// <summary>What callers are told of authorities; it changes with the server's files.</summary>
/// <param name="PartnerAuthorities">The authorities that partners' certificates may chain to, PEM.</param>
/// <param name="ServerAuthorities">The authorities of servers' certificates, PEM; empty where nobody said.</param>
internal sealed record AuthorityBundles(Func<string> PartnerAuthorities, Func<string> ServerAuthorities);
