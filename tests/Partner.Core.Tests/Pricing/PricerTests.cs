using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing;

public sealed class PricerTests
{
    private static readonly RuleBook Book = new(
        new PlanCatalogue("plans@3", [], []),
        [
            Given.Prices(Channel.Pos, Given.Yuan(1)) with
            {
                Fees = [Fee(Channel.Pos, Given.Yuan(1)), Fee(Channel.PostOffice, Given.Yuan(2))],
            },
        ],
        [],
        [Given.Schedule(250), Given.Schedule(250, Currency.Of("JPY"))],
        [],
        [],
        null);

    [Fact]
    public void The_customer_pays_face_and_fee_and_the_float_pays_the_face()
    {
        var price = Price(Given.Yuan(100), Channel.Pos);

        Assert.Equal(Given.Yuan(100), price.Face);
        Assert.Equal(Given.Yuan(1), price.HandlingFee);
        Assert.Equal(Given.Yuan(101), price.CustomerPays);
        Assert.Equal(Given.Yuan(100), price.NetDebit);
    }

    [Fact]
    public void The_commission_names_its_rule_rate_and_base_and_is_not_netted()
    {
        var price = Price(Given.Yuan(100), Channel.Pos);

        Assert.Equal(
            new CommissionAmount(Given.Fen(250), Given.Yuan(100), new BasisPoints(250), "flat"), price.Commission);
        Assert.Equal(price.Face, price.NetDebit);
    }

    [Fact]
    public void The_commission_is_on_the_face_and_not_on_the_fee() =>
        Assert.Equal(Price(Given.Yuan(50), Channel.Pos).Commission, Price(Given.Yuan(50), Channel.Web).Commission);

    [Theory]
    [InlineData(100, 2)] // 2.5 to even
    [InlineData(140, 4)] // 3.5 to even
    [InlineData(1, 0)]
    public void The_commission_is_rounded_half_to_even(long face, long commission) =>
        Assert.Equal(Given.Fen(commission), Price(Given.Fen(face), Channel.Web).Commission.Amount);

    [Theory]
    [InlineData(Channel.Pos)]
    [InlineData(Channel.PostOffice)]
    [InlineData(Channel.Web)]
    public void The_lines_add_up_to_what_the_customer_pays(Channel channel)
    {
        var price = Price(Given.Fen(12_345), channel);

        Assert.Equal(price.CustomerPays, price.Lines.Aggregate(Given.Fen(0), (sum, line) => sum + line.Amount));
    }

    [Fact]
    public void A_fee_is_a_line_of_its_channel()
    {
        Assert.Equal(["face", "fee/pos"], Rules(Channel.Pos));
        Assert.Equal(["face", "fee/post-office"], Rules(Channel.PostOffice));
        Assert.Equal(["face"], Rules(Channel.Kiosk));
    }

    [Fact]
    public void A_fee_of_another_currency_is_never_added()
    {
        var yen = new Money(500, Currency.Of("JPY"));

        var price = Price(yen, Channel.Pos);

        Assert.Equal(yen, price.CustomerPays);
        Assert.Equal(new Money(0, yen.Currency), price.HandlingFee);
        Assert.Equal(new Money(12, yen.Currency), price.Commission.Amount); // 12.5 to even
    }

    [Fact]
    public void A_price_names_the_versions_it_was_made_with() => Assert.Equal(
        new PriceVersions("plans@3", "prices@1", "commissions@1"), Price(Given.Yuan(1), Channel.Pos).Versions);

    private static IEnumerable<string> Rules(Channel channel) =>
        Price(Given.Yuan(1), channel).Lines.Select(line => line.RuleId);

    private static PriceBreakdown Price(Money face, Channel channel) =>
        Pricer.Price(face, channel, Book);

    private static FeeEntry Fee(Channel channel, Money fee) => Given.Prices(channel, fee).Fees[0];
}
