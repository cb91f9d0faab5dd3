using Partner.Core.Texts;

namespace Partner.Core.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData(0x00AD)]
    [InlineData(0x200B)]
    [InlineData(0x200D)]
    [InlineData(0x202E)]
    [InlineData(0x2066)]
    [InlineData(0x2028)]
    [InlineData(0xFEFF)]
    [InlineData(0x00A0)]
    [InlineData(0x2007)]
    [InlineData(0x3164)]
    [InlineData(0x2800)]
    [InlineData(0xFE0F)]
    [InlineData(0xE0001)]
    [InlineData(0xE0100)]
    [InlineData(0x2065)]
    [InlineData(0xFFF0)]
    [InlineData(0xE0080)]
    [InlineData(0xE0FFF)]
    [InlineData(0xE000)]
    [InlineData(0x0007)]
    public void What_is_not_seen_is_named(int value)
    {
        var text = $"store{char.ConvertFromUtf32(value)}-1";

        Assert.Equal($"U+{value:X4}", VisibleText.FirstUnseen(text));
        var problem = VisibleText.Problem(text)!;
        Assert.StartsWith($"must not contain U+{value:X4}, which", problem.English, StringComparison.Ordinal);
        Assert.StartsWith($"不得包含 U+{value:X4}：", problem.Chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store-1")]
    [InlineData("王小明")]
    [InlineData("张　三 (早班)")]
    [InlineData("Jürgen Ünal, Łódź")]
    [InlineData("𠮷野家 😀")]
    [InlineData("")]
    public void What_people_write_is_seen(string text) => Assert.Null(VisibleText.FirstUnseen(text));
}
