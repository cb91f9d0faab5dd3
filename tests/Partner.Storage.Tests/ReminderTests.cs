using Partner.Core.Notices;
using Partner.Core.Reminders;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Reminders: each once, numbered without a gap, whoever makes them and whoever ends in between.</summary>
public sealed class ReminderTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task What_is_due_is_claimed_once_until_the_lease_is_over_and_then_reminded_of_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await SellAsync(fixture, 3);
        var other = fixture.OpenAnother();
        Assert.Empty(await RadarScene.ClaimAsync(fixture.Store, now: RadarScene.Due.AddTicks(-1)));
        Assert.Null(await fixture.Store.Reminders.OldestDueAsync(RadarScene.Due.AddTicks(-1), default));
        Assert.Equal(RadarScene.Due, await fixture.Store.Reminders.OldestDueAsync(RadarScene.Due, default));
        Assert.Equal([StoreFixture.Acme], await other.Reminders.DueAsync("", 10, RadarScene.Due, default));

        // The first process asks the issuer, and ends before it notes anything.
        Assert.Equal(2, (await RadarScene.ClaimAsync(fixture.Store, most: 2)).Count);
        Assert.Single(await RadarScene.ClaimAsync(other, "they"));
        Assert.Empty(await RadarScene.ClaimAsync(other, "they"));
        Assert.Empty(await other.Reminders.DueAsync("", 10, RadarScene.Due, default));

        var later = RadarScene.Due.AddMinutes(2);
        var due = await RadarScene.ClaimAsync(other, "they", now: later);
        Assert.Equal(3, due.Count);
        var made = await other.Reminders.NoteAsync(StoreFixture.Acme, RadarScene.Decide(due, later));

        Assert.Equal([1, 2, 3], made.Select(reminder => reminder.Number));
        Assert.Equal(made, await fixture.Store.Reminders.ListAsync(StoreFixture.Acme, 0, 10, default), SameReminder);
        Assert.Empty(await RadarScene.ClaimAsync(other, "they", now: later.AddHours(1)));
        Assert.Equal(
            [2, 3], (await other.Reminders.ListAsync(StoreFixture.Acme, 1, 10, default)).Select(one => one.Number));
        Assert.Empty(await other.Reminders.ListAsync(StoreFixture.Elsewhere, 0, 10, default));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Two_processes_that_decided_on_the_same_cards_make_each_reminder_once_without_a_gap(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await SellAsync(fixture, 24);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var due = await RadarScene.ClaimAsync(fixture.Store);

        // A stopped process wakes up, and does what another did meanwhile.
        var looks = RadarScene.Decide(due).Chunk(5).SelectMany(piece => new[] { piece, piece }).ToArray();
        await Task.WhenAll(looks.Select((piece, i) => Task.Run(async () =>
        {
            await stores[i % 2].Reminders.NoteAsync(StoreFixture.Acme, piece);
        })));

        // What both were at in the same moment was left by one of them at least, and is due again.
        await stores[0].Reminders.NoteAsync(StoreFixture.Acme, RadarScene.Decide(due));
        var told = await fixture.Store.Reminders.ListAsync(StoreFixture.Acme, 0, 100, default);
        Assert.Equal(Enumerable.Range(1, 24).Select(i => (long)i), told.Select(reminder => reminder.Number));
        Assert.Equal(24, told.Select(reminder => reminder.Card.Card).Distinct().Count());
        Assert.Equal(
            24, (await stores[1].Reminders.LastNumbersAsync([StoreFixture.Acme], default))[StoreFixture.Acme]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_sale_between_the_look_and_its_note_makes_the_note_nothing(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await SellAsync(fixture, 1);
        var due = await RadarScene.ClaimAsync(fixture.Store);
        await fixture.CompleteAsync(
            await fixture.SellAsync(fixture.Candidate(due[0].Card, plan: "phone-50")),
            Core.TopUps.IssuerVerdict.Accepted, now: Given.Noon.AddHours(1));
        await RadarScene.FollowAsync(fixture.Store, end: RadarScene.End.AddDays(100));

        Assert.Empty(await fixture.Store.Reminders.NoteAsync(StoreFixture.Acme, RadarScene.Decide(due)));

        Assert.Empty(await fixture.Store.Reminders.ListAsync(StoreFixture.Acme, 0, 10, default));
        var known = await fixture.Store.CustomerCards.FindAsync(StoreFixture.Acme, due[0].Card, default);
        Assert.Equal(RadarScene.Due.AddDays(100), known!.DueAt);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_notice_is_made_with_the_reminder_where_a_number_is_kept_and_nothing_renews_the_card(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var kept = StoreFixture.WithContact(fixture.Candidate());
        var over = StoreFixture.WithContact(fixture.Candidate(), RadarScene.Due);
        var renews = StoreFixture.WithContact(fixture.Candidate());
        foreach (var candidate in new[] { kept, over, renews, fixture.Candidate() })
        {
            await fixture.SellAndSucceedAsync(candidate);
        }

        await RadarScene.FollowAsync(fixture.Store);
        fixture.Query(
            "INSERT INTO auto_renewals (partner_id, id, request_id, card, card_type, plan_code, channel, outlet, " +
            "days_before, max_price, price_currency, consent, created_at, state, phase, version, cycle, attempt, " +
            "failures, cycle_end, made, last_kind, last_reason, lease_until) VALUES ('acme', 'r', 'r', " +
            $"'{renews.Order.Card!.Value}', 3, 'phone-100', 1, '', 3, 100, 'CNY', 'c', 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, " +
            "0, 0)",
            row => 0);
        LookedAt[] looks =
        [
            .. RadarScene.Decide(await RadarScene.ClaimAsync(fixture.Store)).Select(look => look with
            {
                Says = look.Says! with
                {
                    PlanEn = "Plan", PlanZh = "套餐", Amount = Given.Yuan(10), AtLeast = true, Receipt = "000000017",
                },
            }),
        ];
        var made = await fixture.Store.Reminders.NoteAsync(StoreFixture.Acme, looks);

        Assert.Equal(4, made.Count);
        var told = Assert.Single(made, reminder => reminder.TellsCustomer);
        Assert.Equal(kept.Order.Card, told.Card.Card);
        Assert.Equal(renews.Order.Card, Assert.Single(made, reminder => reminder.RenewsItself).Card.Card);
        var notices = await fixture.Store.Notices.ClaimAsync(new Lease("me", RadarScene.Due.AddMinutes(1)),
            RadarScene.Due, 10);
        var claimed = Assert.Single(notices, one => one.Notice.Kind == NoticeKind.Reminder);
        var notice = claimed.Notice;
        Assert.Equal(kept.Order.Contact!.Kept, claimed.Contact);
        Assert.Equal(($"reminder-{told.Number}", kept.Order.Contact!.Kept!.Id), (notice.Occasion, notice.ContactId));
        Assert.Equal(RadarScene.End.AddTicks(-1).DayOfYear, notice.Facts!.Day!.Value.DayOfYear);
        var look = Assert.Single(looks, look => look.Known.Card == kept.Order.Card);
        Assert.Equal(
            (look.Says, look.TellAt + NoticeRules.LastsFor(NoticeKind.Reminder)), (notice.Facts, notice.ExpiresAt));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_ended_long_ago_is_forgotten_and_old_reminders_are_deleted_piece_by_piece(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await SellAsync(fixture, 5);
        await fixture.Store.Reminders.NoteAsync(
            StoreFixture.Acme, RadarScene.Decide(await RadarScene.ClaimAsync(fixture.Store)));
        var forgotten = RadarScene.End + RadarScene.Policy.CardsKept;

        var due = await RadarScene.ClaimAsync(fixture.Store, now: forgotten);
        await fixture.Store.Reminders.NoteAsync(StoreFixture.Acme, RadarScene.Decide(due, forgotten));

        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM customer_cards"));
        Assert.Equal(0, await fixture.Store.Reminders.DeleteOldAsync(RadarScene.Due, 3));
        Assert.Equal(3, await fixture.Store.Reminders.DeleteOldAsync(RadarScene.Due.AddTicks(1), 3));
        Assert.Equal(2, await fixture.Store.Reminders.DeleteOldAsync(RadarScene.Due.AddTicks(1), 3));
    }

    private static bool SameReminder(CardReminder one, CardReminder other) =>
        (one.Number, one.Card.Card, one.Window, one.DueAt, one.MadeAt, one.IsConfirmed, one.Card.Fact, one.Card.Sale)
        == (other.Number, other.Card.Card, other.Window, other.DueAt, other.MadeAt, other.IsConfirmed, other.Card.Fact,
            other.Card.Sale);

    private static async Task SellAsync(StoreFixture fixture, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await fixture.SellAndSucceedAsync();
        }

        await RadarScene.FollowAsync(fixture.Store);
    }
}
