using Partner.Core.Documents;
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

        Assert.True(await documents.PublishAsync(First, Given.Noon));
        var changed = First with { Json = "{}", From = Given.Noon.AddDays(1) };
        Assert.False(await documents.PublishAsync(changed, Given.Noon));

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
            Assert.True(await documents.PublishAsync(all[number], Given.Noon));
        }

        Assert.Equal(all.ToHashSet(), [.. await documents.ListAsync(CancellationToken.None)]);
    }
}
