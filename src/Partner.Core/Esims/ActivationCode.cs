using System.Text.RegularExpressions;

namespace Partner.Core.Esims;

/// <summary>
/// What installs an eSIM, by GSMA SGP.22 v2.x, section 4.1. It is a secret: as a text it shows nothing, so that no log,
/// trace or message has it by accident.
/// </summary>
public sealed partial class ActivationCode
{
    private ActivationCode(string address, string matchingId, string? oid, bool needsConfirmation) =>
        (Address, MatchingId, Oid, NeedsConfirmation) = (address, matchingId, oid, needsConfirmation);

    /// <summary>The server that the device downloads from: a host name.</summary>
    public string Address { get; }

    /// <summary>The matching id: capitals, digits and hyphens.</summary>
    public string MatchingId { get; }

    /// <summary>Object identifier of the server; null when none is told.</summary>
    public string? Oid { get; }

    /// <summary>Whether the device asks for a confirmation code besides.</summary>
    public bool NeedsConfirmation { get; }

    /// <summary>Makes one of its parts.</summary>
    /// <param name="address">The server: a host name of at most 255 characters.</param>
    /// <param name="matchingId">At most 255 capitals, digits and hyphens.</param>
    /// <param name="oid">An object identifier, "1.3.6.1.4.1.31746"; null or empty for none.</param>
    /// <param name="needsConfirmation">Whether a confirmation code is needed.</param>
    /// <returns>The code; null where a part would make another code of it, or none at all.</returns>
    public static ActivationCode? Of(string? address, string? matchingId, string? oid, bool needsConfirmation) =>
        address is { Length: > 0 and <= 255 } && HostName().IsMatch(address)
        && matchingId is { Length: > 0 and <= 255 } && Token().IsMatch(matchingId)
        && (string.IsNullOrEmpty(oid) || (oid.Length <= 255 && ObjectIdentifier().IsMatch(oid)))
            ? new ActivationCode(address, matchingId, string.IsNullOrEmpty(oid) ? null : oid, needsConfirmation)
            : null;

    /// <summary>
    /// The whole code, as a QR code has it: an identifier is empty where only a confirmation code follows.
    /// </summary>
    public string Reveal() => (Oid, NeedsConfirmation) switch
    {
        (null, false) => $"LPA:1${Address}${MatchingId}",
        ({ } oid, false) => $"LPA:1${Address}${MatchingId}${oid}",
        var (oid, _) => $"LPA:1${Address}${MatchingId}${oid}$1",
    };

    /// <inheritdoc/>
    public override string ToString() => "LPA:…";

    [GeneratedRegex(
        @"\A[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[0-9]{1,5})?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex(@"\A[0-9A-Z-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"\A[0-9]+(\.[0-9]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ObjectIdentifier();
}
