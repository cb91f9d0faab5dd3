using Leb.Partner.V1;
using Partner.Contracts.Client;

namespace Partner.Server.Tests.Client;

/// <summary>Card numbers as people type them, and what they are told of each mistake.</summary>
public sealed class CardInputTests
{
    private const string Iccid = "8986030000000000014";
    private const string Phone = "+8613800138000";

    [Theory]
    [InlineData(Iccid)]
    [InlineData("8986 0300 0000 0000 014")]
    [InlineData("8986-0300-0000-0000-014")]
    [InlineData(" 8986\u00a00300\u30000000‐0000–014\t")]
    [InlineData("８９８６０３０００００００００００１４")]
    [InlineData("8986030000000000014F")]
    [InlineData("8986030000000000014 f")]
    [InlineData("８９８６-0300 0000 0000 014Ｆ")]
    [InlineData("\u200e8986030000000000014\u200b")]
    public void An_ICCID_is_read_however_it_is_written(string text)
    {
        Assert.Null(CardInput.Check(new CardRef { Iccid = text }, out var number));
        Assert.Equal(Iccid, number);
        Assert.Equal(new CardRef { Iccid = Iccid }, CardInput.Read(text));
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData("+86 138 0013 8000")]
    [InlineData("+86-138-0013-8000")]
    [InlineData("＋８６　１３８００１３８０００")]
    [InlineData("+86 (138) 0013.8000")]
    public void A_phone_number_is_read_however_it_is_written(string text)
    {
        Assert.Null(CardInput.Check(new CardRef { PhoneNumber = text }, out var number));
        Assert.Equal(Phone, number);
        Assert.Equal(CardRef.ReferenceOneofCase.PhoneNumber, CardInput.Read(text).ReferenceCase);
    }

    [Theory]
    [InlineData("", "is empty", "为空")]
    [InlineData("898603000000000001", "has 18 digits: an ICCID has 19 or 20, so that 1 or 2 are missing", "少了 1 或 2 位")]
    [InlineData("13800138000", "so that 8 or 9 are missing; a phone number is written with + and", "电话号码须写 + 和国家代码")]
    [InlineData("898603000000000001400", "has 21 digits", "多了 1 或 2 位")]
    [InlineData("89860300000O0000014", "has the letter O at place 12: write a zero", "第 12 位是字母 O")]
    [InlineData("8986030000#00000014", "has \"#\" at place 11", "第 11 位是 \"#\"")]
    [InlineData("89860300000٠0000014", "has U+0660 at place 12", "U+0660")]
    [InlineData("+8613800138000", "is a phone number: give it as phone_number", "是电话号码")]
    [InlineData("8986030000000000104", "or digits 17 and 18 are swapped", "第 17、18 位颠倒")]
    [InlineData("8986030000000000074", "or digits 6 and 7 are swapped; compare with the card", "第 6、7 位颠倒；请")]
    [InlineData("8986080000000000014", "digit 6 should be 3, not 8", "第 6 位应为 3 而非 8")]
    public void Each_mistake_in_an_ICCID_has_its_own_text(string text, string english, string chinese) =>
        AssertTold(new CardRef { Iccid = text }, english, chinese);

    [Theory]
    [InlineData("", "is empty", "为空")]
    [InlineData("13800138000", "lacks its country code", "缺少国家代码")]
    [InlineData("008613800138000", "begins with 00", "以 00 开头")]
    [InlineData(Iccid, "has the length of an ICCID: give it as iccid", "长度与 ICCID 相同")]
    [InlineData("+86138001x8000", "has \"x\" at place 10: digits only", "第 10 位是 \"x\"")]
    [InlineData("+99913800138000", "begins with a country code that does not exist", "国家代码不存在")]
    [InlineData("+0613800138000", "begins with a country code that does not exist", "国家代码不存在")]
    [InlineData("+861", "is too short: behind the + are the country code", "位数不足：+ 之后应为国家代码和号码")]
    [InlineData("+861380", "is too short for a number under +86", "位数不足：+86 的号码更长")]
    [InlineData("+8613800138000123", "is too long", "位数过多")]
    [InlineData("+861380013800", "is no number that is in use under +86", "不是 +86 下正在使用的号码")]
    public void Each_mistake_in_a_phone_number_has_its_own_text(string text, string english, string chinese) =>
        AssertTold(new CardRef { PhoneNumber = text }, english, chinese);

    [Fact]
    public void Whatever_neighbours_are_swapped_the_right_pair_is_among_the_guesses()
    {
        const string card = "8986031234567890127";
        var right = card[..^1] + Core.Cards.CardNumber.LuhnDigit(card.AsSpan(0, card.Length - 1));
        for (var i = 2; i < right.Length - 1; i++)
        {
            var swapped = $"{right[..i]}{right[i + 1]}{right[i]}{right[(i + 2)..]}";
            if (swapped != right && CardInput.Check(new CardRef { Iccid = swapped }, out _) is { } problem)
            {
                Assert.Contains($"digits {i + 1} and {i + 2} are swapped", problem.English, StringComparison.Ordinal);
            }
        }
    }

    private static void AssertTold(CardRef card, string english, string chinese)
    {
        var problem = CardInput.Check(card, out _);

        Assert.NotNull(problem);
        Assert.Contains(english, problem.English, StringComparison.Ordinal);
        Assert.Contains(chinese, problem.Chinese, StringComparison.Ordinal);
    }
}
