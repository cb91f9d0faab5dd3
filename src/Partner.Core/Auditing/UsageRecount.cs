using Partner.Core.Pricing;
using Partner.Core.Texts;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>
/// The uses of promotions, re-derived from the limits that PROCESSING and SUCCEEDED top-ups pinned. One that was
/// refunded in part has its uses, and has spent what it kept. Holds one sum for each counter.
/// </summary>
internal sealed class UsageRecount
{
    private const int OfCard = 1;
    private const int InAll = 2;
    private const int ByPartner = 3;
    private const int ByCard = 4;

    private readonly Findings _findings;
    private readonly Dictionary<(int Scope, string Promotion, string Subject), Sums> _counters = [];

    public UsageRecount(IEnumerable<UsageFacts> stored, Findings findings)
    {
        _findings = findings;
        foreach (var usage in stored)
        {
            var sums = Of(usage.Scope, usage.Promotion, usage.Subject);
            (sums.StoredUses, sums.StoredSpent) = (usage.Uses, usage.Spent);
        }
    }

    /// <summary>Adds up the promotions of a top-up.</summary>
    public void Count(TopUpFacts? topUp)
    {
        if (topUp is not { State: (int)TopUpState.Processing or (int)TopUpState.Succeeded, Price: { } price })
        {
            return;
        }

        var back = topUp.Refund is { Points: null, MakesSense: true } refund
            ? RefundRecalculation.PartOf(price, refund.Part, refund.Whole).Lines
            : null;
        for (var i = 0; i < price.Lines.Count; i++)
        {
            var line = price.Lines[i];
            if (line.Limits is { } limits)
            {
                var kept = (Int128)line.Amount - (back?[i].Amount ?? 0);
                var spent = line.Step == (int)PriceStep.Discount ? -kept : kept;
                Of(InAll, line.Rule, "").Add(limits.Total, limits.Budget is null ? 0 : spent, limits.Budget);
                Of(ByPartner, line.Rule, topUp.PartnerId).Add(limits.PerPartner, spent, null);
                Of(ByCard, line.Rule, topUp.Card).Add(limits.PerCard, spent, null);
            }
        }
    }

    /// <summary>Compares, once all top-ups are counted.</summary>
    public void Finish()
    {
        foreach (var ((scope, promotion, subject), sums) in _counters
            .OrderBy(counter => counter.Key.Promotion, StringComparer.Ordinal)
            .ThenBy(counter => counter.Key.Scope)
            .ThenBy(counter => counter.Key.Subject, StringComparer.Ordinal))
        {
            var name = Name(scope, promotion, subject);
            if (sums.StoredUses != sums.Uses || sums.StoredSpent != sums.Spent)
            {
                _findings.Add(
                    AuditCode.UsageMismatch,
                    name,
                    $"counts {sums.StoredUses} uses for {sums.StoredSpent}, but PROCESSING and SUCCEEDED top-ups make "
                    + $"{sums.Uses} for {sums.Spent}",
                    $"记为 {sums.StoredUses} 次、{sums.StoredSpent}，而 PROCESSING 和 SUCCEEDED 的充值合计 "
                    + $"{sums.Uses} 次、{sums.Spent}");
            }

            // Each use was within the limits of its version, so that all are within the widest of those that stand.
            if (sums.Uses > (sums.MostUses ?? long.MaxValue) || sums.Spent > (sums.MostSpent ?? long.MaxValue))
            {
                _findings.Add(
                    AuditCode.UsageExceeded,
                    name,
                    $"{sums.Uses} uses for {sums.Spent}, but its limits are {Limit(sums.MostUses)} uses and "
                    + $"{Limit(sums.MostSpent)}",
                    $"已用 {sums.Uses} 次、{sums.Spent}，而上限为 {Limit(sums.MostUses)} 次和 {Limit(sums.MostSpent)}");
            }
        }
    }

    private Sums Of(int scope, string promotion, string subject)
    {
        if (!_counters.TryGetValue((scope, promotion, subject), out var sums))
        {
            sums = new Sums();
            _counters.Add((scope, promotion, subject), sums);
        }

        return sums;
    }

    private static string Name(int scope, string promotion, string subject) => scope switch
    {
        OfCard => $"cards/{Named.Card(subject).English}",
        InAll => $"promotions/{promotion}",
        ByPartner => $"promotions/{promotion}/partners/{subject}",
        ByCard => $"promotions/{promotion}/cards/{Named.Card(subject).English}",
        _ => $"usages/{Named.Number(scope)}/{promotion}",
    };

    private static Wording Limit(long? limit) => limit is { } known
        ? Told.Of($"{known}", $"{known}")
        : new("any", "不限");

    private sealed class Sums
    {
        private long? _mostUses;
        private long? _mostSpent;

        public long StoredUses { get; set; }

        public long StoredSpent { get; set; }

        public long Uses { get; private set; }

        public Int128 Spent { get; private set; }

        public long? MostUses => Uses == 0 ? null : _mostUses;

        public long? MostSpent => Spent == 0 ? null : _mostSpent;

        /// <summary>
        /// Counts a use under the limits that it was sold under: those that its version did not have count nothing.
        /// </summary>
        public void Add(long? mostUses, Int128 spent, long? mostSpent)
        {
            if (mostUses is null && mostSpent is null)
            {
                return;
            }

            Uses += mostUses is null ? 0 : 1;
            Spent += spent;
            _mostUses = Greater(_mostUses, mostUses);
            _mostSpent = Greater(_mostSpent, mostSpent);
        }

        private static long? Greater(long? one, long? other) => one > other || other is null ? one : other;
    }
}
