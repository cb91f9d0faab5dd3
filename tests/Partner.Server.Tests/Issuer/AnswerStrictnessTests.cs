using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Server.Issuer;

namespace Partner.Server.Tests.Issuer;

/// <summary>
/// Which answers mean something. ID stands for our id; money moves on every line that is not Unknown.
/// </summary>
public sealed class AnswerStrictnessTests
{
    private const string Declined = """{"id":"ID","status":"failed","code":"CARD_BLOCKED"}""";
    private const string Completed = """{"id":"ID","status":"completed","reference":"R1"}""";
    private const string Cancelled = """{"id":"ID","status":"cancelled"}""";

    [Theory]
    [InlineData(201, Completed, IssuerVerdict.Accepted)]
    [InlineData(200, Completed, IssuerVerdict.Accepted)]
    [InlineData(422, Declined, IssuerVerdict.Declined)]
    [InlineData(410, Cancelled, IssuerVerdict.Withdrawn)]
    [InlineData(404, "", IssuerVerdict.Unknown)]
    [InlineData(404, Declined, IssuerVerdict.Unknown)]
    [InlineData(404, """{"id":"ID","code":"NOT_FOUND"}""", IssuerVerdict.Unknown)]
    [InlineData(400, Declined, IssuerVerdict.Unknown)]
    [InlineData(401, Declined, IssuerVerdict.Unknown)]
    [InlineData(409, """{"id":"ID","code":"ID_CONFLICT"}""", IssuerVerdict.Unknown)]
    [InlineData(409, Declined, IssuerVerdict.Unknown)]
    [InlineData(429, Declined, IssuerVerdict.Unknown)]
    [InlineData(500, "", IssuerVerdict.Unknown)]
    [InlineData(500, Declined, IssuerVerdict.Unknown)]
    [InlineData(503, Completed, IssuerVerdict.Unknown)]
    [InlineData(200, "", IssuerVerdict.Unknown)]
    [InlineData(204, "", IssuerVerdict.Unknown)]
    [InlineData(200, Declined, IssuerVerdict.Unknown)]
    [InlineData(202, Completed, IssuerVerdict.Unknown)]
    [InlineData(202, """{"id":"ID","status":"inProgress"}""", IssuerVerdict.Unknown)]
    [InlineData(422, Completed, IssuerVerdict.Unknown)]
    [InlineData(422, Cancelled, IssuerVerdict.Unknown)]
    [InlineData(422, "", IssuerVerdict.Unknown)]
    [InlineData(422, "<html>Unprocessable</html>", IssuerVerdict.Unknown)]
    [InlineData(422, "null", IssuerVerdict.Unknown)]
    [InlineData(422, "[]", IssuerVerdict.Unknown)]
    [InlineData(422, """{"status":"failed","code":"CARD_BLOCKED"}""", IssuerVerdict.Unknown)]
    [InlineData(422, """{"id":"other","status":"failed","code":"CARD_BLOCKED"}""", IssuerVerdict.Unknown)]
    [InlineData(422, """{"id":"id","status":"failed","code":"CARD_BLOCKED"}""", IssuerVerdict.Unknown)]
    [InlineData(422, """{"id":"other","id":"ID","status":"failed","code":"X"}""", IssuerVerdict.Unknown)]
    [InlineData(422, """{"id":"ID","code":"CARD_BLOCKED"}""", IssuerVerdict.Unknown)]
    [InlineData(422, """{"id":"ID","status":"failed"}""", IssuerVerdict.Unknown)]
    [InlineData(422, """{"id":"ID","status":"failed","code":""}""", IssuerVerdict.Unknown)]
    [InlineData(422, """{"id":"ID","status":"failed","code":"CARD_BLOCKED" """, IssuerVerdict.Unknown)]
    [InlineData(422, Declined + "x", IssuerVerdict.Unknown)]
    public async Task An_order_is_settled_only_by_the_status_and_the_body_that_belong_together(
        int status, string body, IssuerVerdict expected)
    {
        var answer = await AskAsync(status, body, gateway => gateway.TopUpAsync(ScriptedIssuer.Order, default));
        Assert.Equal(expected, answer.Verdict);
    }

    [Theory]
    [InlineData(200, Completed, IssuerVerdict.Accepted)]
    [InlineData(200, Declined, IssuerVerdict.Declined)]
    [InlineData(200, Cancelled, IssuerVerdict.Withdrawn)]
    [InlineData(404, """{"id":"ID","code":"NOT_FOUND"}""", IssuerVerdict.NotFound)]
    [InlineData(404, """{"id":"other","code":"NOT_FOUND"}""", IssuerVerdict.Unknown)]
    [InlineData(404, """{"code":"NOT_FOUND"}""", IssuerVerdict.Unknown)]
    [InlineData(404, "", IssuerVerdict.Unknown)]
    [InlineData(404, "<html>Not Found</html>", IssuerVerdict.Unknown)]
    [InlineData(200, """{"id":"ID","status":"inProgress"}""", IssuerVerdict.Unknown)]
    [InlineData(422, Declined, IssuerVerdict.Unknown)]
    [InlineData(500, Completed, IssuerVerdict.Unknown)]
    public async Task A_query_finds_nothing_only_when_the_issuer_says_so_of_our_id(
        int status, string body, IssuerVerdict expected)
    {
        var answer = await AskAsync(status, body, gateway => gateway.QueryAsync(ScriptedIssuer.Id, default));
        Assert.Equal(expected, answer.Verdict);
    }

    [Theory]
    [InlineData(200, Cancelled, IssuerVerdict.Withdrawn)]
    [InlineData(200, Completed, IssuerVerdict.Accepted)]
    [InlineData(200, Declined, IssuerVerdict.Declined)]
    [InlineData(404, """{"id":"ID","code":"NOT_FOUND"}""", IssuerVerdict.Unknown)]
    [InlineData(202, Cancelled, IssuerVerdict.Unknown)]
    [InlineData(200, """{"id":"other","status":"cancelled"}""", IssuerVerdict.Unknown)]
    public async Task A_withdrawal_counts_only_when_it_is_acknowledged_for_our_id(
        int status, string body, IssuerVerdict expected)
    {
        var answer = await AskAsync(status, body, gateway => gateway.WithdrawAsync(ScriptedIssuer.Id, default));
        Assert.Equal(expected, answer.Verdict);
    }

    [Theory]
    [InlineData("CARD_BLOCKED", Reason.CardBlocked)]
    [InlineData("CARD_UNKNOWN", Reason.CardUnknown)]
    [InlineData("CARD_EXPIRED", Reason.CardExpired)]
    [InlineData("PRODUCT_NOT_ACCEPTED", Reason.ProductNotAccepted)]
    [InlineData("BALANCE_ALREADY_USED", Reason.BalanceAlreadyUsed)]
    [InlineData("SOMETHING_ELSE", Reason.IssuerDeclined)]
    public async Task A_refusal_has_the_reason_of_its_code(string code, Reason expected)
    {
        var body = $$"""{"id":"ID","status":"failed","code":"{{code}}"}""";
        var order = new IssuerReversal(new ReversalId(ScriptedIssuer.Id), new TopUpId("01JTOPUP000000000000000002"));
        var answer = await AskAsync(422, body, gateway => gateway.ReverseAsync(order, default));
        Assert.Equal(new IssuerAnswer(IssuerVerdict.Declined, null, expected, code), answer);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed_and_leaves_the_order_in_doubt(int status)
    {
        await using var issuer = await ScriptedIssuer.StartAsync((http, _) =>
        {
            http.Response.Headers.Location = "/elsewhere";
            return ScriptedIssuer.AnswerAsync(http, status, ScriptedIssuer.Completed);
        });
        using var gateway = ScriptedIssuer.Gateway(issuer.Url);

        var answer = await gateway.TopUpAsync(ScriptedIssuer.Order, default);

        Assert.Equal(IssuerVerdict.Unknown, answer.Verdict);
        Assert.Equal(1, issuer.Requests);
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_not_read_to_its_end()
    {
        var body = ScriptedIssuer.Completed + new string(' ', 100_000);
        await using var issuer = await ScriptedIssuer.StartAsync(201, body);
        using var gateway = ScriptedIssuer.Gateway(issuer.Url);

        var answer = await gateway.TopUpAsync(ScriptedIssuer.Order, default);

        Assert.Equal(new IssuerAnswer(IssuerVerdict.Unknown, Detail: "answer too long"), answer);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_leaves_the_order_in_doubt()
    {
        await using var issuer = await ScriptedIssuer.StartAsync(async (http, _) =>
        {
            http.Response.ContentLength = 500;
            await ScriptedIssuer.AnswerAsync(http, 201, ScriptedIssuer.Completed);
            await http.Response.Body.FlushAsync(CancellationToken.None);
            http.Abort();
        });
        using var gateway = ScriptedIssuer.Gateway(issuer.Url);

        var answer = await gateway.TopUpAsync(ScriptedIssuer.Order, default);

        Assert.Equal(IssuerVerdict.Unknown, answer.Verdict);
    }

    [Theory]
    [InlineData(200, """{"logicalResource":{"value":"CARD"},"cardType":"PHONE","status":"active"}""", "Found")]
    [InlineData(404, """{"logicalResource":{"value":"CARD"},"code":"CARD_UNKNOWN"}""", "UnknownCard")]
    [InlineData(404, """{"code":"CARD_UNKNOWN"}""", "Unavailable")]
    [InlineData(404, "", "Unavailable")]
    [InlineData(200, """{"logicalResource":{"value":"other"},"cardType":"PHONE","status":"active"}""", "Unavailable")]
    [InlineData(200, """{"logicalResource":{"value":"CARD"},"cardType":"PHONE","status":"melted"}""", "Unavailable")]
    [InlineData(200, """{"logicalResource":{"value":"CARD"},"status":"active"}""", "Unavailable")]
    [InlineData(500, """{"logicalResource":{"value":"CARD"},"code":"CARD_UNKNOWN"}""", "Unavailable")]
    public async Task A_card_is_known_or_unknown_only_by_an_answer_that_names_it(
        int status, string body, string expected)
    {
        var card = CardNumber.Iccid("8986030000000000014")!;
        await using var issuer = await ScriptedIssuer.StartAsync(
            status, body.Replace("CARD\"}", card.Value + "\"}", StringComparison.Ordinal));
        using var gateway = ScriptedIssuer.Gateway(issuer.Url, options: basic => basic with { LookupAttempts = 1 });

        var answer = await gateway.GetCardAsync(card, default);

        Assert.Equal(expected, answer.Verdict.ToString());
    }

    private static async Task<IssuerAnswer> AskAsync(
        int status, string body, Func<HttpIssuerGateway, Task<IssuerAnswer>> ask)
    {
        await using var issuer = await ScriptedIssuer.StartAsync(
            status, body.Replace("\"ID\"", $"\"{ScriptedIssuer.Id}\"", StringComparison.Ordinal));
        using var gateway = ScriptedIssuer.Gateway(issuer.Url, options: basic => basic with { QueryAttempts = 1 });
        return await ask(gateway);
    }
}
