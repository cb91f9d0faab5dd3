using Partner.Core.Cards;
using Partner.Core.Projections;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;

namespace Partner.Server.Tests.Issuer;

public sealed class SandboxCardsTests
{
    [Fact]
    public void The_table_has_every_outcome_once_with_a_valid_phone_card()
    {
        Assert.Equal(Enum.GetValues<SandboxOutcome>(), SandboxCards.All.Select(card => card.Outcome));
        Assert.All(SandboxCards.All, card =>
        {
            Assert.Equal(SandboxCards.Number(CardType.Phone, card.Outcome), card.Number);
            Assert.NotNull(CardNumber.Iccid(card.Number));
            Assert.NotEmpty(card.English);
            Assert.NotEmpty(card.Chinese);
        });
    }

    [Theory]
    [InlineData(CardType.KeepNumber, "898601")]
    [InlineData(CardType.RegistrationEsim, "898602")]
    [InlineData(CardType.Phone, "898603")]
    [InlineData(CardType.Travel, "898604")]
    public void Every_card_type_has_a_range_with_every_outcome(CardType type, string prefix)
    {
        Assert.Equal(prefix, SandboxCards.Prefix(type));
        Assert.All(Enum.GetValues<SandboxOutcome>(), outcome =>
        {
            var number = SandboxCards.Number(type, outcome);
            Assert.StartsWith(prefix, number, StringComparison.Ordinal);
            Assert.NotNull(CardNumber.Iccid(number));
            Assert.Equal(outcome, SandboxCards.OutcomeOf(number));
            Assert.Equal(type, SandboxCards.TypeOf(number));
        });
    }

    [Theory]
    [InlineData("8986030000000012010")]
    [InlineData("8986030010000002010")]
    [InlineData("89860300000000002010")]
    [InlineData("8986090000000002010")]
    [InlineData("8986030000000009999")]
    [InlineData("+8613812342010")]
    public void Every_other_number_succeeds(string number) =>
        Assert.Equal(SandboxOutcome.Success, SandboxCards.OutcomeOf(number));

    [Theory]
    [InlineData(SandboxCards.Success, CardStanding.Active)]
    [InlineData(SandboxCards.CardBlocked, CardStanding.Blocked)]
    [InlineData(SandboxCards.CardExpired, CardStanding.Terminated)]
    public async Task A_look_up_shows_the_state_that_explains_the_outcome(string number, CardStanding status)
    {
        await using var bench = await SandboxBench.StartAsync();

        var answer = await bench.Gateway.GetCardAsync(CardNumber.Iccid(number)!, default);

        Assert.Equal((CardType.Phone, status), (answer.Card!.CardType, answer.Card.Status));
        Assert.Equal(
            status != CardStanding.Terminated, answer.Card.ValidUntil > bench.IssuerClock.GetUtcNow());
    }

    [Fact]
    public async Task A_look_up_of_an_unknown_card_says_that_it_is_unknown()
    {
        await using var bench = await SandboxBench.StartAsync();
        var answer = await bench.Gateway.GetCardAsync(CardNumber.Iccid(SandboxCards.CardUnknown)!, default);
        Assert.Equal(new IssuerCardAnswer(IssuerCardVerdict.UnknownCard), answer);
    }

    [Fact]
    public async Task A_phone_number_is_looked_up_and_topped_up_like_a_card()
    {
        await using var bench = await SandboxBench.StartAsync();
        var phone = CardNumber.Phone("+8613812345678")!;
        var order = new IssuerTopUp(new TopUpId("T1"), phone, "phone-100", 10_000, "CNY");

        Assert.Equal(CardType.Phone, (await bench.Gateway.GetCardAsync(phone, default)).Card!.CardType);
        Assert.Equal("SIM0000000001", (await bench.Gateway.TopUpAsync(order, default)).Reference);
    }

    [Fact]
    public async Task A_top_up_shows_on_the_card_and_a_reversal_takes_it_off_also_after_a_restart()
    {
        await using var bench = await SandboxBench.StartAsync();
        var card = CardNumber.Iccid(SandboxCards.Number(CardType.Travel, SandboxOutcome.Success))!;
        var before = (await bench.Gateway.GetCardAsync(card, default)).Card!;

        await bench.Gateway.TopUpAsync(
            new IssuerTopUp(new TopUpId("T1"), card, "travel-7d-3gb", 5_000, "CNY"), default);
        await bench.RestartAsync();
        var after = (await bench.Gateway.GetCardAsync(card, default)).Card!;
        await bench.Gateway.ReverseAsync(new IssuerReversal(new ReversalId("R1"), new TopUpId("T1")), default);
        await bench.RestartAsync();
        var reversed = (await bench.Gateway.GetCardAsync(card, default)).Card!;

        Assert.Equal(before.ValidUntil!.Value.AddDays(7), after.ValidUntil);
        Assert.Equal(before.RemainingDataBytes + (3L << 30), after.RemainingDataBytes);
        Assert.Equal(before, reversed);
    }

    [Theory]
    [InlineData("keep-1y", 12, 0, 0)]
    [InlineData("travel-7d-3gb", 0, 7, 3L << 30)]
    [InlineData("esim-6m-500mb", 6, 0, 500L << 20)]
    [InlineData("phone-100", 0, 90, 0)]
    [InlineData("99999999999d", 0, 90, 0)]
    public void A_product_grants_what_its_code_says(string product, int months, int days, long bytes) =>
        Assert.Equal(new ProductGrant(months, days, bytes), ProductGrant.Of(product));
}
