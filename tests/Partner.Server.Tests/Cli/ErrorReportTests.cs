using System.Text.Json.Nodes;

namespace Partner.Server.Tests.Cli;

public sealed class ErrorReportTests
{
    private static readonly string[] Sale =
    [
        "topup", "--card", "+8613800138000", "--plan", "phone-100", "--channel", "pos",
        "--request-id", "sale-000000000001",
    ];

    [Theory]
    [InlineData(
        "en",
        """
        Request id: sale-000000000001
        Refused: INSUFFICIENT_FLOAT
          预付款余额不足
          Did money move?    No: the float is not charged.
          Is a retry safe?   Yes: made as below it cannot charge twice.
          How to retry?      With the same request id: --request-id sale-000000000001
          Whose turn is it?  The partner: its float, certificate or status.
          available          5.00 CNY
          needed             100.00 CNY
          Status             FAILED_PRECONDITION: developer text of INSUFFICIENT_FLOAT

        """)]
    [InlineData(
        "zh-CN",
        """
        请求号：sale-000000000001
        被拒绝: INSUFFICIENT_FLOAT
          预付款余额不足
          扣款了吗？    没有：预付款未被扣。
          重试安全吗？  安全：按下述方式重试不会重复扣款。
          如何重试？    使用同一请求号：--request-id sale-000000000001
          由谁处理？    合作伙伴：余额、证书或状态。
          available     5.00 CNY
          needed        100.00 CNY
          状态码        FAILED_PRECONDITION

        """)]
    public async Task A_refusal_answers_the_clerks_four_questions(string language, string expected)
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => throw Refusals.InsufficientFloat();
        var outcome = await server.RunAsync([.. Sale, "--lang", language]);
        Assert.Equal("", outcome.Out);
        Assert.Equal(expected, outcome.Error);
        Assert.Equal(language, server.TopUps.Language);
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => throw Refusals.InvalidRequest(
            ("card.iccid", "19 or 20 digits"),
            ("wait", "0 s to 30 s"));
        var outcome = await server.RunAsync(Sale);
        Assert.Contains("Field card.iccid   19 or 20 digits", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Field wait         0 s to 30 s", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("with a new request id", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_an_error_is_one_document_on_standard_output()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => throw Refusals.Internal();
        var outcome = await server.RunAsync([.. Sale, "--json", "--timeout", "100ms"]);
        var error = JsonNode.Parse(outcome.Out)!["error"]!;
        Assert.Equal(
            """
            {"status":"INTERNAL","reason":"INTERNAL","message":"developer text of INTERNAL","clerkText":"",
            "moneyMoved":"UNKNOWN","retrySafe":true,"retryWith":"SAME_REQUEST_ID","retryAfter":null,"fault":"OPERATOR",
            "requestId":"sale-000000000001","incidentId":"inc-42","violations":[],"facts":{"incident_id":"inc-42"}}
            """.ReplaceLineEndings(""),
            error.ToJsonString());
        Assert.Equal(5, JsonNode.Parse(outcome.Out)!["exitStatus"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_lost_answer_to_a_question_about_the_balance_moved_no_money()
    {
        await using var server = await CliServer.StartAsync();
        server.Balances.Failure = Refusals.Internal();
        var outcome = await server.RunAsync("balance");
        Assert.Equal(5, outcome.Status);
        Assert.Contains("No: this command moves no money.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Repeat the command.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("inc-42", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_a_wrong_file_is_reported_by_line_and_column()
    {
        await using var server = await CliServer.StartAsync();
        var sales = BatchTests.WriteSales(server, "x,phone-100,pos\n");
        var outcome = await server.RunAsync("topup", "--json", "--file", sales);
        var problem = JsonNode.Parse(outcome.Out)!["error"]!["problems"]![0]!;
        Assert.Equal((2, "card"), (problem["line"]!.GetValue<int>(), problem["column"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_a_server_sends_cannot_steer_the_terminal()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => throw Refusals.InvalidRequest(("card", "red\e[31m\nfaked line"));
        var outcome = await server.RunAsync(Sale);
        Assert.DoesNotContain('\e', outcome.Error);
        Assert.DoesNotContain("\nfaked", outcome.Error, StringComparison.Ordinal);
    }
}
