using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Seed;
using Partner.Server.Tests.EndToEnd.Renewals;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Idempotency;

/// <summary>A certificate of an outlet sees that outlet only; partners do not see each other at all.</summary>
public sealed class VisibilityTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    private const string NotFound = "TOP_UP_NOT_FOUND";

    [Theory]
    [InlineData("")]
    [InlineData(DemoData.Outlet)]
    public async Task An_outlet_certificate_fills_in_its_outlet(string given)
    {
        var outlet = await Shared.Running.ConnectDemoOutletAsync();

        var sold = await outlet.SellAsync(Sale.Of().With(sale => sale.Outlet = given));

        Assert.Equal(DemoData.Outlet, sold.Outlet);
    }

    [Fact]
    public async Task An_outlet_certificate_cannot_sell_for_another_outlet()
    {
        var outlet = await Shared.Running.ConnectDemoOutletAsync();
        var sale = Sale.Of().With(one => one.Outlet = "store-2");

        var error = await outlet.TopUps.CreateTopUpAsync(sale, TestClient.In("en")).AsErrorAsync();

        error.Is(StatusCode.PermissionDenied, "OUTLET_MISMATCH");
        var demo = await Shared.Running.ConnectDemoAsync();
        Assert.Empty(await demo.ListAsync(new TopUpFilter { RequestId = sale.RequestId }));
    }

    [Fact]
    public async Task An_outlet_certificate_sees_the_sales_of_its_outlet_only()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var outlet = await Shared.Running.ConnectDemoOutletAsync();
        var own = await outlet.SellAsync(Sale.Of());
        var elsewhere = Sale.Of().With(sale => sale.Outlet = "store-2");
        var other = await demo.SellAsync(elsewhere);
        var none = await demo.SellAsync(Sale.Of());

        var seen = (await outlet.ListAsync()).Select(topUp => topUp.Name).ToHashSet();
        Assert.Contains(own.Name, seen);
        Assert.DoesNotContain(other.Name, seen);
        Assert.DoesNotContain(none.Name, seen);
        Assert.Equal(seen.Count, (await outlet.TotalsAsync()).Sum(line => line.Count));
        Assert.Equal(own, await outlet.GetAsync(own.Name));
        await AssertHiddenAsync(outlet, other);
        await AssertHiddenAsync(outlet, none);
        (await outlet.TopUps.CreateTopUpAsync(
            elsewhere.Clone().With(sale => sale.Outlet = ""), TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT");
        Assert.True((await demo.ListAsync()).Count >= 3);
    }

    [Fact]
    public async Task What_an_outlet_reads_of_the_float_and_of_commission_names_no_sale_of_another_outlet()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var outlet = await Shared.Running.ConnectDemoOutletAsync();
        var own = await outlet.SellAsync(Sale.Of());
        var other = await demo.SellAsync(Sale.Of().With(sale => sale.Outlet = "store-2"));
        var ask = new ListStatementEntriesRequest { PageSize = 1000 };

        var whole = await demo.Balances.ListStatementEntriesAsync(ask, TestClient.In("en"));
        var seen = await outlet.Balances.ListStatementEntriesAsync(ask, TestClient.In("en"));
        var earned = await outlet.Balances.ListCommissionEntriesAsync(
            new ListCommissionEntriesRequest { PageSize = 500 }, TestClient.In("en"));

        Assert.Contains(whole.Entries, entry => entry.TopUp == other.Name);
        Assert.Contains(seen.Entries, entry => entry.TopUp == own.Name);
        Assert.Contains(earned.Entries, entry => entry.TopUp == own.Name);
        Assert.DoesNotContain(Sale.IdOf(other.Name), seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Sale.IdOf(other.Name), earned.ToString(), StringComparison.Ordinal);
        Assert.Equal(whole.Entries.Select(entry => entry.Amount), seen.Entries.Select(entry => entry.Amount));
    }

    [Fact]
    public async Task A_suspected_duplicate_of_another_outlet_is_not_named_to_an_outlet()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var outlet = await Shared.Running.ConnectDemoOutletAsync();
        var sale = Sale.Of().With(one => one.Outlet = "store-2");
        var other = await demo.SellAsync(sale);
        var again = Sale.Of(sale.Card.Iccid);

        var named = await demo.TopUps.CreateTopUpAsync(again, TestClient.In("en")).AsErrorAsync();
        var hidden = await outlet.TopUps.CreateTopUpAsync(again, TestClient.In("en")).AsErrorAsync();

        Assert.Equal(other.Name, named.Is(StatusCode.FailedPrecondition, "DUPLICATE_SUSPECTED").Facts["top_up"]);
        hidden.Is(StatusCode.FailedPrecondition, "DUPLICATE_SUSPECTED");
        Assert.DoesNotContain(hidden.Facts.Keys, key => key.StartsWith("top_up", StringComparison.Ordinal));
        Assert.Contains("seconds_ago", hidden.Facts.Keys);
    }

    [Fact]
    public async Task What_another_outlet_sold_lately_is_not_named_in_an_outlets_quote()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var outlet = await Shared.Running.ConnectDemoOutletAsync();
        var other = await demo.SellAsync(Sale.Of().With(sale => sale.Outlet = "store-2"));

        var named = await LatestAsync(demo, other);
        var hidden = await LatestAsync(outlet, other);

        Assert.Equal([other.Name], named);
        Assert.Empty(hidden);
    }

    [Fact]
    public async Task An_auto_renewal_of_another_outlet_is_not_named_to_an_outlet()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var outlet = await Shared.Running.ConnectDemoOutletAsync();
        var card = Sale.NewCard();
        var first = RenewalScene.Of(card, "plans/phone-100", "100.00 CNY");
        first.Outlet = "store-2";
        var created = await RenewalScene.CreateAsync(demo, first);
        var again = RenewalScene.Of(card, "plans/phone-100", "100.00 CNY");

        var named = await demo.Renewals.CreateAutoRenewalAsync(again, TestClient.In("en")).AsErrorAsync();
        var hidden = await outlet.Renewals.CreateAutoRenewalAsync(again, TestClient.In("en")).AsErrorAsync();

        Assert.Equal(("AUTO_RENEWAL_EXISTS", "AUTO_RENEWAL_EXISTS"), (named.Reason, hidden.Reason));
        Assert.Equal(created.Name, named.Facts["auto_renewal"]);
        Assert.DoesNotContain("auto_renewal", hidden.Facts.Keys);
    }

    [Fact]
    public async Task A_certificate_of_our_authority_that_is_not_registered_gets_nowhere()
    {
        var certificate = await Shared.Running.Server.Pki.IssueAsync(
            new PartnerCertificateOrder(DemoData.PartnerId, Permissions.Sell) { FileStem = "unregistered" },
            CancellationToken.None);
        var client = Shared.Running.Connect(certificate);
        var sale = Sale.Of();

        var error = await client.TopUps.CreateTopUpAsync(sale, TestClient.In("en")).AsErrorAsync();

        error.Is(StatusCode.Unauthenticated, "CERTIFICATE_NOT_REGISTERED");
        var demo = await Shared.Running.ConnectDemoAsync();
        Assert.Empty(await demo.ListAsync(new TopUpFilter { RequestId = sale.RequestId }));
    }

    [Fact]
    public async Task Another_partner_sees_nothing_at_all()
    {
        var (owner, other) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        var sale = Sale.Of();
        var sold = await owner.SellAsync(sale);
        var reversal = (await owner.TopUps.ReverseTopUpAsync(
            States.ReversalTests.AskFor(sold), TestClient.In("en"))).Reversal;

        await AssertHiddenAsync(other, sold);
        (await other.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = sold.Name },
            TestClient.In("en")).AsErrorAsync()).Is(StatusCode.NotFound, NotFound);
        (await other.TopUps.GetReversalAsync(
            new GetReversalRequest { Name = reversal.Name }, TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.NotFound, "REVERSAL_NOT_FOUND");
        (await other.TopUps.GetReversalAsync(
            new GetReversalRequest { RequestId = reversal.RequestId }, TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.NotFound, "REVERSAL_NOT_FOUND");
        Assert.Empty(await other.ListAsync());
        Assert.Empty(await other.ListAsync(new TopUpFilter { RequestId = sale.RequestId }));
        Assert.Empty(await other.ListAsync(new TopUpFilter { Card = sale.Card }));
        Assert.Empty(await other.TotalsAsync());
        Assert.Equal([(StatementEntryKind.Deposit, 1_000_000)], await other.EntriesAsync());
    }

    /// <summary>The sales that a quote for the card of one warns of.</summary>
    private static async Task<IEnumerable<string>> LatestAsync(TestClient client, TopUp sold) =>
        (await client.TopUps.QuoteTopUpAsync(
            new QuoteTopUpRequest { Card = sold.Card, Plan = "plans/phone-200", Channel = Channel.Pos },
            TestClient.In("en"))).Quote.Projection.Notes
            .Where(note => note.Kind == ProjectionNoteKind.NearDuplicate).Select(note => note.TopUp);

    /// <summary>It looks as if it had never been: by name, by request id, to cancel, to watch.</summary>
    private static async Task AssertHiddenAsync(TestClient client, TopUp topUp)
    {
        (await client.TopUps.GetTopUpAsync(
            new GetTopUpRequest { Name = topUp.Name }, TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.NotFound, NotFound);
        (await client.TopUps.GetTopUpAsync(
            new GetTopUpRequest { RequestId = topUp.RequestId }, TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.NotFound, NotFound);
        (await client.TopUps.CancelTopUpAsync(
            new CancelTopUpRequest { Name = topUp.Name }, TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.NotFound, NotFound);
        using var watch = client.TopUps.WatchTopUp(new WatchTopUpRequest { Name = topUp.Name }, TestClient.In("en"));
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => watch.ResponseStream.MoveNext(CancellationToken.None));
        Contracts.Client.PartnerError.From(refused).Is(StatusCode.NotFound, NotFound);
    }
}
