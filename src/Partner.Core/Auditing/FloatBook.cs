using Partner.Core.Ledger;

namespace Partner.Core.Auditing;

/// <summary>
/// The floats as they are stored, beside what their legs and entries make of them. Knows every partner that exists, and
/// reports those that only other data knows of.
/// </summary>
internal sealed class FloatBook
{
    private readonly Findings _findings;
    private readonly SortedDictionary<string, PartnerFacts> _partners = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, FloatSums>> _floats =
        new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    public FloatBook(IAuditSource source, Findings findings)
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
                AuditCode.PartnerMissing, Words.Partner(partnerId), "there is data of it, but no such partner");
        }
    }

    /// <summary>The float as it is stored; null when it is not. Its entries are accounted for from now on.</summary>
    public BalanceFacts? Claim(string partnerId, string currency)
    {
        var sums = Sums(partnerId, currency);
        sums.HasEntries = true;
        return sums.Stored;
    }

    /// <summary>Adds up the float legs of an operation's transfers.</summary>
    public void Count(string partnerId, TransferFacts transfer, IEnumerable<LegFacts> legs)
    {
        foreach (var leg in legs.Where(leg => leg.Account == (int)Account.Float))
        {
            var sums = Sums(partnerId, leg.Currency);
            if (transfer.Phase == (int)TransferPhase.Posted)
            {
                sums.PostedByKind[transfer.Kind] = sums.PostedByKind.GetValueOrDefault(transfer.Kind) + leg.Amount;
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
        var subject = Words.Float(partnerId, currency);
        if (sums.Stored is not { } stored)
        {
            _findings.Add(AuditCode.BalanceMissing, subject, "there are entries or legs of it, but no stored balance");
            return;
        }

        if (sums.Pending != stored.Reserved)
        {
            _findings.Add(
                AuditCode.ReservedMismatch,
                subject,
                $"reserved {Words.Amount(stored.Reserved, currency)}, but its pending debits sum to " +
                Words.Amount(sums.Pending, currency));
        }

        // The entries, where there are any, have been compared with the balance and with the legs already.
        if (!sums.HasEntries && (stored.Posted != 0 || stored.LastSequence != 0))
        {
            _findings.Add(
                AuditCode.BalanceMismatch,
                subject,
                $"balance {Words.Amount(stored.Posted, currency)} and last entry " +
                $"{Words.Number(stored.LastSequence)}, but it has no entries");
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
        sums.Posted,
        sums.Pending,
        sums.Stored?.CreditLimit ?? 0);

    private sealed class FloatSums
    {
        public BalanceFacts? Stored { get; set; }

        public bool HasEntries { get; set; }

        public Dictionary<int, Int128> PostedByKind { get; } = [];

        public Int128 Pending { get; set; }

        public Int128 Posted => PostedByKind.Values.Aggregate(Int128.Zero, (sum, amount) => sum + amount);

        public Int128 Of(TransferKind kind) => PostedByKind.GetValueOrDefault((int)kind);
    }
}
