using Partner.Server.Errors;

namespace Partner.Server.Tests.Errors;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("", Language.English)]
    [InlineData("zh-CN", Language.Chinese)]
    [InlineData("zh", Language.Chinese)]
    [InlineData("ZH-hans", Language.Chinese)]
    [InlineData("zh-Hans-CN", Language.Chinese)]
    [InlineData("zh-TW", Language.Chinese)]
    [InlineData("zh_CN", Language.Chinese)]
    [InlineData("zh_CN.UTF-8", Language.Chinese)]
    [InlineData("zh_Hans_CN;q=0.9, en;q=0.8", Language.Chinese)]
    [InlineData("en_US, zh;q=0.9", Language.English)]
    [InlineData("en", Language.English)]
    [InlineData("en-GB,zh;q=0.9", Language.English)]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", Language.Chinese)]
    [InlineData("en;q=0.5, zh;q=0.501", Language.Chinese)]
    [InlineData("en;q=0.8, zh;q=0.8", Language.English)]
    [InlineData("zh;q=0.8, en;q=0.8", Language.Chinese)]
    [InlineData("fr, de;q=0.9", Language.English)]
    [InlineData("fr, zh;q=0.1", Language.Chinese)]
    [InlineData("zh;q=0", Language.English)]
    [InlineData("*", Language.English)]
    [InlineData("zh;q=0.9, *;q=0.1", Language.Chinese)]
    [InlineData("zhx", Language.English)]
    [InlineData("zh ; q=0.7", Language.Chinese)]
    [InlineData("zh;q=2", Language.English)]
    [InlineData("zh;q=0.1234", Language.English)]
    [InlineData("zh;q=", Language.English)]
    [InlineData(";;,,=q", Language.English)]
    public void The_best_of_the_two_languages_is_chosen(string header, Language expected) =>
        Assert.Equal(expected, Languages.Parse(header));

    [Theory]
    [InlineData("zh-CN", Language.Chinese)]
    [InlineData("zh_CN", Language.Chinese)]
    [InlineData("zh", Language.Chinese)]
    [InlineData("zh-Hans-CN", Language.Chinese)]
    [InlineData("en", Language.English)]
    [InlineData("en_GB", Language.English)]
    [InlineData("", null)]
    [InlineData("*", null)]
    [InlineData("fr", null)]
    public void A_language_that_a_customer_is_written_to_in_has_the_same_forms(string tag, Language? expected) =>
        Assert.Equal(expected, Languages.Named(tag));
}
