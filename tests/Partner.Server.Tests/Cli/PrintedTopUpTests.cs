using Leb.Partner.V1;

namespace Partner.Server.Tests.Cli;

public sealed class PrintedTopUpTests
{
    [Fact]
    public async Task A_sale_that_succeeded_reads_like_a_receipt_in_Chinese()
    {
        await using var server = await CliServer.StartAsync();
        var outcome = await SellAsync(server, TopUpState.Succeeded, "zh-CN");
        Assert.Equal(
            """
            状态        SUCCEEDED 成功
            提示        到账
            凭证号      100000008
            卡          +8613800138000
            套餐        plans/phone-100
            面额        100.00 CNY
            顾客支付    100.00 CNY
            预付款扣款  100.00 CNY
            佣金        2.50 CNY
            渠道        POS
            创建时间    2026-11-21 08:00:00 +00:00
            请求号      sale-000000000001
            名称        topUps/sale-000000000001

            """,
            outcome.Out);
    }

    [Fact]
    public async Task A_sale_that_is_PROCESSING_says_not_to_refund_and_how_to_ask_again()
    {
        await using var server = await CliServer.StartAsync();
        var outcome = await SellAsync(server, TopUpState.Processing, "en");
        Assert.Equal(
            """
            State              PROCESSING
            Did money move?    Not known yet: the amount may be reserved or charged. Do not refund the customer.
            Is a retry safe?   Yes: made as below it cannot charge twice.
            How to retry?      With the same request id: --request-id sale-000000000001 (wait 60 s first)
            Whose turn is it?  Nobody's: nothing is known to have failed.
            Reason             AWAITING_ISSUER
            Receipt            100000008
            Card               +8613800138000
            Plan               plans/phone-100
            Face value         100.00 CNY
            Customer pays      100.00 CNY
            Float debit        100.00 CNY
            Commission         2.50 CNY
            Channel            POS
            Created            2026-11-21 08:00:00 +00:00
            Request id         sale-000000000001
            Name               topUps/sale-000000000001

            """,
            outcome.Out);
    }

    private static Task<CliOutcome> SellAsync(CliServer server, TopUpState state, string language)
    {
        server.TopUps.Before = _ => Task.FromResult(state);
        return server.RunAsync(
            "topup", "--card", "+8613800138000", "--plan", "phone-100", "--channel", "pos", "--lang", language,
            "--request-id", "sale-000000000001");
    }
}
