using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Identity;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class DocumentTests
{
    private static readonly Document First = new(
        DocumentKind.PriceList, "prices", "2026-01", Given.Noon, """{"name":"价目表"}""");

    [Theory]
    [OnEveryDatabase]
    public async Task A_published_version_never_changes(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var documents = fixture.Store.Documents;

        Assert.True(await documents.PublishAsync([First], 0, Given.Noon));
        var changed = First with { Json = "{}", From = Given.Noon.AddDays(1) };
        await documents.PublishAsync([changed], 1, Given.Noon);

        Assert.Equal(First, Assert.Single(await documents.ListAsync(CancellationToken.None)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Versions_names_and_kinds_stand_side_by_side(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var documents = fixture.Store.Documents;
        Document[] all =
        [
            First,
            First with { Version = "2026-02", From = Given.Noon.AddTicks(1) },
            First with { Id = "Prices" },
            First with { Kind = DocumentKind.Catalogue },
        ];
        for (var number = 0; number < all.Length; number++)
        {
            Assert.Equal(number, await documents.CountAsync(CancellationToken.None));
            Assert.True(await documents.PublishAsync([all[number]], number, Given.Noon));
        }

        Assert.Equal(all.ToHashSet(), [.. await documents.ListAsync(CancellationToken.None)]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Each_is_listed_with_when_it_was_published_by_whom_and_why(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var documents = fixture.Store.Documents;
        var second = First with { Version = "20260102030405" };
        var by = new ActionBy(ActionActor.Operator("ab12"), "prices of next month");
        await documents.PublishAsync([First], 0, Given.Noon);
        await documents.PublishAsync([second], 1, Given.Noon.AddHours(1), by);

        // Nothing came of it, and nobody else published the first one.
        await documents.PublishAsync([First with { Json = "{}" }], 2, Given.Noon.AddHours(2), by);

        var listed = await documents.ListPublishedAsync(CancellationToken.None);
        Assert.Equal(
            [
                new PublishedDocument(First, Given.Noon, ActionBy.Program),
                new PublishedDocument(second, Given.Noon.AddHours(1), by),
            ],
            listed.OrderBy(one => one.At));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Several_are_published_together_or_not_at_all(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var documents = fixture.Store.Documents;
        Document[] pair = [First, First with { Id = "fees" }];

        Assert.False(await documents.PublishAsync(pair, 1, Given.Noon));
        Assert.Empty(await documents.ListAsync(CancellationToken.None));
        Assert.True(await documents.PublishAsync(pair, 0, Given.Noon));
        Assert.False(await documents.PublishAsync([First with { Version = "2026-02" }], 0, Given.Noon));

        Assert.Equal(pair.ToHashSet(), [.. await documents.ListAsync(CancellationToken.None)]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_many_publishers_that_saw_the_same_store_one_wins(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var documents = fixture.Store.Documents;
        Assert.True(await documents.PublishAsync([First], 0, Given.Noon));

        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => documents.PublishAsync(
            [First with { Version = $"a-{number}" }, First with { Version = $"b-{number}" }], 1, Given.Noon)));

        Assert.Single(won, one => one);
        Assert.Equal(3, await documents.CountAsync(CancellationToken.None));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_several_first_publishers_of_an_empty_store_one_wins(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var stores = Enumerable.Range(0, 4).Select(_ => fixture.OpenAnother()).ToList();

        // Each has a writer of its own, as publishers in several processes have; what they publish is all different.
        for (var round = 0; round < 10; round++)
        {
            var number = round;
            var won = await Task.WhenAll(stores.Select((store, place) => Task.Run(() => store.Documents.PublishAsync(
                [First with { Version = $"{number}-{place}" }], 0, Given.Noon))));

            Assert.Single(won, one => one);
            Assert.Equal(1, await fixture.Store.Documents.CountAsync(CancellationToken.None));
            fixture.Query("DELETE FROM documents", _ => 0);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_becoming_a_child_and_closing_the_parent_at_once_one_wins(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var (first, second) = (fixture.OpenAnother(), fixture.OpenAnother());
        var by = new ActionBy(ActionActor.Operator("ab12"), "a test");
        for (var round = 0; round < 10; round++)
        {
            var (parent, known) = (new PartnerId($"parent-{round}"), await CountAsync());
            await fixture.Store.Partners.AddAsync(
                new PartnerAccount(parent, "Parent", PartnerStatus.Active, Currency.Of("CNY")), Given.Noon);
            var network = First with { Kind = DocumentKind.Network, Version = $"{round}" };
            Func<Task<bool>> sets = () => first.Documents.PublishAsync(
                [network], known, Given.Noon, by, standing: [parent]);
            Func<Task<bool>> closes = async () => (await second.Partners.CloseAsync(
                parent, Given.Noon, by, known)).Value.Status == PartnerStatus.Closed;

            // The one before the other, the other before the one, and both at once.
            bool[] won = (round % 5) switch
            {
                0 => [await sets(), await closes()],
                1 => [.. new[] { await closes(), await sets() }.Reverse()],
                _ => await Task.WhenAll(Task.Run(sets), Task.Run(closes)),
            };

            Assert.Single(won, one => one);
            Assert.Equal(won[0] ? known + 1 : known, await CountAsync());
        }

        Task<int> CountAsync() => fixture.Store.Documents.CountAsync(CancellationToken.None);
    }
}
