using Partner.Core.Errors;
using Partner.Server.Contract;

namespace Partner.Server.Security;

/// <summary>Where a look-up of a card says that it is made. It decides whom too many unknown cards lock.</summary>
internal static class LookupPlace
{
    private const int LongestReference = 40;

    /// <summary>
    /// Why a look-up is refused as it stands: fields that are wrong, or an outlet or terminal of others.
    /// </summary>
    /// <param name="reader">What was found in the other fields.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="outlet">The outlet that it names.</param>
    /// <param name="terminal">The terminal that it names.</param>
    /// <returns>The refusal; null where there is none.</returns>
    public static Refusal? Refuse(RequestReader reader, Caller caller, string outlet, string terminal)
    {
        reader.Text(outlet, LongestReference, "outlet");
        reader.Text(terminal, LongestReference, "terminal");
        return reader.Refusal ?? caller.OutletFor(outlet).Refusal ?? caller.TerminalFor(terminal).Refusal;
    }
}
