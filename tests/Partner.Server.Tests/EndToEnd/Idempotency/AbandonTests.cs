using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Tests.EndToEnd.States;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Idempotency;

/// <summary>What a till does whose answer was lost and whose customer wants the money back.</summary>
public sealed class AbandonTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("en", "never made")]
    [InlineData("zh-CN", "已放弃")]
    public async Task An_abandoned_sale_is_refused_in_words(string language, string words)
    {
        var partner = await Shared.NewPartnerAsync();
        var sale = Sale.Of();

        Assert.True((await AbandonAsync(partner, sale.RequestId)).Abandoned);
        Assert.True((await AbandonAsync(partner, sale.RequestId)).Abandoned);

        foreach (var validateOnly in new[] { true, false })
        {
            var refused = await partner.TopUps.CreateTopUpAsync(
                sale.Clone().With(one => one.ValidateOnly = validateOnly), TestClient.In(language)).AsErrorAsync();
            refused.Is(StatusCode.FailedPrecondition, "REQUEST_ABANDONED");
            Assert.Equal(
                (MoneyMoved.No, true, RetryWith.NewRequestId, Fault.Caller),
                (refused.MoneyMoved, refused.RetrySafe, refused.RetryWith, refused.Fault));
            Assert.Contains(words, refused.ClerkText, StringComparison.Ordinal);
        }

        (await partner.TopUps.GetTopUpAsync(
            new GetTopUpRequest { RequestId = sale.RequestId }, TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.NotFound, "TOP_UP_NOT_FOUND");
        Assert.Equal([(StatementEntryKind.Deposit, 1_000_000)], await partner.EntriesAsync());
    }

    [Fact]
    public async Task A_sale_that_was_made_is_answered_with_its_outcome_and_stays()
    {
        var partner = await Shared.NewPartnerAsync();
        var sale = Sale.Of();
        var sold = await partner.SellAsync(sale);

        var certain = await AbandonAsync(partner, sale.RequestId);

        Assert.Equal(sold, certain.TopUp);
        Assert.Equal(MoneyMoved.Yes, certain.TopUp.Outcome.MoneyMoved);
        Assert.True((await partner.TopUps.CreateTopUpAsync(sale, TestClient.In("en"))).Replayed);
    }

    [Fact]
    public async Task A_request_id_of_a_reversal_is_a_conflict_both_ways()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());
        var abandoned = Sale.NewRequestId();
        await AbandonAsync(partner, abandoned);
        var ask = ReversalTests.AskFor(sold);

        (await partner.TopUps.ReverseTopUpAsync(
            ask.Clone().With(one => one.RequestId = abandoned), TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT");
        await partner.TopUps.ReverseTopUpAsync(ask, TestClient.In("en"));
        await AssertConflictAsync(partner, ask.RequestId);
    }

    [Fact]
    public async Task An_outlet_abandons_its_own_sales_only()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var outlet = await Shared.Running.ConnectDemoOutletAsync();
        var own = await outlet.SellAsync(Sale.Of());
        var other = await demo.SellAsync(Sale.Of().With(sale => sale.Outlet = "store-2"));

        Assert.Equal(own.Name, (await AbandonAsync(outlet, own.RequestId)).TopUp.Name);
        Assert.Equal(own.Name, (await AbandonAsync(demo, own.RequestId)).TopUp.Name);
        await AssertConflictAsync(outlet, other.RequestId);
        Assert.True((await AbandonAsync(outlet, Sale.NewRequestId())).Abandoned);
    }

    [Fact]
    public async Task Another_partner_neither_sees_nor_touches_it()
    {
        var (owner, other) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        var (sale, kept) = (Sale.Of(), Sale.Of());
        var sold = await owner.SellAsync(sale);

        Assert.True((await AbandonAsync(other, sale.RequestId)).Abandoned);
        Assert.True((await AbandonAsync(other, kept.RequestId)).Abandoned);

        Assert.Equal(sold, await owner.GetAsync(sold.Name));
        Assert.Equal(TopUpState.Succeeded, (await owner.SellAsync(kept)).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public async Task A_request_id_of_the_wrong_form_is_named(string requestId)
    {
        var partner = await Shared.NewPartnerAsync();

        var refused = await partner.TopUps.AbandonTopUpAsync(
            new AbandonTopUpRequest { RequestId = requestId }, TestClient.In("en")).AsErrorAsync();

        refused.Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        Assert.Equal(["request_id"], refused.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public async Task Of_a_sale_and_its_abandonment_at_once_exactly_one_wins()
    {
        var partner = await Shared.NewPartnerAsync();
        var clerk = Shared.Running.Connect(partner.Certificate);

        var made = await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            var sale = Sale.Of();
            var selling = TrySellAsync(partner, sale);
            var certain = await AbandonAsync(clerk, sale.RequestId);
            var sold = await selling;
            Assert.Equal(sold?.Name, certain.TopUp?.Name);
            Assert.Equal(sold is null, certain.Abandoned);
            return sold is not null;
        }));

        var sum = made.Count(one => one);
        Assert.Equal(sum, (await partner.TotalsAsync()).Sum(line => line.Count));
    }

    private static async Task<TopUp?> TrySellAsync(TestClient partner, CreateTopUpRequest sale)
    {
        try
        {
            return await partner.SellAsync(sale);
        }
        catch (RpcException refused)
        {
            PartnerError.From(refused).Is(StatusCode.FailedPrecondition, "REQUEST_ABANDONED");
            return null;
        }
    }

    private static async Task<AbandonTopUpResponse> AbandonAsync(TestClient client, string requestId) =>
        await client.TopUps.AbandonTopUpAsync(new AbandonTopUpRequest { RequestId = requestId }, TestClient.In("en"));

    private static async Task AssertConflictAsync(TestClient client, string requestId) =>
        (await client.TopUps.AbandonTopUpAsync(
            new AbandonTopUpRequest { RequestId = requestId }, TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT");
}
