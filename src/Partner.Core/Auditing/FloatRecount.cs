using Partner.Core.Ledger;

namespace Partner.Core.Auditing;

/// <summary>
/// The floats as they are stored, beside what their legs and entries make of them. Knows every partner that exists, and
/// reports those that only other data knows of.
/// </summary>
internal sealed class FloatRecount
{
    private readonly Findings _findings;
    private readonly SortedDictionary<string, PartnerFacts> _partners = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, FloatSums>> _floats =
        new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    public FloatRecount(IAuditSource source, Findings findings)
    {
        _findings = findings;
        foreach (var partner in source.Partners())
        {
            _partners[partner.Id] = partner;
        }

        foreach (var balance in source.Balances())
        {
            Touch(balance.PartnerId);
            Sums(balance.PartnerId, balance.Currency).Stored = balance;
        }
    }

    /// <summary>Every partner that exists.</summary>
    public IEnumerable<PartnerFacts> Partners => _partners.Values;

    /// <summary>Notes that there is data of a partner; reports it, once, when the partner does not exist.</summary>
    public void Touch(string partnerId)
    {
        if (!_partners.ContainsKey(partnerId) && _missing.Add(partnerId))
        {
            _findings.Add(
                AuditCode.PartnerMissing, Named.Partner(partnerId), new(
                    "there is data of it, but no such partner", "有其数据，但没有该合作方"));
        }
    }

    /// <summary>The float as it is stored; null when it is not. Its entries are accounted for from now on.</summary>
    public BalanceFacts? Claim(string partnerId, string currency)
    {
        var sums = Sums(partnerId, currency);
        sums.HasEntries = true;
        return sums.Stored;
    }

    /// <summary>
    /// Adds up the float legs of a transfer. Tax that is withheld from what a transfer credits is counted apart, so
    /// that the sum of its kind is before tax.
    /// </summary>
    public void Count(TransferFacts transfer, IEnumerable<LegFacts> all)
    {
        Touch(transfer.PartnerId);
        var legs = all.ToList();
        foreach (var leg in legs.Where(leg => leg.Account == (int)Account.Float))
        {
            var sums = Sums(transfer.PartnerId, leg.Currency);
            if (transfer.Phase == (int)TransferPhase.Posted)
            {
                var tax = legs
                    .Where(other => other.Account == (int)Account.TaxPayable && other.Currency == leg.Currency)
                    .Aggregate(Int128.Zero, (sum, other) => sum + other.Amount);
                sums.Add(transfer.Kind, leg.Amount, tax);
            }
            else if (transfer.Phase == (int)TransferPhase.Pending)
            {
                sums.Pending -= leg.Amount;
            }
        }
    }

    /// <summary>Compares all floats with their legs, once all are counted.</summary>
    public IReadOnlyList<FloatTotals> Finish()
    {
        var totals = new List<FloatTotals>();
        foreach (var (partnerId, floats) in _floats)
        {
            foreach (var (currency, sums) in floats)
            {
                Compare(partnerId, currency, sums);
                totals.Add(Totals(partnerId, currency, sums));
            }
        }

        return totals;
    }

    private void Compare(string partnerId, string currency, FloatSums sums)
    {
        var subject = Named.Float(partnerId, currency);
        if (sums.Stored is not { } stored)
        {
            _findings.Add(AuditCode.BalanceMissing, subject, new(
                "there are entries or legs of it, but no stored balance", "有其流水或分录，但没有存储的余额"));
            return;
        }

        if (sums.Pending != stored.Reserved)
        {
            _findings.Add(
                AuditCode.ReservedMismatch,
                subject,
                $"reserved {Named.Amount(stored.Reserved, currency)}, but its pending debits sum to "
                + $"{Named.Amount(sums.Pending, currency)}",
                $"冻结 {Named.Amount(stored.Reserved, currency)}，"
                + $"而待定扣款合计 {Named.Amount(sums.Pending, currency)}");
        }

        // The entries, where there are any, have been compared with the balance and with the legs already.
        if (!sums.HasEntries && (stored.Posted != 0 || stored.LastSequence != 0))
        {
            _findings.Add(
                AuditCode.BalanceMismatch,
                subject,
                $"balance {Named.Amount(stored.Posted, currency)} and last entry {stored.LastSequence}, but it has no "
                + $"entries",
                $"余额 {Named.Amount(stored.Posted, currency)}、最后流水号 {stored.LastSequence}，但没有流水");
        }
    }

    private FloatSums Sums(string partnerId, string currency)
    {
        if (!_floats.TryGetValue(partnerId, out var floats))
        {
            floats = new SortedDictionary<string, FloatSums>(StringComparer.Ordinal);
            _floats.Add(partnerId, floats);
        }

        if (!floats.TryGetValue(currency, out var sums))
        {
            sums = new FloatSums();
            floats.Add(currency, sums);
        }

        return sums;
    }

    private static FloatTotals Totals(string partnerId, string currency, FloatSums sums) => new(
        partnerId,
        currency,
        sums.Of(TransferKind.Deposit),
        sums.Of(TransferKind.TopUp),
        sums.Of(TransferKind.Commission),
        sums.Of(TransferKind.Reversal),
        sums.Of(TransferKind.Clawback),
        sums.Of(TransferKind.Cashback) + sums.Of(TransferKind.CashbackReversal),
        sums.Of(TransferKind.Override) + sums.Of(TransferKind.OverrideClawback),
        sums.Of(TransferKind.Settlement),
        -sums.Tax,
        sums.Posted,
        sums.Pending,
        sums.Stored?.CreditLimit ?? 0);

    private sealed class FloatSums
    {
        public BalanceFacts? Stored { get; set; }

        public bool HasEntries { get; set; }

        public Int128 Pending { get; set; }

        public Int128 Posted { get; private set; }

        public Int128 Tax { get; private set; }

        private Dictionary<int, Int128> ByKind { get; } = [];

        public void Add(int kind, Int128 amount, Int128 tax)
        {
            Posted += amount;
            Tax += tax;
            ByKind[kind] = ByKind.GetValueOrDefault(kind) + amount + tax;
        }

        public Int128 Of(TransferKind kind) => ByKind.GetValueOrDefault((int)kind);
    }
}
