using System.Numerics;
using Partner.Core.Texts;

namespace Partner.Core.Auditing;

/// <summary>
/// The month volumes, re-derived from commission entries. Holds sums for each payee, schedule, currency and month.
/// </summary>
internal sealed class VolumeRecount(Findings findings)
{
    private readonly SortedDictionary<VolumeFacts, Sums> _months = new(Comparer<VolumeFacts>.Create(Compare));

    /// <summary>Adds up the entries of an operation.</summary>
    public void Count(IReadOnlyList<CommissionFacts> entries)
    {
        foreach (var entry in entries)
        {
            Of(new VolumeFacts(entry.PayeeId, entry.Schedule, entry.Currency, entry.Month, 0)).Add(entry);
        }
    }

    /// <summary>Compares with what is stored, once all entries are counted.</summary>
    public void Finish(IEnumerable<VolumeFacts> stored)
    {
        foreach (var volume in stored)
        {
            Of(volume with { Volume = 0 }).Stored = volume.Volume;
        }

        foreach (var (month, sums) in _months)
        {
            var subject = $"{Named.Partner(month.PartnerId)}/volumes/{month.Schedule}/{month.Currency}/{month.Month}";
            if (sums.Stored != sums.Standing || sums.Stored < 0)
            {
                findings.Add(
                    AuditCode.VolumeMismatch,
                    subject,
                    $"volume {Named.Amount(sums.Stored, month.Currency)}, but its standing entries sum to "
                    + $"{Named.Amount(sums.Standing, month.Currency)}",
                    $"月交易量 {Named.Amount(sums.Stored, month.Currency)}，"
                    + $"而有效记录合计 {Named.Amount(sums.Standing, month.Currency)}");
            }

            if (sums.OrderProblem() is { } problem)
            {
                findings.Add(AuditCode.VolumeOrderMismatch, subject, problem);
            }
        }
    }

    private Sums Of(VolumeFacts month)
    {
        if (!_months.TryGetValue(month, out var sums))
        {
            sums = new Sums();
            _months.Add(month, sums);
        }

        return sums;
    }

    private static int Compare(VolumeFacts one, VolumeFacts other)
    {
        var partner = string.CompareOrdinal(one.PartnerId, other.PartnerId);
        var schedule = partner != 0 ? partner : string.CompareOrdinal(one.Schedule, other.Schedule);
        var currency = schedule != 0 ? schedule : string.CompareOrdinal(one.Currency, other.Currency);
        return currency != 0 ? currency : string.CompareOrdinal(one.Month, other.Month);
    }

    /// <summary>
    /// What must hold of the volumes that entries were granted at, in whatever order they came: the first was granted
    /// at zero and none above what the others make. Where nothing was taken back, each began where another ended, so
    /// that squares and cubes of the ends less those of the beginnings leave only the last one's.
    /// </summary>
    private sealed class Sums
    {
        private long _lowest = long.MaxValue;
        private BigInteger _highest;
        private BigInteger _gross;
        private BigInteger _squares;
        private BigInteger _cubes;
        private bool _reversed;

        public long Stored { get; set; }

        public BigInteger Standing { get; private set; }

        public void Add(CommissionFacts entry)
        {
            BigInteger before = entry.VolumeBefore;
            var after = before + entry.Base;
            _lowest = Math.Min(_lowest, entry.VolumeBefore);
            _highest = BigInteger.Max(_highest, after);
            _gross += entry.Base;
            _squares += (after * after) - (before * before);
            _cubes += (after * after * after) - (before * before * before);
            _reversed |= entry.ReversedAt is not null;
            Standing += entry.Base - entry.BaseBack;
        }

        public Wording? OrderProblem() =>
            _lowest == long.MaxValue ? null
            : _lowest != 0
                ? Told.Of(
                    $"the lowest volume that an entry was granted at is {_lowest} minor units, not 0",
                    $"记录计佣时的最低交易量为 {_lowest} 最小单位，而非 0")
            : _highest > _gross
                ? Told.Of(
                    $"an entry ends at {_highest} minor units, but all together make {_gross}",
                    $"有记录止于 {_highest} 最小单位，而全部合计 {_gross}")
            : !_reversed && (_squares != _gross * _gross || _cubes != _gross * _gross * _gross)
                ? new(
                    "the volumes that its entries were granted at leave gaps or overlap",
                    "各记录计佣时的交易量有缺口或重叠")
            : null;
    }
}
