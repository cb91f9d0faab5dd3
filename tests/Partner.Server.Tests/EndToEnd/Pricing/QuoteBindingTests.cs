using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>
/// A quote is for what it was made for: its outlet, channel, card and coupon, also where the sale is silent.
/// </summary>
public sealed class QuoteBindingTests : PricingScene
{
    private const string Cheap = "o1";
    private const string Other = "o2";

    [Fact]
    public async Task A_quote_of_one_outlet_is_no_price_for_another()
    {
        await PublishCheapOutletAsync();
        var first = await ConnectAsync(Cheap);
        var second = await ConnectAsync(Other);
        var cheap = await QuoteAsync(first, "");
        var plain = await QuoteAsync(Seller, "");

        (await SellAsync(second, cheap, "")).Is(StatusCode.NotFound, "QUOTE_NOT_FOUND");
        (await SellAsync(second, cheap, Other)).Is(StatusCode.NotFound, "QUOTE_NOT_FOUND");
        (await SellAsync(second, plain, "")).Is(StatusCode.NotFound, "QUOTE_NOT_FOUND");
        (await SellAsync(Seller, cheap, Other)).Is(StatusCode.FailedPrecondition, "QUOTE_MISMATCH");
        (await SellAsync(Seller, plain, Cheap)).Is(StatusCode.FailedPrecondition, "QUOTE_MISMATCH");
        Assert.True(cheap.Price.NetDebit.Minor() < plain.Price.NetDebit.Minor());
    }

    [Fact]
    public async Task A_sale_that_names_no_outlet_is_of_its_quotes_outlet()
    {
        await PublishCheapOutletAsync();
        var quote = await QuoteAsync(Seller, Cheap);

        var sold = await Seller.SellAsync(new CreateTopUpRequest
        {
            RequestId = Sale.NewRequestId(), Quote = quote.Name, Wait = Sale.Longest,
        });

        Assert.Equal((Cheap, quote.Price.NetDebit), (sold.Outlet, sold.Price.NetDebit));
    }

    [Fact]
    public async Task What_a_sale_repeats_of_its_quote_must_agree()
    {
        var quote = await QuoteAsync(Seller, "");
        Action<CreateTopUpRequest>[] changes =
        [
            sale => sale.Channel = Channel.Web,
            sale => sale.Coupon = "ANOTHER",
            sale => sale.Card = new CardRef { Iccid = Sale.NewCard() },
            sale => sale.Plan = "plans/phone-100",
            sale => sale.Amount = Sale.Amount("100.00 CNY"),
            sale => sale.Outlet = Other,
        ];
        foreach (var change in changes)
        {
            var sale = new CreateTopUpRequest { RequestId = Sale.NewRequestId(), Quote = quote.Name };
            change(sale);

            (await Seller.TopUps.CreateTopUpAsync(sale).AsErrorAsync())
                .Is(StatusCode.FailedPrecondition, "QUOTE_MISMATCH");
        }
    }

    private static async Task<Quote> QuoteAsync(TestClient client, string outlet) =>
        (await client.TopUps.QuoteTopUpAsync(new QuoteTopUpRequest
        {
            Card = new CardRef { Iccid = Sale.NewCard() },
            Plan = "plans/phone-200",
            Channel = Channel.Pos,
            Outlet = outlet,
        })).Quote;

    private static async Task<Contracts.Client.PartnerError> SellAsync(TestClient client, Quote quote, string outlet) =>
        await client.TopUps.CreateTopUpAsync(new CreateTopUpRequest
        {
            RequestId = Sale.NewRequestId(), Quote = quote.Name, Outlet = outlet,
        }).AsErrorAsync();

    private Task<TestClient> ConnectAsync(string outlet) => Running.ConnectAsync(
        new PartnerCertificateOrder(Seller.PartnerId, Permissions.Sell | Permissions.Read) { Outlet = outlet });

    private Task PublishCheapOutletAsync() => Running.PublishAsync(Documents.OutletPrices(Cheap));
}
