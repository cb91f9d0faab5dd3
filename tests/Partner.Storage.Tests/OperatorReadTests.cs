using Partner.Core.Accounts;
using Partner.Core.Actions;
using Partner.Core.Identity;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>What is read for whoever looks at all partners: in pages, without searching tables of sales.</summary>
public sealed class OperatorReadTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [OnEveryDatabase]
    public async Task A_days_sales_are_counted_by_stretch_and_present_state_and_no_others(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var whole = Day(Given.Noon.AddHours(-1), Given.Noon.AddHours(2));
        Assert.Empty((await ReadAsync(fixture, whole)).Stretches);
        var pays = (await fixture.SellAsync()).Offer.Price.CustomerPays;
        await fixture.SellAndSucceedAsync();
        await fixture.SellAndSucceedAsync();

        var day = await ReadAsync(fixture, whole);

        Assert.True(day.IsWhole);
        Assert.Equal(
            [
                new SalesOfStretch(1, TopUpState.Processing, 1, pays),
                new SalesOfStretch(1, TopUpState.Succeeded, 2, pays + pays),
            ],
            day.Stretches);
        Assert.Empty((await ReadAsync(fixture, Day(Given.Noon.AddHours(-9), Given.Noon))).Stretches);
        Assert.Empty((await ReadAsync(fixture, Day(Given.Noon.AddHours(1), Given.Noon.AddHours(9)))).Stretches);
        var cut = await fixture.Store.SalesOfDays.ReadAsync(whole, Hour, CancellationToken.None, mostRead: 2);
        Assert.Equal((2, false), (cut.Stretches.Sum(one => one.Count), cut.IsWhole));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_in_doubt_is_listed_page_by_page_the_longest_first(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAsync();
        var unknown = new IssuerAnswer(IssuerVerdict.Unknown, Detail: "timed out");
        var expected = new List<string>();
        foreach (var minutes in new[] { 1, 2, 2, 3 })
        {
            var now = Given.Noon.AddMinutes(minutes);
            var sold = await fixture.SellAsync();
            await fixture.Store.TopUps.SettleAsync(sold, unknown, now.AddSeconds(10), now);
            expected.Add(sold.Id.Value);
        }

        var reversed = await fixture.SellAndSucceedAsync();
        var saved = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(reversed))).Value.Reversal;
        var late = Given.Noon.AddMinutes(4);
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, saved.Id, unknown, late.AddSeconds(10), late);
        expected.Add(saved.Id.Value);

        var listed = new List<UnfinishedOperation>();
        for (InDoubtPlace? after = null; ;)
        {
            var page = await fixture.Store.Unfinished.ListAsync(after, 2, CancellationToken.None);
            listed.AddRange(page);
            if (page.Count < 2)
            {
                break;
            }

            after = page[^1].Place;
        }

        Assert.Equal(expected, listed.Select(one => one.OperationId));
        Assert.Equal($"topUps/{expected[0]}", listed[0].Name);
        Assert.Equal(
            (JobKind.Reversal, $"topUps/{reversed.Id}/reversals/{expected[4]}"), (listed[4].Kind, listed[4].Name));
        Assert.Equal(Given.Noon.AddMinutes(1), listed[0].Since);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Certificates_are_listed_by_their_end_without_the_revoked_and_the_suspended(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await RegisterAsync(fixture, 'a', StoreFixture.Acme, null, 5);
        await RegisterAsync(fixture, 'b', StoreFixture.Acme, null, 5);
        await RegisterAsync(fixture, 'c', StoreFixture.Acme, "store-1", 9);
        await RegisterAsync(fixture, 'd', StoreFixture.Acme, null, 70);
        await RegisterAsync(fixture, 'e', StoreFixture.Acme, null, 6);
        await RegisterAsync(fixture, 'f', StoreFixture.Elsewhere, null, 7);
        await RegisterAsync(fixture, '1', StoreFixture.Acme, null, -40);
        await fixture.Store.Partners.RevokeAsync(new string('e', 64), Given.Noon);
        await fixture.Store.Partners.SetStatusAsync(StoreFixture.Elsewhere, PartnerStatus.Suspended, Given.Noon);
        var ends = fixture.Store.CertificateEnds;

        var first = await ends.ListAsync(Given.Noon, null, 2, CancellationToken.None);
        var rest = await ends.ListAsync(
            Given.Noon, (first[1].NotAfter, first[1].Thumbprint), 9, CancellationToken.None);

        Assert.Equal("abcd", string.Concat(first.Concat(rest).Select(one => one.Thumbprint[0])));
        Assert.All(first.Concat(rest), one => Assert.False(one.IsRenewed));
        Assert.Equal("store-1", rest[0].Scope.Outlet);
        var counted = await ends.CountAsync(Given.Noon, Given.Noon, [7, 30], CancellationToken.None);
        Assert.Equal((2, 3), (counted[7], counted[30]));
        var ended = await ends.CountAsync(Given.Noon.AddDays(-41), Given.Noon, [30], CancellationToken.None);
        Assert.Equal(4, ended[30]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_the_list_marks_is_what_is_counted_a_later_end_of_another_kind_renews_nothing(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await RegisterAsync(fixture, 'a', StoreFixture.Acme, "store-1", 4, "till-1");
        await RegisterAsync(fixture, 'b', StoreFixture.Acme, "store-1", 5, "till-1");
        await RegisterAsync(fixture, 'c', StoreFixture.Acme, "store-1", 300, "till-1");
        await RegisterAsync(fixture, 'd', StoreFixture.Acme, null, 31);
        await RegisterAsync(fixture, 'e', RecordedAction.CommonChain, null, -2, null, Permissions.Operator);
        await fixture.Store.Certificates.IssueAsync(new CertificateRecord(
            StoreFixture.Acme, new string('f', 64), new CertificateScope("store-1", "till-1"), Permissions.Sell,
            "test", Given.Noon.AddDays(90), Given.Noon)
        {
            Origin = CertificateOrigin.Renewed, IssuedBy = new string('b', 64), KeyHash = "key",
            RequestId = fixture.NewRequestId(), InputHash = "input",
        });

        var ends = await fixture.Store.CertificateEnds.ListAsync(Given.Noon.AddDays(-30), null, 9, default);
        var counted = await fixture.Store.CertificateEnds.CountAsync(
            Given.Noon.AddDays(-30), Given.Noon, [1, 30], default);

        Assert.Equal("eabdfc", string.Concat(ends.Select(one => one.Thumbprint[0])));
        Assert.Equal(['b'], ends.Where(one => one.IsRenewed).Select(one => one.Thumbprint[0]));
        Assert.Equal("till-1", ends[1].Scope.Terminal);
        Assert.Equal((1, 2), (counted[1], counted[30]));
        Assert.All(counted, one => Assert.Equal(one.Value, ends.Count(end => end.IsDue(Given.Noon, one.Key))));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_list_of_ends_goes_on_over_long_stretches_without_any_and_has_the_end_of_all_time(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await RegisterAsync(fixture, 'a', StoreFixture.Acme, null, 1);
        await RegisterAsync(fixture, 'b', StoreFixture.Acme, null, 399);
        await RegisterAsync(fixture, 'c', StoreFixture.Acme, null, 20_000);
        fixture.Query(
            $"UPDATE certificates SET not_after = {DateTimeOffset.MaxValue.UtcTicks} "
            + $"WHERE thumbprint = '{new string('c', 64)}'",
            _ => 0);
        var seen = new List<string>();
        for ((DateTimeOffset, string)? after = null; ;)
        {
            var page = await fixture.Store.CertificateEnds.ListAsync(Given.Noon, after, 1, default);
            if (page.Count == 0)
            {
                break;
            }

            seen.Add(page[0].Thumbprint[..1]);
            after = (page[0].NotAfter, page[0].Thumbprint);
        }

        Assert.Equal(["a", "b", "c"], seen);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Partners_are_listed_page_by_page(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var all = (await fixture.Store.Partners.ListAsync(CancellationToken.None)).ConvertAll(one => one.Id);
        var first = await fixture.Store.Partners.ListAsync(null, 1, CancellationToken.None);
        var rest = await fixture.Store.Partners.ListAsync(first[0].Id.Value, 9, CancellationToken.None);

        Assert.Equal(all, first.Concat(rest).Select(one => one.Id));
    }

    // Ids of tests are numbers in order of their making, not of a time: here all of them count.
    private static SavedWithin Day(DateTimeOffset from, DateTimeOffset to) => new(from, "", to, new string('z', 26));

    private static Task<SalesOfDay> ReadAsync(StoreFixture fixture, SavedWithin day) =>
        fixture.Store.SalesOfDays.ReadAsync(day, Hour, CancellationToken.None);

    private static Task<bool> RegisterAsync(
        StoreFixture fixture, char digit, PartnerId partner, string? outlet, int days, string? terminal = null,
        Permissions permissions = Permissions.Sell) =>
        fixture.Store.Partners.RegisterAsync(
            new Registration(new string(digit, 64), partner, PartnerStatus.Active, outlet, permissions, null)
            {
                Terminal = terminal,
            },
            "test",
            Given.Noon.AddDays(days),
            Given.Noon);
}
