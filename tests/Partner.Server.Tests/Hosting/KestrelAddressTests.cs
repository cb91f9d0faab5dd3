using Partner.Server.Hosting;

namespace Partner.Server.Tests.Hosting;

public sealed class KestrelAddressTests
{
    [Theory]
    [InlineData("localhost:5001", "localhost", 5001)]
    [InlineData("0.0.0.0:443", "0.0.0.0", 443)]
    [InlineData("*:0", "*", 0)]
    [InlineData("[::1]:65535", "::1", 65535)]
    public void An_address_is_read_and_written_the_same(string text, string host, int port)
    {
        var address = KestrelAddress.Parse(text);

        Assert.Equal(new KestrelAddress(host, port), address);
        Assert.Equal(text, address?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("5001")]
    [InlineData(":5001")]
    [InlineData("localhost")]
    [InlineData("localhost:")]
    [InlineData("localhost:-1")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:1x")]
    [InlineData("::1:5001")]
    [InlineData("[localhost]:5001")]
    [InlineData("example.com:443")]
    public void Anything_else_is_not_an_address(string text) => Assert.Null(KestrelAddress.Parse(text));
}
