using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class ReversalTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_reversal_credits_the_debit_takes_the_commission_back_and_leaves_the_float_as_before(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await fixture.SellAndSucceedAsync();
        var saved = await SaveAsync(fixture, topUp);

        Assert.Equal(90_300, (await fixture.FloatAsync()).Available); // Nothing before the issuer confirms.
        var (reversal, reversed) = await CompleteAsync(fixture, saved, IssuerVerdict.Accepted);

        Assert.Equal(
            (ReversalState.Succeeded, "issuer-1", 2), (reversal.State, reversal.IssuerReference, reversal.Version));
        Assert.Equal((TopUpState.Reversed, saved.Id), (reversed.State, reversed.ReversalId));
        var position = await fixture.FloatAsync();
        Assert.Equal((100_000L, 100_000L), (position.Posted, position.Available));
        Assert.Equal(
            ["Reversal 10000 " + topUp.Id + ".sale", "Clawback -300 " + topUp.Id + ".commission"],
            fixture.Query(
                "SELECT t.kind, e.amount, t.reverses FROM float_entries e JOIN transfers t ON t.id = e.transfer_id " +
                "WHERE t.kind IN (4, 5) ORDER BY e.sequence",
                row => $"{(Core.Ledger.TransferKind)row.GetInt32(0)} {row.GetInt64(1)} {row.GetString(2)}"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_many_reversals_at_once_one_is_saved_and_the_others_name_it(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var topUp = await fixture.SellAndSucceedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => Task.Run(() =>
            stores[number % 2].Reversals.SaveAsync(fixture.ReversalOf(topUp)))));

        var saved = Assert.Single(answers, answer => answer.Refusal is null).Value;
        Assert.All(answers.Where(answer => answer.Refusal is not null), answer => Assert.Equal(
            (Reason.ReversalExists, $"topUps/{topUp.Id}/reversals/{saved.Reversal.Id}"),
            (answer.Refusal!.Reason, answer.Refusal.Metadata["reversal"])));
        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM reversals"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task One_request_id_many_times_at_once_is_one_reversal(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var topUp = await fixture.SellAndSucceedAsync();
        var candidate = fixture.ReversalOf(topUp);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => Task.Run(() =>
            stores[number % 2].Reversals.SaveAsync(candidate with { Id = new ReversalId(fixture.NewId()) }))));

        Assert.Single(answers, answer => !answer.Value.Replayed);
        Assert.Single(answers.Select(answer => answer.Value.Reversal.Id).Distinct());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_failed_reversal_leaves_the_top_up_succeeded_and_another_may_follow(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await fixture.SellAndSucceedAsync();
        var first = await SaveAsync(fixture, topUp);

        var (failed, still) = await CompleteAsync(fixture, first, IssuerVerdict.Declined);
        Assert.Equal((ReversalState.Failed, TopUpState.Succeeded), (failed.State, still.State));
        Assert.Equal(90_300, (await fixture.FloatAsync()).Available);

        var second = await SaveAsync(fixture, topUp);
        var (_, reversed) = await CompleteAsync(fixture, second, IssuerVerdict.Accepted);

        Assert.Equal((TopUpState.Reversed, second.Id), (reversed.State, reversed.ReversalId));
        Assert.Equal(100_000, (await fixture.FloatAsync()).Available);
        Assert.Equal(Reason.ReversalExists, await RefuseAsync(fixture, fixture.ReversalOf(topUp)));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Contradicting_answers_at_once_credit_once_and_leave_an_anomaly(StoreProvider on)
    {
        const int rounds = 10;
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        for (var round = 0; round < rounds; round++)
        {
            var reversal = await SaveAsync(fixture, await fixture.SellAndSucceedAsync());
            var ends = await Task.WhenAll(
                Task.Run(() => CompleteAsync(fixture, reversal, IssuerVerdict.Accepted, stores[round % 2])),
                Task.Run(() => CompleteAsync(fixture, reversal, IssuerVerdict.Declined, stores[(round + 1) % 2])));

            Assert.Single(ends.Select(end => end.Reversal.State).Distinct());
        }

        await fixture.AssertRightAsync(anomalies: rounds);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_reversal_in_doubt_keeps_everything_as_it_was_until_it_is_known(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await fixture.SellAndSucceedAsync();
        var saved = await SaveAsync(fixture, topUp);

        var (doubt, still) = await CompleteAsync(fixture, saved, IssuerVerdict.Unknown);

        Assert.Equal((ReversalState.Processing, Given.Noon), (doubt.State, doubt.InDoubtSince));
        Assert.Equal((TopUpState.Succeeded, saved.Id), (still.State, still.ReversalId));
        Assert.Equal(Reason.ReversalExists, await RefuseAsync(fixture, fixture.ReversalOf(topUp)));
        Assert.Equal(90_300, (await fixture.FloatAsync()).Available);
        await fixture.AssertRightAsync();

        var (resolved, reversed) = await fixture.Store.Reversals.ResolveAsync(
            StoreFixture.Acme, saved.Id, new OperatorWord(true, "letter 9"), Given.Noon);
        Assert.Equal(
            (ReversalState.Succeeded, "letter 9", TopUpState.Reversed),
            (resolved.State, resolved.Evidence, reversed.State));
        Assert.Equal(100_000, (await fixture.FloatAsync()).Available);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_replay_tells_the_present_state_and_another_top_up_is_a_conflict(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAndSucceedAsync();
        var candidate = fixture.ReversalOf(topUp);
        var saved = (await fixture.Store.Reversals.SaveAsync(candidate)).Value.Reversal;
        await CompleteAsync(fixture, saved, IssuerVerdict.Accepted);

        var replay = (
            await fixture.Store.Reversals.SaveAsync(candidate with { Id = new ReversalId(fixture.NewId()) })).Value;
        var own = (await fixture.Store.Reversals.SaveAsync(candidate)).Value;

        Assert.Equal(
            (saved.Id, ReversalState.Succeeded, true), (replay.Reversal.Id, replay.Reversal.State, replay.Replayed));
        Assert.False(own.Replayed);
        var other = fixture.ReversalOf(await fixture.SellAndSucceedAsync(), candidate.RequestId);
        Assert.Equal(Reason.RequestIdConflict, await RefuseAsync(fixture, other));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_cannot_be_reversed_is_refused_and_nothing_is_saved(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var processing = await fixture.SellAsync();
        var succeeded = await fixture.SellAndSucceedAsync();
        var tooLate = fixture.ReversalOf(succeeded) with { Now = Given.Noon.AddMinutes(30) };
        var issuerDown = fixture.ReversalOf(succeeded) with { IssuerAccepts = false };

        Assert.Equal(Reason.TopUpNotReversible, await RefuseAsync(fixture, fixture.ReversalOf(processing)));
        Assert.Equal(Reason.ReversalWindowClosed, await RefuseAsync(fixture, tooLate));
        Assert.Equal(Reason.IssuerUnavailable, await RefuseAsync(fixture, issuerDown));
        Assert.Equal(
            Reason.TopUpNotFound,
            await RefuseAsync(fixture, fixture.ReversalOf(succeeded) with { PartnerId = StoreFixture.Elsewhere }));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM reversals"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_reversal_and_the_anomaly_of_its_top_up_do_not_meet(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var topUp = await fixture.SellAndSucceedAsync();
        await CompleteAsync(fixture, await SaveAsync(fixture, topUp), IssuerVerdict.Accepted);

        var late = await fixture.CompleteAsync(topUp, IssuerVerdict.Accepted);

        Assert.Equal(TopUpState.Reversed, late.State);
        Assert.Equal(100_000, (await fixture.FloatAsync()).Available);
        await fixture.AssertRightAsync();
    }

    private static async Task<ReversalRecord> SaveAsync(StoreFixture fixture, TopUpRecord topUp) =>
        (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(topUp))).Value.Reversal;

    private static async Task<Reason?> RefuseAsync(StoreFixture fixture, ReversalCandidate candidate) =>
        (await fixture.Store.Reversals.SaveAsync(candidate)).Refusal?.Reason;

    private static Task<(ReversalRecord Reversal, TopUpRecord TopUp)> CompleteAsync(
        StoreFixture fixture, ReversalRecord reversal, IssuerVerdict verdict, PartnerStore? store = null) =>
        (store ?? fixture.Store).Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(verdict), Given.Noon.AddMinutes(1), Given.Noon);
}
