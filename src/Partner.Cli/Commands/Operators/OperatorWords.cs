using Leb.Operator.V1;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands.Operators;

/// <summary>
/// Words of the operator's tables: in English those of the contract, in Chinese those of the console and of receipts.
/// </summary>
internal static class OperatorWords
{
    public static string Of(OperationKind kind, Language language) => language.Pick(EnumText.Of(kind), kind switch
    {
        OperationKind.TopUp => "充值",
        OperationKind.Reversal => "冲正",
        OperationKind.Gift => "卡片赠送",
        OperationKind.GiftBack => "收回赠送",
        OperationKind.Reissue => "eSIM 换发",
        _ => EnumText.Of(kind),
    });

    public static string Of(TopUpState state, Language language) => language.Pick(EnumText.Of(state), state switch
    {
        TopUpState.Processing => "处理中",
        TopUpState.Succeeded => "成功",
        TopUpState.Failed => "失败",
        TopUpState.Cancelled => "已取消",
        TopUpState.Reversed => "已冲正",
        _ => EnumText.Of(state),
    });

    public static string Of(GiftState state, Language language) => language.Pick(EnumText.Of(state), state switch
    {
        GiftState.Processing => "发放中",
        GiftState.Granted => "已到卡",
        GiftState.Refused => "已拒绝",
        GiftState.TakingBack => "收回中",
        GiftState.TakenBack => "已收回",
        GiftState.Kept => "留在卡内",
        _ => EnumText.Of(state),
    });

    /// <summary>The state of an operation of any kind, as the service spells it.</summary>
    public static string State(string word, Language language) =>
        EnumText.TryParse<TopUpState>(word, out var sale) ? Of(sale, language)
        : EnumText.TryParse<GiftState>(word, out var gift) ? Of(gift, language)
        : word;

    /// <summary>How long something lasts, in its two largest units: "3 h 12 min".</summary>
    public static string Age(TimeSpan age, Language language) => age switch
    {
        { TotalDays: >= 1 } => language.Pick($"{age.Days} d {age.Hours} h", $"{age.Days} 天 {age.Hours} 小时"),
        { TotalHours: >= 1 } => language.Pick(
            $"{age.Hours} h {age.Minutes} min", $"{age.Hours} 小时 {age.Minutes} 分"),
        { TotalMinutes: >= 1 } => language.Pick(
            $"{age.Minutes} min {age.Seconds} s", $"{age.Minutes} 分 {age.Seconds} 秒"),
        _ => language.Pick($"{age.Seconds} s", $"{age.Seconds} 秒"),
    };
}
