using Leb.Partner.V1;
using Partner.Core.Cards;
using Partner.Core.Projections;
using Partner.Core.Reminders;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Issuer;
using Partner.Server.Contract;
using Partner.Server.Reminders;
using Partner.Server.Tests.Support;
using Partner.Storage;
using Partner.Storage.Abstractions;
using CoreMoney = Partner.Core.Amounts.Money;
using CoreType = Partner.Core.Cards.CardType;
using WireReminder = Leb.Partner.V1.Reminder;

namespace Partner.Server.Tests.EndToEnd.Reminders;

/// <summary>A server that looks for sales and for what is due all the time, and tells customers by night.</summary>
public sealed class RadarServer : SharedServer
{
    /// <inheritdoc/>
    protected override SandboxSettings Settings(SandboxSettings settings) => RadarScene.Quick(settings);
}

/// <summary>What tests of expiring cards have in common.</summary>
internal static class RadarScene
{
    public static SandboxSettings Quick(SandboxSettings settings) => settings with
    {
        Reminders = new ReminderOptions
        {
            FollowEvery = TimeSpan.FromMilliseconds(50),
            Every = TimeSpan.FromMilliseconds(50),
            Lease = TimeSpan.FromMilliseconds(500),
            Policy = new ReminderPolicy { TellFrom = TimeSpan.Zero, TellUntil = TimeSpan.FromDays(1) },
        },
    };

    /// <summary>A card of the sandbox that the issuer says will end tomorrow.</summary>
    public static string EndsTomorrow(CoreType type) => SandboxCards.Number(type, SandboxOutcome.CardExpiring);

    /// <summary>
    /// A card that the partner sold to a hundred days ago, and that ends tomorrow by what is known: as the following of
    /// that sale would have left it.
    /// </summary>
    public static async Task PlantAsync(
        PartnerStore store, PartnerId partnerId, string card, string plan, string face, string outlet = "",
        ContactId? contact = null)
    {
        var number = CardNumber.Iccid(card)!;
        var type = SandboxCards.TypeOf(card)!.Value;
        var sold = TimeProvider.System.GetUtcNow().AddDays(-100);
        var sale = new CardSale(
            partnerId,
            number,
            type,
            new LastSale(
                new TopUpId(Ids.New(sold)), new PlanCode(plan), Core.Plans.Channel.Pos, outlet,
                CoreMoney.Parse(face)!.Value, sold),
            contact,
            new CardState(type, CardStanding.Active, TimeProvider.System.GetUtcNow().AddDays(1)));
        await Eventually.SeeAsync(
            async () =>
            {
                var now = TimeProvider.System.GetUtcNow();
                var claimed = await store.CustomerCards.ClaimAsync([partnerId], new Lease("test", now), now);
                return claimed.TryGetValue(partnerId, out var at) && await store.CustomerCards.FollowAsync(
                    partnerId, "test", at, at, [number],
                    (_, _) => CardWatch.Sold(null, sale, null, Core.Plans.CardTypeRules.Unsaid(type), new()));
            },
            planted => planted);
    }

    /// <summary>Follows reminders until so many came.</summary>
    public static async Task<List<WatchRemindersResponse>> WatchAsync(
        TestClient client, int count, string token = "", string language = "en")
    {
        using var call = client.Reminders.WatchReminders(new() { ResumeToken = token }, TestClient.In(language));
        var seen = new List<WatchRemindersResponse>();
        while (seen.Count < count && await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            seen.Add(call.ResponseStream.Current);
        }

        return seen;
    }

    public static async Task<WireReminder> FirstAsync(TestClient client, string language = "en") =>
        Assert.Single(await WatchAsync(client, 1, "", language)).Reminder;

    public static async Task<IReadOnlyList<ExpiringCard>> ListAsync(
        TestClient client, ListExpiringCardsRequest? ask = null, string language = "en") =>
        (await client.Reminders.ListExpiringCardsAsync(ask ?? new(), TestClient.In(language))).Cards;

    /// <summary>Everything that is known, however far away its end is.</summary>
    public static ListExpiringCardsRequest All => new()
    {
        Within = new() { Unit = LengthUnit.Year, Count = 100 },
    };
}
