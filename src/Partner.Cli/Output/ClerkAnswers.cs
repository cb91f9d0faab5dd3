using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>A call that was refused or lost, and what is known about it on this side.</summary>
/// <param name="Error">What the answer said.</param>
/// <param name="RequestId">The request id in use; null for a command that has none.</param>
/// <param name="MovesMoney">Whether what was sent may move money at all.</param>
internal sealed record FailedCall(PartnerError Error, string? RequestId, bool MovesMoney);

/// <summary>The answers to the clerk's four questions, as facts.</summary>
/// <param name="MoneyMoved">Whether the float was charged.</param>
/// <param name="RetrySafe">Whether a further attempt cannot charge twice.</param>
/// <param name="RetryWith">With which request id.</param>
/// <param name="Fault">Who has to act.</param>
/// <param name="RetryAfter">How long to wait first; null when it is not said.</param>
/// <param name="RequestId">The request id in use; null for a command that has none.</param>
/// <param name="MovesMoney">Whether what was sent may move money at all.</param>
internal sealed record ClerkAnswers(
    MoneyMoved MoneyMoved,
    bool RetrySafe,
    RetryWith RetryWith,
    Fault Fault,
    TimeSpan? RetryAfter,
    string? RequestId,
    bool MovesMoney)
{
    public static ClerkAnswers Of(FailedCall call) => new(
        call.MovesMoney ? call.Error.MoneyMoved : MoneyMoved.No,
        call.Error.RetrySafe,
        call.Error.RetryWith,
        call.Error.Fault,
        call.Error.RetryAfter,
        call.RequestId,
        call.MovesMoney);

    public static ClerkAnswers Of(Outcome outcome, string requestId) => new(
        outcome.MoneyMoved,
        outcome.RetrySafe,
        outcome.RetryWith,
        outcome.Fault,
        outcome.CheckAgainAfter?.ToTimeSpan(),
        requestId,
        MovesMoney: true);

    /// <summary>The questions and answers in words, in the order in which a clerk asks them.</summary>
    public IEnumerable<(string Question, string Answer)> InWords(Language language)
    {
        yield return (language.Pick("Did money move?", "扣款了吗？"), Money(language));
        yield return (language.Pick("Is a retry safe?", "重试安全吗？"), Safe(language));
        yield return (language.Pick("How to retry?", "如何重试？"), How(language) + After(language));
        yield return (language.Pick("Whose turn is it?", "由谁处理？"), Turn(language));
    }

    private string Money(Language language) => MoneyMoved switch
    {
        MoneyMoved.No when !MovesMoney => language.Pick(
            "No: this command moves no money.",
            "没有：此命令不涉及扣款。"),
        MoneyMoved.No => language.Pick("No: the float is not charged.", "没有：预付款未被扣。"),
        MoneyMoved.Yes => language.Pick("Yes: the float was changed.", "是：预付款已变动。"),
        _ => language.Pick(
            "Not known yet: the amount may be reserved or charged. Do not refund the customer.",
            "尚不确定：金额可能已冻结或已扣。请勿给顾客退款。"),
    };

    private string Safe(Language language) => RetrySafe
        ? language.Pick("Yes: made as below it cannot charge twice.", "安全：按下述方式重试不会重复扣款。")
        : language.Pick("No.", "不安全。");

    private string How(Language language) => RetryWith switch
    {
        RetryWith.SameRequestId when RequestId is null => language.Pick("Repeat the command.", "重复执行此命令。"),
        RetryWith.SameRequestId => language.Pick(
            $"With the same request id: --request-id {RequestId}",
            $"使用同一请求号：--request-id {RequestId}"),
        RetryWith.NewRequestId when RequestId is null => language.Pick(
            "Correct the command, then repeat it.",
            "更正命令后重试。"),
        RetryWith.NewRequestId => language.Pick(
            "Correct what is wrong, then send it with a new request id.",
            "更正错误后，用新的请求号发送。"),
        RetryWith.Never => language.Pick("Do not retry.", "请勿重试。"),
        _ => language.Pick("There is nothing to retry.", "无需重试。"),
    };

    private string After(Language language) => RetryAfter is not { } pause
        ? ""
        : language.Pick($" (wait {DurationText.Format(pause)} first)", $"（请先等待 {DurationText.Format(pause)}）");

    private string Turn(Language language) => Fault switch
    {
        Fault.Caller => language.Pick("The caller: the request itself is wrong.", "调用方：请求本身有误。"),
        Fault.Partner => language.Pick(
            "The partner: its float, certificate or status.",
            "合作伙伴：余额、证书或状态。"),
        Fault.Operator => language.Pick("The operator of the service.", "服务运营方。"),
        Fault.Issuer => language.Pick("The card issuer, or the card.", "发卡方或卡本身。"),
        _ => language.Pick("Nobody's: nothing is known to have failed.", "无人：未发现故障。"),
    };
}
