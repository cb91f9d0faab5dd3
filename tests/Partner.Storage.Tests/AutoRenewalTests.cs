using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Renewals;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Auto-renewals as they are stored, by several processes at once.</summary>
public sealed class AutoRenewalTests
{
    private static readonly RenewalPolicy Policy = new();
    private static readonly DateTimeOffset Now = Given.Noon;

    [Theory]
    [OnEveryDatabase]
    public async Task One_agreement_sent_many_times_at_once_is_one_and_a_second_one_of_the_card_is_refused(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        for (var round = 0; round < 5; round++)
        {
            var card = Given.CardNumbered(700 + round);
            var requestId = fixture.NewRequestId();
            var drafts = Enumerable.Range(0, 6)
                .Select(_ => Draft(fixture, card) with { RequestId = requestId }).ToList();
            var created = await Task.WhenAll(drafts.Select((draft, i) => Task.Run(() =>
                stores[i % 2].Renewals.CreateAsync(Created(draft)))));

            Assert.Single(created, one => !one.Value.Replayed);
            var id = Assert.Single(created.Select(one => one.Value.Id).Distinct());
            var other = await fixture.Store.Renewals.CreateAsync(Created(Draft(fixture, card)));
            Assert.Equal(
                (Reason.AutoRenewalExists, $"autoRenewals/{id}"),
                (other.Refusal!.Reason, other.Refusal.Metadata["auto_renewal"]));

            // Of another plan, of another partner, and once the first is over.
            await CreateAsync(fixture, Draft(fixture, card, plan: "phone-50"));
            await CreateAsync(fixture, Draft(fixture, card) with { PartnerId = StoreFixture.Elsewhere });
            var known = (await fixture.Store.Renewals.FindAsync(StoreFixture.Acme, requestId, default))!;
            await ChangeAsync(fixture, known, RenewalLife.Cancel(known, null, Now).Value);
            await CreateAsync(fixture, Draft(fixture, card));
        }

        Assert.Equal(20, fixture.Count("SELECT COUNT(*) FROM auto_renewals"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task All_that_an_auto_renewal_and_its_steps_say_is_stored(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var draft = Draft(fixture) with
        {
            Terms = Draft(fixture).Terms with { LastDay = new DateOnly(2027, 2, 28), MostRenewals = 7 },
            IdCheck = new KeptIdCheck(IdDocumentType.Passport, $"{new string('k', 16)}:{new string('0', 64)}"),
        };
        var created = await CreateAsync(fixture, draft);
        var changed = created with
        {
            State = RenewalState.Paused,
            Phase = RenewalPhase.Renewed,
            Cycle = 3,
            Attempt = 4,
            Failures = 5,
            CycleEnd = Now.AddDays(9),
            RenewsAt = Now.AddDays(6),
            DueAt = Now.AddDays(5),
            GiveUpAt = Now.AddDays(8),
            Made = 2,
            RenewedAt = Now.AddHours(1),
            TopUpId = new TopUpId(fixture.NewId()),
            ExpectedDebit = Given.Fen(12_345),
            LastKind = RenewalStepKind.LowFloat,
            LastReason = Reason.InsufficientFloat,
        };
        var step = new RenewalStep(RenewalStepKind.LowFloat, Now, 3, Now.AddDays(9))
        {
            Reason = Reason.InsufficientFloat,
            TopUpId = changed.TopUpId,
            NextAt = Now.AddDays(5),
            Amount = Given.Fen(12_345),
        };

        var outcome = await ChangeAsync(fixture, created, new RenewalChange(changed, step));

        Assert.Equal(changed with { Version = 2 }, outcome.Now);
        Assert.Equal(outcome.Now, await fixture.Store.Renewals.FindAsync(StoreFixture.Acme, created.Id, default));
        var steps = await fixture.Store.RenewalSteps.LatestAsync(StoreFixture.Acme, created.Id, 10, default);
        Assert.Equal([RenewalStepKind.Created, RenewalStepKind.LowFloat], steps.Select(one => one.Kind));
        Assert.Equal(step with { Number = 2 }, steps[1]);
        Assert.Null(await fixture.Store.Renewals.FindAsync(StoreFixture.Elsewhere, created.Id, default));
        Assert.Null(await fixture.Store.Renewals.FindAsync(StoreFixture.Elsewhere, created.RequestId, default));

        // What was decided on an older version changes nothing.
        var stale = await ChangeAsync(fixture, created, RenewalLife.Cancel(created, null, Now).Value);
        Assert.Equal((outcome.Now, false), (stale.Now, stale.Changed));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Steps_of_a_partner_are_numbered_without_a_gap_whoever_makes_them_at_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var created = new List<AutoRenewal>();
        for (var i = 0; i < 12; i++)
        {
            created.Add(await CreateAsync(fixture, Draft(fixture) with { Outlet = i % 3 == 0 ? "a" : "b" }));
        }

        await Task.WhenAll(created.Select((one, i) => Task.Run(() => stores[i % 2].Renewals.ChangeAsync(
            one, (known, sold) => RenewalLife.Pause(known, sold, Now), Now))));

        var all = await fixture.Store.RenewalSteps.ListAsync(StoreFixture.Acme, null, null, 0, 100, default);
        Assert.Equal(
            Enumerable.Range(1, 24).Select(number => (long)number), all.Steps.Select(told => told.Step.Number));
        Assert.Equal((24, false), (all.Last, all.More));
        Assert.Equal(12, all.Steps.Count(told => told.Step.Kind == RenewalStepKind.Paused));

        // Page by page, of an outlet, of one, and of another partner.
        var followed = new List<long>();
        var page = new StepsPage([], 0, true);
        while (page.More)
        {
            page = await fixture.Store.RenewalSteps.ListAsync(StoreFixture.Acme, null, null, page.Last, 5, default);
            followed.AddRange(page.Steps.Select(told => told.Step.Number));
        }

        Assert.Equal(all.Steps.Select(told => told.Step.Number), followed);
        var outlet = await fixture.Store.RenewalSteps.ListAsync(StoreFixture.Acme, null, "a", 0, 100, default);
        Assert.Equal((8, 24L), (outlet.Steps.Count, outlet.Last));
        var own = await fixture.Store.RenewalSteps.ListAsync(StoreFixture.Acme, created[3].Id, null, 0, 100, default);
        Assert.All(own.Steps, told => Assert.Equal(created[3].Id, told.RenewalId));
        Assert.Equal(2, own.Steps.Count);
        Assert.Empty((await fixture.Store.RenewalSteps.ListAsync(
            StoreFixture.Elsewhere, null, null, 0, 100, default)).Steps);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_due_is_claimed_by_one_process_and_each_partner_has_its_turn(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var another = fixture.OpenAnother();
        for (var i = 0; i < 15; i++)
        {
            await CreateAsync(fixture, Draft(fixture));
        }

        var theirs = await CreateAsync(fixture, Draft(fixture) with { PartnerId = StoreFixture.Elsewhere });
        await CreateAsync(fixture, Draft(fixture) with { CycleEnd = Now.AddDays(300) });

        var due = await fixture.Store.Renewals.DueAsync("", 20, 4, Now, default);
        Assert.Equal(4, due.Count(one => one.PartnerId == StoreFixture.Acme));
        Assert.Contains(due, one => one.Id == theirs.Id);
        Assert.Equal(
            [theirs.Id], (await fixture.Store.Renewals.DueAsync("acme", 20, 4, Now, default)).Select(one => one.Id));

        var claims = await Task.WhenAll(
            Task.Run(() => fixture.Store.Renewals.ClaimAsync(due, new Lease("one", Now.AddMinutes(2)), Now)),
            Task.Run(() => another.Renewals.ClaimAsync(due, new Lease("two", Now.AddMinutes(2)), Now)));
        Assert.Equal(due.Count, claims.Sum(claim => claim.Count));
        Assert.Distinct(claims.SelectMany(claim => claim).Select(one => one.Id));

        // Others go on with the rest; once a lease is over, also with what is claimed.
        var rest = await another.Renewals.DueAsync("", 20, 100, Now, default);
        Assert.Equal(11, rest.Count);
        Assert.Equal(16, (await another.Renewals.DueAsync("", 20, 100, Now.AddMinutes(2), default)).Count);
        await fixture.Store.Renewals.ReleaseAsync(claims[0], "one");
        await another.Renewals.ReleaseAsync(claims[1], "two");
        Assert.Equal(16, (await another.Renewals.DueAsync("", 20, 100, Now, default)).Count);
        Assert.Equal(new RenewalBacklog(16, Now.AddDays(-4)), await another.Renewals.BacklogAsync(Now, default));
        Assert.False(await another.Renewals.AnyDueAsync(Now.AddDays(-5), default));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_pause_and_the_sale_of_a_due_run_come_one_after_the_other(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var sales = 0;
        for (var round = 0; round < 16; round++)
        {
            var selling = await SellingAsync(fixture);
            var sale = Task.Run(() => stores[round % 2].TopUps.SaveAsync(CandidateOf(fixture, selling)));
            var pause = Task.Run(() => fixture.Store.Renewals.ChangeAsync(
                selling, (known, sold) => RenewalLife.Pause(known, sold, Now), Now));
            var (decision, saved) = await sale;
            var paused = (await pause).Value.Now;

            Assert.Equal(RenewalState.Paused, paused.State);
            Assert.Equal(saved?.Id, paused.TopUpId);
            Assert.Equal(saved is null ? MoneyMoved.No : MoneyMoved.Unknown, paused.MoneyMoved);
            Assert.Equal(
                saved is null ? Reason.RequestAbandoned : null, (decision as TopUpDecision.Refuse)?.Refusal.Reason);
            sales += saved is null ? 0 : 1;

            // Whatever process still holds the attempt sells nothing by it any more, or the same.
            var late = await stores[(round + 1) % 2].TopUps.SaveAsync(CandidateOf(fixture, selling));
            Assert.Null(late.Saved);
        }

        Assert.Equal(sales, fixture.Count("SELECT COUNT(*) FROM top_ups"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_sale_that_a_crash_left_unnoted_is_found_by_its_id_and_never_made_again(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var selling = await SellingAsync(fixture);
        var (_, saved) = await fixture.Store.TopUps.SaveAsync(CandidateOf(fixture, selling));

        // Two processes go on: the same id makes the same top-up, and nothing leaves the attempt.
        var another = fixture.OpenAnother();
        var again = await another.TopUps.SaveAsync(CandidateOf(fixture, selling));
        Assert.Equal(new TopUpDecision.Replay(saved!.Id), again.Decision);
        var given = RenewalDecision.Refused(selling, new Refusal(Reason.InsufficientFloat), Policy, Now);
        var left = await another.Renewals.ChangeAsync(
            selling, (_, sold) => sold is not null ? null : (Result<RenewalChange>?)given, Now);
        Assert.Equal((selling, false), (left.Value.Now, left.Value.Changed));
        var id = await another.TopUps.FindIdAsync(
            StoreFixture.Acme, selling.SaleId, RequestMethod.CreateTopUp, default);
        Assert.Equal(saved.Id.Value, id);

        var done = await fixture.CompleteAsync(saved, IssuerVerdict.Accepted);
        PartnerStore[] stores = [fixture.Store, another];
        var noted = await Task.WhenAll(stores.Select(store => Task.Run(() => store.Renewals.ChangeAsync(
            selling, (known, _) => RenewalDecision.Follow(known, done, Policy, Now), Now))));
        Assert.Single(noted, outcome => outcome.Value.Changed);
        Assert.All(noted, outcome => Assert.Equal(1, outcome.Value.Now.Made));
        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM auto_renewal_steps WHERE kind = 2"));
        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM top_ups"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_attempt_that_is_left_can_never_sell_any_more(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var selling = await SellingAsync(fixture);
        var refused = RenewalDecision.Refused(selling, new Refusal(Reason.InsufficientFloat), Policy, Now);

        var outcome = await ChangeAsync(fixture, selling, refused);
        var late = await fixture.OpenAnother().TopUps.SaveAsync(CandidateOf(fixture, selling));

        Assert.Equal(2, outcome.Now.Attempt);
        Assert.Equal(Reason.RequestAbandoned, ((TopUpDecision.Refuse)late.Decision).Refusal.Reason);
        var next = outcome.Now with { Phase = RenewalPhase.Selling };
        Assert.NotNull((await fixture.Store.TopUps.SaveAsync(CandidateOf(fixture, next))).Saved);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_renewals_cost_in_a_week_is_summed_from_the_rows(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var week = Now.AddDays(7);
        await CreateAsync(fixture, Draft(fixture), Given.Yuan(100));
        await CreateAsync(fixture, Draft(fixture), Given.Yuan(100));
        await CreateAsync(fixture, Draft(fixture) with { CycleEnd = Now.AddDays(9) }, Given.Yuan(30));
        await CreateAsync(fixture, Draft(fixture) with { CycleEnd = Now.AddDays(10) }, Given.Yuan(5));
        await CreateAsync(fixture, Draft(fixture), new Money(7, Currency.Of("USD")));
        await CreateAsync(fixture, Draft(fixture) with { PartnerId = StoreFixture.Elsewhere }, Given.Yuan(9));
        var paused = await CreateAsync(fixture, Draft(fixture), Given.Yuan(70));
        await ChangeAsync(fixture, paused, RenewalLife.Pause(paused, null, Now).Value);

        var needed = await fixture.Store.RenewalSteps.NeededAsync(StoreFixture.Acme, Given.Cny, week, default);
        var first = await fixture.Store.RenewalSteps.NeededAsync(StoreFixture.Acme, Given.Cny, week, default, 1);

        Assert.Equal([(3_000L, 1L), (10_000L, 2L)], needed.Order());
        Assert.Equal([(10_000L, 1L)], first);
    }

    private static AutoRenewal Draft(StoreFixture fixture, CardNumber? card = null, string plan = "phone-100")
    {
        var id = fixture.NewId();
        return Support.Renewals.Draft(
            id, card ?? Given.CardNumbered(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)), plan);
    }

    private static RenewalChange Created(AutoRenewal draft, Money? debit = null) =>
        Support.Renewals.Created(draft, debit);

    private static async Task<AutoRenewal> CreateAsync(StoreFixture fixture, AutoRenewal draft, Money? debit = null)
    {
        var created = (await fixture.Store.Renewals.CreateAsync(Created(draft, debit))).Value;
        Assert.Equal(new CreatedRenewal(draft.Id, false), created);
        return (await fixture.Store.Renewals.FindAsync(draft.PartnerId, draft.Id, default))!;
    }

    /// <summary>One whose sale may be made.</summary>
    private static async Task<AutoRenewal> SellingAsync(StoreFixture fixture)
    {
        var created = await CreateAsync(fixture, Draft(fixture));
        return (await ChangeAsync(
            fixture, created, new RenewalChange(created with { Phase = RenewalPhase.Selling }))).Now;
    }

    private static async Task<RenewalOutcome> ChangeAsync(
        StoreFixture fixture, AutoRenewal known, RenewalChange change) =>
        (await fixture.Store.Renewals.ChangeAsync(known, (_, _) => change, Now)).Value;

    private static TopUpCandidate CandidateOf(StoreFixture fixture, AutoRenewal renewal) =>
        fixture.Candidate(renewal.Terms.Card) with
        {
            Order = Given.Order(renewal.SaleId.Value, renewal.Terms.Card) with { Origin = Origin.AutoRenewal },
        };
}
