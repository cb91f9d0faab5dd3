using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Contract;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Idempotency;

/// <summary>A request id stands for one sale, however often and from wherever it is sent.</summary>
public sealed class SameRequestIdTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    private const int Calls = 200;
    private const int Connections = 4;

    [Fact]
    public async Task Two_hundred_calls_at_once_with_one_request_id_make_one_top_up_and_one_charge()
    {
        var partner = await Shared.NewPartnerAsync();
        var connections = Enumerable.Range(0, Connections)
            .Select(_ => Shared.Running.Connect(partner.Certificate)).ToList();
        var sale = Sale.Of();

        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(async call =>
            await connections[call % Connections].TopUps.CreateTopUpAsync(sale, TestClient.In("en"))));

        Assert.Single(answers.Select(answer => answer.TopUp.Name).Distinct());
        Assert.Single(answers, answer => !answer.Replayed);
        Assert.All(answers, answer => Assert.Equal(TopUpState.Succeeded, answer.TopUp.State));
        Assert.Equal(
            [
                (StatementEntryKind.Deposit, 1_000_000),
                (StatementEntryKind.TopUp, -5_000),
                (StatementEntryKind.Commission, 125),
            ],
            await partner.EntriesAsync());
        var records = await Shared.Running.IssuerRecordsAsync();
        Assert.Single(records.Values, record => record.Card == sale.Card.Iccid);
    }

    [Fact]
    public async Task Of_two_sales_that_race_for_one_request_id_one_is_made_and_the_other_is_told_so()
    {
        var partner = await Shared.NewPartnerAsync();
        var (one, other) = (Sale.Of(), Sale.Of());
        other.RequestId = one.RequestId;

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            call => TryAsync(partner, call % 2 == 0 ? one : other, "REQUEST_ID_CONFLICT")));

        Assert.Single(answers.OfType<TopUp>().Select(topUp => topUp.Name).Distinct());
        Assert.Equal(20, answers.Count(answer => answer is null));
        Assert.Single(await partner.ListAsync());
    }

    [Fact]
    public async Task Of_many_sales_of_one_plan_onto_one_card_at_once_the_second_is_suspected()
    {
        var partner = await Shared.NewPartnerAsync();
        var card = Sale.NewCard();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => TryAsync(partner, Sale.Of(card), "DUPLICATE_SUSPECTED")));

        Assert.Single(answers, answer => answer is not null);
        Assert.Equal([(TopUpState.Succeeded, 1, 5_000)], await partner.TotalsAsync());
    }

    [Fact]
    public async Task A_replay_works_after_the_float_ran_dry()
    {
        var partner = await Shared.NewPartnerAsync("50.00 CNY");
        var sale = Sale.Of();
        var first = await partner.SellAsync(sale);

        var replay = await partner.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));
        var refusal = await partner.TopUps.CreateTopUpAsync(Sale.Of(), TestClient.In("en")).AsErrorAsync();

        Assert.True(replay.Replayed);
        Assert.Equal(first, replay.TopUp);
        refusal.Is(StatusCode.FailedPrecondition, "INSUFFICIENT_FLOAT");
        Assert.Equal(("1.25 CNY", "50.00 CNY"), (refusal.Facts["available"], refusal.Facts["needed"]));
        Assert.Equal(RetryWith.SameRequestId, refusal.RetryWith);
    }

    [Fact]
    public async Task A_request_id_that_was_refused_for_lack_of_money_works_after_a_deposit()
    {
        var partner = await Shared.NewPartnerAsync(null);
        var sale = Sale.Of();
        (await partner.TopUps.CreateTopUpAsync(sale, TestClient.In("en")).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "INSUFFICIENT_FLOAT");

        var now = TimeProvider.System.GetUtcNow();
        await Shared.Running.Store.Partners.DepositAsync(
            partner.PartnerId,
            new RequestId(Sale.NewRequestId()),
            Ids.New(now),
            Core.Amounts.Money.Parse("50.00 CNY")!.Value,
            now);
        var answer = await partner.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));

        Assert.Equal((TopUpState.Succeeded, false), (answer.TopUp.State, answer.Replayed));
    }

    [Theory]
    [InlineData("card")]
    [InlineData("plan")]
    [InlineData("amount")]
    [InlineData("quote")]
    public async Task The_same_request_id_with_another_input_is_a_conflict(string what)
    {
        var partner = await Shared.NewPartnerAsync();
        var sale = Sale.Of(plan: "plans/phone-any").With(one => one.Amount = Sale.Amount("50.00 CNY"));
        await partner.SellAsync(sale);

        var other = sale.Clone().With(one =>
        {
            _ = what switch
            {
                "card" => one.Card.Iccid = Sale.NewCard(),
                "plan" => one.Plan = "plans/phone-50",
                "quote" => one.Quote = BadInput.BadInputScene.NewName("quotes"),
                _ => $"{one.Amount.Units = 51}",
            };
        });
        var error = await partner.TopUps.CreateTopUpAsync(other, TestClient.In("en")).AsErrorAsync();

        error.Is(StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT");
        Assert.Single(await partner.ListAsync());
    }

    [Fact]
    public async Task What_may_differ_between_retries_of_one_sale_is_no_conflict()
    {
        var partner = await Shared.NewPartnerAsync();
        var sale = Sale.Of().With(one => one.Terminal = "till-1");
        var first = await partner.SellAsync(sale);

        var retry = sale.Clone().With(one =>
        {
            one.Terminal = "till-2";
            one.Cashier = "Wang";
            one.Outlet = "store-9";
            one.ClientReference = "again";
            one.MaxDebit = Sale.Amount("1.00 CNY");
            one.AllowDuplicate = true;
            one.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(1));
            one.Amount = null;
        });
        var answer = await partner.TopUps.CreateTopUpAsync(retry, TestClient.In("en"));

        Assert.True(answer.Replayed);
        Assert.Equal(first, answer.TopUp);
    }

    [Fact]
    public async Task Two_partners_may_use_the_same_request_id()
    {
        var (one, other) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        var sale = Sale.Of();
        var first = await one.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));
        var second = await other.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));

        Assert.Equal((false, false), (first.Replayed, second.Replayed));
        Assert.NotEqual(first.TopUp.Name, second.TopUp.Name);
    }

    [Fact]
    public async Task A_validation_saves_nothing_and_uses_nothing_up()
    {
        var partner = await Shared.NewPartnerAsync("50.00 CNY");
        var sale = Sale.Of().With(one => one.ValidateOnly = true);

        var shown = await partner.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));

        Assert.Equal(("", "", false), (shown.TopUp.Name, shown.TopUp.ReceiptNumber, shown.Replayed));
        Assert.Equal((5_000, 125), (shown.TopUp.Price.NetDebit.Minor(), shown.TopUp.Price.Commission.Amount.Minor()));
        Assert.Empty(await partner.ListAsync());
        Assert.Equal((5_000, 0), await FloatOf(partner));

        var sold = await partner.TopUps.CreateTopUpAsync(
            sale.Clone().With(one => one.ValidateOnly = false), TestClient.In("en"));
        Assert.Equal((TopUpState.Succeeded, false), (sold.TopUp.State, sold.Replayed));

        var refusal = await partner.TopUps.CreateTopUpAsync(
            Sale.Of().With(one => one.ValidateOnly = true), TestClient.In("en")).AsErrorAsync();
        refusal.Is(StatusCode.FailedPrecondition, "INSUFFICIENT_FLOAT");
    }

    [Fact]
    public async Task A_quote_pins_the_price_and_pays_for_one_sale_only()
    {
        var partner = await Shared.NewPartnerAsync();
        var quote = (await partner.TopUps.QuoteTopUpAsync(
            new QuoteTopUpRequest
            {
                Card = new CardRef { Iccid = Sale.NewCard() },
                Plan = "plans/phone-100",
                Channel = Channel.Kiosk,
            },
            TestClient.In("en"))).Quote;
        CreateTopUpRequest Use() =>
            new() { RequestId = Sale.NewRequestId(), Quote = quote.Name, AllowDuplicate = true };

        var attempts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TryAsync(partner, Use(), "QUOTE_USED")));

        var sold = Assert.Single(attempts, attempt => attempt is not null)!;
        Assert.Equal((quote.Name, Channel.Kiosk, quote.Card), (sold.Quote, sold.Channel, sold.Card));
        Assert.Equal((10_000, 10_100), (sold.Price.NetDebit.Minor(), sold.Price.CustomerPays.Minor()));
        Assert.Equal(quote.Price.NetDebit, sold.Price.NetDebit);
    }

    /// <returns>The top-up; null when it was refused for the reason.</returns>
    private static async Task<TopUp?> TryAsync(TestClient partner, CreateTopUpRequest sale, string reason)
    {
        try
        {
            return (await partner.TopUps.CreateTopUpAsync(sale, TestClient.In("en"))).TopUp;
        }
        catch (RpcException refused)
        {
            Assert.Equal(reason, Contracts.Client.PartnerError.From(refused).Reason);
            return null;
        }
    }

    private static async Task<(long Available, long Reserved)> FloatOf(TestClient partner)
    {
        var balance = await partner.BalanceAsync();
        return (balance.Available.Minor(), balance.Reserved.Minor());
    }
}
