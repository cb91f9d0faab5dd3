using System.Text.Json.Nodes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Core.Cards;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Notices;
using Partner.Server.Verbs;
using Partner.Storage;
using static Partner.Sandbox.Demo.DemoScene;
using CardType = Leb.Partner.V1.CardType;

namespace Partner.Sandbox.Demo;

/// <summary>A customer's card is about to end: it is listed, a reminder falls due, and the customer is told.</summary>
internal sealed class DemoReminderStory(
    PartnerConnection connection, PartnerStore store, PartnerId partnerId, SimulatedGateway gateway, Narrator tell,
    JsonObject report, Func<CallOptions> call, CancellationToken cancel)
{
    private const string Phone = "+8613900000077";
    private const int MostLooks = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // It ends within two days, in a folder where no earlier run renewed it; each run makes it last a day longer.
    private readonly CardRef _card = new()
    {
        Iccid = SandboxCards.Number(Core.Cards.CardType.Travel, SandboxOutcome.CardExpiring),
    };

    public async Task RunAsync()
    {
        tell.Title("A traveller's card is about to end: it is on the list, with the best renewal");
        var before = (await connection.Cards.GetCardAsync(new GetCardRequest { Card = _card }, call())).Card;
        if (before.ValidUntil.ToDateTimeOffset() - TimeProvider.System.GetUtcNow() > TimeSpan.FromDays(5))
        {
            tell.Text("In this folder earlier runs made it last for longer.");
            report["reminder"] = new JsonObject { ["number"] = 0 };
            return;
        }

        var sale = new CreateTopUpRequest
        {
            RequestId = NewRequestId(), Card = _card, Plan = "plans/travel-1d", Channel = Channel.Pos,
            NotifyPhone = Phone, NotifyLanguage = "en", AllowDuplicate = true,
        };
        var sold = (await connection.TopUps.CreateTopUpAsync(sale, call())).TopUp;
        Check(sold.State == TopUpState.Succeeded, "the top-up succeeds");
        var listed = await SeeAsync(() => FindAsync(sold.Name), "the card is on the list, by its last sale");
        tell.Table(
            ["Card", "Last day", "Best renewal", "Customer pays", "Commission"],
            [[
                listed.Card.Iccid, listed.LastDay, listed.Renewal.Plan, MoneyText.Format(listed.Renewal.CustomerPays),
                MoneyText.Format(listed.Renewal.Commission),
            ]]);

        tell.Text("Who was just at the counter is not reminded; so the demo moves the sale a month into the past.");
        await SeeAsync(AgeAsync, "the sale is moved");
        var reminder = await WatchAsync(sold.Name);
        tell.Table(
            ["No.", "Window", "Issuer confirmed", "Text"],
            [[
                $"{reminder.Number}", $"{reminder.Window.Count} {EnumText.Of(reminder.Window.Unit)}",
                reminder.Confirmed ? "yes" : "no", reminder.Card.ReminderText,
            ]]);
        Check(reminder is { Confirmed: true, CustomerTold: true }, "the end is confirmed and the customer told");
        var message = await SeeAsync(
            () => Task.FromResult(gateway.Delivered.LastOrDefault(one =>
                one.To == Phone && one.Text == reminder.Card.ReminderText)),
            "the customer gets the reminder");
        tell.Text($"The customer gets: {message.Text}");
        report["reminder"] = new JsonObject
        {
            ["number"] = reminder.Number,
            ["last_day"] = reminder.Card.LastDay,
            ["window"] = $"{reminder.Window.Count} {EnumText.Of(reminder.Window.Unit)}",
            ["confirmed"] = reminder.Confirmed,
            ["renewal"] = reminder.Card.Renewal.Plan,
            ["text"] = reminder.Card.ReminderText,
        };
    }

    private async Task<ExpiringCard?> FindAsync(string topUp)
    {
        var request = new ListExpiringCardsRequest { CardTypes = { CardType.Travel }, ExcludeEnded = true };
        do
        {
            var page = await connection.Reminders.ListExpiringCardsAsync(request, call());
            if (page.Cards.FirstOrDefault(card => card.LastTopUp == topUp) is { } found)
            {
                return found;
            }

            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return null;
    }

    /// <summary>As the card would be known had it been sold to a month ago.</summary>
    private async Task<string?> AgeAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var met = await store.CustomerCards.LearnAsync(
            partnerId,
            [CardNumber.Iccid(_card.Iccid)!],
            known => known with { Sale = known.Sale with { At = now.AddDays(-30) }, Told = null, DueAt = now });
        return met.Count == 1 ? "" : null;
    }

    private async Task<Reminder> WatchAsync(string topUp)
    {
        using var watch = connection.Reminders.WatchReminders(new WatchRemindersRequest(), call());
        await foreach (var answer in watch.ResponseStream.ReadAllAsync(cancel))
        {
            if (answer.Reminder.Card.LastTopUp == topUp)
            {
                return answer.Reminder;
            }
        }

        throw new DemoFailedException("the stream of reminders ended");
    }

    private async Task<T> SeeAsync<T>(Func<Task<T?>> look, string claim)
        where T : class
    {
        for (var looks = 0; looks < MostLooks; looks++)
        {
            if (await look() is { } seen)
            {
                return seen;
            }

            await Task.Delay(Pause, TimeProvider.System, cancel);
        }

        throw new DemoFailedException($"it is not true that {claim}");
    }
}
