using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Notices;
using Partner.Sandbox.Seed;
using Partner.Server.Verbs;
using Partner.Storage;
using static Partner.Sandbox.Demo.DemoScene;

namespace Partner.Sandbox.Demo;

/// <summary>What a till does in a day, step by step. Every step checks what it tells.</summary>
internal sealed class DemoStory(
    PartnerConnection connection,
    SimulatedGateway gateway,
    PartnerStore store,
    Narrator tell,
    JsonObject report,
    CancellationToken cancel)
{
    private const string Outlet = "store-1";
    private const string Plan = "plans/phone-100";
    private readonly CardRef _card = NewCard();

    public async Task RunAsync()
    {
        await ListPlansAsync();
        await LookUpCardAsync();
        var quote = await QuoteAsync();
        var sale = new CreateTopUpRequest
        {
            RequestId = NewRequestId(), Quote = quote.Name, Outlet = Outlet, Terminal = "till-3", Cashier = "li",
            NotifyPhone = DemoNoticeStory.Phone,
        };
        await TopUpAsync(sale);
        await ReplayAsync(sale);
        await new DemoNoticeStory(connection, gateway, tell, report, Call).RunAsync(
            (string)report["top_up"]!["name"]!, cancel);
        await new DemoReceiptStory(connection, tell, report, Call).RunAsync((string)report["top_up"]!["name"]!);
        await new DemoArrivalStory(connection, tell, report, Call).RunAsync((string)report["top_up"]!["name"]!);
        await DuplicateAsync();
        await InDoubtAsync();
        await DeclinedAsync();
        await ReverseAsync();
        await new DemoCardsStory(connection, tell, report, Call).RunAsync();
        await new DemoGiftStory(connection, tell, report, Call, cancel).RunAsync();
        await new DemoRenewalStory(connection, tell, report, Call, cancel).RunAsync();
        await new DemoReminderStory(connection, store, DemoData.PartnerId, gateway, tell, report, Call, cancel)
            .RunAsync();
        await BalanceAsync();
        await StatementAsync();
    }

    private async Task ListPlansAsync()
    {
        tell.Title("What can be sold");
        var answer = await connection.Plans.ListPlansAsync(new ListPlansRequest(), Call());
        tell.Table(
            ["Plan", "Name", "Card type", "Price"],
            [.. answer.Plans.Select(plan => new[]
            {
                plan.Name, plan.DisplayName, EnumText.Of(plan.CardType), PriceOf(plan),
            })]);
        Check(answer.Plans.Select(plan => plan.CardType).Distinct().Count() == 4, "plans of all four card types");
        report["plans"] = answer.Plans.Count;
    }

    private async Task LookUpCardAsync()
    {
        tell.Title("The clerk looks the customer's card up");
        var card = (await connection.Cards.GetCardAsync(new GetCardRequest { Card = _card }, Call())).Card;
        tell.Table(
            ["Card", "Type", "Status", "Takes"],
            [[_card.Iccid, EnumText.Of(card.CardType), EnumText.Of(card.Status), string.Join(", ", card.Plans)]]);
        Check(card.Plans.Contains(Plan), $"the card takes {Plan}");
    }

    private async Task<Quote> QuoteAsync()
    {
        tell.Title("A quote holds the price for five minutes");
        var request = new QuoteTopUpRequest
        {
            Card = _card, Plan = Plan, Channel = Channel.Pos, Outlet = Outlet,
        };
        var quote = (await connection.TopUps.QuoteTopUpAsync(request, Call())).Quote;
        tell.Table(
            ["Face", "Fee", "Customer pays", "Float pays", "Commission"],
            [[
                MoneyText.Format(quote.Price.Face),
                MoneyText.Format(quote.Price.HandlingFee),
                MoneyText.Format(quote.Price.CustomerPays),
                MoneyText.Format(quote.Price.NetDebit),
                MoneyText.Format(quote.Price.Commission.Amount),
            ]]);
        Check(MoneyText.Format(quote.Price.NetDebit) == "100.00 CNY", "the float pays 100.00 CNY");
        report["quote"] = new JsonObject { ["name"] = quote.Name };
        return quote;
    }

    private async Task TopUpAsync(CreateTopUpRequest sale)
    {
        tell.Title("The clerk tops the card up with 100.00");
        var answer = await connection.TopUps.CreateTopUpAsync(sale, Call());
        Show(answer.TopUp);
        Check(answer.TopUp.State == TopUpState.Succeeded && !answer.Replayed, "the top-up succeeds at once");
        report["top_up"] = Describe(answer.TopUp);
    }

    private async Task ReplayAsync(CreateTopUpRequest sale)
    {
        tell.Title("The answer got lost, so the till sends the same request again");
        var answer = await connection.TopUps.CreateTopUpAsync(sale, Call());
        Show(answer.TopUp);
        tell.Text("It is the same top-up: nothing was charged again.");
        Check(answer.Replayed, "the repetition is a replay");
        var replay = Describe(answer.TopUp);
        replay["replayed"] = answer.Replayed;
        Check(answer.TopUp.Name == (string?)report["top_up"]!["name"], "the replay names the same top-up");
        report["replay"] = replay;
    }

    private async Task DuplicateAsync()
    {
        tell.Title("Another till sells the same card the same plan a moment later");
        try
        {
            await connection.TopUps.CreateTopUpAsync(Sale(_card, Plan), Call());
            throw new DemoFailedException("the second sale was not suspected");
        }
        catch (RpcException refused)
        {
            var error = PartnerError.From(refused);
            tell.Table(
                ["Refused", "Money moved", "Retry safe", "Retry with", "Fault"],
                [[
                    error.Reason,
                    EnumText.Of(error.MoneyMoved),
                    error.RetrySafe ? "yes" : "no",
                    EnumText.Of(error.RetryWith),
                    EnumText.Of(error.Fault),
                ]]);
            tell.Text(error.ClerkText ?? error.Message);
            Check(error.Reason == "DUPLICATE_SUSPECTED", "the second sale is suspected to be a duplicate");
            report["duplicate"] = new JsonObject
            {
                ["reason"] = error.Reason, ["earlier"] = error.Facts.GetValueOrDefault("top_up"),
            };
        }
    }

    private async Task InDoubtAsync()
    {
        tell.Title("The issuer applies a top-up, but its answer never comes");
        var sale = Sale(Sandbox(SandboxCards.TimeoutAfterApplying), "plans/phone-50");
        sale.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(1));
        var first = (await connection.TopUps.CreateTopUpAsync(sale, Call())).TopUp;
        Show(first);
        tell.Text(first.Outcome.ClerkText);
        Check(first.State == TopUpState.Processing, "the first answer is PROCESSING");
        tell.Text("The till watches it; it finishes by itself:");
        var last = first;
        using var watch = connection.TopUps.WatchTopUp(new WatchTopUpRequest { Name = first.Name }, Call());
        await foreach (var change in watch.ResponseStream.ReadAllAsync(cancel))
        {
            last = change.TopUp;
        }

        Show(last);
        Check(last.State == TopUpState.Succeeded, "the top-up in doubt succeeds");
        var described = Describe(last);
        described["first_state"] = EnumText.Of(first.State);
        report["in_doubt"] = described;
    }

    private async Task DeclinedAsync()
    {
        tell.Title("A blocked card is declined");
        var sale = Sale(Sandbox(SandboxCards.CardBlocked), "plans/phone-50");
        var topUp = (await connection.TopUps.CreateTopUpAsync(sale, Call())).TopUp;
        Show(topUp);
        tell.Text(topUp.Outcome.ClerkText);
        Check(topUp.State == TopUpState.Failed, "the top-up fails");
        Check(topUp.Outcome.MoneyMoved == MoneyMoved.No, "no money moved");
        report["declined"] = Describe(topUp);
    }

    private async Task ReverseAsync()
    {
        tell.Title("A customer changes her mind: the clerk reverses a top-up");
        var topUp = (await connection.TopUps.CreateTopUpAsync(Sale(NewCard(), "plans/phone-50"), Call())).TopUp;
        Check(topUp.State == TopUpState.Succeeded, "the top-up succeeds");
        var request = new ReverseTopUpRequest
        {
            RequestId = NewRequestId(), TopUp = topUp.Name, Comment = "customer changed her mind",
        };
        var answer = await connection.TopUps.ReverseTopUpAsync(request, Call());
        Show(topUp);
        Show(answer.TopUp);
        tell.Text(
            $"Credited {MoneyText.Format(answer.Reversal.Amount)}, "
            + $"commission taken back {MoneyText.Format(answer.Reversal.Clawback)}.");
        Check(answer.TopUp.State == TopUpState.Reversed, "the top-up is reversed");
        report["reversed"] = Describe(answer.TopUp);
    }

    private async Task BalanceAsync()
    {
        tell.Title("The partner's float");
        var balance = (await connection.Balances.GetBalanceAsync(new GetBalanceRequest(), Call())).Balance;
        tell.Table(
            ["Posted", "Reserved", "Credit limit", "Available"],
            [[
                MoneyText.Format(balance.Posted),
                MoneyText.Format(balance.Reserved),
                MoneyText.Format(balance.CreditLimit),
                MoneyText.Format(balance.Available),
            ]]);
        report["balance"] = new JsonObject
        {
            ["posted"] = Amount(balance.Posted),
            ["reserved"] = Amount(balance.Reserved),
            ["available"] = Amount(balance.Available),
        };
    }

    private async Task StatementAsync()
    {
        tell.Title("Its statement");
        var page = await connection.Balances.ListStatementEntriesAsync(
            new ListStatementEntriesRequest { PageSize = 1000 }, Call());
        tell.Table(
            ["No.", "Kind", "Amount", "Balance", "Top-up"],
            [.. page.Entries.Select(entry => new[]
            {
                $"{entry.Sequence}",
                EnumText.Of(entry.Kind),
                MoneyText.Format(entry.Amount),
                MoneyText.Format(entry.BalanceAfter),
                entry.TopUp,
            })]);
        var sum = page.Entries.Aggregate(
            MoneyText.TotalNanos(page.OpeningBalance), (total, entry) => total + MoneyText.TotalNanos(entry.Amount));
        var closes = page.NextPageToken.Length > 0 || sum == MoneyText.TotalNanos(page.ClosingBalance);
        tell.Text(
            $"Opening {MoneyText.Format(page.OpeningBalance)} + entries = {MoneyText.Format(page.ClosingBalance)}");
        Check(closes, "opening balance and entries make the closing balance");
        report["statement"] = new JsonObject { ["entries"] = page.Entries.Count };
    }

    private static CreateTopUpRequest Sale(CardRef card, string plan) => new()
    {
        RequestId = NewRequestId(),
        Card = card,
        Plan = plan,
        Channel = Channel.Pos,
        Outlet = Outlet,

        // The sandbox's cards are sold again by every run on one folder; only a card of this run can be a duplicate.
        AllowDuplicate = card.Iccid.StartsWith("898603000000000", StringComparison.Ordinal),
    };

    private static CardRef Sandbox(string number) => new() { Iccid = number };

    private static string PriceOf(Plan plan) => plan.PricingCase switch
    {
        Leb.Partner.V1.Plan.PricingOneofCase.FixedPrice => MoneyText.Format(plan.FixedPrice),
        Leb.Partner.V1.Plan.PricingOneofCase.Denominations =>
            string.Join(" / ", plan.Denominations.Amounts.Select(MoneyText.Format)),
        _ => $"{MoneyText.Format(plan.Range.Minimum)} to {MoneyText.Format(plan.Range.Maximum)}",
    };

    private static JsonObject Describe(TopUp topUp) => new()
    {
        ["name"] = topUp.Name,
        ["state"] = EnumText.Of(topUp.State),
        ["reason"] = EnumText.Of(topUp.Outcome.Reason),
        ["receipt_number"] = topUp.ReceiptNumber,
        ["net_debit"] = Amount(topUp.Price.NetDebit),
    };

    private static JsonObject Amount(Money money) => new()
    {
        ["currency_code"] = money.CurrencyCode, ["units"] = money.Units, ["nanos"] = money.Nanos,
    };

    private void Show(TopUp topUp) => tell.Table(
        ["State", "Plan", "Customer pays", "Receipt", "Name"],
        [[
            EnumText.Of(topUp.State),
            topUp.Plan,
            MoneyText.Format(topUp.Price.CustomerPays),
            topUp.ReceiptNumber,
            topUp.Name,
        ]]);

    private CallOptions Call() => connection.Call(TimeSpan.FromSeconds(45), cancel);
}
