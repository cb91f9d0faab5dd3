using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Refunds;
using Partner.Core.Rules;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>What sales give to their cards: made with the success, taken back with the refund, exactly once.</summary>
public sealed class GiftTests
{
    private static readonly DateTimeOffset Later = Given.Noon.AddMinutes(1);

    [Theory]
    [OnEveryDatabase]
    public async Task They_are_made_with_the_success_and_with_nothing_else(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var pending = await fixture.SellAsync(Giving(fixture));
        var failed = await fixture.CompleteAsync(await fixture.SellAsync(Giving(fixture)), IssuerVerdict.Declined);
        await fixture.SellAndSucceedAsync();
        Assert.Equal((0L, null, null), (GiftRows(fixture), pending.GiftState, failed.GiftState));

        var sold = await fixture.CompleteAsync(pending, IssuerVerdict.Accepted);
        await fixture.CompleteAsync(pending, IssuerVerdict.Accepted);

        Assert.Equal(GiftState.Processing, sold.GiftState);
        var (gifts, topUp) = await FindAsync(fixture, sold);
        Assert.Equal(
            new CardGiftRecord { PartnerId = StoreFixture.Acme, TopUpId = sold.Id, CreatedAt = Given.Noon }, gifts);
        Assert.Equal(sold.Offer.Price.CardGifts!.Grants, topUp.Offer.Price.CardGifts!.Grants);
        Assert.Equal(
            [(gifts.GrantId, (int)JobKind.Gift)],
            fixture.Query(
                "SELECT operation_id, kind FROM jobs ORDER BY operation_id",
                row => (row.GetString(0), row.GetInt32(1))));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Their_states_are_stored_on_both_rows_and_each_that_a_partner_sees_is_an_event(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync(Giving(fixture));

        var doubt = await SettleAsync(fixture, sold, IssuerVerdict.Unknown);
        Assert.Equal((GiftState.Processing, Later), (doubt.Gifts.State, doubt.Gifts.InDoubtSince));
        Assert.Equal(sold.EventNumber, doubt.TopUp.EventNumber);
        var queue = await fixture.Store.Measurements.ReadQueueAsync(CancellationToken.None);
        Assert.Equal((1, Later), (queue.GiftsInDoubt, queue.OldestGiftInDoubt));

        var granted = await SettleAsync(fixture, sold, IssuerVerdict.Accepted);

        Assert.Equal((GiftState.Granted, GiftState.Granted), (granted.Gifts.State, granted.TopUp.GiftState));
        Assert.Equal(sold.EventNumber + 1, granted.TopUp.EventNumber);
        var stored = await FindAsync(fixture, sold);
        Assert.Equal(granted.Gifts, stored.Gifts);
        Assert.Equal(
            (GiftState.Granted, granted.TopUp.Version), (stored.TopUp.GiftState, stored.TopUp.Version));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM jobs"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_refusal_ends_them_and_is_listed_for_people(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync(Giving(fixture));
        var available = (await fixture.FloatAsync()).Available;

        var refused = await SettleAsync(fixture, sold, IssuerVerdict.Declined);

        Assert.Equal(
            (GiftState.Refused, Core.Errors.Reason.CardBlocked),
            (refused.TopUp.GiftState, refused.TopUp.GiftReason));
        Assert.Equal(available, (await fixture.FloatAsync()).Available);
        Assert.Equal([refused.Gifts], await fixture.Store.Gifts.ListRefusedAsync(Later, CancellationToken.None));
        Assert.Empty(await fixture.Store.Gifts.ListRefusedAsync(Later.AddDays(31), CancellationToken.None));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM jobs"));

        // The issuer changes its mind: nothing changes, and people look.
        await SettleAsync(fixture, sold, IssuerVerdict.Accepted);
        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM anomalies"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task With_the_reversal_of_their_sale_they_are_taken_back_under_an_id_of_its_own(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync(Giving(fixture));
        await SettleAsync(fixture, sold, IssuerVerdict.Accepted);

        var topUp = await ReverseAsync(fixture, sold);

        Assert.Equal((TopUpState.Reversed, GiftState.TakingBack), (topUp.State, topUp.GiftState));
        var (gifts, _) = await FindAsync(fixture, sold);
        Assert.Equal(new GiftTakeBack(true, true, 0, 7), gifts.Back);
        Assert.Equal(
            [(gifts.BackId, (int)JobKind.GiftBack)],
            fixture.Query("SELECT operation_id, kind FROM jobs", row => (row.GetString(0), row.GetInt32(1))));
        await fixture.AssertRightAsync();

        var back = await fixture.Store.Gifts.SettleBackAsync(
            topUp, StoreFixture.Answer(IssuerVerdict.Accepted), Later, Later, null);

        Assert.Equal((GiftState.TakenBack, GiftState.TakenBack), (back.Gifts.State, back.TopUp.GiftState));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM jobs"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_not_granted_before_the_reversal_is_withdrawn_or_then_taken_off(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var never = await fixture.SellAndSucceedAsync(Giving(fixture));
        var late = await fixture.SellAndSucceedAsync(Giving(fixture));
        await ReverseAsync(fixture, never);
        await ReverseAsync(fixture, late);

        var withdrawn = await SettleAsync(fixture, never, IssuerVerdict.Withdrawn);
        var granted = await SettleAsync(fixture, late, IssuerVerdict.Accepted);

        Assert.Equal((GiftState.TakenBack, null), (withdrawn.Gifts.State, withdrawn.Gifts.GrantedAt));
        Assert.Equal((GiftState.TakingBack, Later), (granted.Gifts.State, granted.Gifts.GrantedAt));
        Assert.Equal(
            [(granted.Gifts.BackId, (int)JobKind.GiftBack)],
            fixture.Query("SELECT operation_id, kind FROM jobs", row => (row.GetString(0), row.GetInt32(1))));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_part_that_is_refunded_takes_points_in_proportion_and_all_data_back(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var candidate = Giving(fixture);
        var offer = ((SaleProposal.AtQuotedPrice)candidate.Sale.Value).Quoted with
        {
            Refund = new RefundTerms(RefundScope.UnusedData, RefundMeans.Money) { Bytes = 3 },
        };
        var sold = await fixture.SellAndSucceedAsync(
            candidate with { Sale = new SaleProposal.AtQuotedPrice(offer) });
        await SettleAsync(fixture, sold, IssuerVerdict.Accepted);

        var topUp = await ReverseAsync(fixture, sold, new RefundUsage(3, 1));

        Assert.Equal((TopUpState.Succeeded, GiftState.TakingBack), (topUp.State, topUp.GiftState));
        Assert.NotNull(topUp.Refunded);
        var stored = await FindAsync(fixture, sold);
        Assert.Equal((new GiftTakeBack(false, true, 0, 2), topUp.Refunded), (stored.Gifts.Back, stored.TopUp.Refunded));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Many_answers_at_once_and_a_reversal_among_them_leave_one_end(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        for (var round = 0; round < 5; round++)
        {
            var sold = await fixture.SellAndSucceedAsync(Giving(fixture));
            var saved = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(sold))).Value.Reversal;

            await Task.WhenAll(
                Enumerable.Range(0, 8).Select(i => Task.Run(() => i == 4
                    ? (Task)stores[1].Reversals.SettleAsync(
                        StoreFixture.Acme, saved.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Later, Later)
                    : stores[i % 2].Gifts.SettleAsync(
                        sold, StoreFixture.Answer(IssuerVerdict.Accepted), Later, Later, null))));

            // Granted before the reversal or after it: in either case exactly the taking back is left to do.
            var (gifts, topUp) = await FindAsync(fixture, sold);
            Assert.Equal((GiftState.TakingBack, Later), (gifts.State, gifts.GrantedAt));
            Assert.Equal((TopUpState.Reversed, GiftState.TakingBack), (topUp.State, topUp.GiftState));
            Assert.Equal(1, fixture.Count($"SELECT COUNT(*) FROM jobs WHERE operation_id = '{gifts.BackId}'"));
            Assert.Equal(0, fixture.Count($"SELECT COUNT(*) FROM jobs WHERE operation_id = '{gifts.GrantId}'"));
        }

        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM anomalies"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task However_many_wait_they_do_not_count_as_queued_sales(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAndSucceedAsync(Giving(fixture));

        Assert.Equal(0, await fixture.Store.Jobs.CountQueuedAsync(CancellationToken.None));
        var job = Assert.Single(await fixture.Store.Jobs.ClaimAsync(new Lease("me", Later), Given.Noon, 5));
        Assert.Equal((JobKind.Gift, false), (job.Kind, job.PossiblySent));
    }

    /// <summary>A sale that gives data and 7 points.</summary>
    internal static TopUpCandidate Giving(StoreFixture fixture)
    {
        var candidate = fixture.Candidate();
        var offer = ((SaleProposal.AtQuotedPrice)candidate.Sale.Value).Quoted;
        var price = offer.Price with
        {
            Lines =
            [
                .. offer.Price.Lines,
                new PriceLine(
                    PriceStep.Points, "stars", "p@1", new Money(7, Currency.Points), Funder.Operator, "Stars", "星"),
                new PriceLine(PriceStep.Data, "week", "p@1", Given.Fen(0), Funder.Issuer, "A week", "一周")
                {
                    Grant = new CardGrant(1_000, new CalendarPeriod(PeriodUnit.Day, 7)) { Region = "CN" },
                },
            ],
        };
        return candidate with { Sale = new SaleProposal.AtQuotedPrice(offer with { Price = price }) };
    }

    private static async Task<TopUpRecord> ReverseAsync(
        StoreFixture fixture, TopUpRecord sold, RefundUsage? usage = null)
    {
        var saved = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(sold) with { Usage = usage }))
            .Value.Reversal;
        return (await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, saved.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Later, Later)).TopUp;
    }

    private static Task<(CardGiftRecord Gifts, TopUpRecord TopUp)> SettleAsync(
        StoreFixture fixture, TopUpRecord sold, IssuerVerdict verdict) =>
        fixture.Store.Gifts.SettleAsync(sold, StoreFixture.Answer(verdict), Later, Later, null);

    private static async Task<(CardGiftRecord Gifts, TopUpRecord TopUp)> FindAsync(
        StoreFixture fixture, TopUpRecord sold) =>
        (await fixture.Store.Gifts.FindAsync(StoreFixture.Acme, sold.Id, CancellationToken.None))!.Value;

    private static long GiftRows(StoreFixture fixture) => fixture.Count("SELECT COUNT(*) FROM card_gifts");
}
