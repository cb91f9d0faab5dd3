using System.Data.Common;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>What sales give to their cards. Only sales that give something have a row.</summary>
internal static class GiftTable
{
    private const string Change =
        "state int, version int, reason int, in_doubt_since long, granted_at long, reference text, " +
        "back_reference text, final_at long, evidence text, back_whole bool, back_service bool, back_credit long, " +
        "back_points long";

    /// <summary>Gifts as they are stored.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "card_gifts.read-rows",
        "t.partner_id, t.top_up_id, t.state, t.version, t.reason, t.created_at, t.in_doubt_since, t.granted_at, " +
        "t.reference, t.back_reference, t.final_at, t.evidence, t.back_whole, t.back_service, t.back_credit, " +
        "t.back_points",
        "card_gifts t",
        RowShape.Of("partner_id text, top_up_id text"),
        "t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id");

    private static readonly RowSqlText InsertGifts = RowSqlText.Insert("card_gifts", RowShape.Of(
        "partner_id text, top_up_id text, created_at long, " + Change));

    private static readonly RowSqlText Update = RowSqlText.Update(
        "card_gifts.update-rows",
        "card_gifts",
        2,
        RowShape.Of("partner_id text, top_up_id text, was int, " + Change),
        "state = k.state, version = k.version, reason = k.reason, in_doubt_since = k.in_doubt_since, " +
        "granted_at = k.granted_at, reference = k.reference, back_reference = k.back_reference, " +
        "final_at = k.final_at, evidence = k.evidence, back_whole = k.back_whole, " +
        "back_service = k.back_service, back_credit = k.back_credit, back_points = k.back_points",
        "t.version = k.was");

    /// <summary>Saves the gifts of a sale that has just succeeded.</summary>
    public static void Insert(Changes changes, CardGiftRecord gifts) => changes.Add(
        InsertGifts,
        [gifts.PartnerId.Value, gifts.TopUpId.Value, gifts.CreatedAt.UtcTicks, .. ChangeOf(gifts)]);

    /// <summary>Stores changed gifts: a compare-and-set on the version that was read.</summary>
    public static void Store(Changes changes, TrackedRow<CardGiftRecord> row) => changes.Add(
        Update,
        [row.Now.PartnerId.Value, row.Now.TopUpId.Value, row.Stored.Version, .. ChangeOf(row.Now)]);

    /// <summary>Reads a row of <see cref="Read"/>.</summary>
    public static CardGiftRecord GiftsIn(DbDataReader row) => new CardGiftRow
    {
        PartnerId = row.GetString(0),
        TopUpId = row.GetString(1),
        State = row.GetInt32(2),
        Version = row.GetInt32(3),
        Reason = row.GetInt32(4),
        CreatedAt = row.GetInt64(5),
        InDoubtSince = row.Int64OrNull(6),
        GrantedAt = row.Int64OrNull(7),
        Reference = row.TextOrNull(8),
        BackReference = row.TextOrNull(9),
        FinalAt = row.Int64OrNull(10),
        Evidence = row.TextOrNull(11),
        BackWhole = row.IsDBNull(12) ? null : row.GetBoolean(12),
        BackService = row.IsDBNull(13) ? null : row.GetBoolean(13),
        BackCredit = row.Int64OrNull(14),
        BackPoints = row.Int64OrNull(15),
    }.ToRecord();

    private static Cell[] ChangeOf(CardGiftRecord gifts) =>
    [
        (int)gifts.State,
        gifts.Version,
        (int)gifts.Reason,
        gifts.InDoubtSince?.UtcTicks,
        gifts.GrantedAt?.UtcTicks,
        gifts.Reference,
        gifts.BackReference,
        gifts.FinalAt?.UtcTicks,
        gifts.Evidence,
        gifts.Back?.Whole,
        gifts.Back?.Service,
        gifts.Back?.Credit,
        gifts.Back?.Points,
    ];
}
