using System.Globalization;
using Partner.Core.Errors;
using Partner.Core.Notices;
using Partner.Core.Renewals;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>What customers are told of auto-renewals, and their numbers: in the transactions of the steps.</summary>
public sealed class RenewalNoticeTests
{
    private static readonly RenewalPolicy Policy = new();
    private static readonly DateTimeOffset Now = Given.Noon;
    private static readonly Lease Mine = new("me", Given.Noon.AddMinutes(1));

    [Theory]
    [OnEveryDatabase]
    public async Task Steps_make_their_notices_in_their_own_transaction_and_no_other_step_does(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var (created, contact) = await CreateAsync(fixture);
        Assert.Equal(contact.Id, created.ContactId);
        Assert.Empty(await fixture.Store.Notices.ClaimAsync(Mine, Now, 10));

        // The first failure, the second, and the renewal at last; what nobody left a number for tells nobody.
        var low = await RefuseAsync(fixture, created, Now);
        var again = await RefuseAsync(fixture, low, Now.AddHours(1));
        var selling = await BeginAsync(fixture, again);
        var sold = await fixture.SellAndSucceedAsync(CandidateOf(fixture, selling));
        var renewed = await ChangeAsync(
            fixture, selling, RenewalDecision.Follow(selling, sold, Policy, Now.AddHours(5)));
        var silent = Renewals.Draft(fixture.NewId(), Given.CardNumbered(900));
        await fixture.Store.Renewals.CreateAsync(Renewals.Created(silent));
        await RefuseAsync(fixture, (await FindAsync(fixture, silent))!, Now);

        Assert.Null(sold.ContactId);
        var told = await fixture.Store.Notices.ClaimAsync(Mine, Now.AddHours(5), 10);
        Assert.Equal(
            [(NoticeKind.AutoRenewed, Now.AddHours(5)), (NoticeKind.AutoRenewalFailed, Now)],
            told.Select(one => (one.Notice.Kind, one.Notice.CreatedAt)).Order());
        Assert.All(told, one => Assert.Equal((contact, null), (one.Contact, one.Notice.Facts)));
        foreach (var notice in told.Select(one => one.Notice))
        {
            var step = await fixture.Store.RenewalSteps.FindAsync(
                StoreFixture.Acme, RenewalNotices.StepOf(notice)!.Value, default);
            Assert.Equal((created.Id, notice.CreatedAt), (step!.RenewalId, step.Step.At));
            Assert.Equal(notice.Kind == NoticeKind.AutoRenewed ? sold.Id : null, step.Step.TopUpId);
        }

        Assert.Null(await fixture.Store.RenewalSteps.FindAsync(StoreFixture.Elsewhere, 1, default));

        // What was decided on an older version makes neither a step nor a notice.
        Assert.False((await fixture.Store.Renewals.ChangeAsync(
            low, (_, _) => RenewalLife.Cancel(low, null, Now), Now)).Value.Changed);
        Assert.Equal(2, fixture.Count("SELECT COUNT(*) FROM notices"));
        Assert.Equal(RenewalState.Active, renewed.State);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task One_agreement_sent_many_times_at_once_keeps_one_number(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        for (var round = 1; round <= 5; round++)
        {
            var requestId = fixture.NewRequestId();
            var card = Given.CardNumbered(700 + round);
            var drafts = Enumerable.Range(0, 6)
                .Select(_ => Renewals.Draft(fixture.NewId(), card) with { RequestId = requestId }).ToList();

            await Task.WhenAll(drafts.Select((draft, i) => Task.Run(() => stores[i % 2].Renewals.CreateAsync(
                Renewals.Created(draft), i == 5 ? null : Renewals.Contact(draft)))));
            var refused = Renewals.Draft(fixture.NewId(), card);
            Assert.Equal(
                Reason.AutoRenewalExists,
                (await fixture.Store.Renewals.CreateAsync(Renewals.Created(refused), Renewals.Contact(refused)))
                    .Refusal?.Reason);

            // The one that created it may be the one without a number.
            var known = await fixture.Store.Renewals.FindAsync(StoreFixture.Acme, requestId, default);
            Assert.Equal(known!.Id == drafts[5].Id ? null : Renewals.Contact(known).Id, known.ContactId);
        }

        Assert.Equal(
            fixture.Count("SELECT COUNT(*) FROM auto_renewals WHERE contact_id IS NOT NULL"),
            fixture.Count("SELECT COUNT(*) FROM notice_contacts"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_number_stays_while_its_auto_renewal_stands_and_goes_ninety_days_after_its_end(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var contacts = fixture.Store.NoticeContacts;
        var (cancelled, _) = await CreateAsync(fixture);
        var (ended, _) = await CreateAsync(fixture);
        var (paused, standing) = await CreateAsync(fixture);
        await ChangeAsync(fixture, paused, RenewalLife.Pause(paused, null, Now).Value);
        Assert.Equal(0, await contacts.DeleteOverAsync(DateTimeOffset.MaxValue, 10));

        var over = await ChangeAsync(fixture, cancelled, RenewalLife.Cancel(cancelled, null, Now).Value);
        var step = new RenewalStep(RenewalStepKind.CardEnded, Now.AddDays(1), 1, Now);
        await ChangeAsync(
            fixture, ended, new RenewalChange(ended with { State = RenewalState.Ended, DueAt = null }, step));

        // Cancelling once more, and later, moves nothing.
        await ChangeAsync(fixture, over, RenewalLife.Cancel(over, null, Now.AddDays(50)).Value);

        Assert.Equal(0, await contacts.DeleteOverAsync(Now.AddDays(90).AddTicks(-1), 10));
        Assert.Equal(1, await contacts.DeleteOverAsync(Now.AddDays(90), 10));
        Assert.Equal(0, await contacts.DeleteOverAsync(Now.AddDays(91).AddTicks(-1), 10));
        Assert.Equal(1, await contacts.DeleteOverAsync(Now.AddDays(91), 10));
        Assert.Equal(0, await contacts.DeleteOverAsync(DateTimeOffset.MaxValue, 10));
        Assert.Equal(
            standing.Id.Value, fixture.Query("SELECT id FROM notice_contacts", row => row.GetString(0)).Single());
        Assert.Equal(3, fixture.Count("SELECT COUNT(*) FROM notices WHERE kind = 6"));
    }

    private static async Task<(AutoRenewal Renewal, Core.Contacts.KeptContact Contact)> CreateAsync(
        StoreFixture fixture)
    {
        var id = fixture.NewId();
        var draft = Renewals.Draft(id, Given.CardNumbered(int.Parse(id, CultureInfo.InvariantCulture)));
        var contact = Renewals.Contact(draft);
        await fixture.Store.Renewals.CreateAsync(Renewals.Created(draft), contact);
        return ((await FindAsync(fixture, draft))!, contact);
    }

    private static Task<AutoRenewal?> FindAsync(StoreFixture fixture, AutoRenewal draft) =>
        fixture.Store.Renewals.FindAsync(draft.PartnerId, draft.Id, default);

    private static Task<AutoRenewal> BeginAsync(StoreFixture fixture, AutoRenewal known) =>
        ChangeAsync(fixture, known, new RenewalChange(known with { Phase = RenewalPhase.Selling }));

    private static async Task<AutoRenewal> RefuseAsync(StoreFixture fixture, AutoRenewal known, DateTimeOffset now)
    {
        var selling = await BeginAsync(fixture, known);
        return await ChangeAsync(fixture, selling, RenewalDecision.Refused(
            selling, new Refusal(Reason.InsufficientFloat), Policy, now));
    }

    private static async Task<AutoRenewal> ChangeAsync(StoreFixture fixture, AutoRenewal known, RenewalChange change)
    {
        var outcome = (await fixture.Store.Renewals.ChangeAsync(known, (_, _) => change, Now)).Value;
        Assert.True(outcome.Changed);
        return outcome.Now;
    }

    private static TopUpCandidate CandidateOf(StoreFixture fixture, AutoRenewal renewal) =>
        fixture.Candidate(renewal.Terms.Card) with
        {
            Order = Given.Order(renewal.SaleId.Value, renewal.Terms.Card) with { Origin = Origin.AutoRenewal },
        };
}
