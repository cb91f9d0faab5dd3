using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Contacts;
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
        { "customer's number", order => order with { Contact = Left("key:1") } },
        { "coupon that reads like a number", order => order with { Coupon = "key:1" } },
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
    public void Another_number_is_another_sale_and_the_same_one_is_a_retry_whichever_key_it_was_hashed_with()
    {
        var (none, one) = (Order, Order with { Contact = Left("new:1", "old:1") });
        var other = Order with { Contact = Left("new:2", "old:2") };
        var before = Order with { Contact = Left("old:1") };
        var inEnglish = one with { Contact = one.Contact! with { Language = NoticeLanguage.English } };

        Assert.True(one.IsOf(one.Hash));
        Assert.True(one.IsOf(before.Hash));
        Assert.True(inEnglish.IsOf(one.Hash));
        Assert.False(one.IsOf(other.Hash));
        Assert.False(one.IsOf(none.Hash));
        Assert.False(none.IsOf(one.Hash));
    }

    [Fact]
    public void A_start_at_once_is_another_sale_also_where_a_number_was_left()
    {
        var left = Order with { Contact = Left("key:1") };

        Assert.False((left with { StartNow = true }).IsOf(left.Hash));
    }

    [Fact]
    public void A_number_that_came_while_there_was_no_key_was_not_looked_at()
    {
        var keyless = Order with { Contact = Left() };

        Assert.True((Order with { Contact = Left("new:1") }).IsOf(keyless.Hash));
        Assert.True(keyless.IsOf(keyless.Hash));
        Assert.False(Order.IsOf(keyless.Hash));
        Assert.False(keyless.IsOf((Order with { Contact = Left("new:1") }).Hash));
    }

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

    // Likewise, of what stands behind it: each of these has a place of its own.
    [Theory]
    [InlineData(true, "key:1", "1:813fc42e6eb408d673e80dc42101a3a6c005eb23382a6a4ba2fc4ebacb198118")]
    [InlineData(true, null, "1:3d147e0d0cc2200659bc9c4bdf7d5a05f80393e5d05af63e1b49622f1d988bce")]
    [InlineData(false, "key:1", "1:be8e3daedde56cb3b8e1d2fcb6e65658284e2ccd2bdb6c66b508f6d268d70158")]
    public void Nor_does_that_of_a_coupon_a_start_and_a_number(bool startNow, string? contact, string hash) =>
        Assert.Equal(
            hash,
            InputHash.OfTopUp(
                Given.Card, new PlanCode("phone-100"), Given.Yuan(100), null, "SPRING", startNow, contact).Value);

    private static CustomerContact Left(params IReadOnlyList<string> hashes) =>
        new(new PhoneNumber("+8613912345678"), null) { Hashes = hashes };
}
