using System.Globalization;
using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Lists;

/// <summary>A till closes its day: what is listed is complete, and the totals are those of the list.</summary>
public sealed class ListTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    private const int Sales = 24;

    [Fact]
    public async Task Every_filter_selects_exactly_its_sales_and_its_totals_are_those_of_the_list()
    {
        var partner = await Shared.NewPartnerAsync();
        var all = await SellAsync(partner);
        var (third, tenth) = (all[3], all[10]);

        await AssertAsync(partner, all, null, _ => true);
        await AssertAsync(partner, all, new TopUpFilter(), _ => true);
        await AssertAsync(partner, all, new TopUpFilter { Outlet = "store-1" }, one => one.Outlet == "store-1");
        await AssertAsync(partner, all, new TopUpFilter { Terminal = "till-2" }, one => one.Terminal == "till-2");
        await AssertAsync(partner, all, new TopUpFilter { Cashier = "anna" }, one => one.Cashier == "anna");
        await AssertAsync(
            partner, all, new TopUpFilter { BusinessDate = Day(-1) }, one => one.BusinessDate == Day(-1));
        await AssertAsync(
            partner, all, new TopUpFilter { ReceiptNumber = third.ReceiptNumber }, one => one.Equals(third));
        await AssertAsync(
            partner, all, new TopUpFilter { ClientReference = "order 2" }, one => one.ClientReference == "order 2");
        await AssertAsync(
            partner, all, new TopUpFilter { IssuerReference = tenth.IssuerReference }, one => one.Equals(tenth));
        await AssertAsync(
            partner,
            all,
            new TopUpFilter { StartTime = third.CreateTime, EndTime = tenth.CreateTime },
            one => one.CreateTime.CompareTo(third.CreateTime) >= 0 && one.CreateTime.CompareTo(tenth.CreateTime) < 0);
        await AssertAsync(
            partner, all, new TopUpFilter { State = TopUpState.Failed }, one => one.State == TopUpState.Failed);
        await AssertAsync(
            partner, all, new TopUpFilter { State = TopUpState.Reversed }, one => one.State == TopUpState.Reversed);
        await AssertAsync(partner, all, new TopUpFilter { Card = all[0].Card }, one => one.Card.Equals(all[0].Card));
        await AssertAsync(
            partner, all, new TopUpFilter { RequestId = all[3].RequestId }, one => one.RequestId == all[3].RequestId);
        await AssertAsync(
            partner,
            all,
            new TopUpFilter { Outlet = "store-1", Terminal = "till-2", State = TopUpState.Succeeded },
            one => one is { Outlet: "store-1", Terminal: "till-2", State: TopUpState.Succeeded });
    }

    [Fact]
    public async Task What_matches_nothing_is_an_empty_page_without_totals()
    {
        var partner = await Shared.NewPartnerAsync();
        await partner.SellAsync(Sale.Of());

        var filter = new TopUpFilter { Outlet = "store-of-nobody" };

        Assert.Empty(await partner.ListAsync(filter));
        Assert.Empty(await partner.TotalsAsync(filter));
    }

    [Fact]
    public async Task Sales_made_while_paging_neither_repeat_nor_hide_older_ones()
    {
        var partner = await Shared.NewPartnerAsync();
        var old = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            old.Add((await partner.SellAsync(Sale.Of())).Name);
        }

        var first = await partner.TopUps.ListTopUpsAsync(new ListTopUpsRequest { PageSize = 2 }, TestClient.In("en"));
        await partner.SellAsync(Sale.Of());
        var rest = await partner.TopUps.ListTopUpsAsync(
            new ListTopUpsRequest { PageSize = 500, PageToken = first.NextPageToken }, TestClient.In("en"));

        Assert.Equal("", rest.NextPageToken);
        Assert.Equal(
            Enumerable.Reverse(old), first.TopUps.Concat(rest.TopUps).Select(topUp => topUp.Name));
    }

    [Fact]
    public async Task Receipt_numbers_count_up_with_a_check_digit()
    {
        var partner = await Shared.NewPartnerAsync();
        var receipts = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            receipts.Add((await partner.SellAsync(Sale.Of())).ReceiptNumber);
        }

        Assert.Equal(["00000001", "00000002", "00000003"], receipts.Select(receipt => receipt[..^1]));
        Assert.All(receipts, receipt => Assert.Equal(
            Core.Cards.CardNumber.LuhnDigit(receipt.AsSpan(0, receipt.Length - 1)), receipt[^1]));
    }

    private static async Task AssertAsync(
        TestClient partner, List<TopUp> all, TopUpFilter? filter, Func<TopUp, bool> matches)
    {
        var expected = all.Where(matches).OrderByDescending(one => one.Name, StringComparer.Ordinal).ToList();
        Assert.NotEmpty(expected);
        foreach (var pageSize in new[] { 1, 5, expected.Count, 500 })
        {
            Assert.Equal(expected, await partner.ListAsync(filter, pageSize));
        }

        // A sale that was taken back has succeeded as a sale. Reversals are made elsewhere: see TillDayTests.
        var totals = await partner.TopUps.GetSalesTotalsAsync(
            new GetSalesTotalsRequest { Filter = filter }, TestClient.In("en"));
        var sold = filter?.State == TopUpState.Reversed
            ? expected
            : expected.ConvertAll(one => one.Clone().With(it =>
                it.State = it.State == TopUpState.Reversed ? TopUpState.Succeeded : it.State));
        Assert.Equal(
            sold.GroupBy(one => one.State).OrderBy(group => group.Key).Select(group => (
                group.Key,
                group.LongCount(),
                group.Sum(one => one.Price.Face.Minor()),
                group.Sum(one => one.Price.CustomerPays.Minor()),
                group.Sum(one => one.Price.NetDebit.Minor()),
                group.Sum(one => one.Price.Commission.Amount.Minor()))),
            totals.Totals.Where(line => filter?.State == TopUpState.Reversed || line.State != TopUpState.Reversed)
                .Select(line => (
                    line.State,
                    line.Count,
                    line.Face.Minor(),
                    line.CustomerPays.Minor(),
                    line.NetDebit.Minor(),
                    line.Commission.Minor())));
    }

    /// <summary>Sales of three outlets, four tills, two days; some fail and some are reversed.</summary>
    private static async Task<List<TopUp>> SellAsync(TestClient partner)
    {
        var all = new List<TopUp>();
        for (var i = 0; i < Sales; i++)
        {
            var sale = i % 6 == 5 ? Sale.OnSandboxCard(SandboxCards.CardBlocked) : Sale.Of(plan: "plans/phone-any");
            sale.Plan = "plans/phone-any";
            sale.Amount = Sale.Amount($"{10 + i}.00 CNY");
            sale.Outlet = $"store-{i % 3}";
            sale.Terminal = $"till-{i % 4}";
            sale.Cashier = i % 5 == 0 ? "" : i % 2 == 0 ? "anna" : "bo";
            sale.ClientReference = i % 3 == 0 ? "" : $"order {i % 7}";
            sale.BusinessDate = Day(-(i % 2));
            sale.Channel = i % 2 == 0 ? Channel.Pos : Channel.Courier;
            var topUp = await partner.SellAsync(sale);
            var ask = States.ReversalTests.AskFor(topUp);
            all.Add(i % 7 == 0 ? (await partner.TopUps.ReverseTopUpAsync(ask, TestClient.In("en"))).TopUp : topUp);
        }

        return all;
    }

    private static string Day(int offset) =>
        TimeProvider.System.GetUtcNow().AddDays(offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
