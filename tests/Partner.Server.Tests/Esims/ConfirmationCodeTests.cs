using Partner.Core.Cards;
using Partner.Core.Esims;
using Partner.Core.Projections;
using Partner.Server.Errors;
using Partner.Server.Esims;
using Partner.Server.Issuer.Wire;

namespace Partner.Server.Tests.Esims;

/// <summary>Some issuers demand a confirmation code beside the activation code: the clerk has to say so.</summary>
public sealed class ConfirmationCodeTests
{
    private static readonly CardNumber Card = CardNumber.Iccid("8986020000000000016")!;

    [Theory]
    [InlineData(Language.English, "asks for a confirmation code, which the customer has from the issuer")]
    [InlineData(Language.Chinese, "要求输入确认码，该码由发卡方提供给顾客")]
    public void A_code_that_needs_one_says_so_in_words_and_in_itself(Language language, string said)
    {
        var with = new IssuerProfile(EsimProfile.Released, Code(true)).ToWire(Card, language);
        var without = new IssuerProfile(EsimProfile.Released, Code(false)).ToWire(Card, language);

        Assert.True(with.ConfirmationCodeRequired);
        Assert.Equal("LPA:1$smdp.example.com$ABC-1$$1", with.ActivationCode);
        Assert.Contains(said, with.Text, StringComparison.Ordinal);
        Assert.False(without.ConfirmationCodeRequired);
        Assert.Equal("LPA:1$smdp.example.com$ABC-1", without.ActivationCode);
        Assert.DoesNotContain(said, without.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_that_installs_no_more_asks_for_nothing() => Assert.DoesNotContain(
        "confirmation",
        new IssuerProfile(EsimProfile.Enabled, Code(true)).ToWire(Card, Language.English).Text,
        StringComparison.Ordinal);

    private static ActivationCode Code(bool confirmed) =>
        ActivationCode.Of("smdp.example.com", "ABC-1", null, confirmed)!;
}
