using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.Settlements;

namespace Partner.Core.Tests.Settlements.RandomMonths;

/// <summary>The books as the store keeps them by means of the module: entries, volumes and sums of accounts.</summary>
internal sealed class CoreSettlements
{
    private readonly Dictionary<VolumeKey, long> _volumes = [];
    private readonly Dictionary<(string Seller, string TopUp, int Level), CommissionRecord> _records = [];
    private readonly HashSet<(string Owner, string Id)> _posted = [];
    private string? _lastSettled;

    public SortedDictionary<string, long> Accounts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> Seen { get; } = [];

    public void Sell(Sold sale)
    {
        Post(sale.Seller, Postings.Reserve(new TopUpId(sale.TopUp), sale.Price));
        foreach (var gift in Postings.Gifts(new TopUpId(sale.TopUp), sale.Price))
        {
            Post(sale.Seller, gift);
        }

        var entries = CommissionAccrual.Grant(
            new PartnerId(sale.Seller), new TopUpId(sale.TopUp), sale.Levels, sale.At, key =>
                _volumes.GetValueOrDefault(key));
        foreach (var entry in entries)
        {
            Post(entry.Level.PayeeId.Value, Postings.Grant(entry));
            _records.Add((sale.Seller, sale.TopUp, entry.Level.Number), WholePeriod.Fresh(entry));
            _volumes[entry.Volume] = _volumes.GetValueOrDefault(entry.Volume) + entry.Level.Terms.Base.Minor;
            See("marginal split", entry.Parts.Count > 1);
            See("parent gets nothing", entry.Level.Number > 0 && entry.Amount.Minor == 0 && entry.Own.Minor > 0);
            See("parent gets the rest", entry.Amount.Minor > 0 && entry.Beneath.Minor > 0);
            See("fourth level", entry.Level.Number == 3);
            See("tax at credit", entry.Tax.Minor > 0);
        }
    }

    public void TakeBack(Sold sale, RefundShare share)
    {
        var reversal = "r-" + sale.TopUp;
        foreach (var transfer in Postings.Reverse(new ReversalId(reversal), new TopUpId(sale.TopUp), sale.Price, share))
        {
            Post(sale.Seller, transfer);
        }

        foreach (var level in sale.Levels)
        {
            var key = (sale.Seller, sale.TopUp, level.Number);
            var record = _records[key];
            Post(level.PayeeId.Value, Postings.Clawback(new ReversalId(reversal), record.Entry, share));
            _volumes[record.Entry.Volume] -= record.Entry.PartOf(share).Level.Terms.Base.Minor;
            _records[key] = record with { Reversed = true, Share = share };
            See("partial refund after settlement", record.Settled && !share.IsAll);
            See("partial refund takes a true-up back", record.TrueUpCredit.Minor != 0 && !share.IsAll);
            See("reversal after settlement", record.Settled);
            See("reversal takes a true-up back", record.TrueUpCredit.Minor != 0);
        }
    }

    public IReadOnlyList<Outcome> Close(string period, DateTimeOffset now)
    {
        var open = _records.Values.Where(record => !record.Settled)
            .Select(record => record.Entry.Month).Order(StringComparer.Ordinal).FirstOrDefault();
        Assert.Equal(PeriodRefusal.None, SettlementPeriod.Refuse(period, _lastSettled, open, World.Zones, now));
        var derived = WholePeriod.VolumesOf(_records.Values);
        Assert.All(derived, volume => Assert.Equal(volume.Value, _volumes[volume.Key]));
        var results = WholePeriod.Close(period, _records.Values, now);
        foreach (var result in results)
        {
            Post(result.Statement.PayeeId.Value, result.Transfer);
            Assert.Equal(result.Statement.Total.Minor, result.FloatMinor);
            foreach (var change in result.Changes)
            {
                var entry = change.Before.Entry;
                _records[(entry.SellerId.Value, entry.TopUpId.Value, entry.Level.Number)] = change.After;
            }

            See("negative settlement", result.Statement.Total.Minor < 0);
            See("positive true-up", result.Statement.TrueUp.Minor > 0);
            See("negative true-up", result.Statement.TrueUp.Minor < 0);
            See("tax given back", result.Statement.Tax.Minor < 0);
            See("tax of two versions", result.Statement.Taxes.Count > 1);
        }

        _lastSettled = period;
        return [.. results.Select(result => Outcome(result.Statement))];
    }

    internal static Outcome Outcome(SettlementStatement statement) => new(
        statement.PayeeId.Value,
        statement.Currency.Code,
        statement.Total.Minor,
        string.Join("; ", statement.Lines.Select(line =>
            $"{line.ScheduleId} {line.RuleId} {line.Mode} {line.TopUps} {line.Base.Minor} "
            + $"{(line.Earned + line.ClawedBack).Minor} {line.TrueUp.Minor} {line.Payable.Minor}")),
        string.Join("; ", statement.Taxes.Select(tax => $"{tax.Version} {tax.Base.Minor} {tax.Tax.Minor}")));

    private void Post(string owner, Transfer? transfer)
    {
        if (transfer is null)
        {
            return;
        }

        Assert.True(_posted.Add((owner, transfer.Id)), $"{transfer.Id} is posted twice");
        Assert.True(transfer.Reverses is null || _posted.Contains((owner, transfer.Reverses)), transfer.Reverses);
        foreach (var leg in transfer.Legs)
        {
            var account = $"{owner} {leg.Account} {leg.Amount.Currency}";
            Accounts[account] = Accounts.GetValueOrDefault(account) + leg.Amount.Minor;
        }

        See("exchange", transfer.Legs.Any(leg => leg.Account == Account.FxClearing));
    }

    private void See(string what, bool seen)
    {
        if (seen)
        {
            Seen[what] = Seen.GetValueOrDefault(what) + 1;
        }
    }
}
