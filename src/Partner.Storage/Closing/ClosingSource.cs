using System.Data.Common;
using Partner.Core.Commissions;
using Partner.Core.Settlements;
using Partner.Storage.Model;
using Partner.Storage.Providers;
using Partner.Storage.Sql;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Closing;

/// <summary>The records of all levels of one top-up, with the volumes of their months.</summary>
/// <param name="Volumes">Their volumes.</param>
internal sealed record ClosingChain(
    IReadOnlyList<CommissionRecord> Records, IReadOnlyDictionary<VolumeKey, long> Volumes);

/// <summary>
/// What closing the period of the row in "closings" needs, as of one moment, on a connection of its own: every record
/// of the volumes in which something is open, and the records of all levels of their top-ups. It is not kept.
/// The rows are sorted without the prices, which are wide; these are looked up top-up by top-up, each once.
/// </summary>
internal sealed class ClosingSource : IDisposable
{
    private const int TopUpsAtOnce = 500;

    // The conditions of the two halves are those of the indexes of what is open.
    private static readonly SqlText Records = new(
        "commissions.to-close",
        "SELECT c.seller_id, c.top_up_id, c.partner_id, c.level_number, c.month, c.earned_at, c.currency, " +
        "c.float_currency, c.volume_before, c.own, c.beneath, c.amount, c.credit, c.tax, c.true_up, " +
        "c.true_up_credit, c.reversed_at, c.settlement, c.clawback_settlement, COALESCE(v.volume, 0), " +
        "c.returned_part, c.returned_whole " +
        "FROM (SELECT DISTINCT x.seller_id, x.top_up_id FROM (" +
        "SELECT partner_id, schedule, currency, month FROM commissions " +
        "WHERE settlement IS NULL AND month <= (SELECT period FROM closings) UNION " +
        "SELECT partner_id, schedule, currency, month FROM commissions " +
        "WHERE reversed_at IS NOT NULL AND clawback_settlement IS NULL " +
        "AND month <= (SELECT period FROM closings)) o " +
        "INNER JOIN commissions x ON x.partner_id = o.partner_id AND x.schedule = o.schedule " +
        "AND x.currency = o.currency AND x.month = o.month) k " +
        "INNER JOIN commissions c ON c.seller_id = k.seller_id AND c.top_up_id = k.top_up_id " +
        "LEFT JOIN volumes v ON v.partner_id = c.partner_id AND v.schedule = c.schedule " +
        "AND v.currency = c.currency AND v.month = c.month " +
        "ORDER BY c.seller_id, c.top_up_id, c.level_number");

    private static readonly RowSqlText Prices = RowSqlText.Select(
        "top_ups.prices",
        "t.partner_id, t.id, t.price",
        "top_ups t",
        RowShape.Of("partner_id text, id text"),
        "t.partner_id = k.partner_id AND t.id = k.id");

    private readonly Database _database;
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly CommandCache _commands;

    /// <summary>Opens the connection; the moment is that of the first row.</summary>
    public ClosingSource(Database database)
    {
        _database = database;
        _connection = database.OpenForAudit();
        _transaction = database.BeginSnapshot(_connection);
        _commands = new CommandCache(_connection, database.Dialect) { Transaction = _transaction };
    }

    /// <summary>All of it, some top-ups at a time.</summary>
    public IEnumerable<IReadOnlyList<ClosingChain>> Read()
    {
        var topUps = new List<List<Stored>>(TopUpsAtOnce);
        foreach (var stored in _database.Stream(_transaction, Records.For(_database.Dialect), Map))
        {
            if (topUps is [.., [{ Row: var last }, ..]] && last.TopUpId == stored.Row.TopUpId
                && last.SellerId == stored.Row.SellerId)
            {
                topUps[^1].Add(stored);
                continue;
            }

            if (topUps.Count == TopUpsAtOnce)
            {
                yield return WithTerms(topUps);
                topUps.Clear();
            }

            topUps.Add([stored]);
        }

        yield return WithTerms(topUps);
    }

    public void Dispose()
    {
        _commands.Dispose();
        _transaction.Dispose();
        _connection.Dispose();
    }

    private List<ClosingChain> WithTerms(List<List<Stored>> topUps)
    {
        var keys = new RowSet(Prices.Shape);
        foreach (var topUp in topUps)
        {
            keys.Add(topUp[0].Row.SellerId, topUp[0].Row.TopUpId);
        }

        var levels = new Dictionary<ResourceKey, IReadOnlyList<CommissionLevel>>(topUps.Count);
        var exchange = _database.Exchange(_connection, _transaction, _commands);
        exchange.Add(Prices, keys, row => levels.Add(
            new ResourceKey(new PartnerId(row.GetString(0)), row.GetString(1)),
            PriceJson.ReadLevels(row.GetString(2))));
        exchange.Run();
        return [.. topUps.Select(topUp => Chain(
            topUp, levels[new ResourceKey(new PartnerId(topUp[0].Row.SellerId), topUp[0].Row.TopUpId)]))];
    }

    private static ClosingChain Chain(List<Stored> topUp, IReadOnlyList<CommissionLevel> levels)
    {
        var records = new List<CommissionRecord>(topUp.Count);
        var volumes = new Dictionary<VolumeKey, long>(topUp.Count);
        foreach (var (row, volume) in topUp)
        {
            var record = CommissionTable.Record(row, levels);
            records.Add(record);
            volumes[record.Entry.Volume] = volume;
        }

        return new ClosingChain(records, volumes);
    }

    private static Stored Map(DbDataReader row) => new(
        new CommissionRow
        {
            SellerId = row.GetString(0),
            TopUpId = row.GetString(1),
            PartnerId = row.GetString(2),
            LevelNumber = row.GetInt32(3),

            // The closing does not need the rule and the parts, and has the schedule from the price.
            Schedule = "",
            RuleId = "",
            Parts = "[]",
            Month = row.GetString(4),
            EarnedAt = row.GetInt64(5),
            Currency = row.GetString(6),
            FloatCurrency = row.GetString(7),
            VolumeBefore = row.GetInt64(8),
            Own = row.GetInt64(9),
            Beneath = row.GetInt64(10),
            Amount = row.GetInt64(11),
            Credit = row.GetInt64(12),
            Tax = row.GetInt64(13),
            TrueUp = row.GetInt64(14),
            TrueUpCredit = row.GetInt64(15),
            ReversedAt = row.Int64OrNull(16),
            Settlement = row.TextOrNull(17),
            ClawbackSettlement = row.TextOrNull(18),
            ReturnedPart = row.Int64OrNull(20),
            ReturnedWhole = row.Int64OrNull(21),
        },
        row.GetInt64(19));

    private sealed record Stored(CommissionRow Row, long Volume);
}
