using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Core.Texts;
using Partner.Sandbox.Issuer;
using Partner.Server.Verbs;
using static Partner.Sandbox.Demo.DemoScene;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Sandbox.Demo;

/// <summary>Cards of other types: a number that is saved, data that is kept, a part of a sale that goes back.</summary>
internal sealed class DemoCardsStory(
    PartnerConnection connection, Narrator tell, JsonObject report, Func<CallOptions> call)
{
    public async Task RunAsync()
    {
        await ReviveAsync();
        await RollOverAsync();
        await RefundAsync();
    }

    private async Task ReviveAsync()
    {
        tell.Title("A keep-number card is past its validity, in grace: it is renewed, and the number is kept");
        var card = new CardRef { Iccid = SandboxCards.Number(CoreType.KeepNumber, SandboxOutcome.CardInGrace) };
        var before = await LookUpAsync(card);
        await SellAsync(card, "plans/keep-1y");
        var after = await LookUpAsync(card);
        Show(("before", before), ("after", after));

        // A folder that was used before has it in service already.
        Check(before.Status is CardStatus.Expired or CardStatus.Active, "the card was in grace");
        Check(after.Status == CardStatus.Active, "the renewal revives it");
        report["revived"] = new JsonObject
        {
            ["before"] = EnumText.Of(before.Status),
            ["after"] = EnumText.Of(after.Status),
            ["valid_until"] = Day(after),
        };
    }

    private async Task RollOverAsync()
    {
        tell.Title("A travel card has data left: it is kept, and merged with the new");
        var card = NewCard(CoreType.Travel);
        var before = await LookUpAsync(card);
        await SellAsync(card, "plans/travel-1m");
        var after = await LookUpAsync(card);
        Show(("before", before), ("after", after));
        Check(before.RemainingDataBytes > 0, "the card had data left");
        Check(after.RemainingDataBytes == before.RemainingDataBytes + (10L << 30), "nothing of it is lost");
        report["rollover"] = new JsonObject
        {
            ["before_bytes"] = before.RemainingDataBytes, ["after_bytes"] = after.RemainingDataBytes,
        };
    }

    private async Task RefundAsync()
    {
        tell.Title("A customer used a part of a data pack, and gives the rest back");
        var card = new CardRef
        {
            Iccid = SandboxCards.Number(CoreType.RegistrationEsim, SandboxOutcome.PartlyUsed),
        };
        var sold = await SellAsync(card, "plans/esim-6m", startNow: true);
        var quoted = (await connection.TopUps.QuoteRefundAsync(
            new QuoteRefundRequest { TopUp = sold.Name }, call())).Refund;
        tell.Text(quoted.Text);
        var request = new ReverseTopUpRequest
        {
            RequestId = NewRequestId(),
            TopUp = sold.Name,
            Comment = "the rest is not needed",
            ExpectedRefund = new ExpectedRefund { CustomerGets = quoted.CustomerGets, Points = quoted.Points },
        };
        var answer = await connection.TopUps.ReverseTopUpAsync(request, call());
        tell.Table(
            ["Paid", "Customer gets", "Float gets", "Commission back"],
            [[
                MoneyText.Format(sold.Price.CustomerPays),
                MoneyText.Format(answer.Reversal.Refund.CustomerGets),
                MoneyText.Format(answer.Reversal.Amount),
                MoneyText.Format(answer.Reversal.Clawback),
            ]]);
        Check(answer.Reversal.State == ReversalState.Succeeded, "the refund is made");
        Check(answer.Reversal.Refund.CustomerGets.Equals(quoted.CustomerGets), "it is the refund that was quoted");
        Check(quoted.Part > 0 && quoted.Part < quoted.Whole, "it is a part");
        report["refund"] = new JsonObject
        {
            ["part"] = quoted.Part, ["whole"] = quoted.Whole, ["customer_gets"] = MoneyText.Format(quoted.CustomerGets),
        };
    }

    private async Task<Card> LookUpAsync(CardRef card) =>
        (await connection.Cards.GetCardAsync(new GetCardRequest { Card = card }, call())).Card;

    private async Task<TopUp> SellAsync(CardRef card, string plan, bool startNow = false)
    {
        var sale = new CreateTopUpRequest
        {
            RequestId = NewRequestId(),
            Card = card,
            Plan = plan,
            Channel = Channel.Pos,
            StartNow = startNow,

            // A folder that was used before has sold to the sandbox's cards already.
            AllowDuplicate = true,
        };
        var sold = (await connection.TopUps.CreateTopUpAsync(sale, call())).TopUp;
        Check(sold.State == TopUpState.Succeeded, $"{plan} is sold");
        return sold;
    }

    private void Show(params (string When, Card Card)[] rows) => tell.Table(
        ["Card", "Type", "Status", "Valid until", "Data"],
        [.. rows.Select(row => new[]
        {
            row.When,
            EnumText.Of(row.Card.CardType),
            EnumText.Of(row.Card.Status),
            Day(row.Card),
            row.Card.HasRemainingDataBytes ? ByteSize.Of(row.Card.RemainingDataBytes) : "",
        })]);

    private static string Day(Card card) =>
        card.ValidUntil?.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
