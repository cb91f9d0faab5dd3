using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Refunds;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Refunds of a part, and in points: 100 yuan were sold, 3 of them earned as commission.</summary>
public sealed class RefundTests
{
    private static readonly RefundTerms ByData = new(RefundScope.UnusedData, RefundMeans.Money) { Bytes = 3 };

    [Theory]
    [OnEveryDatabase]
    public async Task A_part_goes_back_of_debit_and_commission_and_the_sale_stands(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await SellAsync(fixture, ByData);

        var (reversal, after) = await RefundAsync(fixture, topUp, unused: 1);

        Assert.Equal((3_333L, 100L), (reversal.Amount.Minor, reversal.Clawback.Minor));
        Assert.Equal((ReversalState.Succeeded, TopUpState.Succeeded), (reversal.State, after.State));
        Assert.Equal(new RefundShare(1, 3), after.Refunded?.Decision.Share);
        Assert.Equal(100_000 - 10_000 + 300 + 3_333 - 100, (await fixture.FloatAsync()).Available);
        var stored = await fixture.Store.TopUps.FindAsync(StoreFixture.Acme, topUp.Id, CancellationToken.None);
        Assert.Equal(after.Refunded, stored?.Refunded);
        var found = await fixture.Store.Reversals.FindAsync(StoreFixture.Acme, reversal.Id, CancellationToken.None);

        // The event that ended it gets its number when it is written.
        Assert.NotNull(found?.FinalEvent);
        Assert.Equal(reversal with { FinalEvent = found.FinalEvent }, found);
        Assert.Equal(
            Reason.ReversalExists,
            (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(topUp))).Refusal?.Reason);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Totals_count_a_part_on_its_own_day_and_leave_the_sales_alone(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        await RefundAsync(fixture, await SellAsync(fixture, ByData), unused: 1);
        await RefundAsync(fixture, await SellAsync(fixture, ByData with { Means = RefundMeans.Points }), unused: 2);

        var totals = await fixture.Store.Sales.TotalsAsync(
            StoreFixture.Acme, new SalesFilter(), CancellationToken.None);

        Assert.Equal(
            [
                (TopUpState.Succeeded, 2L, 20_000L, 20_000L, 20_000L, 600L),
                (TopUpState.Reversed, 2L, 3_333L, 3_333L, 3_333L, 100L),
            ],
            totals.Lines.Select(line => (line.State, line.Count, line.Face.Minor, line.CustomerPays.Minor,
                line.NetDebit.Minor, line.Commission.Minor)));
        var month = Assert.Single(await fixture.Store.Commissions.TotalsAsync(
            StoreFixture.Acme, "2026-01", CancellationToken.None));
        Assert.Equal(
            (2L, 600L, 100L, 500L, 20_000L - 3_333),
            (month.TopUps, month.Earned.Minor, month.ClawedBack.Minor, month.Paid.Minor, month.Volume.Minor));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Points_move_no_money_and_are_posted_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await SellAsync(fixture, ByData with { Means = RefundMeans.Points });

        var (reversal, after) = await RefundAsync(fixture, topUp, unused: 3);
        await SettleAsync(fixture, reversal, IssuerVerdict.Accepted);

        Assert.Equal((0L, 0L, 100L), (reversal.Amount.Minor, reversal.Clawback.Minor, reversal.Partial?.Points));
        Assert.Equal((TopUpState.Succeeded, 100L), (after.State, after.Refunded?.Points));
        Assert.Equal(90_300, (await fixture.FloatAsync()).Available);
        Assert.Equal(100, fixture.Count(
            "SELECT SUM(l.amount) FROM legs l JOIN transfers t ON t.id = l.transfer_id AND t.partner_id = l.partner_id "
            + "WHERE t.kind = 13 AND l.account = 11"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Another_refund_than_was_told_is_refused_and_nothing_is_saved(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await SellAsync(fixture, ByData);
        var told = Candidate(fixture, topUp, unused: 1) with { Expected = new ExpectedRefund(Given.Fen(6_667), 0) };

        var refusal = (await fixture.Store.Reversals.SaveAsync(told)).Refusal;
        var agreed = await fixture.Store.Reversals.SaveAsync(told with
        {
            Expected = new ExpectedRefund(Given.Fen(3_333), 0),
        });

        Assert.Equal((Reason.RefundChanged, "33.33 CNY"), (refusal?.Reason, refusal?.Metadata["customer_gets"]));
        Assert.Null(agreed.Refusal);
        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM reversals"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Where_the_card_could_not_be_looked_up_only_a_replay_is_answered(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await SellAsync(fixture, ByData);
        var blind = Candidate(fixture, topUp, unused: 1) with { Usage = new Refusal(Reason.IssuerUnavailable) };

        Assert.Equal(Reason.IssuerUnavailable, (await fixture.Store.Reversals.SaveAsync(blind)).Refusal?.Reason);
        var saved = (await fixture.Store.Reversals.SaveAsync(blind with { Usage = new RefundUsage(3, 2) })).Value;
        var replay = (await fixture.Store.Reversals.SaveAsync(
            blind with { Id = new ReversalId(fixture.NewId()) })).Value;

        Assert.Equal((saved.Reversal.Id, true), (replay.Reversal.Id, replay.Replayed));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_many_refunds_of_different_shares_at_once_one_is_saved(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var topUp = await SellAsync(fixture, ByData with { Bytes = 100 });

        var answers = await Task.WhenAll(Enumerable.Range(1, 30).Select(unused => Task.Run(() =>
            stores[unused % 2].Reversals.SaveAsync(
                fixture.ReversalOf(topUp) with { Usage = new RefundUsage(100, unused) }))));

        var saved = Assert.Single(answers, answer => answer.Refusal is null).Value.Reversal;
        Assert.All(
            answers.Where(answer => answer.Refusal is not null),
            answer => Assert.Equal(Reason.ReversalExists, answer.Refusal!.Reason));
        var (_, after) = await SettleAsync(fixture, saved, IssuerVerdict.Accepted);
        Assert.Equal(saved.Partial, after.Refunded);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task In_doubt_nothing_moves_and_a_refusal_lets_another_share_follow(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await SellAsync(fixture, ByData);
        var first = (await fixture.Store.Reversals.SaveAsync(Candidate(fixture, topUp, unused: 2))).Value.Reversal;

        var (doubt, _) = await SettleAsync(fixture, first, IssuerVerdict.Unknown);
        Assert.Equal((ReversalState.Processing, 90_300), (doubt.State, (await fixture.FloatAsync()).Available));
        Assert.Equal(
            Reason.ReversalExists,
            (await fixture.Store.Reversals.SaveAsync(Candidate(fixture, topUp, unused: 1))).Refusal?.Reason);
        var (_, still) = await SettleAsync(fixture, first, IssuerVerdict.Declined);
        Assert.Null(still.Refunded);
        var (_, after) = await RefundAsync(fixture, topUp, unused: 1);

        Assert.Equal(new RefundShare(1, 3), after.Refunded?.Decision.Share);
        Assert.Equal(93_533, (await fixture.FloatAsync()).Available);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Contradicting_ends_at_once_post_a_part_once(StoreProvider on)
    {
        const int rounds = 5;
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        for (var round = 0; round < rounds; round++)
        {
            var topUp = await SellAsync(fixture, ByData);
            var saved = (await fixture.Store.Reversals.SaveAsync(Candidate(fixture, topUp, unused: 2))).Value.Reversal;
            var ends = await Task.WhenAll(
                Task.Run(() => SettleAsync(fixture, saved, IssuerVerdict.Accepted, stores[round % 2])),
                Task.Run(() => SettleAsync(fixture, saved, IssuerVerdict.Declined, stores[(round + 1) % 2])));

            Assert.Single(ends.Select(end => end.Reversal.State).Distinct());
        }

        await fixture.AssertRightAsync(anomalies: rounds);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_came_onto_the_card_since_is_told_unless_it_was_taken_off(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var card = Given.CardNumbered(77);
        var first = await SellAsync(fixture, ByData, card);
        var refunded = await SellAsync(fixture, ByData, card);
        await RefundAsync(fixture, refunded, unused: 1);
        await SellAsync(fixture, ByData with { Bytes = 9 }, card);
        await SellAsync(fixture, ByData with { Bytes = 5 });

        var before = await fixture.Store.Reversals.ReadBeforeAsync(first, CancellationToken.None);

        Assert.Equal(9, Assert.Single(before.Later).Refund?.Bytes);
        Assert.Null(before.EndBefore);
    }

    private static Task<TopUpRecord> SellAsync(
        StoreFixture fixture, RefundTerms terms, Core.Cards.CardNumber? card = null)
    {
        var candidate = fixture.Candidate(card);
        var offer = Given.Offer(null, card ?? candidate.Order.Card, "phone-100") with { Refund = terms };
        return fixture.SellAndSucceedAsync(candidate with
        {
            Order = candidate.Order with { AllowDuplicate = true },
            Sale = new SaleProposal.AtQuotedPrice(offer),
        });
    }

    private static ReversalCandidate Candidate(StoreFixture fixture, TopUpRecord topUp, long unused) =>
        fixture.ReversalOf(topUp) with { Usage = new RefundUsage(3, unused) };

    private static async Task<(ReversalRecord Reversal, TopUpRecord TopUp)> RefundAsync(
        StoreFixture fixture, TopUpRecord topUp, long unused)
    {
        var saved = (await fixture.Store.Reversals.SaveAsync(Candidate(fixture, topUp, unused))).Value.Reversal;
        return await SettleAsync(fixture, saved, IssuerVerdict.Accepted);
    }

    private static Task<(ReversalRecord Reversal, TopUpRecord TopUp)> SettleAsync(
        StoreFixture fixture, ReversalRecord reversal, IssuerVerdict verdict, PartnerStore? store = null) =>
        (store ?? fixture.Store).Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(verdict), Given.Noon.AddMinutes(1), Given.Noon);
}
