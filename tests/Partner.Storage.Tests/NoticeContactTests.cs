using Partner.Core.Actions;
using Partner.Core.Notices;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>How long customers' numbers are kept, and who wants no notices.</summary>
public sealed class NoticeContactTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_number_is_deleted_when_its_time_is_over_in_pieces_and_no_other_is(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var end = Given.Noon + NoticeRules.NumbersKept;
        var sold = new List<TopUpRecord>();
        for (var number = 0; number < 25; number++)
        {
            sold.Add(await fixture.SellAndSucceedAsync(StoreFixture.WithContact(
                fixture.Candidate(), number < 23 ? end : end.AddTicks(1))));
        }

        await fixture.SellAndSucceedAsync(StoreFixture.WithContact(fixture.Candidate()));
        var contacts = fixture.Store.NoticeContacts;

        Assert.Equal(0, await contacts.DeleteOverAsync(end.AddTicks(-1), 10));
        foreach (var deleted in new[] { 10, 10, 3, 0 })
        {
            Assert.Equal(deleted, await contacts.DeleteOverAsync(end, 10));
        }

        Assert.Equal(3, fixture.Count("SELECT COUNT(*) FROM notice_contacts"));
        var (notice, deletedNumber) = await fixture.Store.Notices.FindAsync(sold[0], default);
        Assert.Equal(NoticeState.Due, notice!.State);
        Assert.Null(deletedNumber);
        var claimed = await fixture.Store.Notices.ClaimAsync(new Lease("me", end.AddHours(1)), end, 100);
        Assert.Equal(23, claimed.Count(one => one.Contact is null));

        // What is needed until somebody ends it stays.
        Assert.Equal(2, await contacts.DeleteOverAsync(DateTimeOffset.MaxValue, 10));
        Assert.Equal(1, fixture.Count("SELECT COUNT(*) FROM notice_contacts"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Two_processes_that_delete_at_once_do_so_once(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        for (var number = 0; number < 40; number++)
        {
            await fixture.SellAsync(StoreFixture.WithContact(fixture.Candidate(), Given.Noon));
        }

        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var deleted = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() =>
            stores[i % 2].NoticeContacts.DeleteOverAsync(Given.Noon, 7))));

        var left = await fixture.Store.NoticeContacts.DeleteOverAsync(Given.Noon, 100);
        Assert.Equal(40, deleted.Sum() + left);
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM notice_contacts"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_wants_no_notices_is_known_under_any_of_its_hashes_until_it_wants_them_again(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var optOuts = fixture.Store.NoticeOptOuts;
        var former = new HashedNumber("+86…0001", ["old:00000001"]);
        var number = former with { Hashes = ["new:00000001", .. former.Hashes] };
        await optOuts.AddAsync(former, OptOutSource.Operator, Given.Noon, ActionBy.Program);
        await optOuts.AddAsync(former, OptOutSource.Gateway, Given.Noon.AddDays(200), ActionBy.Program);

        Assert.Equal("old:00000001", Assert.Single(await optOuts.FindAsync([.. number.Hashes], default)));
        Assert.Empty(await optOuts.FindAsync(["new:2", "old:2"], default));
        Assert.Empty(await optOuts.FindAsync([], default));
        await optOuts.RemoveAsync(number, Given.Noon, ActionBy.Program);
        Assert.Empty(await optOuts.FindAsync([.. number.Hashes], default));
    }
}
