using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Esims;
using Partner.Core.Plans;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>eSIMs that are issued anew, by several processes at once.</summary>
public sealed class EsimReissueTests
{
    private static readonly ContactKeys Keys = ContactKeys.Read(Convert.ToBase64String(new byte[32]));
    private static readonly DateTimeOffset Now = Given.Noon;
    private static readonly CardLimit Limit = new(2, new CalendarPeriod(PeriodUnit.Day, 365));

    [Theory]
    [OnEveryDatabase]
    public async Task Of_many_that_are_asked_for_at_once_a_card_gets_one_at_a_time_and_no_more_than_it_may(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var card = Given.CardNumbered(801);
        for (var round = 0; round < 3; round++)
        {
            var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
                stores[i % 2].Reissues.SaveAsync(Candidate(
                    fixture, card, i % 3 == 0 ? StoreFixture.Elsewhere : StoreFixture.Acme)))));

            var saved = asked.Where(one => one.Refusal is null).Select(one => one.Value.Reissue).ToList();
            Assert.Equal(round < 2 ? 1 : 0, saved.Count);
            Assert.All(asked.Where(one => one.Refusal is not null), one => Assert.Equal(
                round < 2 ? Reason.EsimReissueUnderWay : Reason.EsimReissueLimitReached, one.Refusal!.Reason));
            foreach (var reissue in saved)
            {
                var ended = await fixture.Store.Reissues.SettleAsync(
                    reissue, StoreFixture.Answer(IssuerVerdict.Accepted), Now, Now);
                Assert.Equal((ReissueState.Succeeded, 2), (ended.State, ended.Version));
            }
        }

        Assert.Equal(2, fixture.Count("SELECT COUNT(*) FROM esim_reissues"));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM jobs"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task One_request_sent_many_times_at_once_is_one_and_with_another_card_a_conflict(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var requestId = fixture.NewRequestId();
        var card = Given.CardNumbered(802);
        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() =>
            stores[i % 2].Reissues.SaveAsync(Candidate(fixture, card, requestId: requestId)))));

        Assert.Single(asked, one => !one.Value.Replayed);
        var known = Assert.Single(asked.Select(one => one.Value.Reissue).Distinct());
        Assert.Equal(known, await fixture.Store.Reissues.FindAsync(StoreFixture.Acme, requestId, default));
        Assert.Equal(known, await fixture.Store.Reissues.FindAsync(StoreFixture.Acme, known.Id, default));
        Assert.Null(await fixture.Store.Reissues.FindAsync(StoreFixture.Elsewhere, known.Id, default));
        var other = await fixture.Store.Reissues.SaveAsync(
            Candidate(fixture, Given.CardNumbered(803), requestId: requestId));
        Assert.Equal(Reason.RequestIdConflict, other.Refusal!.Reason);
        var unfinished = await fixture.Store.Unfinished.ListAsync(null, 10, default, alsoSending: true);
        Assert.Equal(known.Id, Assert.Single(unfinished).Reissue!.Id);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_first_check_of_the_partners_sales_counts_and_another_document_is_kept_as_failed(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var card = Given.CardNumbered(804);
        foreach (var lastFour in new[] { "1111", "2222" })
        {
            var candidate = fixture.Candidate(card);
            await fixture.SellAndSucceedAsync(candidate with
            {
                Order = candidate.Order with
                {
                    AllowDuplicate = true,
                    StandingIdCheck = Shown(lastFour).For(card),
                },
            });
        }

        var wrong = (await fixture.Store.Reissues.SaveAsync(Candidate(fixture, card, lastFour: "2222"))).Value;
        var right = (await fixture.Store.Reissues.SaveAsync(Candidate(fixture, card, lastFour: "1111"))).Value;
        var elsewhere = await fixture.Store.Reissues.SaveAsync(
            Candidate(fixture, Given.CardNumbered(805), StoreFixture.Elsewhere, lastFour: "2222"));

        Assert.Equal(
            (ReissueState.Failed, Reason.IdCheckMismatch), (wrong.Reissue.State, wrong.Reissue.Reason));
        Assert.Equal(wrong.Reissue, await fixture.Store.Reissues.FindAsync(
            StoreFixture.Acme, wrong.Reissue.Id, default));
        Assert.Equal(ReissueState.Processing, right.Reissue.State);
        Assert.Null(elsewhere.Refusal);

        // The first reissue's document counts where no sale was checked.
        await fixture.Store.Reissues.SettleAsync(
            elsewhere.Value.Reissue, StoreFixture.Answer(IssuerVerdict.Accepted), Now, Now);
        var next = await fixture.Store.Reissues.SaveAsync(
            Candidate(fixture, Given.CardNumbered(805), StoreFixture.Elsewhere, lastFour: "3333"));
        Assert.Equal(Reason.IdCheckMismatch, next.Value.Reissue.Reason);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_saver_that_is_gone_leaves_a_job_that_others_claim_and_doubt_stays_until_it_is_known(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var saved = (await fixture.Store.Reissues.SaveAsync(
            Candidate(fixture, Given.CardNumbered(806)) with
            {
                Dispatch = new Dispatch(new Lease("gone", Now.AddSeconds(15)), null),
            })).Value.Reissue;
        var lease = new Lease("me", Now.AddMinutes(2));

        Assert.Empty(await fixture.Store.Jobs.ClaimAsync(lease, Now.AddSeconds(14), 10));
        var job = Assert.Single(await fixture.Store.Jobs.ClaimAsync(lease, Now.AddSeconds(16), 10));
        Assert.Equal((JobKind.Reissue, saved.Id.Value, true), (job.Kind, job.OperationId, job.PossiblySent));
        var doubtful = await fixture.Store.Reissues.SettleAsync(
            saved, StoreFixture.Answer(IssuerVerdict.Unknown), Now.AddMinutes(1), Now,
            new JobClaim("me", job.Attempts));
        Assert.Equal((ReissueState.Processing, Now), (doubtful.State, doubtful.InDoubtSince));
        Assert.Equal(1, (await fixture.Store.Measurements.ReadQueueAsync(default)).ReissuesInDoubt);
        var ended = await fixture.Store.Reissues.ResolveAsync(
            doubtful, new OperatorWord(false, "the issuer's word"), Now.AddHours(1));

        Assert.Equal(
            (ReissueState.Failed, Reason.ResolvedByOperator, "the issuer's word"),
            (ended.State, ended.Reason, ended.Evidence));
        Assert.Equal(ended, await fixture.Store.Reissues.FindAsync(StoreFixture.Acme, saved.Id, default));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM jobs"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_customer_is_who_was_sold_something_that_stands_at_the_outlet_that_asks(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var (card, failed) = (Given.CardNumbered(807), Given.CardNumbered(808));
        var sold = await fixture.SellAsync(fixture.Candidate(card));
        await fixture.CompleteAsync(await fixture.SellAsync(fixture.Candidate(failed)), IssuerVerdict.Declined);
        Task<bool> IsAsync(PartnerId partner, CardNumber number, string? outlet = null) =>
            fixture.Store.Reissues.IsCustomerAsync(
                partner, number, new Core.Identity.CertificateScope(outlet, null), default);

        Assert.True(await IsAsync(StoreFixture.Acme, card));
        Assert.True(await IsAsync(StoreFixture.Acme, card, sold.Seller.Outlet));
        Assert.False(await IsAsync(StoreFixture.Acme, card, "elsewhere"));
        Assert.False(await IsAsync(StoreFixture.Acme, card, sold.Seller.Outlet + " "));
        Assert.False(await IsAsync(StoreFixture.Elsewhere, card));
        Assert.False(await IsAsync(StoreFixture.Acme, failed));
    }

    private static IdCheck Shown(string lastFour, PartnerId? partner = null) =>
        Keys.Check(partner ?? StoreFixture.Acme, IdDocumentType.Passport, lastFour)!;

    private static ReissueCandidate Candidate(
        StoreFixture fixture, CardNumber card, PartnerId? partner = null, RequestId? requestId = null,
        string lastFour = "1234")
    {
        var partnerId = partner ?? StoreFixture.Acme;
        var shown = Shown(lastFour, partnerId);
        return new ReissueCandidate(
            new EsimReissue
            {
                PartnerId = partnerId,
                Id = new ReissueId(fixture.NewId()),
                RequestId = requestId ?? fixture.NewRequestId(),
                Card = card,
                CardType = CardType.Travel,
                Origin = new ReissueOrigin(new string('0', 64), "store-1", "till 2", "C-7", "new phone"),
                IdCheck = shown.For(card),
                CreatedAt = Now,
            },
            shown,
            new ReissueTerms(Limit, TimeZoneInfo.Utc, Now, true),
            new Dispatch(null, null));
    }
}
