using System.Globalization;
using System.Numerics;
using Partner.Core.Limits;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>
/// What is used of limits, made again: amounts of the top-ups that are PROCESSING or SUCCEEDED, less what was refunded,
/// in the counters that each of them names; and the cards of an hour, which nothing gives back. Only of counters that
/// are still there: those of periods that are over are deleted.
/// </summary>
internal sealed class LimitRecount
{
    private const int BitOfHour = 12;

    private readonly Findings _findings;
    private readonly Dictionary<LimitUseFacts, Sum> _counters = [];

    public LimitRecount(IEnumerable<LimitUseFacts> stored, Findings findings)
    {
        _findings = findings;
        foreach (var counter in stored)
        {
            Of(counter with { Card = "", Used = 0 }).Note(counter);
        }
    }

    /// <summary>Adds a top-up to the counters that it names.</summary>
    public void Count(TopUpFacts? topUp)
    {
        if (_counters.Count == 0 || topUp is not { Counted: { } counted, Price: { } price })
        {
            return;
        }

        if ((counted.In >> BitOfHour & 1) != 0)
        {
            Find(topUp, counted, LimitSubject.Terminal, HourOf(topUp.CreatedAt))?.Cards.Add(topUp.Card);
        }

        if (topUp.State is not ((int)TopUpState.Processing or (int)TopUpState.Succeeded))
        {
            return;
        }

        var back = topUp.Refund is { Points: null, MakesSense: true } refund
            ? RefundRecalculation.PartOf(price, refund.Part, refund.Whole)
            : null;
        var amount = InFloat(price) - (back is null ? 0 : InFloat(back));
        var day = DateOnly.FromDayNumber(counted.Day);
        for (var subject = LimitSubject.Partner; subject <= LimitSubject.Card; subject++)
        {
            var bits = counted.In >> (((int)subject - 1) * 2);
            Add((bits & 1) != 0, subject, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Add((bits & 2) != 0, subject, day.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        }

        void Add(bool counts, LimitSubject subject, string period)
        {
            if (counts && Find(topUp, counted, subject, period) is { } sum)
            {
                sum.Amount += amount;
            }
        }
    }

    /// <summary>Compares, once all top-ups are counted.</summary>
    public void Finish()
    {
        foreach (var (key, sum) in _counters.OrderBy(counter => Name(counter.Key), StringComparer.Ordinal))
        {
            var expected = sum.Amount + sum.Cards.Count;
            if (sum.Stored != expected || sum.StoredCards != sum.Cards.Count)
            {
                _findings.Add(
                    AuditCode.LimitUseMismatch,
                    Name(key),
                    $"counts {sum.Stored} and {sum.StoredCards} cards, but the top-ups that name it make {expected} "
                    + $"and {sum.Cards.Count} cards",
                    $"记为 {sum.Stored} 和 {sum.StoredCards} 张卡，而相关充值合计 {expected} 和 {sum.Cards.Count} 张卡");
            }
        }
    }

    private static BigInteger InFloat(PriceFacts price) =>
        ExactMath.Credit(price.Amounts.Face, price.Amounts.Currency, price.Amounts.DebitCurrency, price.Fx)
        ?? price.Amounts.Face;

    private static string HourOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH'Z'", CultureInfo.InvariantCulture);

    private static string Name(LimitUseFacts key) =>
        $"partners/{key.PartnerId}/limits/{Named.Number(key.Subject)}/{key.Outlet}/" +
        $"{(key.Subject == (int)LimitSubject.Card ? Named.Card(key.Holder).English : key.Holder)}/{key.Period}";

    private Sum? Find(TopUpFacts topUp, CountedFacts counted, LimitSubject subject, string period) =>
        _counters.GetValueOrDefault(new LimitUseFacts(
            topUp.PartnerId,
            (int)subject,
            subject is LimitSubject.Partner or LimitSubject.Card ? "" : counted.Outlet,
            subject switch
            {
                LimitSubject.Terminal => counted.Terminal,
                LimitSubject.Cashier => counted.Cashier,
                LimitSubject.Card => topUp.Card,
                _ => "",
            },
            period,
            "",
            0));

    private Sum Of(LimitUseFacts key)
    {
        if (!_counters.TryGetValue(key, out var sum))
        {
            sum = new Sum();
            _counters.Add(key, sum);
        }

        return sum;
    }

    private sealed class Sum
    {
        public long Stored { get; private set; }

        public long StoredCards { get; private set; }

        public BigInteger Amount { get; set; }

        public HashSet<string> Cards { get; } = new(StringComparer.Ordinal);

        public void Note(LimitUseFacts counter)
        {
            if (counter.Card.Length == 0)
            {
                Stored = counter.Used;
            }
            else
            {
                StoredCards += counter.Used;
            }
        }
    }
}
