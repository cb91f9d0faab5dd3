using Partner.Server.Contract;

namespace Partner.Server.Tests.Contract;

public sealed class IdsTests
{
    [Fact]
    public void A_range_of_times_is_a_range_of_identifiers()
    {
        var random = new Random(5);
        var first = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var round = 0; round < 10_000; round++)
        {
            var instant = first.AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 365 * 200));
            var id = Ids.New(instant);

            Assert.True(string.CompareOrdinal(Ids.FirstOf(instant), id) <= 0, $"{instant:O}");
            Assert.True(string.CompareOrdinal(id, Ids.FirstOf(instant.AddMilliseconds(1))) < 0, $"{instant:O}");
        }
    }

    [Fact]
    public void Before_all_identifiers_there_is_nothing() =>
        Assert.Equal(new string('0', 26), Ids.FirstOf(DateTimeOffset.MinValue));
}
