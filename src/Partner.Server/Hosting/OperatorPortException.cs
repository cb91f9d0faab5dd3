using System.Globalization;
using Microsoft.AspNetCore.Connections;

namespace Partner.Server.Hosting;

/// <summary>The operator's port cannot be opened.</summary>
/// <param name="message">Which and why.</param>
/// <param name="cause">What the system says.</param>
public sealed class OperatorPortException(string message, Exception cause) : IOException(message, cause)
{
    /// <summary>
    /// Whether a start failed because of the operator's port. The server opens all of its ports at once, and which of
    /// them was in use only the web server's words tell.
    /// </summary>
    /// <param name="address">The operator's port; null where there is none.</param>
    /// <param name="fault">What the start failed of.</param>
    internal static bool IsWhy(KestrelAddress? address, IOException fault) =>
        address is { Port: not 0 } && fault.InnerException is AddressInUseException
        && fault.Message.Contains(
            string.Create(CultureInfo.InvariantCulture, $":{address.Port}:"), StringComparison.Ordinal);
}
