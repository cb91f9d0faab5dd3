using Partner.Core.Notices;

namespace Partner.Core.Tests.Notices;

/// <summary>How many text messages a text takes, by 3GPP TS 23.038 and 23.040.</summary>
public sealed class MessageSegmentsTests
{
    [Theory]
    [InlineData("", 0, 1)]
    [InlineData("a", 160, 1)]
    [InlineData("a", 161, 2)]
    [InlineData("a", 306, 2)]
    [InlineData("a", 307, 3)]
    [InlineData("[", 80, 1)]
    [InlineData("[", 81, 2)]
    [InlineData("[", 152, 2)]
    [InlineData("[", 153, 3)]
    [InlineData("卡", 70, 1)]
    [InlineData("卡", 71, 2)]
    [InlineData("卡", 134, 2)]
    [InlineData("卡", 135, 3)]
    [InlineData("𠮷", 35, 1)]
    [InlineData("𠮷", 36, 2)]
    [InlineData("𠮷", 66, 2)]
    [InlineData("𠮷", 67, 3)]
    public void A_text_of_one_character_takes(string character, int times, int segments) =>
        Assert.Equal(segments, MessageSegments.Of(string.Concat(Enumerable.Repeat(character, times))));

    [Fact]
    public void One_character_outside_the_alphabet_shortens_all() =>
        Assert.Equal(3, MessageSegments.Of(new string('a', 140) + "…"));
}
