using System.Globalization;
using System.Text;
using Grpc.Core;
using Leb.Operator.V1;
using Leb.Partner.V1;
using Partner.Core.Settlements;
using Partner.Server.Tests.Security;
using Partner.Server.Tests.Support;
using GetSettlementRequest = Leb.Operator.V1.GetSettlementRequest;
using ListSettlementsRequest = Leb.Operator.V1.ListSettlementsRequest;

namespace Partner.Server.Tests.BackOffice;

/// <summary>Closed months by the operator's API.</summary>
/// <param name="shared">A server of its own: a month that is closed stays closed.</param>
public sealed class SettlementServiceTests(OperatorServer shared)
    : SharedServerTest(shared), IClassFixture<OperatorServer>
{
    private const string Why = "month's end";

    private OperatorServer Door => (OperatorServer)Shared;

    [Fact]
    public async Task A_month_is_closed_once_when_it_is_over_and_its_settlements_are_read_by_partner_and_by_month()
    {
        using var first = await Shared.NewPartnerAsync();
        using var second = await Shared.NewPartnerAsync();
        await first.SellAsync(Sale.Of());
        await second.SellAsync(Sale.Of());
        using var channel = Door.Channel(Shared.Running.Server.OperatorPort!.Value, await Door.OperatorAsync());
        var client = new SettlementService.SettlementServiceClient(channel);
        var month = (await first.Balances.ListCommissionEntriesAsync(new ListCommissionEntriesRequest())).Entries[0]
            .Month;

        var early = await client.CloseSettlementAsync(CloseOf(month)).AsErrorAsync();
        var next = DateOnly.ParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture).AddMonths(-1)
            .ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var empty = await client.CloseSettlementAsync(CloseOf(next));
        var again = await client.CloseSettlementAsync(CloseOf(next));

        early.Is(StatusCode.FailedPrecondition, "PERIOD_NOT_OVER");
        Assert.Equal((false, 0, true), (empty.Replayed, empty.SettlementCount, again.Replayed));

        // As if it were over in every zone.
        var closed = await Shared.Running.Store.Settlements.CloseAsync(month, [], TimeProvider.System.GetUtcNow());
        Assert.Equal(PeriodRefusal.None, closed.Refusal);
        var replayed = await client.CloseSettlementAsync(CloseOf(month));
        Assert.Equal((true, closed.Statements.Count), (replayed.Replayed, replayed.SettlementCount));

        var listed = new List<PartnerSettlement>();
        var request = new ListSettlementsRequest { Period = month, PageSize = 1 };
        do
        {
            var page = await client.ListSettlementsAsync(request);
            listed.AddRange(page.Settlements);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(closed.Statements.Count, listed.Count);
        var parent = $"partners/{first.PartnerId}";
        var own = Assert.Single(listed, one => one.Partner == parent);
        Assert.Equal($"{parent}/settlements/{own.Settlement.Number}", own.Name);
        Assert.Equal(own, Assert.Single((await client.ListSettlementsAsync(
            new ListSettlementsRequest { Parent = parent })).Settlements));
        Assert.Equal(own, Assert.Single((await client.ListSettlementsAsync(
            new ListSettlementsRequest { Parent = parent, Period = month })).Settlements));
        foreach (var name in new[] { own.Name, $"{parent}/settlements/{month}" })
        {
            var got = await client.GetSettlementAsync(
                new GetSettlementRequest { Name = name, Document = SettlementDocument.Html }, TestClient.In("zh-CN"));
            Assert.Equal(own, got.Settlement);
            Assert.Equal("text/html; charset=utf-8", got.MediaType);
            Assert.Contains("lang=\"zh-CN\"", Encoding.UTF8.GetString(got.Document.Span), StringComparison.Ordinal);
        }

        await AssertWrittenAsync(month, first.PartnerId, second.PartnerId, listed.Count);
        var theirs = (await first.Balances.ListSettlementsAsync(new Leb.Partner.V1.ListSettlementsRequest()))
            .Settlements;
        Assert.Equal(Assert.Single(theirs), own.Settlement);
    }

    [Fact]
    public async Task What_is_wrong_is_named()
    {
        using var channel = Door.Channel(Shared.Running.Server.OperatorPort!.Value, await Door.OperatorAsync());
        var client = new SettlementService.SettlementServiceClient(channel);

        (await client.CloseSettlementAsync(CloseOf("2026-13")).AsErrorAsync())
            .Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        (await client.ListSettlementsAsync(new ListSettlementsRequest()).AsErrorAsync())
            .Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        (await client.ListSettlementsAsync(new ListSettlementsRequest { Parent = "partners/nobody" }).AsErrorAsync())
            .Is(StatusCode.NotFound, "PARTNER_NOT_FOUND");
        (await client.GetSettlementAsync(new GetSettlementRequest { Name = "settlements/2026-10" }).AsErrorAsync())
            .Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        (await client.GetSettlementAsync(new GetSettlementRequest { Name = "partners/demo/settlements/2019-01" })
            .AsErrorAsync()).Is(StatusCode.NotFound, "SETTLEMENT_NOT_FOUND");
    }

    private async Task AssertWrittenAsync(string month, PartnerId own, PartnerId other, int count)
    {
        var folder = Directory.CreateTempSubdirectory("leb-settlements-").FullName;
        try
        {
            var written = await OperatorSubjects.RunAsync(
                Shared.Running, "settlements", "list", "--period", month, "--out", folder, "--lang", "zh-CN");
            Assert.True(written.Status == 0, written.Error);
            Assert.Equal(2 * count, Directory.GetFiles(folder).Length);
            var page = Directory.GetFiles(folder, "*.html")
                .Select(File.ReadAllText)
                .Single(text => text.Contains(own.Value, StringComparison.Ordinal));
            Assert.Contains("lang=\"zh-CN\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain(other.Value, page, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CloseSettlementRequest CloseOf(string period) => new() { Period = period, Why = Why };
}
