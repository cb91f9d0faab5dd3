using System.Globalization;
using System.Numerics;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Ledger;
using Partner.Core.Texts;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>How findings name things. Everything here copes with values that nothing valid has.</summary>
internal static class Wording
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

    public static string State(int state) => Name<TopUpState>(state, "state");

    public static string ReversalState(int state) => Name<TopUps.ReversalState>(state, "state");

    public static string Gifts(GiftFacts gifts) => $"{TopUp(gifts.PartnerId, gifts.TopUpId)}/gifts";

    public static string GiftState(int state) => Name<TopUps.GiftState>(state, "state");

    public static string Phase(int phase) => Name<TransferPhase>(phase, "phase");

    public static string Kind(int kind) => Name<TransferKind>(kind, "kind");

    public static string Account(int account) => Name<Account>(account, "account");

    public static string Amount(BigInteger minor, string currency) =>
        Currency.Find(currency) is { } known && minor >= long.MinValue && minor <= long.MaxValue
            ? new Money((long)minor, known).ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{minor} minor units of {currency}");

    public static string Number(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A day by its number.</summary>
    public static string Day(int? number) => BusinessDay.Of(number) is { } day
        ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : number is { } unknown ? $"day {Number(unknown)}" : "no day";

    /// <summary>A card number with its middle hidden.</summary>
    public static string Card(string? card) => card is null ? "no card" : CardMask.Of(card);

    private static string Name<T>(int value, string word)
        where T : struct, Enum => (T)(object)value is var known && Enum.IsDefined(known)
        ? EnumWord.Upper(known)
        : string.Create(CultureInfo.InvariantCulture, $"{word} {value}");
}
