using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>A sale is found again by what somebody knows of it, in a time that does not grow with the sales.</summary>
public sealed class SalesSearchTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_range_of_times_includes_its_start_and_excludes_its_end(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var ids = new List<string>();
        for (var minute = 0; minute < 6; minute++)
        {
            var candidate = fixture.Candidate() with { Now = Given.Noon.AddMinutes(minute) };
            ids.Add((await fixture.SellAsync(candidate)).Id.Value);
        }

        var (from, to) = (Given.Noon.AddMinutes(1), Given.Noon.AddMinutes(4));

        Assert.Equal(Newest(ids[1..4]), await FindAsync(fixture, Within(from, to)));
        Assert.Equal(Newest(ids[1..4]), await FindAsync(fixture, new SavedWithin(from, ids[1], to, ids[4])));
        Assert.Equal(Newest(ids[2..4]), await FindAsync(fixture, Within(from.AddTicks(1), to)));
        Assert.Equal(Newest(ids[1..5]), await FindAsync(fixture, Within(from, to.AddTicks(1))));
        Assert.Equal(Newest(ids[1..]), await FindAsync(fixture, Within(from, null)));
        Assert.Equal(Newest(ids[..4]), await FindAsync(fixture, Within(null, to)));
        Assert.Empty(await FindAsync(fixture, Within(to.AddMinutes(9), null)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_page_ends_after_so_many_rows_were_looked_at_and_the_walk_is_complete_all_the_same(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var rare = new List<string>();
        for (var number = 0; number < 40; number++)
        {
            var candidate = fixture.Candidate();
            var terminal = number % 13 == 5 ? "rare" : "usual";
            var sold = await fixture.SellAsync(candidate with
            {
                Order = candidate.Order with { Seller = Given.Seller with { Terminal = terminal } },
            });
            rare.AddRange(terminal == "rare" ? [sold.Id.Value] : []);
        }

        var (found, pages) = (new List<string>(), 0);
        string? before = null;
        do
        {
            var page = await fixture.Store.Sales.ListAsync(
                StoreFixture.Acme, new SalesFilter() with { Terminal = "rare" }, before, 4, CancellationToken.None, 8);
            found.AddRange(page.TopUps.Select(topUp => topUp.Id.Value));
            (before, pages) = (page.Next, pages + 1);
        }
        while (before is not null);

        Assert.Equal(Newest(rare), found);
        Assert.InRange(pages, 5, 6);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task References_that_look_alike_are_different_however_long_they_are(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var start = new string('x', 63);
        string[] references =
        [
            "issuer", "Issuer", "issuer ", start, start + "\U0001F4B3", start + "\U0001F4B4", start + "\U0001F4B3y",
            new('z', 900), new('z', 901),
        ];
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            var candidate = fixture.Candidate();
            var sold = await fixture.SellAsync(candidate with
            {
                Order = candidate.Order with { AllowDuplicate = true },
            });
            var answer = new IssuerAnswer(IssuerVerdict.Accepted, reference);
            await fixture.Store.TopUps.SettleAsync(sold, answer, Given.Noon, Given.Noon);
            ids[reference] = sold.Id.Value;
        }

        foreach (var reference in references)
        {
            Assert.Equal([ids[reference]], await FindAsync(
                fixture, new SalesFilter() with { IssuerReference = reference }));
        }

        Assert.Empty(await FindAsync(fixture, new SalesFilter() with { IssuerReference = start[1..] }));
    }

    private static SavedWithin Within(DateTimeOffset? from, DateTimeOffset? to) => new(from, "", to, null);

    private static IEnumerable<string> Newest(IEnumerable<string> ids) => ids.Reverse();

    private static Task<IEnumerable<string>> FindAsync(StoreFixture fixture, SavedWithin saved) =>
        FindAsync(fixture, new SalesFilter() with { Saved = saved });

    private static async Task<IEnumerable<string>> FindAsync(StoreFixture fixture, SalesFilter filter)
    {
        var page = await fixture.Store.Sales.ListAsync(StoreFixture.Acme, filter, null, 100, CancellationToken.None);
        Assert.Null(page.Next);
        return [.. page.TopUps.Select(topUp => topUp.Id.Value)];
    }
}
