using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Approvals;
using Partner.Core.Errors;
using Partner.Core.Ledger;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>What operators do to money: at once, or once however many approve it.</summary>
public sealed class ApprovalTests
{
    private const string Why = "bank statement of Friday";

    private static readonly ApprovalThreshold Above = new(10_000_00);
    private static readonly ApprovalParty Anna = Party("a1", "Anna");
    private static readonly ApprovalParty Bob = Party("b1", "Bob");

    [Theory]
    [OnEveryDatabase]
    public async Task Above_the_amount_nothing_moves_until_another_person_approves(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        Assert.True((await MakeAsync(fixture, Deposit(10_000))).Value.Done);
        var waiting = (await MakeAsync(fixture, Deposit(10_001))).Value;

        Assert.False(waiting.Done);
        Assert.Equal(1_000_000, (await fixture.FloatAsync()).Posted);
        Assert.Equal(1, await fixture.Store.Approvals.CountPendingAsync(Given.Noon, CancellationToken.None));
        foreach (var same in new[] { Anna, Party("a2", " anna "), Party("c1", "") })
        {
            Assert.Equal(Reason.ApproverIsMaker, (await DecideAsync(fixture, waiting.Approval!, same)).Refusal?.Reason);
        }

        Assert.Equal(1_000_000, (await fixture.FloatAsync()).Posted);
        var done = (await DecideAsync(fixture, waiting.Approval!, Bob)).Value;
        Assert.Equal((ApprovalState.Approved, Bob), (done.State, done.Decider));
        Assert.Equal(2_000_100, (await fixture.FloatAsync()).Posted);
        Assert.Equal(0, await fixture.Store.Approvals.CountPendingAsync(Given.Noon, CancellationToken.None));
        var log = await LogAsync(fixture);
        Assert.Equal(
            [ActionNames.ApprovalApprove, ActionNames.DepositPost, ActionNames.ApprovalRequest],
            log.Take(3).Select(action => action.Name));
        Assert.Equal(["b1", "b1", "a1"], log.Take(3).Select(action => action.Actor.Name));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task However_many_approve_at_two_servers_at_once_the_money_moves_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var waiting = (await MakeAsync(fixture, Deposit(20_000))).Value.Approval!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(() =>
            stores[number % 2].Approvals.DecideAsync(
                waiting,
                number % 6 == 5 ? ApprovalState.Rejected : ApprovalState.Approved,
                Party($"b{number}", $"Bob {number}"),
                Why,
                Given.Noon))));

        var ended = (await fixture.Store.Approvals.FindAsync(StoreFixture.Acme, waiting.Id, CancellationToken.None))!;
        var approved = ended.State == ApprovalState.Approved;
        Assert.All(answers, answer => Assert.True(
            answer.Refusal is { Reason: Reason.ApprovalDecided } || answer.Value == ended));
        Assert.Equal(approved ? 2_000_000 : 0, (await fixture.FloatAsync()).Posted);
        Assert.Equal(approved ? 1 : 0, fixture.Count("SELECT COUNT(*) FROM transfers WHERE kind = 1"));
        Assert.Single(await LogAsync(fixture), action =>
            action.Name is ActionNames.ApprovalApprove or ActionNames.ApprovalReject);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_withdrawal_takes_neither_what_is_reserved_nor_the_credit_limits_money(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 1_000);
        var sale = await fixture.SellAsync();
        var reserved = (await fixture.FloatAsync()).Reserved;
        await fixture.Store.Partners.SetCreditLimitAsync(StoreFixture.Acme, Given.Yuan(5_000), Given.Noon);
        Assert.True(reserved > 0);

        var refused = await MakeAsync(fixture, Withdrawal(new Money(100_001 - reserved, Given.Cny)));
        Assert.Equal(Reason.FloatNotCovered, refused.Refusal?.Reason);
        Assert.Equal(new Money(100_000 - reserved, Given.Cny).ToString(), refused.Refusal!.Metadata["available"]);
        Assert.True((await MakeAsync(fixture, Withdrawal(new Money(100_000 - reserved, Given.Cny)))).Value.Done);

        Assert.Equal(reserved, (await fixture.FloatAsync()).Posted);
        await fixture.CompleteAsync(sale, Core.TopUps.IssuerVerdict.Declined);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_not_covered_any_more_is_refused_and_stays_open_until_it_is(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 20_000);
        var waiting = (await MakeAsync(fixture, Withdrawal(Given.Yuan(20_000)))).Value.Approval!;
        await MakeAsync(fixture, Withdrawal(Given.Yuan(1)));

        var refused = await DecideAsync(fixture, waiting, Bob);

        Assert.Equal(Reason.FloatNotCovered, refused.Refusal?.Reason);
        var known = await fixture.Store.Approvals.FindAsync(StoreFixture.Acme, waiting.Id, CancellationToken.None);
        Assert.Equal(ApprovalState.Pending, known!.State);
        await fixture.DepositAsync(Given.Yuan(1));
        Assert.Null((await DecideAsync(fixture, waiting, Bob)).Refusal);
        Assert.Equal(0, (await fixture.FloatAsync()).Posted);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task One_request_id_is_one_change_whatever_became_of_it(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 50_000);
        MoneyChange[] changes =
        [
            Deposit(7), Deposit(20_000), Withdrawal(Given.Yuan(3)), Withdrawal(Given.Yuan(20_000)),
            Adjustment(Given.Yuan(-2)), Adjustment(Given.Yuan(15_000)),
        ];
        foreach (var change in changes)
        {
            var first = (await MakeAsync(fixture, change)).Value;
            var again = (await MakeAsync(fixture, change)).Value;
            Assert.Equal((first.Id, true, first.Done), (again.Id, again.Replayed, again.Done));
            Assert.Equal(Reason.RequestIdConflict, (await MakeAsync(
                fixture, change with { Amount = change.Amount + Given.Fen(1) })).Refusal?.Reason);
            if (first.Approval is { } waiting)
            {
                var state = change.Amount.Minor < 2_000_000 ? ApprovalState.Approved : ApprovalState.Rejected;
                await fixture.Store.Approvals.DecideAsync(waiting, state, Bob, Why, Given.Noon);
                var after = (await MakeAsync(fixture, change)).Value;
                Assert.Equal((first.Id, state), (after.Id, after.Approval!.State));
            }
        }

        var other = Adjustment(Given.Yuan(-2)) with { RequestId = changes[4].RequestId, Evidence = "another paper" };
        Assert.Equal(Reason.RequestIdConflict, (await MakeAsync(fixture, other)).Refusal?.Reason);
        Assert.Equal(5_000_000 + 700 - 300 - 200 + 1_500_000, (await fixture.FloatAsync()).Posted);
        var entry = (await fixture.StatementAsync(StoreFixture.Acme)).Entries[^1];
        Assert.Equal((TransferKind.Adjustment, AdjustmentReason.WrongPosting), (entry.Kind, entry.Adjustment));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_raise_of_the_credit_limit_waits_once_and_lowering_never(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        var (raise, lower) = (Limit(20_000), Limit(5));
        var waiting = (await MakeAsync(fixture, raise)).Value;
        Assert.Equal(waiting.Id, (await MakeAsync(fixture, raise)).Value.Id);
        Assert.Equal(0, (await fixture.FloatAsync()).CreditLimit);
        Assert.Null((await DecideAsync(fixture, waiting.Approval!, Bob)).Refusal);
        Assert.Equal(2_000_000, (await fixture.FloatAsync()).CreditLimit);

        Assert.True((await MakeAsync(fixture, Limit(15_000))).Value.Done);
        Assert.True((await MakeAsync(fixture, lower)).Value.Done);
        Assert.Equal(500, (await fixture.FloatAsync()).CreditLimit);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_nobody_decides_in_time_is_over_and_makes_room(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 0);
        var waiting = (await MakeAsync(fixture, Deposit(20_000))).Value.Approval!;
        for (var number = 1; number < Approval.MostPending; number++)
        {
            Assert.False((await MakeAsync(fixture, Deposit(20_000))).Value.Done);
        }

        Assert.Equal(Reason.ApprovalsFull, (await MakeAsync(fixture, Deposit(20_000))).Refusal?.Reason);
        var late = Given.Noon + Approval.Lifetime;
        var refused = await fixture.Store.Approvals.DecideAsync(waiting, ApprovalState.Approved, Bob, Why, late);
        Assert.Equal(Reason.ApprovalDecided, refused.Refusal?.Reason);
        Assert.Equal("EXPIRED", refused.Refusal!.Metadata["state"]);
        Assert.Equal(
            Approval.MostPending,
            (await ListAsync(fixture, ApprovalState.Expired, late)).Count);
        Assert.False((await MakeAsync(fixture, Deposit(20_000), late)).Value.Done);
        Assert.Single(await ListAsync(fixture, ApprovalState.Pending, late));
        Assert.Equal(0, (await fixture.FloatAsync()).Posted);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_partner_is_closed_for_ever_once_nothing_of_it_is_left(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 200);
        var by = new ActionBy(Anna.Actor, Why);
        var sale = await fixture.SellAsync();
        await fixture.Store.Partners.SetCreditLimitAsync(StoreFixture.Acme, Given.Yuan(9), Given.Noon);
        var held = (await CloseAsync()).Refusal!;
        Assert.Equal((Reason.PartnerNotEmpty, "1"), (held.Reason, held.Metadata["unfinished"]));
        await fixture.CompleteAsync(sale, Core.TopUps.IssuerVerdict.Declined);
        Assert.Equal("200.00 CNY", (await CloseAsync()).Refusal!.Metadata["posted"]);
        var waiting = (await MakeAsync(fixture, Deposit(20_000))).Value.Approval!;
        await MakeAsync(fixture, Withdrawal(Given.Yuan(200)));

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(Core.Identity.PartnerStatus.Closed, (await CloseAsync()).Value.Status);
        }

        Assert.Equal(0, (await fixture.FloatAsync()).Available);
        await fixture.Store.Partners.SetStatusAsync(
            StoreFixture.Acme, Core.Identity.PartnerStatus.Active, Given.Noon);
        Assert.Equal(Core.Identity.PartnerStatus.Closed, (await CloseAsync()).Value.Status);
        Assert.Equal(Reason.PartnerClosed, (await MakeAsync(fixture, Deposit(1))).Refusal?.Reason);
        Assert.Equal(Reason.PartnerClosed, (await DecideAsync(fixture, waiting, Bob)).Refusal?.Reason);
        Assert.Single(await LogAsync(fixture), action => action.Name == ActionNames.PartnerClose);
        await fixture.AssertRightAsync();

        Task<Result<PartnerAccount>> CloseAsync() =>
            fixture.Store.Partners.CloseAsync(StoreFixture.Acme, Given.Noon, by, published: 0);
    }

    private static ApprovalParty Party(string certificate, string person) =>
        new(ActionActor.Operator(certificate), person);

    private static MoneyChange Deposit(long yuan) => Of(MoneyChangeKind.Deposit, Given.Yuan(yuan));

    private static MoneyChange Withdrawal(Money amount) => Of(MoneyChangeKind.Withdrawal, amount);

    private static MoneyChange Limit(long yuan) => new(MoneyChangeKind.CreditLimit, Given.Yuan(yuan));

    private static MoneyChange Adjustment(Money amount) => Of(MoneyChangeKind.Adjustment, amount) with
    {
        Reason = AdjustmentReason.WrongPosting,
        Evidence = "letter of the bank",
    };

    private static MoneyChange Of(MoneyChangeKind kind, Money amount) =>
        new(kind, amount) { RequestId = new RequestId($"change-{Guid.NewGuid():N}") };

    private static Task<Result<MoneyAnswer>> MakeAsync(
        StoreFixture fixture, MoneyChange change, DateTimeOffset? now = null) => fixture.Store.Approvals.MakeAsync(
        StoreFixture.Acme, change, fixture.NewId(), Above, Anna, Why, now ?? Given.Noon);

    private static Task<Result<Approval>> DecideAsync(StoreFixture fixture, Approval waiting, ApprovalParty by) =>
        fixture.Store.Approvals.DecideAsync(waiting, ApprovalState.Approved, by, Why, Given.Noon);

    private static Task<List<Approval>> ListAsync(StoreFixture fixture, ApprovalState state, DateTimeOffset now) =>
        fixture.Store.Approvals.ListAsync(null, state, now, null, 1_000, CancellationToken.None);

    private static Task<List<RecordedAction>> LogAsync(StoreFixture fixture) =>
        fixture.Store.Actions.ListAsync(StoreFixture.Acme, null, 1_000, CancellationToken.None);
}
