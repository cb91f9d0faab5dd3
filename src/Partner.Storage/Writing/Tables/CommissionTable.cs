using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Settlements;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>A commission's row with the price that its terms are pinned in.</summary>
internal sealed class PricedCommission
{
    public required CommissionRow Row { get; init; }

    public required string Price { get; init; }
}

/// <summary>The statements on commission entries. Their pinned terms are in the top-up's price.</summary>
internal static class CommissionTable
{
    private const string Columns =
        "partner_id, top_up_id, seller_id, level_number, schedule, rule_id, mode, month, earned_at, currency, " +
        "float_currency, base, volume_before, own, beneath, amount, credit, tax, parts, true_up, true_up_credit";

    private static readonly RowSqlText InsertEntry = RowSqlText.Insert("commissions", RowShape.Of(
        "partner_id text, top_up_id text, seller_id text, level_number int, schedule text, rule_id text, mode int, " +
        "month text, earned_at long, currency text, float_currency text, base long, volume_before long, own long, " +
        "beneath long, amount long, credit long, tax long, parts text, true_up long, true_up_credit long"))
            .In(SqlGroups.Completions);

    private static readonly SqlText OfTopUp = new(
        "commissions.of-top-up",
        $"SELECT {Columns} FROM commissions WHERE seller_id = @p0 AND top_up_id = @p1 ORDER BY level_number");

    private static readonly RowSqlText MarkReversed = RowSqlText.UpdateIf(
        "commissions.reverse-rows",
        "commissions",
        2,
        RowShape.Of("seller_id text, top_up_id text, reversed_at long"),
        "reversed_at = k.reversed_at",
        "t.reversed_at IS NULL").In(SqlGroups.Completions);

    private static readonly RowSqlText MarkReturned = RowSqlText.UpdateIf(
        "commissions.return-rows",
        "commissions",
        2,
        RowShape.Of(
            "partner_id text, top_up_id text, reversed_at long, returned_part long, returned_whole long, " +
            "returned_base long, returned_credit long"),
        "reversed_at = k.reversed_at, returned_part = k.returned_part, returned_whole = k.returned_whole, " +
        "returned_base = k.returned_base, returned_credit = k.returned_credit",
        "t.reversed_at IS NULL");

    /// <summary>Stores an entry, and raises the volume of its month.</summary>
    public static void Insert(WorkingSet set, CommissionEntry entry)
    {
        var (level, terms) = (entry.Level, entry.Level.Terms);
        set.Changes.Add(
            InsertEntry,
            level.PayeeId.Value,
            entry.TopUpId.Value,
            entry.SellerId.Value,
            level.Number,
            terms.ScheduleId,
            terms.Rule.Id,
            (int)terms.Mode,
            entry.Month,
            entry.EarnedAt.UtcTicks,
            entry.Amount.Currency.Code,
            level.FloatCurrency.Code,
            terms.Base.Minor,
            entry.VolumeBefore,
            entry.Own.Minor,
            entry.Beneath.Minor,
            entry.Amount.Minor,
            entry.Credit.Minor,
            entry.Tax.Minor,
            PartsJson.Write(entry.Parts),
            0L,
            0L);
        set.AddVolume(entry.Volume, terms.Base.Minor);
    }

    /// <summary>The entries of a top-up with the levels that its price pinned, the seller's first.</summary>
    public static List<CommissionEntry> Of(
        CommandCache commands, PartnerId sellerId, TopUpId topUpId, IReadOnlyList<CommissionLevel> levels) =>
        commands.All(OfTopUp, row => Entry(row, levels), sellerId.Value, topUpId.Value);

    /// <summary>
    /// Marks a top-up's entries as taken back, as a whole or in part, and lowers the volumes of their months.
    /// </summary>
    public static void Reverse(
        WorkingSet set, TopUpRecord topUp, IEnumerable<CommissionEntry> entries, RefundShare share, DateTimeOffset now)
    {
        if (share.IsAll)
        {
            set.Changes.Add(MarkReversed, topUp.PartnerId.Value, topUp.Id.Value, now.UtcTicks);
        }

        foreach (var entry in entries)
        {
            var part = entry.PartOf(share);
            set.AddVolume(entry.Volume, -part.Level.Terms.Base.Minor);
            if (!share.IsAll)
            {
                set.Changes.Add(
                    MarkReturned,
                    entry.Level.PayeeId.Value,
                    topUp.Id.Value,
                    now.UtcTicks,
                    share.Part,
                    share.Whole,
                    part.Level.Terms.Base.Minor,
                    part.Credit.Minor);
            }
        }
    }

    /// <summary>An entry from its row and the level of the top-up's price that it was granted at.</summary>
    public static CommissionEntry Entry(CommissionRow row, IReadOnlyList<CommissionLevel> levels)
    {
        var (plan, payee) = (Currency.Of(row.Currency), Currency.Of(row.FloatCurrency));
        return new CommissionEntry(
            levels.First(level => level.Number == row.LevelNumber),
            new PartnerId(row.SellerId),
            new TopUpId(row.TopUpId),
            row.Month,
            Mapping.Instant(row.EarnedAt),
            row.VolumeBefore,
            new Money(row.Own, plan),
            new Money(row.Beneath, plan),
            new Money(row.Amount, plan),
            new Money(row.Credit, payee),
            new Money(row.Tax, payee),
            PartsJson.Read(row.Parts));
    }

    /// <summary>Rows with their top-ups' prices, in the order of the rows where these are ordered again.</summary>
    public static IQueryable<PricedCommission> WithPrices(
        this IQueryable<CommissionRow> rows, PartnerDbContext context) => rows.Join(
        context.TopUps,
        row => new { PartnerId = row.SellerId, Id = row.TopUpId },
        topUp => new { topUp.PartnerId, topUp.Id },
        (row, topUp) => new PricedCommission { Row = row, Price = topUp.Price });

    /// <summary>An entry with what became of it.</summary>
    public static CommissionRecord Record(PricedCommission stored) =>
        Record(stored.Row, PriceJson.Read(stored.Price).Levels);

    /// <summary>An entry with what became of it, from its row and the levels of the top-up's price.</summary>
    public static CommissionRecord Record(CommissionRow row, IReadOnlyList<CommissionLevel> levels)
    {
        var entry = Entry(row, levels);
        return new CommissionRecord(
            entry,
            row.ReversedAt is not null,
            entry.Amount with { Minor = row.TrueUp },
            entry.Credit with { Minor = row.TrueUpCredit },
            row.Settlement is not null,
            row.ClawbackSettlement is not null)
        {
            Share = (row.ReturnedPart, row.ReturnedWhole) is ({ } part, { } whole)
                ? new RefundShare(part, whole)
                : RefundShare.All,
        };
    }

    private static CommissionEntry Entry(DbDataReader row, IReadOnlyList<CommissionLevel> levels) => Entry(
        new CommissionRow
        {
            PartnerId = row.GetString(0),
            TopUpId = row.GetString(1),
            SellerId = row.GetString(2),
            LevelNumber = row.GetInt32(3),
            Schedule = row.GetString(4),
            RuleId = row.GetString(5),
            Mode = row.GetInt32(6),
            Month = row.GetString(7),
            EarnedAt = row.GetInt64(8),
            Currency = row.GetString(9),
            FloatCurrency = row.GetString(10),
            Base = row.GetInt64(11),
            VolumeBefore = row.GetInt64(12),
            Own = row.GetInt64(13),
            Beneath = row.GetInt64(14),
            Amount = row.GetInt64(15),
            Credit = row.GetInt64(16),
            Tax = row.GetInt64(17),
            Parts = row.GetString(18),
        },
        levels);
}

/// <summary>The stored form of a commission's parts, as a price stores them.</summary>
internal static class PartsJson
{
    public static string Write(IReadOnlyList<CommissionPart> parts) => JsonSerializer.Serialize(
        [.. parts.Select(LevelJson.Write)], StoredPartsContext.Default.Int64ArrayArray);

    public static IReadOnlyList<CommissionPart> Read(string json) =>
        [.. JsonSerializer.Deserialize(json, StoredPartsContext.Default.Int64ArrayArray)!.Select(LevelJson.Read)];
}

[JsonSerializable(typeof(long[][]))]
internal sealed partial class StoredPartsContext : JsonSerializerContext;
