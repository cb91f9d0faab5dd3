using System.Text.Json.Nodes;
using Partner.Cli.Hosting;

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

    [Theory]
    [InlineData("无法识别的命令或参数“--bogus”", "topup", "--bogus")]
    [InlineData("请给出子命令", "operator")]
    [InlineData("必须给出选项 --why", "operator", "settle")]
    [InlineData("选项 --card 缺少取值", "topup", "--card")]
    [InlineData("--parallel：“x”无效", "topup", "--parallel", "x")]
    [InlineData("只能有一个值", "balance", "--ca", "a", "--ca", "b")]
    public async Task A_wrong_command_line_is_told_in_Chinese(string said, params string[] args)
    {
        var outcome = await CliOutcome.RunAsync([.. args, "--lang=zh-CN"]);

        Assert.Equal(2, outcome.Status);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
        ChineseText.Check(outcome.Error);
    }

    [Theory]
    [InlineData("topup")]
    [InlineData("operator", "certificates", "register")]
    public async Task Help_is_in_Chinese_as_a_whole(params string[] command)
    {
        var outcome = await CliOutcome.RunAsync([.. command, "--help", "--lang", "zh-CN"]);

        Assert.Equal((0, ""), (outcome.Status, outcome.Error));
        Assert.Contains("用法：", outcome.Out, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^[A-Z][a-z]+:|Show help|REQUIRED", outcome.Out);
    }

    [Fact]
    public void What_the_machine_says_of_a_file_is_told_in_Chinese_with_its_name()
    {
        (Exception Fault, string Chinese)[] faults =
        [
            (new UnauthorizedAccessException("Access to the path '/a/b' is denied."), "没有访问权限（/a/b）"),
            (new DirectoryNotFoundException("Could not find a part of the path '/a/b'."), "没有该文件或目录（/a/b）"),
            (new IOException("No space left on device : '/a/b'", 28), "磁盘空间不足（/a/b）"),
            (new IOException("The file '/a/b' already exists.", 17), "文件已存在（/a/b）"),
            (new IOException("Input/output error", 5), "读写失败（代码 00000005）"),
        ];

        Assert.All(faults, one => Assert.Equal(one.Chinese, FaultText.Of(Language.Chinese, one.Fault)));
        Assert.All(faults, one => Assert.Equal(one.Fault.Message, FaultText.Of(Language.English, one.Fault)));
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
