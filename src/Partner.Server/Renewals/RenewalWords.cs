using System.Globalization;
using Partner.Core.Renewals;
using Partner.Server.Errors;

namespace Partner.Server.Renewals;

/// <summary>What a clerk or a customer is told of an auto-renewal, in English and Chinese.</summary>
internal static class RenewalWords
{
    private static readonly Dictionary<RenewalStepKind, (string English, string Chinese)> Steps = new()
    {
        [RenewalStepKind.Created] = ("Automatic renewal is set up.", "已开通自动续费。"),
        [RenewalStepKind.Renewed] = ("The card was renewed automatically.", "该卡已自动续费。"),
        [RenewalStepKind.RenewedElsewhere] = (
            "The card lasts longer already, so that nothing was sold for this time.",
            "该卡有效期已延长，本期未再续费。"),
        [RenewalStepKind.AwaitingIssuer] = (
            "The renewal is under way; the card system has not confirmed it yet. Do not sell it again.",
            "续费处理中，发卡方尚未确认。请勿重复充值。"),
        [RenewalStepKind.LowFloat] = (
            "The card was not renewed: the company's balance is too low.", "未能续费：预存款不足。"),
        [RenewalStepKind.PriceAboveMaximum] = (
            "The card was not renewed: the price is above what the customer agreed to.",
            "未能续费：价格超出顾客同意的上限。"),
        [RenewalStepKind.IssuerTrouble] = (
            "The card was not renewed: the card system could not carry it out.", "未能续费：发卡方暂时无法办理。"),
        [RenewalStepKind.CardRefused] = (
            "The card was not renewed: the card system refused the card.", "未能续费：发卡方拒绝该卡。"),
        [RenewalStepKind.NotSellable] = (
            "The card was not renewed: the plan cannot be sold to it now.", "未能续费：该套餐目前无法售给该卡。"),
        [RenewalStepKind.GivenUp] = (
            "There is no further attempt: automatic renewal is paused. Renew the card by hand before it ends.",
            "不再重试，自动续费已暂停。请在到期前手动续费。"),
        [RenewalStepKind.TakenBack] = (
            "The renewal was cancelled or taken back, so that automatic renewal is paused.",
            "续费已被取消或冲正，自动续费已暂停。"),
        [RenewalStepKind.NotExtended] = (
            "The renewal was paid, but the card does not last longer: automatic renewal is paused. Report it as not "
            + "arrived.",
            "续费已扣款，但该卡有效期未延长，自动续费已暂停。请登记未到账。"),
        [RenewalStepKind.CardEnded] = (
            "The card has ended and cannot be renewed any more: automatic renewal is over.",
            "该卡已失效，无法再续费，自动续费已结束。"),
        [RenewalStepKind.Completed] = (
            "Automatic renewal is over as agreed. Renew the card by hand, or set it up again.",
            "自动续费已按约定结束。请手动续费，或重新开通。"),
        [RenewalStepKind.Paused] = ("Automatic renewal is paused.", "自动续费已暂停。"),
        [RenewalStepKind.Resumed] = ("Automatic renewal goes on.", "自动续费已恢复。"),
        [RenewalStepKind.Cancelled] = ("Automatic renewal was cancelled.", "自动续费已取消。"),
    };

    private static readonly Dictionary<RenewalState, (string English, string Chinese)> States = new()
    {
        [RenewalState.Active] = ("Automatic renewal is on.", "自动续费已开启。"),
        [RenewalState.Paused] = (
            "Automatic renewal is paused: the card is not renewed until it is resumed.",
            "自动续费已暂停，恢复前不会续费。"),
        [RenewalState.Cancelled] = ("Automatic renewal was cancelled.", "自动续费已取消。"),
        [RenewalState.Ended] = ("Automatic renewal is over.", "自动续费已结束。"),
    };

    /// <summary>A step.</summary>
    /// <param name="zone">The card's zone.</param>
    public static string Of(RenewalStep step, TimeZoneInfo zone, Language language)
    {
        var text = Pick(Steps[step.Kind], language);
        var amount = step switch
        {
            { Amount: null } => "",
            { Kind: RenewalStepKind.LowFloat } => language.Pick($" {step.Amount} is needed.", $"需要 {step.Amount}。"),
            { Kind: RenewalStepKind.PriceAboveMaximum } =>
                language.Pick($" It costs {step.Amount}.", $"现价 {step.Amount}。"),
            _ => "",
        };
        return text + amount + Next(step.NextAt, zone, language);
    }

    /// <summary>An auto-renewal as it is.</summary>
    /// <param name="last">What happened to it last; null where that is not known.</param>
    /// <param name="zone">The card's zone.</param>
    public static string Of(
        AutoRenewal known, RenewalStep? last, TimeZoneInfo zone, Language language) => known switch
        {
            { Phase: RenewalPhase.Selling, IsOver: false } => Pick(Steps[RenewalStepKind.AwaitingIssuer], language),
            { State: RenewalState.Active, Failures: > 0 } =>
                Pick(Steps[known.LastKind], language) + Next(known.DueAt, zone, language),

            // Agreed on so late that the time had come already.
            { State: RenewalState.Active, RenewsAt: { } due } when due <= known.CreatedAt =>
                Pick(States[known.State], language) + language.Pick(
                    " The time for it has come: the card is renewed now.", "已到续费时间，现在即为该卡续费。"),

            // Its time came while it was paused.
            { State: RenewalState.Active, RenewsAt: { } due }
                when last is { Kind: RenewalStepKind.Resumed } && due <= last.At =>
                Pick(States[known.State], language) + language.Pick(
                    " The time for it has come: the card is renewed now, unless it lasts longer already.",
                    "已到续费时间，如该卡有效期尚未延长，现在即为其续费。"),
            { State: RenewalState.Active, RenewsAt: { } at } => Pick(States[known.State], language) + language.Pick(
                $" The card is renewed on {Time(at, zone, language)}.", $"该卡将于 {Time(at, zone, language)}续费。"),
            { State: RenewalState.Ended } or { State: RenewalState.Paused, LastKind: not RenewalStepKind.Paused } =>
                Pick(Steps[known.LastKind], language),
            _ => Pick(States[known.State], language),
        };

    private static string Next(DateTimeOffset? at, TimeZoneInfo zone, Language language) => at is { } next
        ? language.Pick(
            $" It is tried again on {Time(next, zone, language)}.", $"将于 {Time(next, zone, language)}重试。")
        : "";

    /// <summary>"2026-11-27 21:00 (Asia/Shanghai)": by the card's calendar, which is named.</summary>
    private static string Time(DateTimeOffset at, TimeZoneInfo zone, Language language)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return language.Pick($"{local} ({zone.Id})", $"{local}（{zone.Id}）");
    }

    private static string Pick((string English, string Chinese) texts, Language language) =>
        language.Pick(texts.English, texts.Chinese);
}
