using System.Text.RegularExpressions;
using Leb.Partner.V1;
using Partner.Core.Documents;
using Partner.Core.Pricing;
using Partner.Server.Errors;
using Partner.Server.Plans;

namespace Partner.Server.Tests.Plans;

/// <summary>Every value of the core has its own in the contract, and words in both languages.</summary>
public sealed partial class PromotionMapperTests
{
    public static TheoryData<PromotionEligibility> All => [.. Enum.GetValues<PromotionEligibility>()];

    [Fact]
    public void Every_eligibility_has_a_reason_of_its_own_in_the_contract_and_the_contract_has_no_other()
    {
        var mapped = Enum.GetValues<PromotionEligibility>().Select(one => one.ToWire()).ToList();

        Assert.Equal(Enum.GetValues<Ineligibility>().Order(), mapped.Order());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_reason_has_the_cores_name_and_words_in_both_languages(PromotionEligibility eligibility)
    {
        var wire = eligibility.ToWire();
        var (english, chinese) = (
            PromotionMapper.Text(eligibility, Language.English), PromotionMapper.Text(eligibility, Language.Chinese));

        if (eligibility == PromotionEligibility.Eligible)
        {
            Assert.Equal((Ineligibility.Unspecified, "", ""), (wire, english, chinese));
            return;
        }

        Assert.Equal(eligibility.ToString(), wire.ToString());
        Assert.DoesNotMatch(ChineseLetter(), english);
        Assert.Matches(ChineseLetter(), chinese);
    }

    [Fact]
    public void An_eligibility_that_nobody_knows_is_an_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ((PromotionEligibility)99).ToWire());
        Assert.Throws<ArgumentOutOfRangeException>(
            () => PromotionMapper.Text((PromotionEligibility)99, Language.English));
    }

    [Fact]
    public void Every_kind_of_document_has_the_name_that_documents_use()
    {
        var names = Enum.GetValues<DocumentKind>()
            .Select(kind => new Document(kind, "", "", default, "").KindName)
            .ToList();

        Assert.Equal(
            ["catalogue", "commission-schedule", "fx-rates", "network", "price-list", "promotions", "tax-rules"],
            names.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("[\u4E00-\u9FFF]")]
    private static partial Regex ChineseLetter();
}
