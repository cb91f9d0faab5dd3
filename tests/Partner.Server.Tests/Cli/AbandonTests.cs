using Leb.Partner.V1;

namespace Partner.Server.Tests.Cli;

/// <summary>The command for a customer who does not wait any longer.</summary>
public sealed class AbandonTests
{
    private const string Id = "sale-000000000001";

    [Fact]
    public async Task A_sale_that_was_not_made_is_refunded_and_never_made()
    {
        await using var server = await CliServer.StartAsync();
        var outcome = await server.RunAsync("abandon", Id);
        Assert.Equal(4, outcome.Status);
        Assert.Contains("Refund the customer", outcome.Out, StringComparison.Ordinal);
        var sale = await server.RunAsync(
            "topup", "--card", "+8613800138000", "--plan", "phone-100", "--channel", "pos", "--request-id", Id);
        Assert.Equal(1, sale.Status);
        Assert.Contains("REQUEST_ABANDONED", sale.Error, StringComparison.Ordinal);
        outcome = await server.RunAsync("abandon", Id, "--lang", "zh-CN");
        Assert.Contains("请退款给顾客", outcome.Out, StringComparison.Ordinal);
        outcome = await server.RunAsync("abandon", Id, "--json");
        Assert.Contains("\"abandoned\": true", outcome.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TopUpState.Succeeded, 0)]
    [InlineData(TopUpState.Processing, 3)]
    [InlineData(TopUpState.Failed, 4)]
    public async Task A_sale_that_was_made_is_shown_and_exits_by_its_state(TopUpState state, int expected)
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Put(server.TopUps.Make(
            new CreateTopUpRequest { RequestId = Id, Card = new CardRef { PhoneNumber = "+8613800138000" } }, state));
        Assert.Equal(expected, (await server.RunAsync("abandon", Id)).Status);
    }

    [Fact]
    public async Task A_refusal_is_no_reason_to_refund()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.BeforeAbandoning = () => throw Refusals.CertificateRevoked();
        var outcome = await server.RunAsync("abandon", Id);
        Assert.Equal(1, outcome.Status);
        Assert.Contains("do not refund", outcome.Error, StringComparison.Ordinal);
    }
}
