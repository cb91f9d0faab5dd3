using System.Globalization;
using System.Numerics;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Ledger;
using Partner.Core.Texts;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>How findings name things. Everything here copes with values that nothing valid has. What is a
/// <see cref="Wording"/> is put into sentences by <see cref="Told"/>.</summary>
internal static class Named
{
    public static string Partner(string partnerId) => $"partners/{partnerId}";

    public static string TopUp(string partnerId, string id) => $"partners/{partnerId}/topUps/{id}";

    public static string Reversal(ReversalFacts reversal) =>
        $"{TopUp(reversal.PartnerId, reversal.TopUpId)}/reversals/{reversal.Id}";

    public static string Transfer(string partnerId, string id) => $"partners/{partnerId}/transfers/{id}";

    public static string Approval(ApprovalFacts approval) =>
        $"partners/{approval.PartnerId}/approvals/{approval.Id}";

    public static string Float(string partnerId, string currency) => $"partners/{partnerId}/floats/{currency}";

    public static string Entry(EntryFacts entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{Float(entry.PartnerId, entry.Currency)}/{entry.Sequence}");

    public static string Commission(CommissionFacts entry) =>
        $"{Partner(entry.PayeeId)}/commissions/{entry.TopUpId}";

    public static string Settlement(string partnerId, string number) => $"{Partner(partnerId)}/settlements/{number}";

    public static string Request(string partnerId, string id) => $"partners/{partnerId}/requests/{id}";

    public static string Issuer(string id) => $"issuer/{id}";

    public static Wording State(int state) => Name<TopUpState>(state, "state", "状态");

    public static Wording ReversalState(int state) => Name<TopUps.ReversalState>(state, "state", "状态");

    public static string Gifts(GiftFacts gifts) => $"{TopUp(gifts.PartnerId, gifts.TopUpId)}/gifts";

    public static Wording GiftState(int state) => Name<TopUps.GiftState>(state, "state", "状态");

    public static Wording Phase(int phase) => Name<TransferPhase>(phase, "phase", "阶段");

    public static Wording Kind(int kind) => Name<TransferKind>(kind, "kind", "类型");

    public static Wording Account(int account) => Name<Account>(account, "account", "科目");

    public static Wording Amount(BigInteger minor, string currency) =>
        Currency.Find(currency) is { } known && minor >= long.MinValue && minor <= long.MaxValue
            ? Same(new Money((long)minor, known).ToString())
            : Told.Of($"{minor} minor units of {currency}", $"{currency} 最小单位 {minor}");

    public static string Number(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A day by its number.</summary>
    public static Wording Day(int? number) => BusinessDay.Of(number) is { } day
        ? Same(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        : number is { } unknown ? Told.Of($"day {unknown}", $"第 {unknown} 日") : new("no day", "无日期");

    /// <summary>A card number with its middle hidden.</summary>
    public static Wording Card(string? card) => card is null ? new("no card", "无卡号") : Same(CardMask.Of(card));

    /// <summary>What is named, or that nothing is.</summary>
    public static Wording OrNone(string? name) => name is null ? new("none", "无") : Same(name);

    private static Wording Same(string text) => new(text, text);

    private static Wording Name<T>(int value, string english, string chinese)
        where T : struct, Enum => (T)(object)value is var known && Enum.IsDefined(known)
        ? Same(EnumWord.Upper(known))
        : Told.Of($"{english} {value}", $"{chinese} {value}");
}
