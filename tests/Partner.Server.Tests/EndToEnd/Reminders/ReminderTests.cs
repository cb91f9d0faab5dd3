using Leb.Partner.V1;
using Partner.Core.Projections;
using Partner.Sandbox.Notices;
using Partner.Server.Tests.Support;
using static Partner.Server.Tests.EndToEnd.Reminders.RadarScene;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Reminders;

/// <summary>到期雷达、到期提醒: cards that end are listed, and reminded of once, over the wire.</summary>
public sealed class ReminderTests(RadarServer shared) : SharedServerTest(shared), IClassFixture<RadarServer>
{
    private static int _numbers;

    [Fact]
    public Task KEEP_NUMBER_a_card_that_ends_is_listed_and_its_customer_reminded_once() =>
        ReminderAsync(CoreType.KeepNumber, "keep-1y", "60.00 CNY", "1 MONTH");

    [Fact]
    public Task REGISTRATION_ESIM_a_card_that_ends_is_listed_and_its_customer_reminded_once() =>
        ReminderAsync(CoreType.RegistrationEsim, "esim-30d", "45.00 CNY", "7 DAY");

    [Fact]
    public Task PHONE_a_card_that_ends_is_listed_and_its_customer_reminded_once() =>
        ReminderAsync(CoreType.Phone, "phone-100", "100.00 CNY", "7 DAY");

    [Fact]
    public Task TRAVEL_a_card_that_ends_is_listed_and_its_customer_reminded_once() =>
        ReminderAsync(CoreType.Travel, "travel-1m", "98.00 CNY", "7 DAY");

    [Theory]
    [InlineData(CoreType.KeepNumber, "keep-1y", "60.00 CNY")]
    [InlineData(CoreType.RegistrationEsim, "esim-30d", "45.00 CNY")]
    [InlineData(CoreType.Phone, "phone-100", "100.00 CNY")]
    [InlineData(CoreType.Travel, "travel-1m", "98.00 CNY")]
    public async Task A_card_of_each_type_that_was_renewed_elsewhere_is_not_reminded_of(
        CoreType type, string plan, string face)
    {
        var (partner, stranger) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        var renewed = Sale.NewCard(type);
        await stranger.SellAsync(Sale.Of(renewed, $"plans/{plan}"));
        var other = EndsTomorrow(CoreType.Phone);

        await PlantAsync(Shared.Running.Store, partner.PartnerId, renewed, plan, face);
        var refreshed = await Eventually.SeeAsync(
            async () => (await ListAsync(partner, All)).FirstOrDefault(),
            seen => seen is { Source: CardFactSource.Refresh });
        await PlantAsync(Shared.Running.Store, partner.PartnerId, other, "phone-100", "100.00 CNY");

        // Of two cards one was reminded of, and it has the first number.
        var reminder = await FirstAsync(partner);
        Assert.Equal((1, other), (reminder.Number, reminder.Card.Card.Iccid));
        Assert.True(refreshed!.ValidUntil.ToDateTimeOffset() > TimeProvider.System.GetUtcNow().AddDays(15));
        Assert.Null(refreshed.LastReminderTime);
    }

    [Fact]
    public async Task A_number_that_wants_no_messages_gets_none_and_the_reminder_is_made_all_the_same()
    {
        const string optedOut = "+8613900000004";
        var partner = await Shared.NewPartnerAsync();
        var store = Shared.Running.Store;

        await PlantAsync(
            store, partner.PartnerId, EndsTomorrow(CoreType.Phone), "phone-100", "100.00 CNY", "",
            await ContactAsync(partner, optedOut));
        var number = NewNumber();
        await PlantAsync(
            store, partner.PartnerId, EndsTomorrow(CoreType.Travel), "travel-1m", "98.00 CNY", "",
            await ContactAsync(partner, number));

        Assert.All(await WatchAsync(partner, 2), seen => Assert.True(seen.Reminder.CustomerTold));
        await Eventually.SeeAsync(() => Task.FromResult(RemindersTo(number)), sent => sent.Count == 1);
        Assert.Empty(RemindersTo(optedOut));
    }

    [Fact]
    public async Task An_outlet_sees_the_cards_that_it_sold_to_last_and_a_stranger_none()
    {
        var (demo, outlet) = (await Shared.Running.ConnectDemoAsync(), await Shared.Running.ConnectDemoOutletAsync());
        var stranger = await Shared.NewPartnerAsync();
        var (own, elsewhere) = (EndsTomorrow(CoreType.Phone), EndsTomorrow(CoreType.Travel));
        await PlantAsync(Shared.Running.Store, demo.PartnerId, elsewhere, "travel-1m", "98.00 CNY", "store-9");
        await PlantAsync(Shared.Running.Store, demo.PartnerId, own, "phone-100", "100.00 CNY", "store-1");
        await WatchAsync(demo, 2);

        Assert.Equal([own], (await ListAsync(outlet)).Select(card => card.Card.Iccid));
        Assert.Equal(own, (await FirstAsync(outlet)).Card.Card.Iccid);
        Assert.Equal(2, (await ListAsync(demo)).Count);
        Assert.Equal(
            [elsewhere], (await ListAsync(demo, new() { Outlet = "store-9" })).Select(card => card.Card.Iccid));
        Assert.Empty(await ListAsync(stranger, All));
    }

    [Fact]
    public async Task What_is_known_follows_sales_look_ups_and_reversals()
    {
        var partner = await Shared.NewPartnerAsync();
        var card = Sale.NewCard(CoreType.RegistrationEsim);
        Assert.Empty(await ListAsync(partner, All));
        await LookUpAsync(partner, card);

        var sold = await partner.SellAsync(Sale.Of(card, "plans/esim-30d"));
        var known = await SeeAsync(partner, seen => seen is { Source: not CardFactSource.Sale, AtLeast: false });
        var live = await LookUpAsync(partner, card);
        Assert.Equal((sold.Name, live.ValidUntil, live.Status), (known!.LastTopUp, known.ValidUntil, known.Status));
        Assert.Equal(("plans/esim-30d", RenewalGround.BoughtLast), (known.Renewal.Plan, known.Renewal.Ground));
        Assert.True(known.Renewal.ValidUntil > known.ValidUntil);
        Assert.Equal(sold.Price.NetDebit, known.Renewal.NetDebit);
        Assert.Equal(sold.Price.Commission.Amount, known.Renewal.Commission);
        await SeeAsync(partner, seen => seen is { Source: CardFactSource.LookUp });

        await partner.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = sold.Name, Wait = Sale.Longest },
            TestClient.In("en"));
        await SeeAsync(partner, seen => seen is null);
        await LookUpAsync(partner, card);
        Assert.Empty(await ListAsync(partner, All));
    }

    [Fact]
    public async Task REGISTRATION_ESIM_a_card_that_renews_itself_is_marked_and_nobody_is_asked_to_pay()
    {
        var partner = await Shared.NewPartnerAsync();
        var card = Sale.NewCard(CoreType.RegistrationEsim);
        await partner.SellAsync(Sale.Of(card, "plans/esim-30d"));
        var known = await SeeAsync(partner, seen => seen is not null);
        Assert.NotEmpty(known!.ReminderText);

        var renewal = await Renewals.RenewalScene.CreateAsync(partner, Renewals.RenewalScene.Of(card));

        var marked = await SeeAsync(partner, seen => seen is { RenewsItself: true });
        Assert.Equal((renewal.Name, ""), (marked!.AutoRenewal, marked.ReminderText));
        await partner.Renewals.CancelAutoRenewalAsync(new() { Name = renewal.Name }, TestClient.In("en"));
        Assert.False(Assert.Single(await ListAsync(partner, All)).RenewsItself);
    }

    [Fact]
    public async Task Pages_types_windows_and_what_has_ended_are_told_apart()
    {
        var partner = await Shared.NewPartnerAsync();
        var store = Shared.Running.Store;
        var (phone, travel) = (EndsTomorrow(CoreType.Phone), EndsTomorrow(CoreType.Travel));
        var grace = Partner.Sandbox.Issuer.SandboxCards.Number(
            CoreType.KeepNumber, Partner.Sandbox.Issuer.SandboxOutcome.CardInGrace);
        await PlantAsync(store, partner.PartnerId, phone, "phone-100", "100.00 CNY");
        await PlantAsync(store, partner.PartnerId, travel, "travel-1m", "98.00 CNY");
        await PlantAsync(store, partner.PartnerId, grace, "keep-1y", "60.00 CNY");
        var all = await Eventually.SeeAsync(
            () => ListAsync(partner), seen => seen.Count(card => card.Source == CardFactSource.Refresh) == 3);

        Assert.Equal(grace, all[0].Card.Iccid);
        Assert.Equal((CardStatus.Expired, null), (all[0].Status, all[0].Window));
        Assert.Contains("ended on", all[0].ReminderText, StringComparison.Ordinal);
        Assert.Equal("plans/keep-1y", all[0].Renewal.Plan);
        Assert.Equal(2, (await ListAsync(partner, new() { ExcludeEnded = true })).Count);
        Assert.Equal(
            [travel], (await ListAsync(partner, new() { CardTypes = { CardType.Travel } })).Select(c => c.Card.Iccid));
        Assert.Empty(await ListAsync(
            partner, new() { ExcludeEnded = true, CardTypes = { CardType.KeepNumber, CardType.RegistrationEsim } }));

        var turned = new List<string>();
        for (var token = ""; ;)
        {
            var page = await partner.Reminders.ListExpiringCardsAsync(
                new() { PageSize = 1, PageToken = token }, TestClient.In("en"));
            turned.AddRange(page.Cards.Select(card => card.Card.Iccid));
            token = page.NextPageToken;
            if (token.Length == 0)
            {
                break;
            }
        }

        Assert.Equal(all.Select(card => card.Card.Iccid), turned);
    }

    private async Task ReminderAsync(CoreType type, string plan, string face, string window)
    {
        var (partner, stranger) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        var (card, number) = (EndsTomorrow(type), NewNumber());
        var contact = await ContactAsync(partner, number);

        await PlantAsync(Shared.Running.Store, partner.PartnerId, card, plan, face, "", contact);
        var reminder = await FirstAsync(partner);

        Assert.Equal((1, card, true, true), (
            reminder.Number, reminder.Card.Card.Iccid, reminder.Confirmed, reminder.CustomerTold));
        Assert.Equal(window, $"{reminder.Window.Count} {reminder.Window.Unit.ToString().ToUpperInvariant()}");
        var live = await LookUpAsync(partner, card);
        Assert.Equal((live.ValidUntil, live.Status), (reminder.Card.ValidUntil, reminder.Card.Status));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(reminder.Card.TimeZone);
        var lastDay = CardCalendar.LastDay(live.ValidUntil.ToDateTimeOffset(), zone).ToString("yyyy-MM-dd", null);
        Assert.Equal(lastDay, reminder.Card.LastDay);
        Assert.Equal(
            ($"plans/{plan}", Sale.Amount(face), Sale.Amount(face)),
            (reminder.Card.Renewal.Plan, reminder.Card.Renewal.Face, reminder.Card.Renewal.CustomerPays));
        Assert.Equal(
            $"LEB: card ending {card[^4..]} ends on {lastDay}. Renew it in time: "
            + $"{reminder.Card.Renewal.PlanName}, {face}.",
            reminder.Card.ReminderText);
        Assert.Contains("请及时续费", (await FirstAsync(partner, "zh-CN")).Card.ReminderText, StringComparison.Ordinal);

        var listed = Assert.Single(
            await ListAsync(partner, new() { CardTypes = { (CardType)type }, ExcludeEnded = true }),
            one => one.Card.Iccid == card);
        Assert.Equal(reminder.Card.Renewal, listed.Renewal);
        Assert.Equal(reminder.CreateTime, listed.LastReminderTime);
        Assert.Equal(reminder.Window, listed.Window);
        Assert.Empty(await ListAsync(stranger, All));

        var sent = await Eventually.SeeAsync(() => Task.FromResult(RemindersTo(number)), seen => seen.Count > 0);
        Assert.Contains(lastDay, Assert.Single(sent).Text, StringComparison.Ordinal);

        // Whatever is made next has the next number: of the first card nothing was made again.
        await PlantAsync(
            Shared.Running.Store, partner.PartnerId,
            EndsTomorrow(type == CoreType.Phone ? CoreType.Travel : CoreType.Phone), "phone-100", "100.00 CNY");
        Assert.Equal([1, 2], (await WatchAsync(partner, 2)).Select(seen => seen.Reminder.Number));
        Assert.Single(RemindersTo(number));
    }

    /// <summary>The id under which a number is kept that was left with a sale.</summary>
    private async Task<ContactId?> ContactAsync(TestClient partner, string number)
    {
        var sold = await partner.SellAsync(Sale.Of().With(sale => sale.NotifyPhone = number));
        return (await Shared.Running.Store.TopUps.FindAsync(
            partner.PartnerId, new TopUpId(sold.Name["topUps/".Length..]), default))!.ContactId;
    }

    private List<DeliveredMessage> RemindersTo(string number) =>
    [
        .. Shared.Running.Server.Gateway!.Delivered.Where(message => message.To == number
            && message.Text.Contains("Renew it in time", StringComparison.Ordinal)),
    ];

    private static Task<ExpiringCard?> SeeAsync(TestClient partner, Func<ExpiringCard?, bool> hoped) =>
        Eventually.SeeAsync(async () => (await ListAsync(partner, All)).FirstOrDefault(), hoped);

    private static async Task<Card> LookUpAsync(TestClient client, string card) =>
        (await client.Cards.GetCardAsync(new() { Card = new() { Iccid = card } }, TestClient.In("en"))).Card;

    private static string NewNumber() => $"+86139333{Interlocked.Increment(ref _numbers):D5}";
}
