using Partner.Core.Cards;

namespace Partner.Core.Limits;

/// <summary>A counter of what is used of limits. It belongs to its partner, whose lock it is changed under.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Subject">Whom it counts.</param>
/// <param name="Outlet">The outlet, or where the terminal or cashier is; empty when none.</param>
/// <param name="Reference">The terminal, the cashier or the card; empty otherwise.</param>
/// <param name="Period">Day, month or hour, as <see cref="LimitPeriods"/> writes it.</param>
/// <param name="Card">A card that is one of the terminal's within the hour; empty for all else.</param>
public readonly record struct LimitUseKey(
    PartnerId PartnerId, LimitSubject Subject, string Outlet, string Reference, string Period, string Card)
{
    /// <summary>The counter of a limit of one of a kind, in the periods that it is now.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="kind">A kind that is counted.</param>
    /// <param name="scope">Whom it is about.</param>
    /// <param name="periods">The periods.</param>
    /// <returns>The counter, and when its period ends (UTC).</returns>
    public static (LimitUseKey Key, DateTimeOffset EndsAt) Of(
        PartnerId partnerId, LimitKind kind, LimitScope scope, LimitPeriods periods)
    {
        var (period, end) = kind switch
        {
            LimitKind.DayAmount => (periods.DayKey, periods.DayEnds),
            LimitKind.MonthAmount => (periods.MonthKey, periods.MonthEnds),
            _ => (periods.HourKey, periods.HourEnds),
        };
        return (new LimitUseKey(partnerId, scope.Subject, scope.Outlet, scope.Reference, period, ""), end);
    }
}

/// <summary>
/// In which counters a sale counts, kept with it: it gives back to these and no others, in whichever period it ends.
/// </summary>
/// <param name="Day">The partner's day of the sale; its month is that day's.</param>
/// <param name="In">A bit for each counter.</param>
public sealed record CountedLimits(DateOnly Day, int In)
{
    /// <summary>The bit of a counter.</summary>
    /// <param name="kind">An amount of a day or month, or the cards of an hour.</param>
    /// <param name="subject">Whom it counts.</param>
    public static int BitOf(LimitKind kind, LimitSubject subject) => kind switch
    {
        LimitKind.DayAmount => 1 << (((int)subject - 1) * 2),
        LimitKind.MonthAmount => 2 << (((int)subject - 1) * 2),
        LimitKind.HourCards => 1 << 12,
        _ => 0,
    };

    /// <summary>The counters of amounts in which it counts.</summary>
    /// <param name="partnerId">The selling partner.</param>
    /// <param name="outlet">The sale's outlet.</param>
    /// <param name="terminal">The sale's terminal.</param>
    /// <param name="cashier">The sale's cashier.</param>
    /// <param name="card">The card.</param>
    public IEnumerable<LimitUseKey> Amounts(
        PartnerId partnerId, string outlet, string terminal, string cashier, CardNumber card)
    {
        for (var subject = LimitSubject.Partner; subject <= LimitSubject.Card; subject++)
        {
            if ((In & BitOf(LimitKind.DayAmount, subject)) != 0)
            {
                yield return KeyOf(
                    partnerId, subject, outlet, terminal, cashier, card, LimitPeriods.DayKeyOf(Day));
            }

            if ((In & BitOf(LimitKind.MonthAmount, subject)) != 0)
            {
                yield return KeyOf(
                    partnerId, subject, outlet, terminal, cashier, card, LimitPeriods.MonthKeyOf(Day));
            }
        }
    }

    /// <summary>The counter of one of a sale's subjects.</summary>
    internal static LimitUseKey KeyOf(
        PartnerId partnerId, LimitSubject subject, string outlet, string terminal, string cashier, CardNumber card,
        string period) => new(
        partnerId,
        subject,
        subject is LimitSubject.Outlet or LimitSubject.Terminal or LimitSubject.Cashier ? outlet : "",
        subject switch
        {
            LimitSubject.Terminal => terminal,
            LimitSubject.Cashier => cashier,
            LimitSubject.Card => card.Value,
            _ => "",
        },
        period,
        "");
}
