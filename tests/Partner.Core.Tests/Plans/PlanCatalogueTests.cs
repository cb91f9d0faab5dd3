using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Plans;

public sealed class PlanCatalogueTests
{
    private static readonly PlanPrice.Fixed Hundred = new(Given.Yuan(100));
    private static readonly PlanPrice.Denominations Choice = new([Given.Yuan(50), Given.Yuan(100)]);
    private static readonly PlanPrice.Range Any = new(Given.Yuan(10), Given.Yuan(500), Given.Yuan(5));

    [Theory]
    [InlineData("+8613800000001", CardType.Phone)]
    [InlineData("+8613900000001", CardType.KeepNumber)]
    [InlineData("8986001234567890123", CardType.Travel)]
    [InlineData("8986011234567890123", CardType.RegistrationEsim)]
    public void The_longest_matching_prefix_gives_the_type(string number, CardType type) =>
        Assert.Equal(type, Catalogue().TypeOf(CardNumber.Stored(number)));

    [Theory]
    [InlineData("+8713800000001")]
    [InlineData("+1613800000001")]
    [InlineData("1386012345678901234")]
    public void A_number_of_no_range_is_of_no_type(string number) =>
        Assert.Null(Catalogue().TypeOf(CardNumber.Stored(number)));

    [Theory]
    [InlineData("phone-100", true)]
    [InlineData("PHONE-100", false)]
    [InlineData("phone-10", false)]
    [InlineData("", false)]
    public void A_plan_is_found_by_its_exact_code(string code, bool found) =>
        Assert.Equal(found, Catalogue().Find(new PlanCode(code)) is not null);

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(9_999, false)]
    [InlineData(10_001, false)]
    [InlineData(-10_000, false)]
    public void A_fixed_price_is_one_amount(long minor, bool allowed) =>
        Assert.Equal(allowed, Hundred.Allows(Given.Fen(minor)));

    [Theory]
    [InlineData(5_000, true)]
    [InlineData(10_000, true)]
    [InlineData(15_000, false)]
    [InlineData(0, false)]
    public void Denominations_are_a_choice(long minor, bool allowed) =>
        Assert.Equal(allowed, Choice.Allows(Given.Fen(minor)));

    [Theory]
    [InlineData(999, false)]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    [InlineData(1_500, true)]
    [InlineData(49_500, true)]
    [InlineData(50_000, true)]
    [InlineData(50_500, false)]
    [InlineData(0, false)]
    [InlineData(-1_000, false)]
    public void A_range_has_inclusive_ends_and_a_step(long minor, bool allowed) =>
        Assert.Equal(allowed, Any.Allows(Given.Fen(minor)));

    [Fact]
    public void The_same_number_of_another_currency_is_never_allowed()
    {
        var dollars = new Money(10_000, Currency.Of("USD"));

        Assert.All(new PlanPrice[] { Hundred, Choice, Any }, price => Assert.False(price.Allows(dollars)));
        Assert.All(new PlanPrice[] { Hundred, Choice, Any }, price => Assert.True(price.Allows(Given.Yuan(100))));
    }

    private static PlanCatalogue Catalogue() => new(
        "plans@1",
        [Given.Plan("phone-100", Hundred)],
        [
            new NumberRange("+86", CardType.KeepNumber),
            new NumberRange("+86138", CardType.Phone),
            new NumberRange("89860", CardType.RegistrationEsim),
            new NumberRange("898600", CardType.Travel),
        ]);
}
