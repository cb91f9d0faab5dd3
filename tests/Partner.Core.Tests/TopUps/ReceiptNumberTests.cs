using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.TopUps;

public sealed class ReceiptNumberTests
{
    [Theory]
    [InlineData(1, "000000018")]
    [InlineData(10, "000000109")]
    [InlineData(12345678, "123456782")]
    [InlineData(99999999, "999999998")]
    [InlineData(100000000, "1000000008")]
    [InlineData(long.MaxValue, "92233720368547758074")]
    public void A_receipt_number_is_the_counter_with_a_check_digit(long counter, string number)
    {
        Assert.Equal(number, (Given.TopUp() with { ReceiptCounter = counter }).ReceiptNumber);
        Assert.Equal(counter, TopUpRecord.ReceiptCounterOf(number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("18")]
    [InlineData("000000019")]
    [InlineData("0000000018")]
    [InlineData("00000001８")]
    [InlineData("-00000018")]
    [InlineData(" 000000018")]
    [InlineData("99999999999999999999")]
    public void What_was_never_printed_on_a_receipt_has_no_counter(string number) =>
        Assert.Null(TopUpRecord.ReceiptCounterOf(number));

    [Fact]
    public void No_two_counters_share_a_number()
    {
        var numbers = Enumerable.Range(1, 20_000)
            .Select(counter => (Given.TopUp() with { ReceiptCounter = counter }).ReceiptNumber).ToHashSet();

        Assert.Equal(20_000, numbers.Count);
    }
}
