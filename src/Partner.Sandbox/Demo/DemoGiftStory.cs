using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Core.Texts;
using Partner.Server.Verbs;
using static Partner.Sandbox.Demo.DemoScene;
using CardType = Partner.Core.Cards.CardType;

namespace Partner.Sandbox.Demo;

/// <summary>A promotion gives data beside the plan, and it reaches the card.</summary>
internal sealed class DemoGiftStory(
    PartnerConnection connection,
    Narrator tell,
    JsonObject report,
    Func<CallOptions> call,
    CancellationToken cancel)
{
    private const string Coupon = "GIFTDATA";
    private const int MostLooks = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync()
    {
        tell.Title("A promotion gives data beside the plan, and the card gets it moments after the sale");
        var card = NewCard(CardType.Travel);
        var quote = (await connection.TopUps.QuoteTopUpAsync(
            new QuoteTopUpRequest { Card = card, Plan = "plans/travel-1m", Channel = Channel.Pos, Coupon = Coupon },
            call())).Quote;
        var note = quote.Projection.Notes.FirstOrDefault(one => one.Kind == ProjectionNoteKind.GiftData);
        Check(note is not null, "the quote names the gift");
        tell.Text(note!.Text);
        var sold = (await connection.TopUps.CreateTopUpAsync(
            new CreateTopUpRequest { RequestId = NewRequestId(), Quote = quote.Name }, call())).TopUp;
        Check(sold.State == TopUpState.Succeeded, "the top-up succeeds");

        var granted = await SeeRestAsync(sold);
        tell.Text(granted.GiftText);
        Check(granted.GiftState == GiftState.Granted, "the gift is granted");
        var after = (await connection.Cards.GetCardAsync(new GetCardRequest { Card = card }, call())).Card;
        tell.Table(
            ["Data", "until"],
            [
                .. after.Packs.Select(pack => new[]
                {
                    ByteSize.Of(pack.RemainingBytes),
                    pack.ExpireTime?.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)
                        ?? "the card ends",
                }),
            ]);
        Check(after.Packs.Equals(quote.Projection.After.Packs), "the card has what was quoted, the gift included");
        report["gift"] = new JsonObject
        {
            ["top_up"] = sold.Name,
            ["state"] = EnumText.Of(granted.GiftState),
            ["text"] = granted.Price.CardGifts.Text,
            ["bytes"] = note.Bytes,
            ["packs"] = after.Packs.Count,
        };
    }

    private async Task<TopUp> SeeRestAsync(TopUp sold)
    {
        for (var looks = 0; ; looks++)
        {
            var seen = (await connection.TopUps.GetTopUpAsync(new GetTopUpRequest { Name = sold.Name }, call())).TopUp;
            if (looks == MostLooks || seen.GiftState != GiftState.Processing)
            {
                return seen;
            }

            await Task.Delay(Pause, TimeProvider.System, cancel);
        }
    }
}
