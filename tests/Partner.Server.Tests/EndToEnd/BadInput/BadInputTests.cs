using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>Every wrong request gets its documented answer, moves no money and leaves the server as it was.</summary>
public sealed class BadInputTests(BadInputScene scene) : IClassFixture<BadInputScene>
{
    private const int LargestDetails = 6 * 1024;

    private static readonly Dictionary<string, BadInputRow> Table = new[]
    {
        CreateRows.All, PriceRows.All, NameRows.All, ListRows.All, WireRows.All, PricingRows.All, ReceiptRows.All,
        ArrivalRows.All, RenewalRows.All, ReminderRows.All,
    }.SelectMany(rows => rows).ToDictionary(row => row.Name);

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_wrong_request_gets_its_documented_answer(string name) => await CheckAsync(Table[name]);

    [Fact]
    public async Task After_all_wrong_requests_a_right_one_succeeds_and_no_error_was_logged()
    {
        var fresh = new BadInputScene();
        await fresh.InitializeAsync();
        await using var server = fresh.Server;
        var before = await fresh.Demo.BalanceAsync();
        foreach (var row in Table.Values.Where(row => !SellsFirst(row)))
        {
            await CheckAsync(row, fresh);
        }

        Assert.Equal(before.Available, (await fresh.Demo.BalanceAsync()).Available);
        Assert.Equal(TopUpState.Succeeded, (await fresh.Demo.SellAsync(Sale.Of())).State);
        await server.AssertInOrderAsync();
        server.AssertNoErrors();
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once()
    {
        var error = await scene.Demo.TopUps.CreateTopUpAsync(
            new CreateTopUpRequest
            {
                RequestId = "short",
                Card = new CardRef { Iccid = "1" },
                Plan = "phone-50",
                Amount = new Money { CurrencyCode = "CNY" },
                MaxDebit = new Money { CurrencyCode = "ZZZ", Units = 1 },
                Cashier = "a\nb",
                BusinessDate = "yesterday",
            },
            TestClient.In("en")).AsErrorAsync();

        error.Is(StatusCode.InvalidArgument, BadInputRow.Invalid);
        Assert.Equal(
            [
                "amount", "business_date", "card.iccid", "cashier", "channel", "max_debit.currency_code", "plan",
                "request_id",
            ],
            error.Violations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task All_wrong_fields_of_a_question_about_promotions_are_named_at_once()
    {
        var error = await scene.Demo.Plans.ListPromotionsAsync(
            new ListPromotionsRequest
            {
                Card = new CardRef { Iccid = "1" },
                Plan = "phone-50",
                Amount = new Money { CurrencyCode = "ZZZ", Units = 1 },
                Channel = (Channel)77,
                Coupon = "a\nb",
            },
            TestClient.In("en")).AsErrorAsync();

        error.Is(StatusCode.InvalidArgument, BadInputRow.Invalid);
        Assert.Equal(
            ["amount.currency_code", "card.iccid", "channel", "coupon", "plan"],
            error.Violations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Texts_are_in_the_language_of_the_call()
    {
        var wrong = Sale.Of().With(sale => sale.Plan = "");
        var english = await scene.Demo.TopUps.CreateTopUpAsync(wrong, TestClient.In("en-GB, zh;q=0.5")).AsErrorAsync();
        var chinese = await scene.Demo.TopUps.CreateTopUpAsync(wrong, TestClient.In("zh-CN")).AsErrorAsync();

        Assert.False(IsChinese(english.ClerkText!), english.ClerkText);
        Assert.False(IsChinese(english.Violations[0].Problem), english.Violations[0].Problem);
        Assert.True(IsChinese(chinese.ClerkText!), chinese.ClerkText);
        Assert.True(IsChinese(chinese.Violations[0].Problem), chinese.Violations[0].Problem);
    }

    [Fact]
    public async Task A_refused_request_does_not_use_up_its_request_id()
    {
        var sale = Sale.Of(plan: "plans/phone-51");
        await scene.Demo.TopUps.CreateTopUpAsync(sale, TestClient.In("en")).AsErrorAsync();

        sale.Plan = "plans/phone-50";
        var answer = await scene.Demo.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));

        Assert.Equal((TopUpState.Succeeded, false), (answer.TopUp.State, answer.Replayed));
    }

    private static bool SellsFirst(BadInputRow row) =>
        row.Reason is "PAGE_TOKEN_INVALID" or "QUOTE_USED";

    private static bool IsChinese(string text) => text.Any(letter => letter is >= '\u4E00' and <= '\u9FFF');

    private Task CheckAsync(BadInputRow row) => CheckAsync(row, scene);

    private static async Task CheckAsync(BadInputRow row, BadInputScene scene)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => row.Send(scene));
        var error = PartnerError.From(refusal).Is(row.Status, row.Reason);
        Assert.Equal(
            row.Field.Length == 0 ? [] : [row.Field], error.Violations.Select(violation => violation.Field));
        Assert.All(error.Violations, violation => Assert.NotEmpty(violation.Problem));
        Assert.False(string.IsNullOrWhiteSpace(error.ClerkText), "The clerk learns nothing.");
        Assert.Equal(MoneyMoved.No, error.MoneyMoved);
        Assert.NotEqual(Fault.Unspecified, error.Fault);
        Assert.NotEqual(RetryWith.Unspecified, error.RetryWith);
        Assert.Equal(error.RetryWith != RetryWith.Never, error.RetrySafe);
        Assert.InRange(refusal.Trailers.Get("grpc-status-details-bin")!.ValueBytes.Length, 1, LargestDetails);
    }
}
