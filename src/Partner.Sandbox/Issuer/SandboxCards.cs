using System.Globalization;
using Partner.Core.Cards;

namespace Partner.Sandbox.Issuer;

/// <summary>A card of the sandbox.</summary>
/// <param name="Number">Its ICCID.</param>
/// <param name="Outcome">What it does.</param>
/// <param name="English">For people.</param>
/// <param name="Chinese">For people.</param>
public sealed record SandboxCard(string Number, SandboxOutcome Outcome, string English, string Chinese);

/// <summary>
/// The sandbox table: numbers that make the simulated issuer show each outcome. A number is 19 digits: 89860 and the
/// digit of the card type (the operator's range), nine zeros, three digits that select the outcome, the check digit.
/// Every other valid number, phone numbers included, is topped up at once.
/// </summary>
public static class SandboxCards
{
    /// <summary>电话卡 that is topped up at once.</summary>
    public const string Success = "8986030000000000014";

    /// <summary>电话卡 that is topped up after 3 s.</summary>
    public const string SuccessAfterShortDelay = "8986030000000001012";

    /// <summary>电话卡 that is topped up after 20 s.</summary>
    public const string SuccessAfterLongDelay = "8986030000000001020";

    /// <summary>电话卡 that is blocked.</summary>
    public const string CardBlocked = "8986030000000002010";

    /// <summary>电话卡 that the issuer does not know.</summary>
    public const string CardUnknown = "8986030000000002028";

    /// <summary>电话卡 that takes no product.</summary>
    public const string ProductNotAccepted = "8986030000000002036";

    /// <summary>电话卡 that expired beyond grace.</summary>
    public const string CardExpired = "8986030000000002044";

    /// <summary>电话卡 that is suspended.</summary>
    public const string CardSuspended = "8986030000000002051";

    /// <summary>电话卡 that is past its validity, in grace.</summary>
    public const string CardInGrace = "8986030000000002069";

    /// <summary>电话卡 that expires tomorrow.</summary>
    public const string CardExpiring = "8986030000000002077";

    /// <summary>电话卡 with one HTTP 500 before success.</summary>
    public const string ServerErrorThenSuccess = "8986030000000003018";

    /// <summary>电话卡 whose first request times out although it was applied.</summary>
    public const string TimeoutAfterApplying = "8986030000000003026";

    /// <summary>电话卡 whose first request times out and was not applied.</summary>
    public const string TimeoutWithoutApplying = "8986030000000003034";

    /// <summary>电话卡 whose first answer breaks off.</summary>
    public const string AnswerCutOff = "8986030000000003042";

    /// <summary>电话卡 that is topped up at once and answered minutes late.</summary>
    public const string AppliedAnsweredLate = "8986030000000003059";

    /// <summary>电话卡 whose first request is applied minutes after a query said "not found".</summary>
    public const string FirstRequestAppliedLate = "8986030000000003067";

    /// <summary>电话卡 about which the issuer never says anything.</summary>
    public const string NeverAnswers = "8986030000000003075";

    /// <summary>电话卡 whose reversal is refused.</summary>
    public const string ReversalDeclined = "8986030000000004016";

    /// <summary>电话卡 whose reversal times out although it was applied.</summary>
    public const string ReversalTimeoutAfterApplying = "8986030000000004024";

    /// <summary>电话卡 that is topped up with a day less than was promised.</summary>
    public const string GrantsLess = "8986030000000005013";

    /// <summary>电话卡 on which half of what it has is used at once.</summary>
    public const string PartlyUsed = "8986030000000005021";

    /// <summary>电话卡 whose issuer goes back on its word.</summary>
    public const string DeniedLater = "8986030000000005039";

    /// <summary>电话卡 whose gifts are refused.</summary>
    public const string GiftRefused = "8986030000000006011";

    /// <summary>电话卡 about whose gifts the issuer never says anything.</summary>
    public const string GiftNeverAnswered = "8986030000000006029";

    /// <summary>电话卡 the request for whose gifts times out although it was applied.</summary>
    public const string GiftTimeoutAfterApplying = "8986030000000006037";

    /// <summary>电话卡, where cards of other types have an eSIM that asks for a confirmation code.</summary>
    public const string ConfirmationCode = "8986030000000007019";

    /// <summary>电话卡 that works in one region only.</summary>
    public const string OneRegion = "8986030000000007027";

    private const string Operator = "89860";
    private const string Marker = "000000000";

    /// <summary>All outcomes with their 电话卡, in the order of their codes.</summary>
    public static IReadOnlyList<SandboxCard> All { get; } =
    [
        new(Success, SandboxOutcome.Success, "Succeeds at once", "立即到账"),
        new(SuccessAfterShortDelay, SandboxOutcome.SuccessAfterShortDelay, "Succeeds after 3 seconds", "3 秒后到账"),
        new(SuccessAfterLongDelay, SandboxOutcome.SuccessAfterLongDelay, "Succeeds after 20 seconds", "20 秒后到账"),
        new(CardBlocked, SandboxOutcome.CardBlocked, "Declined: card blocked", "拒绝：卡已冻结"),
        new(CardUnknown, SandboxOutcome.CardUnknown, "Declined: no such card", "拒绝：卡号不存在"),
        new(
            ProductNotAccepted,
            SandboxOutcome.ProductNotAccepted,
            "Declined: the card does not take the product",
            "拒绝：该卡不支持此套餐"),
        new(
            CardExpired, SandboxOutcome.CardExpired, "Declined: expired beyond grace", "拒绝：已过期且超出宽限期"),
        new(
            CardSuspended,
            SandboxOutcome.CardSuspended,
            "Succeeds; service is suspended before",
            "充值成功；此前已停机"),
        new(
            CardInGrace,
            SandboxOutcome.CardInGrace,
            "Succeeds; expired ten days ago, in grace",
            "充值成功；十天前已过期，处于宽限期"),
        new(
            CardExpiring,
            SandboxOutcome.CardExpiring,
            "Succeeds; expires tomorrow",
            "充值成功；明天到期"),
        new(
            ServerErrorThenSuccess,
            SandboxOutcome.ServerErrorThenSuccess,
            "HTTP 500 first, succeeds when repeated",
            "首次返回 HTTP 500，重试后到账"),
        new(
            TimeoutAfterApplying,
            SandboxOutcome.TimeoutAfterApplying,
            "First request times out but was applied",
            "首次请求超时，但已到账"),
        new(
            TimeoutWithoutApplying,
            SandboxOutcome.TimeoutWithoutApplying,
            "First request times out and was not applied; succeeds when repeated",
            "首次请求超时且未到账，重试后到账"),
        new(
            AnswerCutOff,
            SandboxOutcome.AnswerCutOff,
            "Applied, but the connection drops in the middle of the answer",
            "已到账，但应答中途断线"),
        new(
            AppliedAnsweredLate,
            SandboxOutcome.AppliedAnsweredLate,
            "Applied at once, answered 2 minutes late; a query finds it",
            "立即到账，2 分钟后才应答；查询可见"),
        new(
            FirstRequestAppliedLate,
            SandboxOutcome.FirstRequestAppliedLate,
            "First request applied 2 minutes later; queries before say not found",
            "首次请求 2 分钟后才到账，此前查询为未找到"),
        new(
            NeverAnswers,
            SandboxOutcome.NeverAnswers,
            "Never applied and never answered, queries and withdrawals neither",
            "不到账也从不应答，查询和撤回亦无应答"),
        new(
            ReversalDeclined,
            SandboxOutcome.ReversalDeclined,
            "Succeeds; its reversal is declined: balance already used",
            "充值成功；冲正被拒：余额已使用"),
        new(
            ReversalTimeoutAfterApplying,
            SandboxOutcome.ReversalTimeoutAfterApplying,
            "Succeeds; its reversal times out but was applied",
            "充值成功；冲正超时，但已生效"),
        new(
            GrantsLess,
            SandboxOutcome.GrantsLess,
            "Succeeds, with a day less than the plan promises",
            "充值成功，但有效期比套餐承诺少一天"),
        new(
            PartlyUsed,
            SandboxOutcome.PartlyUsed,
            "Succeeds; half of its data and ten of its days are used at once",
            "充值成功；随即用去一半流量和十天有效期"),
        new(
            DeniedLater,
            SandboxOutcome.DeniedLater,
            "Succeeds; asked about it later, the issuer says that it refused it",
            "充值成功；事后查询时发卡方称已拒绝"),
        new(
            GiftRefused,
            SandboxOutcome.GiftRefused,
            "Succeeds; the gifts of its promotions are declined",
            "充值成功；活动赠品被拒"),
        new(
            GiftNeverAnswered,
            SandboxOutcome.GiftNeverAnswered,
            "Succeeds; the gifts of its promotions are never applied and never answered",
            "充值成功；活动赠品不到账也从不应答"),
        new(
            GiftTimeoutAfterApplying,
            SandboxOutcome.GiftTimeoutAfterApplying,
            "Succeeds; the request for its gifts times out but was applied",
            "充值成功；赠品请求超时，但已到账"),
        new(
            ConfirmationCode,
            SandboxOutcome.ConfirmationCode,
            "Succeeds; its eSIM, of cards that have one, waits for a device and needs a confirmation code",
            "充值成功；如为 eSIM 卡，则待安装且需输入确认码"),
        new(
            OneRegion,
            SandboxOutcome.OneRegion,
            "Succeeds; works in Hong Kong only, so that plans of other regions are warned of",
            "充值成功；仅限香港使用，办理其他地区套餐会有提示"),
    ];

    /// <summary>The leading digits of a card type's numbers: 898601 to 898604.</summary>
    /// <param name="type">The card type.</param>
    public static string Prefix(CardType type) => Operator + (char)('0' + (int)type);

    /// <summary>The sandbox card of an outcome.</summary>
    /// <param name="type">The card type.</param>
    public static string Number(CardType type, SandboxOutcome outcome)
    {
        var digits = Prefix(type) + Marker + ((int)outcome).ToString("D3", CultureInfo.InvariantCulture);
        return digits + CardNumber.LuhnDigit(digits);
    }

    /// <summary>What a card does.</summary>
    /// <param name="card">A number; anything that is no sandbox card is a <see cref="SandboxOutcome.Success"/>.</param>
    public static SandboxOutcome OutcomeOf(string card)
    {
        if (card.Length != 19 || TypeOf(card) is null || !card.AsSpan(6, 9).SequenceEqual(Marker))
        {
            return SandboxOutcome.Success;
        }

        var outcome = (SandboxOutcome)int.Parse(card.AsSpan(15, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        return Enum.IsDefined(outcome) ? outcome : SandboxOutcome.Success;
    }

    /// <summary>The type of a card by its range.</summary>
    /// <param name="card">A number.</param>
    /// <returns>The type; null for a number outside of their ranges, such as a phone number.</returns>
    public static CardType? TypeOf(string card) =>
        card.Length > 6 && card.StartsWith(Operator, StringComparison.Ordinal)
        && Enum.IsDefined((CardType)(card[5] - '0'))
            ? (CardType)(card[5] - '0')
            : null;
}
