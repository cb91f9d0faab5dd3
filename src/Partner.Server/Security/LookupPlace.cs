using Partner.Core.Errors;
using Partner.Server.Contract;

namespace Partner.Server.Security;

/// <summary>Where a look-up of a card says that it is made. It decides whom too many unknown cards lock.</summary>
internal static class LookupPlace
{
    private const int LongestReference = 40;

    /// <summary>Reads where a look-up is made: a caller that is limited to an outlet or terminal fills it in.</summary>
    /// <param name="reader">What was found in the other fields.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="outlet">The outlet that it names.</param>
    /// <param name="terminal">The terminal that it names.</param>
    /// <returns>The outlet, or the refusal: fields that are wrong, or an outlet or terminal of others.</returns>
    public static Result<string> Outlet(RequestReader reader, Caller caller, string outlet, string terminal)
    {
        reader.Text(outlet, LongestReference, "outlet");
        reader.Text(terminal, LongestReference, "terminal");
        var own = caller.OutletFor(outlet);
        return (reader.Refusal ?? own.Refusal ?? caller.TerminalFor(terminal).Refusal) is { } refusal ? refusal : own;
    }
}
