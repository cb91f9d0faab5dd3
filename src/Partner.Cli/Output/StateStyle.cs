using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>States in words and, on a terminal, in colour: green is done, yellow is open, red is not done.</summary>
internal sealed class StateStyle(Language language, bool colours)
{
    public string Of(TopUpState state) => state switch
    {
        TopUpState.Processing => Named(state, "处理中"),
        TopUpState.Succeeded => Named(state, "成功"),
        TopUpState.Failed => Named(state, "失败"),
        TopUpState.Cancelled => Named(state, "已取消"),
        TopUpState.Reversed => Named(state, "已冲正"),
        _ => EnumText.Of(state),
    };

    public string Of(ReversalState state) => state switch
    {
        ReversalState.Processing => Named(state, "处理中"),
        ReversalState.Succeeded => Named(state, "成功"),
        ReversalState.Failed => Named(state, "失败"),
        _ => EnumText.Of(state),
    };

    public string Of(CaseState state) => state switch
    {
        CaseState.Open => Named(state, "核查中"),
        CaseState.Arrived => Named(state, "已到账"),
        CaseState.Repaired => Named(state, "已补到账"),
        CaseState.Refunded => Named(state, "已退款"),
        CaseState.Escalated => Named(state, "已转人工"),
        _ => EnumText.Of(state),
    };

    public string Of(AutoRenewalState state) => state switch
    {
        AutoRenewalState.Active => Named(state, "已开启"),
        AutoRenewalState.Paused => Named(state, "已暂停"),
        AutoRenewalState.Cancelled => Named(state, "已取消"),
        AutoRenewalState.Ended => Named(state, "已结束"),
        _ => EnumText.Of(state),
    };

    /// <summary>Colours a padded cell that begins with the name of a state.</summary>
    public string Paint(string cell, string padded)
    {
        var code = cell.Split(' ')[0] switch
        {
            "SUCCEEDED" => 32,
            "PROCESSING" => 33,
            "FAILED" or "CANCELLED" or "REVERSED" or "REFUSED" or "UNANSWERED" => 31,
            _ => 0,
        };
        return colours && code != 0 ? $"\e[{code}m{padded}\e[0m" : padded;
    }

    private string Named<T>(T state, string chinese)
        where T : struct, Enum => language.Pick(EnumText.Of(state), $"{EnumText.Of(state)} {chinese}");
}
