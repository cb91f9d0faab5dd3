namespace Partner.Core.Tests.Identifiers;

public sealed class FormTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7-eleven")]
    [InlineData("-")]
    [InlineData("0123456789012345678901234567890123456789")]
    public void A_plan_code_is_1_to_40_small_letters_digits_and_hyphens(string text) =>
        Assert.Equal(text, PlanCode.Parse(text)?.Value);

    [Theory]
    [InlineData("")]
    [InlineData("Phone-100")]
    [InlineData("phone_100")]
    [InlineData("phone 100")]
    [InlineData("phone-100\n")]
    [InlineData("01234567890123456789012345678901234567890")]
    public void Anything_else_is_no_plan_code(string text) => Assert.Null(PlanCode.Parse(text));

    [Theory]
    [InlineData("a", true)]
    [InlineData("acme-2", true)]
    [InlineData("a012345678901234567890123456789012345678", true)]
    [InlineData("a0123456789012345678901234567890123456789", false)]
    [InlineData("", false)]
    [InlineData("2-acme", false)]
    [InlineData("-acme", false)]
    [InlineData("Acme", false)]
    [InlineData("acme\n", false)]
    public void A_partners_id_begins_with_a_letter(string text, bool good) =>
        Assert.Equal(good ? text : null, PartnerId.Parse(text)?.Value);

    [Fact]
    public void Ids_are_written_as_they_are()
    {
        Assert.Equal(
            "acme t r q request plan",
            $"{new PartnerId("acme")} {new TopUpId("t")} {new ReversalId("r")} {new QuoteId("q")} "
            + $"{new RequestId("request")} {new PlanCode("plan")}");
        Assert.Null(QuoteId.Of(null));
        Assert.Equal(new QuoteId("q"), QuoteId.Of("q"));
    }
}
