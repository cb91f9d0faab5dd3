using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;

namespace Partner.Server.Tests.Cli;

public sealed class ExitStatusTests
{
    private static readonly string[] Sale =
        ["topup", "--card", "+8613800138000", "--plan", "phone-100", "--channel", "pos"];

    [Theory]
    [InlineData("SUCCEEDED", 0)]
    [InlineData("PROCESSING", 3)]
    [InlineData("FAILED", 4)]
    [InlineData("CANCELLED", 4)]
    [InlineData("REVERSED", 4)]
    public async Task A_top_up_exits_by_its_state(string state, int expected)
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => Task.FromResult(EnumText.Parse<TopUpState>(state));
        var outcome = await server.RunAsync(Sale);
        Assert.Equal(expected, outcome.Status);
        Assert.Contains(state, outcome.Out, StringComparison.Ordinal);
        var id = Assert.Single(server.TopUps.Sales).Key;
        Assert.Equal(expected, (await server.RunAsync("get", id)).Status);
        Assert.Equal(expected, (await server.RunAsync("get", $"topUps/{id}")).Status);
    }

    [Fact]
    public async Task A_refusal_exits_with_1()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => throw Refusals.InsufficientFloat();
        Assert.Equal(1, (await server.RunAsync(Sale)).Status);
    }

    [Theory]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.DeadlineExceeded)]
    public async Task No_usable_answer_exits_with_5(StatusCode code)
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => throw new RpcException(new Status(code, "x"));
        Assert.Equal(5, (await server.RunAsync([.. Sale, "--timeout", "300ms"])).Status);
    }

    [Fact]
    public async Task A_server_that_is_not_there_exits_with_5_and_names_the_request_id_to_repeat()
    {
        await using var server = await CliServer.StartAsync();
        await server.StopServingAsync();
        var outcome = await server.RunAsync([.. Sale, "--request-id", "sale-000000000001", "--timeout", "300ms"]);
        Assert.Equal(5, outcome.Status);
        Assert.Contains("--request-id sale-000000000001", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_another_CA_is_not_talked_to()
    {
        await using var server = await CliServer.StartAsync();
        using var foreign = new TestPki(server.PathOf("foreign"));
        var outcome = await server.RunAsync([.. Sale, "--timeout", "300ms", "--ca", foreign.CaFile]);
        Assert.Equal(2, outcome.Status);
        var replaced = server.Profile.Select(value => Path.GetFileName(value) == "ca.crt" ? foreign.CaFile : value);
        outcome = await CliOutcome.RunAsync([.. Sale, "--timeout", "300ms", .. replaced]);
        Assert.Equal(5, outcome.Status);
        Assert.Empty(server.TopUps.Calls);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("get")]
    [InlineData("balance", "--timeout", "soon")]
    [InlineData("topup", "--amount", "1,00")]
    [InlineData("topup", "--channel", "unspecified")]
    [InlineData("topup", "--file", "/nowhere/sales.csv")]
    [InlineData("topup", "--file", "sales.csv", "--parallel", "0")]
    [InlineData("topup", "--file", "sales.csv", "--request-id", "sale-000000000001")]
    [InlineData("topup", "--file", "sales.csv", "--validate-only")]
    [InlineData("statement", "--month", "November")]
    [InlineData("list", "--limit", "0")]
    [InlineData("totals", "--from", "soon")]
    [InlineData("balance", "--lang", "fr")]
    public async Task A_wrong_command_line_exits_with_2_and_sends_nothing(params string[] args)
    {
        await using var server = await CliServer.StartAsync();
        var outcome = await server.RunAsync(args);
        Assert.Equal((2, ""), (outcome.Status, outcome.Out));
        Assert.NotEqual("", outcome.Error);
        Assert.Empty(server.TopUps.Calls);
    }

    [Fact]
    public async Task Missing_certificate_files_exit_with_2_and_are_named()
    {
        var outcome = await CliOutcome.RunAsync("balance", "--ca", "/nowhere/ca.crt");
        Assert.Equal(2, outcome.Status);
        Assert.Contains("/nowhere/ca.crt", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_profile_may_come_from_the_environment()
    {
        await using var server = await CliServer.StartAsync();
        string? Variable(string name)
        {
            var flag = "--" + name.Replace("PARTNER_", "").ToLowerInvariant();
            return Array.IndexOf(server.Profile, flag) is var i and >= 0 ? server.Profile[i + 1] : null;
        }

        var outcome = await CliOutcome.RunAsync(Variable, "balance");
        Assert.Equal(0, outcome.Status);
        Assert.Contains("1134.50 CNY", outcome.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SUCCEEDED", 0)]
    [InlineData("PROCESSING", 3)]
    [InlineData("FAILED", 4)]
    public async Task A_reversal_exits_by_its_own_state(string state, int expected)
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Reverse = request => new ReverseTopUpResponse
        {
            Reversal = new Reversal
            {
                RequestId = request.RequestId,
                TopUp = request.TopUp,
                State = EnumText.Parse<ReversalState>(state),
                Comment = request.Comment,
                Outcome = new Outcome { CheckAgainAfter = new() { Seconds = 60 } },
            },
        };
        var outcome = await server.RunAsync("reverse", "topUps/x", "--comment", "wrong card");
        Assert.Equal(expected, outcome.Status);
        Assert.Contains("wrong card", outcome.Out, StringComparison.Ordinal);
        Assert.StartsWith("Request id: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_passes_exits_with_0_although_nothing_is_sold()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => Task.FromResult(TopUpState.Processing);
        var outcome = await server.RunAsync([.. Sale, "--validate-only"]);
        Assert.Equal(0, outcome.Status);
        Assert.True(Assert.Single(server.TopUps.Calls).ValidateOnly);
    }

    [Theory]
    [InlineData("en", "Exit status:")]
    [InlineData("zh-CN", "退出码：")]
    [InlineData("zh", "退出码：")]
    [InlineData("zh_CN", "退出码：")]
    [InlineData("zh_CN.UTF-8", "退出码：")]
    [InlineData("zh-Hans-CN", "退出码：")]
    [InlineData("en_GB", "Exit status:")]
    public async Task Help_lists_the_exit_statuses(string language, string expected)
    {
        var outcome = await CliOutcome.RunAsync("--help", "--lang", language);
        Assert.Equal(0, outcome.Status);
        Assert.Contains(expected, outcome.Out, StringComparison.Ordinal);
    }
}
