using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Texts;

namespace Partner.Core.Limits;

/// <summary>A sale as limits see it.</summary>
/// <param name="PartnerId">Who sells.</param>
/// <param name="Outlet">Where; empty when not given.</param>
/// <param name="Terminal">On which terminal; empty when not given.</param>
/// <param name="Cashier">By whom; empty when not given.</param>
/// <param name="Card">To which card.</param>
/// <param name="HasTill">Whether somebody sells it: no terminal and no cashier stand behind an auto-renewal.</param>
public sealed record LimitedSale(
    PartnerId PartnerId, string Outlet, string Terminal, string Cashier, CardNumber Card, bool HasTill = true);

/// <summary>A limit that holds for a sale.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">Whom it holds for.</param>
/// <param name="Value">At most this much.</param>
/// <param name="Use">The counter of what is used; null where nothing is counted.</param>
/// <param name="ResetsAt">When that begins anew (UTC); null where waiting does not help.</param>
public sealed record HeldLimit(
    LimitKind Kind, LimitSubject Subject, long Value, LimitUseKey? Use, DateTimeOffset? ResetsAt);

/// <summary>
/// The limits that hold for one sale, and how it counts in them. Those that name no terminal, cashier or outlet count
/// together as one, so that leaving it out lifts no limit.
/// </summary>
public sealed class SaleLimits
{
    // Whatever is told waits for the longest: before that, no repetition can succeed.
    private static readonly LimitKind[] Kinds =
        [LimitKind.TopUpAmount, LimitKind.MonthAmount, LimitKind.DayAmount, LimitKind.HourCards];

    private readonly LimitedSale _sale;
    private readonly Currency _currency;
    private readonly LimitPeriods _periods;

    private SaleLimits(LimitedSale sale, Currency currency, LimitPeriods periods, IReadOnlyList<HeldLimit> held) =>
        (_sale, _currency, _periods, Held) = (sale, currency, periods, held);

    /// <summary>The limits, in the order in which they are told.</summary>
    public IReadOnlyList<HeldLimit> Held { get; }

    /// <summary>Every counter that they need.</summary>
    public IEnumerable<LimitUseKey> Uses
    {
        get
        {
            foreach (var held in Held)
            {
                if (held.Use is { } use)
                {
                    yield return use;
                    if (held.Kind == LimitKind.HourCards)
                    {
                        yield return use with { Card = _sale.Card.Value };
                    }
                }
            }
        }
    }

    /// <summary>What is kept with the sale, of which it counts in.</summary>
    public CountedLimits? Counted
    {
        get
        {
            var bits = 0;
            foreach (var held in Held)
            {
                bits |= CountedLimits.BitOf(held.Kind, held.Subject);
            }

            return bits == 0 ? null : new CountedLimits(_periods.Day, bits);
        }
    }

    /// <summary>The limits of a sale.</summary>
    /// <param name="book">The partner's limits.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="currency">Currency of the float, which amounts are counted in.</param>
    /// <param name="periods">The periods that it is in.</param>
    /// <returns>Null where nothing limits it.</returns>
    public static SaleLimits? Of(LimitBook book, LimitedSale sale, Currency currency, LimitPeriods periods)
    {
        List<HeldLimit>? held = null;
        foreach (var kind in Kinds)
        {
            for (var subject = LimitSubject.Partner; subject <= LimitSubject.Card; subject++)
            {
                if (!sale.HasTill && subject is LimitSubject.Terminal or LimitSubject.Cashier)
                {
                    continue;
                }

                var key = CountedLimits.KeyOf(
                    sale.PartnerId, subject, sale.Outlet, sale.Terminal, sale.Cashier, sale.Card,
                    PeriodOf(kind, periods));
                if (book.Holds(kind, subject, key.Outlet, key.Reference) is { } value)
                {
                    (held ??= []).Add(new HeldLimit(
                        kind, subject, value, kind == LimitKind.TopUpAmount ? null : key, EndOf(kind, periods)));
                }
            }
        }

        return held is null ? null : new SaleLimits(sale, currency, periods, held);
    }

    /// <summary>Why a sale is above a limit.</summary>
    /// <param name="amount">Its face in minor units of the float's currency.</param>
    /// <param name="used">What its counters say.</param>
    /// <param name="now">The time.</param>
    /// <returns>The refusal; null when it is within all of them.</returns>
    public Refusal? Refuse(long amount, IReadOnlyDictionary<LimitUseKey, long> used, DateTimeOffset now)
    {
        foreach (var held in Held)
        {
            var sofar = held.Use is { } use ? used[use] : 0;
            var adds = held.Kind != LimitKind.HourCards ? amount
                : used[held.Use!.Value with { Card = _sale.Card.Value }] > 0 ? 0 : 1;

            // A card that counts already needs no room, also where the limit was lowered beneath what is used.
            if (adds > 0 && (Int128)sofar + adds > held.Value)
            {
                return Exceeded(held, sofar, now);
            }
        }

        return null;
    }

    /// <summary>What a sale adds to its counters.</summary>
    /// <param name="amount">Its face in minor units of the float's currency.</param>
    /// <param name="used">What its counters say.</param>
    /// <returns>Each counter that changes, by how much, and when its period ends (UTC).</returns>
    public IEnumerable<(LimitUseKey Key, long By, DateTimeOffset EndsAt)> Count(
        long amount, Func<LimitUseKey, long> used)
    {
        foreach (var held in Held)
        {
            if (held.Use is not { } use)
            {
                continue;
            }

            if (held.Kind != LimitKind.HourCards)
            {
                yield return (use, amount, held.ResetsAt!.Value);
            }
            else if (use with { Card = _sale.Card.Value } is var one && used(one) == 0)
            {
                yield return (one, 1, held.ResetsAt!.Value);
                yield return (use, 1, held.ResetsAt!.Value);
            }
        }
    }

    private Refusal Exceeded(HeldLimit held, long used, DateTimeOffset now)
    {
        var refusal = new Refusal(Reason.LimitExceeded)
        {
            RetryAfter = held.ResetsAt is { } end && end > now ? end - now : null,
        }.With("limit", EnumWord.Upper(held.Kind))
            .With("scope", EnumWord.Upper(held.Subject))
            .With("value", Text(held.Kind, held.Value));
        return held.ResetsAt is null
            ? refusal
            : refusal.With("used", Text(held.Kind, used))
                .With("reset", InstantText.Utc(held.ResetsAt.Value));
    }

    private string Text(LimitKind kind, long value) => kind == LimitKind.HourCards
        ? value.ToString(CultureInfo.InvariantCulture)
        : new Money(value, _currency).ToString();

    private static string PeriodOf(LimitKind kind, LimitPeriods periods) => kind switch
    {
        LimitKind.DayAmount => periods.DayKey,
        LimitKind.MonthAmount => periods.MonthKey,
        LimitKind.HourCards => periods.HourKey,
        _ => "",
    };

    private static DateTimeOffset? EndOf(LimitKind kind, LimitPeriods periods) => kind switch
    {
        LimitKind.DayAmount => periods.DayEnds,
        LimitKind.MonthAmount => periods.MonthEnds,
        LimitKind.HourCards => periods.HourEnds,
        _ => null,
    };
}

/// <summary>The limits of a sale with what is used of them: what decides.</summary>
/// <param name="Limits">The limits.</param>
/// <param name="Used">What their counters say.</param>
public sealed record LimitStand(SaleLimits Limits, IReadOnlyDictionary<LimitUseKey, long> Used);
