using System.Globalization;
using System.Net;

namespace Partner.Server.Hosting;

/// <summary>
/// Where the server listens, as it is typed: <c>localhost:5001</c>, <c>0.0.0.0:443</c>, <c>[::1]:0</c>.
/// </summary>
/// <param name="Host">An IP address, <c>localhost</c>, or <c>*</c> for every address of the machine.</param>
/// <param name="Port">0 to 65535; 0 lets the system choose one.</param>
public sealed record KestrelAddress(string Host, int Port)
{
    /// <summary>Reads an address.</summary>
    /// <param name="text">"host:port"; an IPv6 address stands in brackets.</param>
    /// <returns>The address; null when the form is wrong or the host is neither of the three.</returns>
    public static KestrelAddress? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port > IPEndPoint.MaxPort)
        {
            return null;
        }

        var host = text[..colon];
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        host = bracketed ? host[1..^1] : host;
        if (host.Contains(':') != bracketed)
        {
            return null;
        }

        return host is "localhost" or "*" || IPAddress.TryParse(host, out _) ? new KestrelAddress(host, port) : null;
    }

    /// <summary>The address in the form in which it is read.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}");
}
