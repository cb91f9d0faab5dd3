using Partner.Core.Pricing;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Text is stored as it came and compared byte by byte.</summary>
public sealed class TextTests
{
    // Without NUL, which PostgreSQL has no place for; requests with control characters are refused before that.
    private static readonly string[] Texts =
    [
        "便利店 №1 北京",
        "𠮷野家 😀👨‍👩‍👧",
        "trailing blanks  ",
        "  leading",
        "caf\u00e9",
        "cafe\u0301",
        "Straße İı",
        "tab\tand 'quotes' \"double\" ; -- % _ \\",
        "\ufeffmark",
        "",
    ];

    // Only what is in no key and no index may be of any length.
    private static readonly string Long = new('长', 2000);

    [Theory]
    [OnEveryDatabase]
    public async Task What_the_seller_wrote_is_read_back_character_by_character(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        foreach (var text in Texts)
        {
            var candidate = fixture.Candidate();
            var seller = new Seller(text, text + "t", text + "c", text + "r", null);
            var saved = await fixture.SellAsync(candidate with { Order = candidate.Order with { Seller = seller } });
            await fixture.CompleteAsync(saved, IssuerVerdict.Unknown);
            await fixture.Store.TopUps.ResolveAsync(
                StoreFixture.Acme, saved.Id, new OperatorWord(true, text + Long), Given.Noon);

            var read = (await fixture.Store.TopUps.FindAsync(StoreFixture.Acme, saved.Id, CancellationToken.None))!;

            Assert.Equal(seller, read.Seller);
            Assert.Equal(text + Long, read.Evidence);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_comment_of_a_reversal_is_read_back_character_by_character(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        foreach (var text in Texts)
        {
            var candidate = fixture.ReversalOf(await fixture.SellAndSucceedAsync()) with { Comment = text + Long };
            await fixture.Store.Reversals.SaveAsync(candidate);

            var read = await fixture.Store.Reversals.FindAsync(
                StoreFixture.Acme, candidate.Id, CancellationToken.None);
            Assert.Equal(text + Long, read!.Comment);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Outlets_that_look_alike_are_different_outlets(StoreProvider on)
    {
        string[] outlets = ["outlet", "Outlet", "outlet ", " outlet", "caf\u00e9", "cafe\u0301", "店", "店 "];
        await using var fixture = await StoreFixture.CreateAsync(on);
        foreach (var outlet in outlets)
        {
            var candidate = fixture.Candidate();
            await fixture.SellAsync(candidate with
            {
                Order = candidate.Order with { Seller = Given.Seller with { Outlet = outlet } },
            });
        }

        foreach (var outlet in outlets)
        {
            var filter = new SalesFilter() with { Outlet = outlet };
            var found = await fixture.Store.Sales.ListAsync(
                StoreFixture.Acme, filter, null, 100, CancellationToken.None);
            Assert.Equal(outlet, Assert.Single(found.TopUps).Seller.Outlet);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Every_value_of_a_top_up_is_read_back_as_it_was_saved(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var candidate = fixture.Candidate(face: Given.Fen(12_345));
        var usual = candidate.Sale.Value.Offer(PricingFacts.None).Value;
        var price = usual.Price with
        {
            Lines =
            [
                new(PriceStep.Face, "face", "plans@1", Given.Fen(12_345)),
                new(PriceStep.Fee, "手续费", "prices@1", Given.Fen(7)),
            ],
            HandlingFee = Given.Fen(7),
            PartnerFee = Given.Fen(7),
            CustomerPays = Given.Fen(12_352),
        };
        var offer = usual with { Price = price, ReversalWindow = TimeSpan.FromTicks(1) };
        var saved = await fixture.SellAsync(candidate with
        {
            Sale = new SaleProposal.AtQuotedPrice(offer),
            Now = new DateTimeOffset(2026, 2, 28, 23, 59, 59, 999, TimeSpan.Zero).AddTicks(9_999),
        });

        var read = (await fixture.Store.TopUps.FindAsync(StoreFixture.Acme, saved.Id, CancellationToken.None))!;

        Assert.Equal(saved, read with { Offer = read.Offer with { Price = saved.Offer.Price } });
        Assert.Equivalent(price, read.Offer.Price, strict: true);
        Assert.Equal(offer.ReversalWindow, read.Offer.ReversalWindow);
    }
}
