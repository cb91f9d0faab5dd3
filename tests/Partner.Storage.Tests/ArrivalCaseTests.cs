using Partner.Core.Arrivals;
using Partner.Core.Errors;
using Partner.Core.Projections;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Cases as they are stored, and the sales that they keep away.</summary>
public sealed class ArrivalCaseTests
{
    private static readonly ArrivalPolicy Policy = new();
    private static readonly DateTimeOffset Early = Given.Noon.AddMinutes(1);
    private static readonly DateTimeOffset Late = Given.Noon.AddMinutes(31);

    [Theory]
    [OnEveryDatabase]
    public async Task Reports_of_one_sale_at_once_open_one_case(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        for (var round = 0; round < 10; round++)
        {
            var sold = await fixture.SellAsync();
            var changes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() =>
                stores[i % 2].Cases.OpenAsync(sold, Policy, Early.AddSeconds(i)))));

            Assert.Single(changes, change => change.Value.Before is null);
            Assert.Single(changes.Select(change => change.Value.Case).Distinct());
            Assert.Equal(
                changes[0].Value.Case, await fixture.Store.Cases.FindAsync(sold.PartnerId, sold.Id, default));
        }

        Assert.Equal(10, fixture.Count("SELECT COUNT(*) FROM arrival_cases"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task All_that_a_case_says_is_stored_and_another_partners_does_not_exist(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync();
        await fixture.Store.Cases.OpenAsync(sold, Policy, Early);
        var found = Found(sold, Late, IssuerStatement.Delivered, CardStatement.Differs) with
        {
            Differences = CardDifferences.Data | CardDifferences.Balance,
        };

        var decided = (await fixture.Store.Cases.DecideAsync(sold, found, Policy, Late))!;
        var closed = (await fixture.Store.Cases.CloseAsync(sold, CaseState.Repaired, "issuer's ticket 7", Late))!;
        var again = (await fixture.Store.Cases.CloseAsync(sold, CaseState.Arrived, "another word", Late))!;

        Assert.Equal((CaseState.Open, CaseState.Escalated), (decided.Before, decided.Case.State));
        Assert.Equal((CaseState.Escalated, CaseState.Repaired), (closed.Before, closed.Case.State));
        Assert.Equal(new CaseChange(closed.Case, CaseState.Repaired), again);
        var stored = await fixture.Store.Cases.FindAsync(sold.PartnerId, sold.Id, default);
        Assert.Equal(closed.Case, stored);
        Assert.Equal((found, "issuer's ticket 7", 3), (stored!.Evidence, stored.OperatorEvidence, stored.Version));
        Assert.Null(await fixture.Store.Cases.FindAsync(StoreFixture.Elsewhere, sold.Id, default));
        Assert.Null(await fixture.Store.Cases.DecideAsync(await fixture.SellAsync(), found, Policy, Late));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task While_a_case_is_open_the_plan_is_not_sold_to_the_card_again_unless_that_is_meant(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync(fixture.Candidate(Given.Card));
        await fixture.Store.Cases.OpenAsync(sold, Policy, Early);
        var hour = Given.Noon.AddHours(1);

        // Long after the duplicate guard's window, and also where a duplicate is allowed.
        var refused = await RefusedAsync(fixture, fixture.Candidate(Given.Card) with { Now = hour });
        var allowed = await RefusedAsync(fixture, Meant(fixture, order => order with { AllowDuplicate = true }));
        Assert.Equal(
            (Reason.CaseOpen, $"topUps/{sold.Id}", $"topUps/{sold.Id}/case"),
            (refused.Reason, refused.Metadata["top_up"], refused.Metadata["case"]));
        Assert.Equal(Reason.CaseOpen, allowed.Reason);

        // Another plan, another card, another partner.
        await fixture.SellAsync(fixture.Candidate(Given.Card, plan: "phone-50"));
        await fixture.SellAsync(fixture.Candidate(Given.CardNumbered(77)));
        await fixture.DepositAsync(Given.Yuan(1000), StoreFixture.Elsewhere);
        await fixture.SellAsync(fixture.Candidate(Given.Card) with { PartnerId = StoreFixture.Elsewhere });

        // In spite of it; both sales are noted, the latest stays.
        var first = await fixture.SellAsync(Meant(fixture, Override));
        Assert.Equal(first.Id, await SoldAgainAsync(fixture, sold));
        var second = await fixture.SellAsync(Meant(fixture, Override));
        Assert.Equal(second.Id, await SoldAgainAsync(fixture, sold));

        var shown = Found(sold, Late, IssuerStatement.Delivered, CardStatement.AsPromised);
        await fixture.Store.Cases.DecideAsync(sold, shown, Policy, Late);
        Assert.Equal(second.Id, await SoldAgainAsync(fixture, sold));
        await fixture.SellAsync(fixture.Candidate(Given.Card) with { Now = hour });
        await fixture.AssertRightAsync();

        static TopUpOrder Override(TopUpOrder order) => order with { AllowOpenCase = true, AllowDuplicate = true };
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_report_and_a_sale_of_the_same_plan_and_card_at_once_come_one_after_the_other(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        for (var round = 0; round < 15; round++)
        {
            var card = Given.CardNumbered(600_000 + round);
            var sold = await fixture.SellAndSucceedAsync(fixture.Candidate(card));
            var later = fixture.Candidate(card) with { Now = Given.Noon.AddHours(1) };
            var report = Task.Run(() => stores[round % 2].Cases.OpenAsync(sold, Policy, Early));
            var (decision, saved) = await Task.Run(() => fixture.Store.TopUps.SaveAsync(later));
            await report;

            Assert.Equal(saved is null, decision is TopUpDecision.Refuse { Refusal.Reason: Reason.CaseOpen });
            await RefusedAsync(fixture, fixture.Candidate(card) with { Now = Given.Noon.AddHours(2) });
        }

        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_case_opened_and_a_sale_made_in_spite_of_it_in_one_batch_are_both_stored(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync(fixture.Candidate(Given.Card));
        using var release = new ManualResetEventSlim();
        var blocker = fixture.Store.Commit.RunAsync(StoreFixture.Acme, _ => { }, _ => release.Wait(10_000));

        var opened = fixture.Store.Cases.OpenAsync(sold, Policy, Early);
        var refused = fixture.Store.TopUps.SaveAsync(fixture.Candidate(Given.Card) with { Now = Late });
        var meant = fixture.Store.TopUps.SaveAsync(
            Meant(fixture, order => order with { AllowOpenCase = true, AllowDuplicate = true }));
        release.Set();
        await blocker;
        await opened;

        Assert.Equal(Reason.CaseOpen, ((TopUpDecision.Refuse)(await refused).Decision).Refusal.Reason);
        Assert.Equal((await meant).Saved!.Id, await SoldAgainAsync(fixture, sold));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_sale_that_ends_while_its_case_is_decided_is_decided_on_as_it_ended(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var stale = await fixture.SellAsync();
        await fixture.Store.Cases.OpenAsync(stale, Policy, Early);
        await fixture.CompleteAsync(stale, IssuerVerdict.Declined);
        var other = await fixture.SellAsync();
        await fixture.Store.Cases.OpenAsync(other, Policy, Early);
        await fixture.CompleteAsync(other, IssuerVerdict.Accepted);

        var asked = Found(stale, Late, IssuerStatement.NoTrace, CardStatement.NotLookedAt);
        var refunded = await fixture.Store.Cases.DecideAsync(stale, asked, Policy, Late);
        var open = await fixture.Store.Cases.DecideAsync(other, asked, Policy, Late);

        Assert.Equal((CaseState.Refunded, CaseVerdict.SaleFailed), (refunded!.Case.State, refunded.Case.Verdict));
        Assert.Equal((CaseState.Open, Late), (open!.Case.State, open.Case.DueAt));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_case_is_due_by_its_time_and_when_its_sale_changed_and_one_process_has_it(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var (cases, others) = (fixture.Store.Cases, fixture.OpenAnother().Cases);
        var sold = await fixture.SellAsync();
        var due = (await cases.OpenAsync(sold, Policy, Early)).Value.Case.DueAt;
        Assert.Empty(await cases.DueAsync(due.AddTicks(-1), 10, default));
        Assert.Equal([sold.Id], Ids(await cases.DueAsync(due, 10, default)));

        var lease = new Lease("me", due.AddMinutes(1));
        Assert.Equal([sold.Id], Ids(await cases.ClaimAsync([sold], lease, due)));
        Assert.Empty(await others.ClaimAsync([sold], new Lease("they", due.AddMinutes(9)), due));
        Assert.Empty(await others.DueAsync(due, 10, default));

        // Its holder ended; or gave it back, which nobody else can.
        Assert.Equal([sold.Id], Ids(await others.DueAsync(lease.Until, 10, default)));
        Assert.Equal(0, await others.ReleaseAsync([sold], "they"));
        Assert.Equal(1, await cases.ReleaseAsync([sold], "me"));

        await fixture.CompleteAsync(sold, IssuerVerdict.Accepted);
        Assert.Equal(
            [TopUpState.Succeeded],
            (await cases.DueAsync(due.AddTicks(-1), 10, default)).Select(topUp => topUp.State));
        var current = (await fixture.Store.TopUps.FindAsync(sold.PartnerId, sold.Id, default))!;
        await cases.DecideAsync(
            current, Found(current, due, IssuerStatement.Delivered, CardStatement.AsPromised), Policy, due);
        Assert.Empty(await cases.DueAsync(due.AddDays(1), 10, default));
        Assert.Empty(await cases.ClaimAsync([sold], lease, due.AddDays(1)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Cases_are_listed_by_outlet_and_state_in_pages_and_the_escalated_of_all_partners(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = new List<TopUpRecord>();
        for (var i = 0; i < 5; i++)
        {
            sold.Add(await fixture.SellAndSucceedAsync());
            await fixture.Store.Cases.OpenAsync(sold[i], Policy, Early);
        }

        foreach (var topUp in sold.Take(2).Reverse())
        {
            var at = Late.AddMinutes(sold.IndexOf(topUp) == 0 ? 1 : 0);
            await fixture.Store.Cases.DecideAsync(
                topUp, Found(topUp, at, IssuerStatement.Delivered, CardStatement.Differs), Policy, at);
        }

        var newest = await ListAsync(null, null, null, 2);
        Assert.Equal([sold[4].Id, sold[3].Id], newest);
        Assert.Equal([sold[2].Id, sold[1].Id, sold[0].Id], await ListAsync(null, null, newest[^1].Value, 10));
        Assert.Equal([sold[1].Id, sold[0].Id], await ListAsync(null, CaseState.Escalated, null, 10));
        Assert.Equal(5, (await ListAsync(Given.Seller.Outlet, null, null, 10)).Count);
        Assert.Empty(await ListAsync("outlet-1 ", null, null, 10));
        Assert.Equal(
            [sold[1].Id, sold[0].Id],
            (await fixture.Store.Cases.ListUnclosedAsync(CaseState.Escalated, null, 10, default))
                .Select(known => known.TopUpId));
        Assert.Equal(new CaseCounts(3, 2), await fixture.Store.Cases.CountAsync(default));

        async Task<List<TopUpId>> ListAsync(string? outlet, CaseState? state, string? before, int most) =>
            (await fixture.Store.Cases.ListAsync(
                StoreFixture.Acme, new Core.Identity.CertificateScope(outlet, null), state, before, most, default))
            .ConvertAll(known => known.TopUpId);
    }

    private static IEnumerable<TopUpId> Ids(IEnumerable<TopUpRecord> topUps) => topUps.Select(topUp => topUp.Id);

    private static TopUpCandidate Meant(StoreFixture fixture, Func<TopUpOrder, TopUpOrder> change)
    {
        var candidate = fixture.Candidate(Given.Card);
        return candidate with { Order = change(candidate.Order), Now = Late };
    }

    private static async Task<Refusal> RefusedAsync(StoreFixture fixture, TopUpCandidate candidate) =>
        Assert.IsType<TopUpDecision.Refuse>((await fixture.Store.TopUps.SaveAsync(candidate)).Decision).Refusal;

    private static async Task<TopUpId?> SoldAgainAsync(StoreFixture fixture, TopUpRecord topUp) =>
        (await fixture.Store.Cases.FindAsync(topUp.PartnerId, topUp.Id, default))!.SoldAgain;

    private static CaseEvidence Found(
        TopUpRecord topUp, DateTimeOffset at, IssuerStatement issuer, CardStatement card) =>
        new(at, topUp.State, issuer, card);
}
