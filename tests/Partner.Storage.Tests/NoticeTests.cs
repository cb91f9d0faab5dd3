using Partner.Core.Contacts;
using Partner.Core.Notices;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Notices to customers: made with the event that they tell of, claimed by one process at a time.</summary>
public sealed class NoticeTests
{
    private static readonly Lease Mine = new("me", Given.Noon.AddMinutes(1));
    private static readonly Lease Theirs = new("they", Given.Noon.AddMinutes(5));

    [Theory]
    [OnEveryDatabase]
    public async Task A_sale_without_a_number_writes_nothing_of_notices(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAndSucceedAsync();
        var failed = await fixture.CompleteAsync(await fixture.SellAsync(), IssuerVerdict.Declined);

        Assert.Equal((null, null), (sold.ContactId, failed.ContactId));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM notices"));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM notice_contacts"));
        Assert.False(await fixture.Store.Notices.AnyDueAsync(Given.Noon, default));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_success_and_a_failure_make_their_notice_and_a_cancel_or_a_reversal_none(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.CompleteAsync(await SellAsync(fixture), IssuerVerdict.Accepted);
        var failed = await fixture.CompleteAsync(await SellAsync(fixture), IssuerVerdict.Declined);
        var doubted = await fixture.CompleteAsync(await SellAsync(fixture), IssuerVerdict.Unknown);
        var queued = await SellAsync(fixture);
        var cancelled = (await fixture.Store.TopUps.CancelAsync(StoreFixture.Acme, queued.Id, Given.Noon)).Value;
        var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(sold))).Value.Reversal;
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Given.Noon, Given.Noon);

        Assert.Equal(TopUpState.Cancelled, cancelled.State);
        var claimed = await fixture.Store.Notices.ClaimAsync(Mine, Given.Noon, 10);
        Assert.Equal(
            new[] { (NoticeKind.Arrival, sold.Id.Value), (NoticeKind.Failure, failed.Id.Value) },
            claimed.Select(one => (one.Notice.Kind, one.Notice.Occasion)).Order());
        Assert.All(claimed, one => Assert.Equal(
            (one.Notice.ContactId, "sealed", "key", NoticeLanguage.English),
            (one.Contact!.Id, one.Contact.SealedNumber, one.Contact.KeyId, one.Contact.Language)));
        var (notice, contact) = await fixture.Store.Notices.FindAsync(doubted, default);
        Assert.Null(notice);
        Assert.Equal(doubted.ContactId, contact!.Id);
        Assert.Equal(
            sold.ContactId, (await fixture.Store.TopUps.FindAsync(StoreFixture.Acme, sold.Id, default))!.ContactId);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_answer_that_comes_twice_makes_one_notice(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await SellAsync(fixture);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => fixture.CompleteAsync(
            sold, i % 3 == 0 ? IssuerVerdict.Declined : IssuerVerdict.Accepted, stores[i % 2]))));

        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM notices"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_notice_in_doubt_is_found_with_its_top_up_when_an_operator_settles_it(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var doubted = await fixture.CompleteAsync(await SellAsync(fixture), IssuerVerdict.Unknown);

        var settled = await fixture.Store.TopUps.ResolveAsync(
            StoreFixture.Acme, doubted.Id, new OperatorWord(false, "issuer's ticket 7"), Given.Noon.AddDays(1));

        Assert.Equal(TopUpState.Failed, settled!.State);
        var (notice, _) = await fixture.Store.Notices.FindAsync(settled, default);
        Assert.Equal((NoticeKind.Failure, Given.Noon.AddDays(1)), (notice!.Kind, notice.CreatedAt));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Two_processes_never_claim_the_same_and_what_one_left_the_other_goes_on_with(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        for (var number = 0; number < 30; number++)
        {
            await fixture.CompleteAsync(await SellAsync(fixture), IssuerVerdict.Accepted);
        }

        var (mine, theirs) = (fixture.Store.Notices, fixture.OpenAnother().Notices);
        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => i % 2 == 0
            ? mine.ClaimAsync(Mine, Given.Noon, 4)
            : theirs.ClaimAsync(Theirs, Given.Noon, 4))));

        var ids = claims.SelectMany(claim => claim).Select(one => one.Notice.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var left = await mine.ClaimAsync(Mine, Given.Noon, 30);
        Assert.Equal(30, ids.Count + left.Count);
        Assert.False(await mine.AnyDueAsync(Given.Noon, default));

        // The lease of the first is over: the others go on, and its late word changes nothing.
        var lost = claims.Where((_, i) => i % 2 == 0).SelectMany(claim => claim).Concat(left).ToList();
        var again = await theirs.ClaimAsync(Theirs with { Until = Given.Noon.AddMinutes(9) }, Mine.Until, 30);
        Assert.Equal(lost.Select(one => one.Notice.Id).Order(), again.Select(one => one.Notice.Id).Order());
        Assert.All(again, one => Assert.Equal(2, one.Notice.Attempts));
        await mine.NoteAsync([.. lost.Select(one => Outcome(one, NoticeVerdict.Refused))], "me", Given.Noon);
        await theirs.NoteAsync([.. again.Select(one => Outcome(one, NoticeVerdict.Taken))], "they", Given.Noon);
        Assert.Equal(again.Count, fixture.Count("SELECT COUNT(*) FROM notices WHERE state = 2"));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM notices WHERE state = 5"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_became_of_an_attempt_is_kept_and_an_unanswered_one_is_due_again(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = new List<TopUpRecord>();
        for (var number = 0; number < 4; number++)
        {
            sold.Add(await fixture.CompleteAsync(await SellAsync(fixture), IssuerVerdict.Accepted));
        }

        NoticeVerdict[] said =
            [NoticeVerdict.Taken, NoticeVerdict.OptedOut, NoticeVerdict.Refused, NoticeVerdict.Unanswered];
        var claimed = (await fixture.Store.Notices.ClaimAsync(Mine, Given.Noon, 10))
            .OrderBy(one => one.Notice.Id, StringComparer.Ordinal).ToList();
        await fixture.Store.Notices.NoteAsync(
            [.. claimed.Zip(said, Outcome)], Mine.Owner, Given.Noon.AddSeconds(1));

        var found = new List<NoticeState>();
        foreach (var topUp in sold)
        {
            found.Add((await fixture.Store.Notices.FindAsync(topUp, default)).Notice!.State);
        }

        Assert.Equal([NoticeState.Sent, NoticeState.OptedOut, NoticeState.Refused, NoticeState.Due], found);
        Assert.Equal(1, await fixture.Store.Notices.CountDueAsync(default));
        Assert.False(await fixture.Store.Notices.AnyDueAsync(Given.Noon.AddSeconds(10), default));
        Assert.True(await fixture.Store.Notices.AnyDueAsync(Given.Noon.AddSeconds(11), default));
        Assert.Contains("key:hash", await fixture.Store.NoticeOptOuts.FindAsync(["key:hash", "old:hash"], default));
    }

    private static Task<TopUpRecord> SellAsync(StoreFixture fixture) =>
        fixture.SellAsync(StoreFixture.WithContact(fixture.Candidate()));

    private static NoticeOutcome Outcome(ClaimedNotice claimed, NoticeVerdict verdict) => new(
        NoticeRules.After(claimed.Notice, verdict, Given.Noon.AddSeconds(1)),
        verdict == NoticeVerdict.OptedOut ? "key:hash" : null);
}
