using Microsoft.EntityFrameworkCore;
using Partner.Core.Commissions;
using Partner.Core.Settlements;
using Partner.Core.Tests.Settlements.RandomMonths;
using Partner.Core.TopUps;
using Partner.Storage.Closing;
using Partner.Storage.Model;
using Partner.Storage.Providers;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Tests.Closing;

/// <summary>The rows that a random world would leave in the database, and closings that read them.</summary>
internal sealed class StoredWorld : IDisposable
{
    private readonly Database _database;
    private readonly PartnerDbContext _context;
    private readonly Dictionary<(PartnerId Payee, TopUpId TopUp), CommissionRow> _entries = [];
    private readonly Dictionary<VolumeKey, VolumeRow> _volumes = [];

    public StoredWorld(Database database)
    {
        _database = database;
        _context = database.Context(database.OpenForLongWork(), ownsConnection: true);
        _context.Commissions.ExecuteDelete();
        _context.Volumes.ExecuteDelete();
        _context.TopUps.ExecuteDelete();
        _context.Set<ClosingRow>().ExecuteDelete();
    }

    /// <summary>How many entries closings did not read.</summary>
    public int LeftAlone { get; private set; }

    public void Sell(Sold sale)
    {
        _context.Add(TopUp(sale));
        foreach (var entry in CommissionAccrual.Grant(
            new PartnerId(sale.Seller),
            new TopUpId(sale.TopUp),
            sale.Levels,
            sale.At,
            key => _volumes.GetValueOrDefault(key)?.Volume ?? 0))
        {
            var row = Row(entry);
            _entries.Add((entry.Level.PayeeId, entry.TopUpId), row);
            _context.Add(row);
            VolumeOf(entry.Volume).Volume += entry.Level.Terms.Base.Minor;
        }
    }

    public void TakeBack(TakenBack taken)
    {
        foreach (var level in taken.Sale.Levels)
        {
            var row = _entries[(level.PayeeId, new TopUpId(taken.Sale.TopUp))];
            row.ReversedAt = taken.At.UtcTicks;
            if (!taken.Share.IsAll)
            {
                (row.ReturnedPart, row.ReturnedWhole) = (taken.Share.Part, taken.Share.Whole);
            }

            var volume = new VolumeKey(level.PayeeId, row.Schedule, level.Terms.Base.Currency, row.Month);
            VolumeOf(volume).Volume -= taken.Share.OfHalfEven(level.Terms.Base).Minor;
        }
    }

    public IReadOnlyList<Outcome> Close(string period, DateTimeOffset now)
    {
        var closing = new ClosingRow { Id = 1, Period = period, Closer = "test" };
        _context.Add(closing);
        _context.SaveChanges();
        var (tally, loaded, changes) = (new PeriodTally(period), 0, new List<RecordChange>());
        using (var source = new ClosingSource(_database))
        {
            foreach (var chain in source.Read().SelectMany(chains => chains))
            {
                loaded += chain.Records.Count;
                changes.AddRange(tally.Count(chain.Records, chain.Volumes));
            }
        }

        LeftAlone += _entries.Count - loaded;
        var postings = tally.Close(now);
        foreach (var change in changes)
        {
            Mark(change, postings.Single(posting => posting.Statement.PayeeId == change.Before.Entry.Level.PayeeId));
        }

        _context.Remove(closing);
        _context.SaveChanges();
        return [.. postings.Select(posting => CoreSettlements.Outcome(posting.Statement))];
    }

    public void Dispose() => _context.Dispose();

    private void Mark(RecordChange change, PeriodPosting posting)
    {
        var (row, after) = (_entries[(change.Before.Entry.Level.PayeeId, change.Before.Entry.TopUpId)], change.After);
        (row.TrueUp, row.TrueUpCredit) = (after.TrueUp.Minor, after.TrueUpCredit.Minor);
        row.Settlement ??= after.Settled ? posting.Statement.Number : null;
        row.ClawbackSettlement ??= after.ClawbackSettled ? posting.Statement.Number : null;
    }

    private VolumeRow VolumeOf(VolumeKey key)
    {
        if (!_volumes.TryGetValue(key, out var row))
        {
            row = new VolumeRow
            {
                PartnerId = key.PayeeId.Value, Schedule = key.ScheduleId, Currency = key.Currency.Code,
                Month = key.Month,
            };
            _volumes.Add(key, row);
            _context.Add(row);
        }

        return row;
    }

    private static CommissionRow Row(CommissionEntry entry) => new()
    {
        PartnerId = entry.Level.PayeeId.Value,
        TopUpId = entry.TopUpId.Value,
        SellerId = entry.SellerId.Value,
        LevelNumber = entry.Level.Number,
        Schedule = entry.Level.Terms.ScheduleId,
        RuleId = entry.Level.Terms.Rule.Id,
        Mode = (int)entry.Level.Terms.Mode,
        Month = entry.Month,
        EarnedAt = entry.EarnedAt.UtcTicks,
        Currency = entry.Amount.Currency.Code,
        FloatCurrency = entry.Level.FloatCurrency.Code,
        Base = entry.Level.Terms.Base.Minor,
        VolumeBefore = entry.VolumeBefore,
        Own = entry.Own.Minor,
        Beneath = entry.Beneath.Minor,
        Amount = entry.Amount.Minor,
        Credit = entry.Credit.Minor,
        Tax = entry.Tax.Minor,
        Parts = PartsJson.Write(entry.Parts),
    };

    private static TopUpRow TopUp(Sold sale) => new()
    {
        PartnerId = sale.Seller,
        Id = sale.TopUp,
        RequestId = sale.TopUp,
        State = (int)TopUpState.Succeeded,
        Card = "",
        PlanCode = "",
        Currency = sale.Price.Face.Currency.Code,
        Face = sale.Price.Face.Minor,
        DebitCurrency = sale.Price.NetDebit.Currency.Code,
        Price = PriceJson.Write(sale.Price with { Levels = sale.Levels }),
        Outlet = "",
        Terminal = "",
        Cashier = "",
        ClientReference = "",
        CreatedAt = sale.At.UtcTicks,
        AcceptedAt = sale.At.UtcTicks,
        FinalAt = sale.At.UtcTicks,
    };
}
