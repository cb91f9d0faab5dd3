using System.Globalization;
using Partner.Core.Accounts;

namespace Partner.Server.Accounts;

/// <summary>Where a list of certificates goes on: behind one, by its end.</summary>
/// <param name="NotAfter">Its end (UTC).</param>
/// <param name="Thumbprint">Its thumbprint.</param>
internal sealed record CertificatePlace(DateTimeOffset NotAfter, string Thumbprint)
{
    /// <summary>The place behind a certificate, for page tokens.</summary>
    /// <param name="one">The certificate.</param>
    public static string Write(CertificateRecord one) =>
        string.Create(CultureInfo.InvariantCulture, $"{one.NotAfter.UtcTicks}:{one.Thumbprint}");

    /// <summary>Reads a place.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The place; null when it is none.</returns>
    public static CertificatePlace? Parse(string text) => text.Split(':') is [var ticks, var thumbprint]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
        && end <= DateTimeOffset.MaxValue.UtcTicks
        ? new CertificatePlace(new DateTimeOffset(end, TimeSpan.Zero), thumbprint)
        : null;
}
