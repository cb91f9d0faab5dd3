using Grpc.Core;
using Partner.Core.Errors;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Accounts;

/// <summary>A terminal's certificate sells as its terminal, and sees what was done there.</summary>
public sealed class TerminalTests(AccountServer shared) : SharedServerTest(shared), IClassFixture<AccountServer>
{
    [Fact]
    public async Task A_terminal_fills_in_its_outlet_and_itself_and_must_agree()
    {
        var partner = await Shared.NewPartnerAsync();
        var till = await Shared.EnrolledAsync(partner, "store-1", "till-1");

        var sold = await till.SellAsync(Sale.Of(Sale.NewCard(CoreType.Phone), "plans/phone-100"));

        Assert.Equal(("store-1", "till-1"), (sold.Outlet, sold.Terminal));
        var agreeing = Sale.Of(Sale.NewCard(CoreType.Phone), "plans/phone-100");
        (agreeing.Outlet, agreeing.Terminal) = ("store-1", "till-1");
        Assert.Equal("till-1", (await till.SellAsync(agreeing)).Terminal);
        var wrong = Sale.Of(Sale.NewCard(CoreType.Phone), "plans/phone-100");
        wrong.Terminal = "till-2";
        var error = await GrpcAssert.Refused(
            Reason.TerminalMismatch, StatusCode.PermissionDenied,
            async () => await till.TopUps.CreateTopUpAsync(wrong, TestClient.In("en")));
        Assert.Equal("till-1", error.Facts["terminal"]);
    }

    [Fact]
    public async Task A_terminal_sees_its_own_sales_and_its_outlet_sees_all_of_them()
    {
        var partner = await Shared.NewPartnerAsync();
        var one = await Shared.EnrolledAsync(partner, "store-1", "till-1");
        var two = await Shared.EnrolledAsync(partner, "store-1", "till-2");
        var outlet = await Shared.EnrolledAsync(partner, "store-1");
        var own = await one.SellAsync(Sale.Of(Sale.NewCard(CoreType.Phone), "plans/phone-100"));
        var other = await two.SellAsync(Sale.Of(Sale.NewCard(CoreType.Phone), "plans/phone-100"));

        Assert.Equal([own.Name], await NamesAsync(one));
        Assert.Equal(2, (await NamesAsync(outlet)).Count);
        Assert.Equal(own.Name, (await one.GetAsync(own.Name)).Name);
        await GrpcAssert.Refused(
            Reason.TopUpNotFound, StatusCode.NotFound, () => one.GetAsync(other.Name));
        await GrpcAssert.Refused(
            Reason.TerminalMismatch, StatusCode.PermissionDenied,
            async () => await one.TopUps.ListTopUpsAsync(
                new() { Filter = new() { Terminal = "till-2" } }, TestClient.In("en")));
        var entries = (await one.Balances.ListStatementEntriesAsync(new(), TestClient.In("en"))).Entries;
        Assert.Contains(entries, entry => entry.TopUp == own.Name);
        Assert.DoesNotContain(entries, entry => entry.TopUp == other.Name);
        var earned = (await one.Balances.ListCommissionEntriesAsync(new(), TestClient.In("en"))).Entries;
        Assert.All(earned, entry => Assert.Equal(own.Name, entry.TopUp));
        await outlet.Arrivals.ReportNotArrivedAsync(
            new() { TopUp = other.Name }, TestClient.In("en"));
        Assert.Empty((await one.Arrivals.ListCasesAsync(new(), TestClient.In("en"))).Cases);
        Assert.Single((await two.Arrivals.ListCasesAsync(new(), TestClient.In("en"))).Cases);
        Assert.Single((await outlet.Arrivals.ListCasesAsync(new(), TestClient.In("en"))).Cases);
    }

    private static async Task<List<string>> NamesAsync(TestClient caller) =>
        [.. (await caller.TopUps.ListTopUpsAsync(new(), TestClient.In("en"))).TopUps.Select(topUp => topUp.Name)];
}
