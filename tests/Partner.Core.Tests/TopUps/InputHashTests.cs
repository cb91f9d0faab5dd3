using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.TopUps;

public sealed class InputHashTests
{
    private static readonly TopUpOrder Order = Given.Order() with { Amount = Given.Yuan(100) };

    /// <summary>Changes that make it another sale.</summary>
    public static TheoryData<string, Func<TopUpOrder, TopUpOrder>> OtherSales => new()
    {
        { "card", order => order with { Card = CardNumber.Phone("+8613800000002") } },
        { "no card", order => order with { Card = null } },
        { "plan", order => order with { PlanCode = new PlanCode("phone-101") } },
        { "plan in capitals", order => order with { PlanCode = new PlanCode("PHONE-100") } },
        { "no plan", order => order with { PlanCode = null } },
        { "amount", order => order with { Amount = Given.Fen(10_001) } },
        { "sign of the amount", order => order with { Amount = Given.Fen(-10_000) } },
        { "currency", order => order with { Amount = new Money(10_000, Currency.Of("USD")) } },
        { "no amount", order => order with { Amount = null } },
        { "quote", order => order with { QuoteId = new QuoteId("00000000000000000000000009") } },
        { "coupon", order => order with { Coupon = "SPRING" } },
        { "start now", order => order with { StartNow = true } },
        { "coupon that reads like a start", order => order with { Coupon = "start_now" } },
        { "coupon where a quote could stand", order => order with { Coupon = "00000000000000000000000009" } },
    };

    /// <summary>What may differ between retries of one sale.</summary>
    public static TheoryData<string, Func<TopUpOrder, TopUpOrder>> Retries => new()
    {
        { "request id", order => order with { RequestId = new RequestId("request-0000000009") } },
        { "max_debit", order => order with { MaxDebit = Given.Yuan(1) } },
        { "allow_duplicate", order => order with { AllowDuplicate = true } },
        { "allow_open_case", order => order with { AllowOpenCase = true } },
        { "channel", order => order with { Channel = Channel.Web } },
        { "outlet", order => order with { Seller = order.Seller with { Outlet = "outlet-2" } } },
        { "terminal", order => order with { Seller = order.Seller with { Terminal = "till-2" } } },
        { "cashier", order => order with { Seller = order.Seller with { Cashier = "cashier-2" } } },
        { "reference", order => order with { Seller = order.Seller with { ClientReference = "ref-2" } } },
        { "business date", order => order with { Seller = order.Seller with { BusinessDate = null } } },
    };

    [Theory]
    [MemberData(nameof(OtherSales))]
    public void Another_sale_has_another_hash(string change, Func<TopUpOrder, TopUpOrder> other) =>
        Assert.True(other(Order).Hash != Order.Hash, change);

    [Theory]
    [MemberData(nameof(Retries))]
    public void A_retry_has_the_same_hash(string change, Func<TopUpOrder, TopUpOrder> retry) =>
        Assert.True(retry(Order).Hash == Order.Hash, change);

    [Fact]
    public void The_methods_never_share_a_hash()
    {
        InputHash[] hashes =
        [
            InputHash.OfTopUp(null, null, null, null),
            InputHash.OfTopUp(null, new PlanCode("a"), null, null),
            InputHash.OfReversal(new TopUpId("a")),
            InputHash.OfDeposit(Given.Fen(1)),
            InputHash.OfDeposit(new Money(1, Currency.Of("USD"))),
            InputHash.OfDeposit(Given.Fen(2)),
            InputHash.OfReversal(new TopUpId("b")),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Neighbouring_fields_do_not_run_into_each_other()
    {
        Assert.NotEqual(InputHash.OfTopUp(null, new PlanCode("ab"), null, null),
            InputHash.OfTopUp(null, new PlanCode("a"), null, new QuoteId("b")));
        Assert.NotEqual(InputHash.OfTopUp(null, new PlanCode("a"), null, null),
            InputHash.OfTopUp(null, null, null, new QuoteId("a")));
        Assert.NotEqual(
            InputHash.OfTopUp(Given.Card, new PlanCode("1"), null, null),
            InputHash.OfTopUp(CardNumber.Stored(Given.Card.Value + "1"), null, null, null));
    }

    // Stored hashes live for ever: this one was written down when the form got its version.
    [Fact]
    public void The_canonical_form_of_version_1_never_changes() => Assert.Equal(
        "1:bc3c0c05ec3908fef6a1c3780cc214203d0957e3ceb0773679f3dc6eb0c274d8",
        InputHash.OfTopUp(Given.Card, new PlanCode("phone-100"), Given.Yuan(100), new QuoteId("q")).Value);
}
