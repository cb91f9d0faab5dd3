using Partner.Contracts.Client;

namespace Partner.Server.Tests.Client;

/// <summary>What a request id looks like, for the server and for partners' programs alike.</summary>
public sealed class RequestIdsTests
{
    [Theory]
    [InlineData("sale-00000000001")]
    [InlineData("A_b-0123456789ab")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_request_id_is_16_to_64_letters_digits_hyphens_and_underscores(string text) =>
        Assert.True(RequestIds.IsWellFormed(text));

    [Theory]
    [InlineData("")]
    [InlineData("012345678901234")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("0123456789 12345")]
    [InlineData("0123456789.12345")]
    [InlineData("0123456789é12345")]
    [InlineData("0123456789012345\n")]
    public void Anything_else_is_no_request_id(string text) => Assert.False(RequestIds.IsWellFormed(text));
}
