using Partner.Core.Ledger;

namespace Partner.Core.Limits;

/// <summary>Which limits there can be.</summary>
public static class LimitRules
{
    /// <summary>
    /// The most limits that a setter may have for a partner: every server holds all of them in memory.
    /// </summary>
    public const int Most = 5000;

    private const long MostCount = 100_000;

    /// <summary>Whether a kind is an amount of money; otherwise it is a number.</summary>
    public static bool IsAmount(LimitKind kind) =>
        kind is LimitKind.TopUpAmount or LimitKind.DayAmount or LimitKind.MonthAmount;

    /// <summary>Whether a kind is counted in periods, so that it says what is used and when that begins anew.</summary>
    public static bool IsCounted(LimitKind kind) =>
        kind is LimitKind.DayAmount or LimitKind.MonthAmount or LimitKind.HourCards;

    /// <summary>Whether a kind can be set for a subject.</summary>
    public static bool Takes(LimitKind kind, LimitSubject subject) => kind switch
    {
        LimitKind.CallsPerSecond or LimitKind.CallsAtOnce =>
            subject is LimitSubject.Partner or LimitSubject.Certificate,
        LimitKind.TopUpAmount or LimitKind.MonthAmount => subject <= LimitSubject.Cashier,
        LimitKind.DayAmount => subject <= LimitSubject.Card,
        LimitKind.HourCards => subject == LimitSubject.Terminal,
        _ => subject == LimitSubject.Certificate,
    };

    /// <summary>The least and the most value of a kind: minor units, or a number.</summary>
    public static (long Least, long Most) Range(LimitKind kind) => kind switch
    {
        LimitKind.HourCards => (0, MostCount),
        _ when IsAmount(kind) => (0, FloatPosition.Most),
        _ => (1, MostCount),
    };

    /// <summary>Whether a subject is at an outlet, so that an outlet's certificate may see and set it.</summary>
    public static bool IsAtOutlet(LimitSubject subject) =>
        subject is LimitSubject.Outlet or LimitSubject.Terminal or LimitSubject.Cashier;

    /// <summary>Whether a subject is named by a holder: a terminal, a cashier, a certificate.</summary>
    public static bool HasHolder(LimitSubject subject) =>
        subject is LimitSubject.Terminal or LimitSubject.Cashier or LimitSubject.Certificate;
}
