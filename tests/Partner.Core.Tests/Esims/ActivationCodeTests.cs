using Partner.Core.Esims;

namespace Partner.Core.Tests.Esims;

/// <summary>GSMA SGP.22, section 4.1, with the examples of its table.</summary>
public sealed class ActivationCodeTests
{
    [Theory]
    [InlineData(null, false, "LPA:1$smdp.example.com$04386-AGYFT-A74Y8-3F815")]
    [InlineData("", false, "LPA:1$smdp.example.com$04386-AGYFT-A74Y8-3F815")]
    [InlineData(null, true, "LPA:1$smdp.example.com$04386-AGYFT-A74Y8-3F815$$1")]
    [InlineData("1.3.6.1.4.1.31746", false, "LPA:1$smdp.example.com$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746")]
    [InlineData("1.3.6.1.4.1.31746", true, "LPA:1$smdp.example.com$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746$1")]
    public void A_code_is_made_of_its_parts(string? oid, bool confirmed, string code) => Assert.Equal(
        code, ActivationCode.Of("smdp.example.com", "04386-AGYFT-A74Y8-3F815", oid, confirmed)!.Reveal());

    [Theory]
    [InlineData("", "A", null)]
    [InlineData(null, "A", null)]
    [InlineData("smdp.example.com", null, null)]
    [InlineData("smdp.example.com", "", null)]
    [InlineData("smdp$evil.example", "A", null)]
    [InlineData("smdp.example.com", "A$1.2.3", null)]
    [InlineData("smdp.example.com", "a", null)]
    [InlineData("smdp.example.com", "A\n", null)]
    [InlineData("smdp.example.com", "A", "1.2.3$1")]
    [InlineData("smdp..example", "A", null)]
    [InlineData("https://smdp.example", "A", null)]
    public void Parts_that_would_make_another_code_make_none(string? address, string? matchingId, string? oid) =>
        Assert.Null(ActivationCode.Of(address, matchingId, oid, false));

    [Fact]
    public void As_a_text_it_shows_nothing() =>
        Assert.Equal("LPA:…", $"{ActivationCode.Of("smdp.example.com", "SECRET", null, false)}");
}
