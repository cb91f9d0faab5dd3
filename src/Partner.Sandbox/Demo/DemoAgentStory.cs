using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Core.Actions;
using Partner.Core.Settlements;
using Partner.Server.Settlements;
using Partner.Server.Verbs;
using static Partner.Sandbox.Demo.DemoScene;

namespace Partner.Sandbox.Demo;

/// <summary>
/// What an agent of a network sees: a promotion, a shared fee, tiers, the master agent's override, a clawback, and the
/// settlement of the month. Every step checks what it tells.
/// </summary>
internal sealed class DemoAgentStory(
    PartnerConnection agent, SettlementClosing closing, Narrator tell, JsonObject report, CancellationToken cancel)
{
    private const string Plan = "plans/phone-100";

    public async Task RunAsync()
    {
        var card = NewCard();
        var quote = await QuoteAsync(card);
        var first = await SellAsync(new CreateTopUpRequest { RequestId = NewRequestId(), Quote = quote.Name });
        Check(Same(first.Price.NetDebit, quote.Price.NetDebit), "the sale costs what was quoted");
        await CrossTierAsync();
        await TakeBackAsync();
        await SettleAsync();
    }

    private async Task<Quote> QuoteAsync(CardRef card)
    {
        tell.Title("An agent of a network asks for a price: every figure explains itself");
        var request = new QuoteTopUpRequest { Card = card, Plan = Plan, Channel = Channel.Agent };
        var quote = (await agent.TopUps.QuoteTopUpAsync(request, Call())).Quote;
        tell.Table(
            ["Step", "Amount", "Rule", "In words"],
            [.. quote.Price.Steps.Select(step => new[]
            {
                EnumText.Of(step.Kind), AmountOf(step), step.RuleId, step.Text,
            })]);
        var kinds = quote.Price.Steps.Select(step => step.Kind).ToHashSet();
        Check(kinds.Contains(PriceStepKind.Discount), "a new card gets the first-top-up discount");
        Check(quote.Price.HandlingFee.Units >= 1 && kinds.Contains(PriceStepKind.PartnerFee), "the agent shares a fee");
        report["promotion"] = new JsonObject
        {
            ["steps"] = quote.Price.Steps.Count, ["customer_pays"] = MoneyText.Format(quote.Price.CustomerPays),
        };
        return quote;
    }

    private async Task CrossTierAsync()
    {
        tell.Title("More sales reach the next step of the agent's commission: one is split between two rates");
        Commission? split = null;
        for (var sale = 0; sale < 3 && split is null; sale++)
        {
            var topUp = await SellAsync(Sale(NewCard()));
            split = topUp.Price.Commission.Parts.Count > 1 ? topUp.Price.Commission : null;
        }

        if (split is null)
        {
            tell.Text("In this folder an earlier run crossed the step this month.");
            return;
        }

        tell.Table(
            ["From a volume of", "Part", "Rate", "Earns"],
            [.. split.Parts.Select(part => new[]
            {
                MoneyText.Format(part.From),
                MoneyText.Format(part.Base),
                $"{part.RateBasisPoints} basis points",
                MoneyText.Format(part.Amount),
            })]);
        report["tier_crossing"] = new JsonObject { ["parts"] = split.Parts.Count };
    }

    private async Task TakeBackAsync()
    {
        tell.Title("A reversal takes the agent's commission and the master agent's override back");
        var topUp = await SellAsync(Sale(NewCard()));
        var answer = await agent.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = NewRequestId(), TopUp = topUp.Name }, Call());
        tell.Text(
            $"Credited {MoneyText.Format(answer.Reversal.Amount)}, "
            + $"commission taken back {MoneyText.Format(answer.Reversal.Clawback)}.");
        Check(answer.TopUp.State == TopUpState.Reversed, "the agent's top-up is reversed");
        report["clawback"] = MoneyText.Format(answer.Reversal.Clawback);
    }

    private async Task SettleAsync()
    {
        tell.Title("The month ends (the demo's calendar is moved on), and it is settled for all partners");
        var progress = await closing.ProgressAsync(cancel);
        var period = progress.Next ?? throw new DemoFailedException("there is nothing to settle");

        // The second day of the month after: over in every time zone.
        var then = DateTimeOffset.ParseExact(
            SettlementPeriod.Next(period) + "-02", "yyyy-MM-dd", null, DateTimeStyles.AssumeUniversal);
        var closed = await closing.CloseAsync(period, then, ActionBy.Program, cancel);
        Check(closed.Refusal == PeriodRefusal.None, $"{period} can be settled");
        tell.Table(
            ["Statement", "Partner", "Rule", "Top-ups", "Earned", "Clawed back", "True-up", "Payable"],
            [.. closed.Statements.SelectMany(statement => statement.Lines.Select(line => new[]
            {
                statement.Number,
                statement.PayeeId.Value,
                line.RuleId,
                $"{line.TopUps}",
                line.Earned.ToString(),
                line.ClawedBack.ToString(),
                line.TrueUp.ToString(),
                line.Payable.ToString(),
            }))]);
        foreach (var statement in closed.Statements)
        {
            tell.Text($"{statement.PayeeId}: {statement.Gross} less tax {statement.Tax} = {statement.Total}");
        }

        var again = await closing.CloseAsync(period, then, ActionBy.Program, cancel);
        Check(again.Refusal == PeriodRefusal.AlreadySettled, "settling it again changes nothing");
        var parent = closed.Statements.FirstOrDefault(one => one.PayeeId == Seed.DemoData.MasterId);
        Check(parent is { Earned.Minor: > 0 }, "the master agent earned an override");
        Check(parent is { ClawedBack.Minor: < 0 }, "the reversal took a part of it back");
        report["settlement"] = new JsonObject
        {
            ["period"] = period,
            ["statements"] = closed.Statements.Count,
            ["override"] = parent!.Earned.ToString(),
        };
    }

    private async Task<TopUp> SellAsync(CreateTopUpRequest request)
    {
        var topUp = (await agent.TopUps.CreateTopUpAsync(request, Call())).TopUp;
        Check(topUp.State == TopUpState.Succeeded, "the agent's top-up succeeds");
        tell.Text(
            $"Receipt {topUp.ReceiptNumber}: the customer pays {MoneyText.Format(topUp.Price.CustomerPays)}, the float "
            + $"{MoneyText.Format(topUp.Price.NetDebit)}, commission "
            + $"{MoneyText.Format(topUp.Price.Commission.Amount)}");
        return topUp;
    }

    private static string AmountOf(PriceStep step) => step.Amount is { } amount
        ? MoneyText.Format(amount)
        : $"{step.Points} points";

    private static bool Same(Money one, Money other) => MoneyText.Format(one) == MoneyText.Format(other);

    private static CreateTopUpRequest Sale(CardRef card) =>
        new() { RequestId = NewRequestId(), Card = card, Plan = Plan, Channel = Channel.Agent };

    private CallOptions Call() => agent.Call(TimeSpan.FromSeconds(45), cancel);
}
