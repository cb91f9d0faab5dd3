using System.Text.Json.Nodes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Sandbox.Notices;
using Partner.Server.Verbs;
using static Partner.Sandbox.Demo.DemoScene;

namespace Partner.Sandbox.Demo;

/// <summary>The text message that the customer gets when the top-up has arrived.</summary>
/// <param name="gateway">Where text messages come out.</param>
internal sealed class DemoNoticeStory(
    PartnerConnection connection,
    SimulatedGateway gateway,
    Narrator tell,
    JsonObject report,
    Func<CallOptions> call)
{
    /// <summary>The customer's number.</summary>
    public const string Phone = SandboxNumbers.Arrives;

    private const int MostLooks = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="topUp">Name of a top-up that succeeded, with the customer's number.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task RunAsync(string topUp, CancellationToken cancel)
    {
        tell.Title("The customer gets a text message");
        var notice = await SeeSentAsync(topUp, cancel);
        var message = gateway.Delivered.LastOrDefault(one => one.To == Phone);
        Check(notice.State == CustomerNoticeState.Sent && message is not null, "the customer gets a text message");
        tell.Text($"To {notice.MaskedPhone}: {message!.Text}");
        report["notice"] = new JsonObject
        {
            ["state"] = EnumText.Of(notice.State),
            ["phone"] = notice.MaskedPhone,
            ["segments"] = message.Segments,
            ["text"] = message.Text,
        };
    }

    private async Task<CustomerNotice> SeeSentAsync(string topUp, CancellationToken cancel)
    {
        for (var looks = 0; ; looks++)
        {
            var found = await connection.TopUps.GetTopUpAsync(new GetTopUpRequest { Name = topUp }, call());
            if (looks == MostLooks || found.TopUp.Notice.State != CustomerNoticeState.Due)
            {
                return found.TopUp.Notice;
            }

            await Task.Delay(Pause, TimeProvider.System, cancel);
        }
    }
}
