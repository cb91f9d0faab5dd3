using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.Settlements;
using Partner.Core.Tests.Pricing.Tables;

namespace Partner.Core.Tests.Settlements.Tables;

/// <summary>The books of one story: what happened so far, and what a column says of it.</summary>
internal sealed class StorySettlements(IEnumerable<string> terms)
{
    private readonly StoryTerms _terms = new(terms);
    private readonly Dictionary<string, List<CommissionRecord>> _sales = [];
    private readonly Dictionary<VolumeKey, long> _before = [];
    private readonly List<(PartnerId Owner, Transfer Transfer)> _transfers = [];
    private string _topUp = "";
    private IReadOnlyList<PeriodResult> _settlements = [];

    private IEnumerable<CommissionRecord> Records => _sales.Values.SelectMany(records => records);

    /// <summary>"sell=t1 amount=100.00", "reverse=t1" or "settle=2026-10".</summary>
    public void Happen(string text)
    {
        var line = TableLine.Sale(text);
        _settlements = [];
        if (line.Text("sell") is { } sold)
        {
            Sell(sold, line);
        }
        else if (line.Text("reverse") is { } reversed)
        {
            Reverse(reversed);
        }
        else
        {
            Settle(line.Text("settle")!);
        }

        line.End();
    }

    /// <summary>The value of a column: a word, and mostly a partner.</summary>
    public string Value(string column)
    {
        var words = column.Split(' ');
        var partner = words.Length > 1 ? words[1] : "";
        return words[0] switch
        {
            "own" => Entry(partner) is { } entry ? Amount(entry.Own) : "-",
            "granted" => Entry(partner) is { } entry ? Amount(entry.Amount) : "-",
            "credit" => Entry(partner) is { } entry ? Amount(entry.Credit) : "-",
            "withheld" => Entry(partner) is { } entry ? Amount(entry.Tax) : "-",
            "parts" => Parts(Entry(partner)!),
            "month" => Entry(partner)!.Month,
            "volume" => Volume(partner),
            "float" => Balance(partner, Account.Float),
            "accrued" => Balance(partner, Account.CommissionAccrued),
            "tax" => Balance(partner, Account.TaxPayable),
            "expense" => Balance(partner, Account.CommissionExpense),
            "bridge" => Balance(partner, Account.FxClearing),
            "statement" => Statement(partner),
            "lines" => Of(partner) is { } statement ? Lines(statement) : "",
            "taxes" => Of(partner) is { } statement ? Taxes(statement) : "",
            _ => throw new FormatException($"Nobody knows the column '{column}'."),
        };
    }

    private void Sell(string id, TableLine line)
    {
        var size = new Money(TableLine.MinorOf(line.Text("amount")!, line.Currency()), line.Currency());
        var at = line.Instant("at", new DateTimeOffset(2026, 10, 15, 12, 0, 0, TimeSpan.Zero));
        var seller = line.Text("by") ?? "shop";
        var levels = _terms.Levels(seller, line.Text("version") ?? "1", size, line.Text("taxes") ?? "1");
        foreach (var (partner, volume) in line.Named("volume"))
        {
            var level = levels.Single(level => level.PayeeId.Value == partner);
            var key = CommissionAccrual.VolumeOf(level, at);
            _before[key] = TableLine.MinorOf(volume, size.Currency);
        }

        var volumes = WholePeriod.VolumesOf(Records);
        var entries = CommissionAccrual.Grant(
            new PartnerId(seller),
            new TopUpId(id),
            levels,
            at,
            key => _before.GetValueOrDefault(key) + volumes.GetValueOrDefault(key));
        _sales.Add(id, [.. entries.Select(WholePeriod.Fresh)]);
        _topUp = id;
        Post(entries.Select(entry => (entry.Level.PayeeId, Postings.Grant(entry))));
    }

    private void Reverse(string id)
    {
        Post(_sales[id].Select(
            record => (
                record.Entry.Level.PayeeId,
                Postings.Clawback(new ReversalId("r-" + id), record.Entry, RefundShare.All))));
        _sales[id] = [.. _sales[id].Select(record => record with { Reversed = true })];
        _topUp = id;
    }

    private void Settle(string period)
    {
        _settlements = WholePeriod.Close(
            period, Records, new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero));
        Post(_settlements.Select(result => (result.Statement.PayeeId, result.Transfer)));
        foreach (var change in _settlements.SelectMany(result => result.Changes))
        {
            var records = _sales[change.Before.Entry.TopUpId.Value];
            records[records.IndexOf(change.Before)] = change.After;
        }
    }

    private void Post(IEnumerable<(PartnerId Owner, Transfer? Transfer)> transfers) => _transfers.AddRange(
        transfers.Where(posted => posted.Transfer is not null).Select(posted => (posted.Owner, posted.Transfer!)));

    private CommissionEntry? Entry(string partner) =>
        _sales[_topUp].SingleOrDefault(record => record.Entry.Level.PayeeId.Value == partner)?.Entry;

    private string Volume(string partner)
    {
        var key = Entry(partner)!.Volume;
        return Amount(new Money(WholePeriod.VolumesOf(Records).GetValueOrDefault(key), key.Currency));
    }

    private string Balance(string partner, Account account)
    {
        var sums = _transfers.Where(posted => posted.Owner.Value == partner)
            .SelectMany(posted => posted.Transfer.Legs)
            .Where(leg => leg.Account == account)
            .GroupBy(leg => leg.Amount.Currency, leg => leg.Amount)
            .OrderBy(sum => sum.Key.Code, StringComparer.Ordinal)
            .Select(sum => sum.Aggregate((left, right) => left + right)).ToList();
        return account == Account.FxClearing
            ? string.Join(" ", sums)
            : Amount(sums.SingleOrDefault(Money.Zero(_terms.FloatOf(partner))));
    }

    /// <summary>earned, clawed back, true-up, already credited, tax = total.</summary>
    private string Statement(string partner) => Of(partner) is not { } statement
        ? "-"
        : $"{Amount(statement.Earned)} {Amount(statement.ClawedBack)} {Amount(statement.TrueUp)} "
            + $"-({Amount(statement.AlreadyCredited)}) -({Amount(statement.Tax)}) = {Amount(statement.Total)}";

    private static string Lines(SettlementStatement statement) => string.Join("; ", statement.Lines.Select(line =>
        $"{line.ScheduleId} {line.RuleId} {line.Mode} {line.TopUps}/{line.Reversals} {Amount(line.Payable)}"));

    private static string Taxes(SettlementStatement statement) => string.Join("; ", statement.Taxes.Select(tax =>
        $"{tax.Version} {Amount(tax.Base)} {Amount(tax.Tax)}"));

    private SettlementStatement? Of(string partner) =>
        _settlements.SingleOrDefault(result => result.Statement.PayeeId.Value == partner)?.Statement;

    private static string Parts(CommissionEntry entry)
    {
        return string.Join(" + ", entry.Parts.Select(
            part => $"{Minor(part.Base)}@{Whole(part.Rate.Value)}={Minor(part.Amount)}"));

        string Minor(long minor) => Amount(entry.Amount with { Minor = minor });

        static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static string Amount(Money amount) => amount.ToString()[..^4];
}
