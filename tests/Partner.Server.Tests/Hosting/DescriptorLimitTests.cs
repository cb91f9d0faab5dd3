using Partner.Server.Connections;

namespace Partner.Server.Tests.Hosting;

public sealed class DescriptorLimitTests
{
    [Theory]
    [InlineData(2000, null, 2000)]
    [InlineData(2000, 1_000_000L, 2000)]
    [InlineData(2000, 1024L, 768)]
    [InlineData(2000, 700L, 444)]
    [InlineData(2000, 300L, 75)]
    [InlineData(2000, 1L, 1)]
    public void Connections_leave_descriptors_for_everything_else(int wanted, long? descriptors, int expected) =>
        Assert.Equal(expected, DescriptorLimit.Connections(wanted, descriptors));

    [Fact]
    public void The_limit_is_that_of_the_system()
    {
        const string table = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             63458                63458                processes
            Max open files            700                  5000                 files
            """;

        Assert.Equal(700, DescriptorLimit.Parse(table.Split('\n')));
        Assert.Null(DescriptorLimit.Parse(["Max open files            unlimited            unlimited    files"]));
        Assert.Null(DescriptorLimit.Parse([]));
    }
}
