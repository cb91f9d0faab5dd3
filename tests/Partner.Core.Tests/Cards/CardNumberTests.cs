using Partner.Core.Cards;

namespace Partner.Core.Tests.Cards;

public sealed class CardNumberTests
{
    // The check digits were computed by hand: double every second digit from the right, sum, complete to ten.
    [Theory]
    [InlineData("7992739871", '3')]
    [InlineData("0", '0')]
    [InlineData("1", '8')]
    [InlineData("5", '9')]
    [InlineData("9", '1')]
    [InlineData("00", '0')]
    [InlineData("10", '9')]
    [InlineData("453201511283036", '6')]
    [InlineData("8901410321111851072", '0')]
    public void The_Luhn_digit_completes_a_number(string digits, char expected) =>
        Assert.Equal(expected, CardNumber.LuhnDigit(digits));

    [Theory]
    [InlineData(18)]
    [InlineData(19)]
    public void An_ICCID_has_19_or_20_digits_with_a_right_check_digit(int digitsBeforeTheCheckDigit)
    {
        var digits = "8986001234567890123"[..digitsBeforeTheCheckDigit];
        var number = digits + CardNumber.LuhnDigit(digits);

        Assert.Equal(number, CardNumber.Iccid(number)?.Value);
        Assert.False(CardNumber.Iccid(number)!.IsPhone);
    }

    [Fact]
    public void An_ICCID_with_any_one_digit_mistyped_is_refused()
    {
        const string digits = "898600123456789012";
        var number = digits + CardNumber.LuhnDigit(digits);
        for (var place = 0; place < number.Length; place++)
        {
            foreach (var digit in "0123456789".Where(digit => digit != number[place]))
            {
                var mistyped = number[..place] + digit + number[(place + 1)..];
                Assert.True(CardNumber.Iccid(mistyped) is null, mistyped);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("89860012345678901")]
    [InlineData("000000000000000000")] // 18 digits
    [InlineData("000000000000000000000")] // 21 digits
    [InlineData("00000000000000000 0")]
    [InlineData("000000000000000000\n")]
    [InlineData("+000000000000000000")]
    [InlineData("00000000000000000０")]
    [InlineData("8986001234567890123F")]
    public void A_text_of_another_form_is_no_ICCID(string text) => Assert.Null(CardNumber.Iccid(text));

    [Theory]
    [InlineData("+12345678")]
    [InlineData("+8613800000001")]
    [InlineData("+123456789012345")]
    public void A_phone_number_is_a_plus_and_8_to_15_digits(string text)
    {
        Assert.Equal(text, CardNumber.Phone(text)?.Value);
        Assert.True(CardNumber.Phone(text)!.IsPhone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("+1234567")]
    [InlineData("+1234567890123456")]
    [InlineData("8613800000001")]
    [InlineData("+0613800000001")]
    [InlineData("+86138 0000001")]
    [InlineData("+86-1380000001")]
    [InlineData("++613800000001")]
    [InlineData("+8613800000001\n")]
    [InlineData("+８613800000001")]
    public void A_text_of_another_form_is_no_phone_number(string text) => Assert.Null(CardNumber.Phone(text));

    [Theory]
    [InlineData("+12345678")]
    [InlineData("+123456789")]
    [InlineData("+1234567890")]
    [InlineData("+8613800000001")]
    [InlineData("+123456789012345")]
    [InlineData("8986001234567890123")]
    [InlineData("89860012345678901234")]
    public void The_printed_form_hides_at_least_four_digits(string value)
    {
        var printed = CardNumber.Stored(value).ToString();

        var shown = printed.Split('…');
        Assert.Equal(2, shown.Length);
        Assert.StartsWith(shown[0], value, StringComparison.Ordinal);
        Assert.EndsWith(shown[1], value, StringComparison.Ordinal);
        Assert.True(value.Length - shown[0].Length - shown[1].Length >= 4, printed);
    }

    [Fact]
    public void A_record_that_holds_a_card_prints_it_masked()
    {
        var card = CardNumber.Phone("+8613812345678")!;

        Assert.DoesNotContain("13812345678", new { Card = card }.ToString(), StringComparison.Ordinal);
        Assert.Equal("+86…5678", $"{card}");
    }

    [Fact]
    public void Two_cards_are_equal_when_their_digits_are() =>
        Assert.Equal(CardNumber.Phone("+8613800000001"), CardNumber.Stored("+8613800000001"));
}
