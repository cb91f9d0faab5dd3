using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Sandbox.Issuer;
using Partner.Server.Verbs;
using static Partner.Sandbox.Demo.DemoScene;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Sandbox.Demo;

/// <summary>A customer's card renews itself as it falls due, and the partner is told.</summary>
internal sealed class DemoRenewalStory(
    PartnerConnection connection, Narrator tell, JsonObject report, Func<CallOptions> call, CancellationToken cancel)
{
    // Each of them ends within two days, in a folder where no earlier run renewed it.
    private static readonly (CoreType Type, string Plan)[] Choices =
    [
        (CoreType.RegistrationEsim, "plans/esim-30d"),
        (CoreType.Travel, "plans/travel-1m"),
        (CoreType.KeepNumber, "plans/keep-1y"),
        (CoreType.Phone, "plans/phone-100"),
    ];

    public async Task RunAsync()
    {
        tell.Title("A customer agreed that the card renews itself; it ends soon, so that it falls due at once");
        foreach (var (type, plan) in Choices)
        {
            var card = new CardRef { Iccid = SandboxCards.Number(type, SandboxOutcome.CardExpiring) };
            var before = (await connection.Cards.GetCardAsync(new GetCardRequest { Card = card }, call())).Card;
            if (before.ValidUntil.ToDateTimeOffset() - TimeProvider.System.GetUtcNow() < TimeSpan.FromDays(3))
            {
                await RenewAsync(card, plan, before);
                return;
            }
        }

        tell.Text("In this folder earlier runs renewed every card that ends soon.");
        report["auto_renewal"] = new JsonObject { ["state"] = "ACTIVE", ["renewals_made"] = 0 };
    }

    private async Task RenewAsync(CardRef card, string plan, Card before)
    {
        var request = new CreateAutoRenewalRequest
        {
            RequestId = NewRequestId(),
            Card = card,
            Plan = plan,
            Channel = Channel.Pos,
            DaysBeforeExpiry = 3,
            MaxPrice = MoneyText.Parse("200.00 CNY"),
            ConsentReference = "signed at the counter",
        };
        var created = (await connection.AutoRenewals.CreateAutoRenewalAsync(request, call())).AutoRenewal;
        var seen = await RenewedAsync(created.Name);
        var renewal = seen.AutoRenewal;
        tell.Table(
            ["No.", "What", "Top-up", "Card ends", "In words"],
            [.. seen.Steps.Select(step => new[]
            {
                $"{step.Number}", EnumText.Of(step.Kind), step.TopUp, Day(step.CardValidUntil), step.Text,
            })]);
        tell.Text($"{renewal.ClerkText} It lasted until {Day(before.ValidUntil)}, now {Day(renewal.CardValidUntil)}.");
        Check(renewal.RenewalsMade == 1, "the card is renewed once");
        Check(renewal.CardValidUntil > before.ValidUntil, "the card lasts longer");
        Check(renewal.RenewTime is not null, "the next renewal is planned");
        var outlook = (await connection.Balances.GetBalanceAsync(new GetBalanceRequest(), call())).Outlook;
        tell.Text(
            $"Renewals of the next 7 days cost the float {MoneyText.Format(outlook.RenewalsDebit)}; "
            + $"at the present pace it runs out on {outlook.RunOutDate}.");

        // Another run on this folder may set it up again.
        await connection.AutoRenewals.CancelAutoRenewalAsync(
            new CancelAutoRenewalRequest { Name = created.Name }, call());
        report["auto_renewal"] = new JsonObject
        {
            ["name"] = created.Name,
            ["state"] = EnumText.Of(renewal.State),
            ["renewals_made"] = renewal.RenewalsMade,
            ["top_up"] = renewal.TopUp,
            ["valid_until"] = Day(renewal.CardValidUntil),
        };
    }

    private async Task<GetAutoRenewalResponse> RenewedAsync(string name)
    {
        while (true)
        {
            var seen = await connection.AutoRenewals.GetAutoRenewalAsync(
                new GetAutoRenewalRequest { Name = name }, call());
            if (seen.AutoRenewal.Cycle > 1)
            {
                return seen;
            }

            Check(
                seen.AutoRenewal.CreateTime.ToDateTimeOffset().AddSeconds(20) > TimeProvider.System.GetUtcNow(),
                "the card is renewed within seconds");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancel);
        }
    }

    private static string Day(Google.Protobuf.WellKnownTypes.Timestamp time) =>
        time.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
