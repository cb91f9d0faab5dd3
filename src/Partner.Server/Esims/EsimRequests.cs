using Leb.Partner.V1;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Esims;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Server.TopUps;
using CoreIdCheck = Partner.Core.Contacts.IdCheck;

namespace Partner.Server.Esims;

/// <summary>What is asked for with ReissueInstallation, in normalised values.</summary>
/// <param name="RequestId">The partner's id of it.</param>
/// <param name="Card">The card.</param>
/// <param name="IdCheck">The document that was shown; null where there is no key to keep it with.</param>
/// <param name="Origin">Who asks for it.</param>
/// <param name="Wait">How long the caller waits; null where it does not say.</param>
internal sealed record ReissueOrder(
    RequestId RequestId, CardNumber Card, CoreIdCheck? IdCheck, ReissueOrigin Origin, TimeSpan? Wait);

/// <summary>Step 3 for the requests of EsimService: message in, normalised values or a refusal out.</summary>
internal static class EsimRequests
{
    private const int LongestReference = 40;
    private const int LongestComment = 200;

    public static Result<ReissueOrder> Read(ReissueInstallationRequest request, Caller caller, ContactKeys keys)
    {
        var reader = new RequestReader();
        var requestId = reader.RequestId(request.RequestId);
        var card = reader.Card(request.Card, true);
        var idCheck = reader.IdCheck(request.IdCheck, true, caller.PartnerId, keys);
        var given = reader.Text(request.Outlet, LongestReference, "outlet");
        var terminal = reader.Text(request.Terminal, LongestReference, "terminal");
        var cashier = reader.Text(request.Cashier, LongestReference, "cashier");
        var comment = reader.Text(request.Comment, LongestComment, "comment");
        var wait = reader.Wait(request.Wait);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var (outlet, till) = (caller.OutletFor(given), caller.TerminalFor(terminal));
        return (outlet.Refusal ?? till.Refusal) is { } mismatch
            ? mismatch
            : new ReissueOrder(
                requestId, card!, idCheck,
                new ReissueOrigin(caller.Thumbprint, outlet.Value, till.Value, cashier, comment), wait);
    }
}
