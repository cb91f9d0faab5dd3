using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.TopUps;

public sealed class ReceiptNumberTests
{
    [Theory]
    [InlineData(1, "000000018")]
    [InlineData(10, "000000109")]
    [InlineData(12345678, "123456782")]
    [InlineData(99999999, "999999998")]
    [InlineData(100000000, "1000000008")]
    public void A_receipt_number_is_the_counter_with_a_check_digit(long counter, string number) =>
        Assert.Equal(number, (Given.TopUp() with { ReceiptCounter = counter }).ReceiptNumber);

    [Fact]
    public void No_two_counters_share_a_number()
    {
        var numbers = Enumerable.Range(1, 20_000)
            .Select(counter => (Given.TopUp() with { ReceiptCounter = counter }).ReceiptNumber).ToHashSet();

        Assert.Equal(20_000, numbers.Count);
    }
}
