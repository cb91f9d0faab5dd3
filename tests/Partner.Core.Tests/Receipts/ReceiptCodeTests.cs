using System.Globalization;
using Partner.Core.Receipts;

namespace Partner.Core.Tests.Receipts;

public sealed class ReceiptCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static IEnumerable<string> Codes => Enumerable.Range(0, 20)
        .Select(number => ReceiptCode.Of(BitConverter.GetBytes(number)));

    [Fact]
    public void A_code_is_the_same_for_the_same_signature_and_readable()
    {
        Assert.All(Codes, code =>
        {
            Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", code);
            Assert.Equal(code, ReceiptCode.Read(code));
        });
        Assert.Equal(ReceiptCode.Of([1, 2, 3]), ReceiptCode.Of([1, 2, 3]));
        Assert.Distinct(Codes);
    }

    [Fact]
    public void It_is_read_as_people_type_it()
    {
        var code = Enumerable.Range(0, 1_000).Select(number => ReceiptCode.Of(BitConverter.GetBytes(number)))
            .First(one => one.Contains('0', StringComparison.Ordinal) && one.Contains('1', StringComparison.Ordinal));
        var bare = code.Replace("-", "", StringComparison.Ordinal);
        string[] typed =
        [
            bare, code.ToLowerInvariant(), code.Replace('-', ' '), bare.Replace('0', 'o'), bare.Replace('1', 'l'),
            bare.Replace('1', 'I'), string.Concat(bare.Select(letter => (char)(letter - '!' + '！'))), $"  {code} ",
        ];

        Assert.All(typed, text => Assert.Equal(code, ReceiptCode.Read(text)));
    }

    [Fact]
    public void Every_wrong_character_and_every_two_that_changed_places_are_found() => Assert.All(Codes, code =>
    {
        var bare = code.Replace("-", "", StringComparison.Ordinal);
        for (var at = 0; at < bare.Length; at++)
        {
            foreach (var letter in Alphabet.Where(letter => letter != bare[at]))
            {
                Assert.Null(ReceiptCode.Read(bare[..at] + letter + bare[(at + 1)..]));
            }

            if (at > 0 && bare[at] != bare[at - 1])
            {
                Assert.Null(ReceiptCode.Read(bare[..(at - 1)] + bare[at] + bare[at - 1] + bare[(at + 1)..]));
            }
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData("0000-0000-000")]
    [InlineData("0000-0000-00000")]
    [InlineData("0000-0000-000U")]
    [InlineData("0000/0000/0000")]
    public void Anything_else_is_no_code(string text) => Assert.Null(ReceiptCode.Read(text));

    [Fact]
    public void Codes_of_different_signatures_hardly_ever_meet()
    {
        var codes = Enumerable.Range(0, 20_000)
            .Select(number => ReceiptCode.Of(
                System.Text.Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture))));

        Assert.Equal(20_000, codes.Distinct(StringComparer.Ordinal).Count());
    }
}
