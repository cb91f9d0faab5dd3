using Partner.Core.Texts;

namespace Partner.Core.Accounts;

/// <summary>The kinds of names in certificates that rules are about. The store keeps the number.</summary>
public enum NameKind
{
    /// <summary>A DNS name.</summary>
    Dns = 1,

    /// <summary>A URI.</summary>
    Uri = 2,
}

/// <summary>A name in a certificate (subjectAltName, RFC 5280, 4.2.1.6).</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Value">The name.</param>
public readonly record struct CertificateName(NameKind Kind, string Value);

/// <summary>
/// An operator's rule: certificates of a partner authority with such a name are the partner's, so that a renewal by an
/// authority of the operator's or partner's own (cert-manager, for one) needs no registration.
/// </summary>
/// <param name="Id">Its id.</param>
/// <param name="PartnerId">Whose such certificates are.</param>
/// <param name="Kind">Of which kind the name is.</param>
/// <param name="Pattern">
/// The name; a "*" stands for a DNS name's first label, or for the rest of a URI, and is nothing else.
/// </param>
/// <param name="Grant">What such certificates stand for and may do.</param>
public sealed record NameRule(string Id, PartnerId PartnerId, NameKind Kind, string Pattern, CertificateGrant Grant)
{
    /// <summary>The longest pattern.</summary>
    public const int LongestPattern = 200;

    /// <summary>What is wrong with a pattern; null when it can be one.</summary>
    /// <param name="kind">Of which kind the name is.</param>
    /// <param name="pattern">The pattern.</param>
    public static Wording? Problem(NameKind kind, string pattern)
    {
        if (pattern.Length is 0 or > LongestPattern || pattern.Any(letter => letter is <= ' ' or > '~'))
        {
            return new(
                $"must be 1 to {LongestPattern} visible ASCII characters",
                $"必须为 1 至 {LongestPattern} 个可见的 ASCII 字符");
        }

        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (kind == NameKind.Dns)
        {
            var rest = pattern.StartsWith("*.", StringComparison.Ordinal) ? pattern[2..] : pattern;
            return rest.Contains('*', StringComparison.Ordinal) || !rest.Contains('.', StringComparison.Ordinal)
                ? new(
                    "must be a DNS name with a dot, or \"*.\" before one, such as *.tills.example.com",
                    "必须是含点的 DNS 名称，或在其前加 \"*.\"，如 *.tills.example.com")
                : null;
        }

        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || (star >= 0 && star != pattern.Length - 1) || star == colon + 1
            ? new(
                "must be a URI, or the beginning of one and \"*\", such as spiffe://example.com/tills/*",
                "必须是 URI，或其开头加 \"*\"，如 spiffe://example.com/tills/*")
            : null;
    }

    /// <summary>Whether a name is one of the rule's.</summary>
    /// <param name="name">A name of a certificate.</param>
    public bool Matches(CertificateName name)
    {
        if (name.Kind != Kind)
        {
            return false;
        }

        // DNS names are told apart without case (RFC 4343), URIs with.
        var comparison = Kind == NameKind.Dns ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (Kind == NameKind.Uri)
        {
            return Pattern.EndsWith('*')
                ? name.Value.StartsWith(Pattern[..^1], comparison) && name.Value.Length >= Pattern.Length
                : name.Value == Pattern;
        }

        var dot = name.Value.IndexOf('.', StringComparison.Ordinal);
        return Pattern.StartsWith("*.", StringComparison.Ordinal)
            ? dot > 0 && !name.Value.StartsWith('*') && name.Value[dot..].Equals(Pattern[1..], comparison)
            : name.Value.Equals(Pattern, comparison);
    }

    /// <summary>
    /// The rule that says whose a certificate is. Where several say different things, none does: nobody may become
    /// somebody by chance.
    /// </summary>
    /// <param name="rules">All rules.</param>
    /// <param name="names">The certificate's names.</param>
    public static NameRule? Choose(IEnumerable<NameRule> rules, IReadOnlyCollection<CertificateName> names)
    {
        var found = rules.Where(rule => names.Any(rule.Matches)).ToList();
        return found.Select(rule => (rule.PartnerId, rule.Grant)).Distinct().Count() == 1 ? found[0] : null;
    }
}
