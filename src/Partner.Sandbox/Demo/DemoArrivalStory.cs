using System.Text.Json.Nodes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Verbs;
using static Partner.Sandbox.Demo.DemoScene;

namespace Partner.Sandbox.Demo;

/// <summary>A customer comes back and says that it has not arrived.</summary>
internal sealed class DemoArrivalStory(
    PartnerConnection connection, Narrator tell, JsonObject report, Func<CallOptions> call)
{
    /// <param name="topUp">Name of a top-up that succeeded.</param>
    public async Task RunAsync(string topUp)
    {
        tell.Title("A customer says that it has not arrived");
        var known = await ReportAsync(topUp);
        var again = await ReportAsync(topUp);
        tell.Text($"{EnumText.Of(known.Case.State)}: {known.Case.ClerkText}");
        tell.Text(known.Case.Evidence.Text);
        Check(known.Case.State == CaseState.Arrived, "issuer and card say that it has arrived");
        Check(again.Replayed && again.Case.Name == known.Case.Name, "reported twice, it is one case");
        report["case"] = new JsonObject
        {
            ["name"] = known.Case.Name,
            ["state"] = EnumText.Of(known.Case.State),
            ["verdict"] = EnumText.Of(known.Case.Verdict),
        };
    }

    private async Task<ReportNotArrivedResponse> ReportAsync(string topUp) =>
        await connection.Arrivals.ReportNotArrivedAsync(new ReportNotArrivedRequest { TopUp = topUp }, call());
}
