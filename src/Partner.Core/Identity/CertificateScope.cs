namespace Partner.Core.Identity;

/// <summary>For whom a certificate stands: the whole partner, one outlet, or one terminal of an outlet.</summary>
/// <param name="Outlet">The outlet; null for the whole partner.</param>
/// <param name="Terminal">The terminal of that outlet; null for all of them.</param>
public sealed record CertificateScope(string? Outlet, string? Terminal)
{
    /// <summary>The whole partner.</summary>
    public static readonly CertificateScope Whole = new(null, null);

    /// <summary>Whether everything of another scope is within this one.</summary>
    /// <param name="other">The other scope.</param>
    public bool Covers(CertificateScope other) =>
        (Outlet is null || Outlet == other.Outlet) && (Terminal is null || Terminal == other.Terminal);
}
