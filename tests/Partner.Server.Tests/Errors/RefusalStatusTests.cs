using Google.Rpc;
using Grpc.Core;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Texts;
using Partner.Server.Errors;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Errors;

public sealed class RefusalStatusTests
{
    private static readonly Refusal LowFloat = new Refusal(Reason.InsufficientFloat)
        .With("available", "12.00 CNY").With("needed", "100.00 CNY");

    [Fact]
    public void A_refusal_answers_the_four_questions_and_carries_its_facts()
    {
        var exception = RefusalStatus.ToRpcException(LowFloat, Language.English);

        var info = GrpcAssert.Details(exception).Detail<ErrorInfo>();
        Assert.Equal(StatusCode.FailedPrecondition, exception.StatusCode);
        Assert.Equal("INSUFFICIENT_FLOAT", info.Reason);
        Assert.Equal("partner.leb", info.Domain);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["money_moved"] = "no",
                ["retry_safe"] = "true",
                ["retry_with"] = "same_request_id",
                ["fault"] = "partner",
                ["available"] = "12.00 CNY",
                ["needed"] = "100.00 CNY",
            },
            info.Metadata.ToDictionary());
    }

    [Theory]
    [InlineData(Language.English, "en")]
    [InlineData(Language.Chinese, "zh-CN")]
    public void Texts_for_people_are_in_the_language_of_the_call(Language language, string locale)
    {
        var refusal = Refusal.Of(
            Reason.InvalidRequest, new FieldViolation("plan", new Wording("is required", "必须填写")))
            .With("problem", new Wording("it is damaged", "已损坏")).With("plan", "plans/p1");

        var details = GrpcAssert.Details(RefusalStatus.ToRpcException(refusal, language));

        var text = details.Detail<LocalizedMessage>();
        Assert.Equal(locale, text.Locale);
        Assert.Equal(ClerkTexts.ForTopUp(Reason.InvalidRequest, language), text.Message);
        var violation = Assert.Single(details.Detail<BadRequest>().FieldViolations);
        Assert.Equal("plan", violation.Field);
        Assert.Equal(language == Language.English ? "is required" : "必须填写", violation.Description);
        Assert.Equal("INVALID_REQUEST: plan: is required", details.Message);
        var facts = details.Detail<ErrorInfo>().Metadata;
        Assert.Equal((language == Language.English ? "it is damaged" : "已损坏", "plans/p1"),
            (facts["problem"], facts["plan"]));
    }

    [Fact]
    public void A_refusal_that_waiting_helps_against_says_how_long()
    {
        var refusal = new Refusal(Reason.IssuerUnavailable) { RetryAfter = TimeSpan.FromMilliseconds(2500) };

        var details = GrpcAssert.Details(RefusalStatus.ToRpcException(refusal, Language.English));

        Assert.Equal(TimeSpan.FromMilliseconds(2500), details.Detail<RetryInfo>().RetryDelay.ToTimeSpan());
    }

    [Fact]
    public void A_fact_cannot_take_the_place_of_one_of_the_four_answers()
    {
        var refusal = new Refusal(Reason.PlanNotFound).With("money_moved", "yes");

        var details = GrpcAssert.Details(RefusalStatus.ToRpcException(refusal, Language.English));

        Assert.Equal("no", details.Detail<ErrorInfo>().Metadata["money_moved"]);
    }

    [Theory]
    [InlineData(20, null)]
    [InlineData(21, "and 1 more")]
    [InlineData(500, "and 480 more")]
    public void Twenty_violations_are_listed_and_the_rest_counted(int count, string? last)
    {
        var refusal = new Refusal(Reason.InvalidRequest)
        {
            Violations = [.. Enumerable.Range(0, count).Select(i => new FieldViolation($"f{i}", "is wrong", "有误"))],
        };

        var listed = GrpcAssert.Details(RefusalStatus.ToRpcException(refusal, Language.English))
            .Detail<BadRequest>().FieldViolations;

        Assert.Equal(last is null ? 20 : 21, listed.Count);
        Assert.Equal("f19", listed[19].Field);
        Assert.Equal(last, listed.Skip(20).SingleOrDefault()?.Description);
    }

    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.Chinese)]
    public void Details_stay_under_6_KiB_however_much_is_wrong(Language language)
    {
        var refusal = new Refusal(Reason.InvalidRequest)
        {
            Violations = [.. Enumerable.Range(0, 40).Select(i => new FieldViolation(
                new string('f', 500), new string('x', 5000), new string('误', 5000) + i))],
            Metadata = Enumerable.Range(0, 60).ToDictionary(i => $"key_{i}", _ => new string('值', 3000)),
            RetryAfter = TimeSpan.FromSeconds(1),
        };

        var exception = RefusalStatus.ToRpcException(refusal, language);

        var bytes = exception.Trailers.GetValueBytes(RefusalStatus.DetailsTrailer)!;
        Assert.InRange(Convert.ToBase64String(bytes).Length, 1, RefusalStatus.MostBytes);
        Assert.InRange(exception.Status.Detail.Length, 1, 400);
        Assert.Equal("INVALID_REQUEST", GrpcAssert.Details(exception).Detail<ErrorInfo>().Reason);
    }

    [Fact]
    public void A_long_text_is_not_cut_within_a_character()
    {
        var emoji = string.Concat(Enumerable.Repeat("😀", 400));

        var details = GrpcAssert.Details(RefusalStatus.ToRpcException(
            new Refusal(Reason.PlanNotFound).With("plan", emoji), Language.English));

        Assert.DoesNotContain('\ufffd', details.Detail<ErrorInfo>().Metadata["plan"]);
    }

    [Fact]
    public void Card_numbers_are_hidden_in_texts_from_elsewhere()
    {
        Assert.Equal("card …0014 of …8000", CardMask.Hide("card 8986030000000000014 of 13800138000"));
        Assert.Equal("order 1234567 failed", CardMask.Hide("order 1234567 failed"));
    }
}
