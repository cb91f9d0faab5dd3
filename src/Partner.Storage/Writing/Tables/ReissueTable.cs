using System.Data.Common;
using Partner.Core.Esims;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>eSIMs that are issued anew.</summary>
internal static class ReissueTable
{
    private const string Change =
        "state int, version int, reason int, issuer_reference text, final_at long, in_doubt_since long, evidence text";

    /// <summary>Reissues as they are stored.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "esim_reissues.read-rows",
        "t.partner_id, t.id, t.request_id, t.card, t.card_type, t.thumbprint, t.outlet, t.terminal, t.cashier, " +
        "t.comment, t.id_document, t.id_hash, t.created_at, t.state, t.version, t.reason, t.issuer_reference, " +
        "t.final_at, t.in_doubt_since, t.evidence",
        "esim_reissues t",
        RowShape.Of("partner_id text, id text"),
        "t.partner_id = k.partner_id AND t.id = k.id");

    /// <summary>What request ids created.</summary>
    public static readonly RowSqlText ReadRequests = RowSqlText.Select(
        "esim_reissues.read-requests",
        "t.partner_id, t.request_id, t.id, t.card",
        "esim_reissues t",
        RowShape.Of("partner_id text, request_id text"),
        "t.partner_id = k.partner_id AND t.request_id = k.request_id");

    /// <summary>A card's reissues since a time, at any partner; and those that are under way since whenever.</summary>
    public static readonly RowSqlText ReadCards = RowSqlText.Select(
        "esim_reissues.read-cards",
        "t.card, t.partner_id, t.id, t.state, t.reason, t.created_at",
        "esim_reissues t",
        RowShape.Of("card text, since long"),
        "t.card = k.card AND (t.created_at > k.since OR t.state = 1)");

    /// <summary>The first identity check of a card that a partner's sales keep.</summary>
    public static readonly RowSqlText ReadFirstOfSales = RowSqlText.Select(
        "top_ups.read-first-check",
        "t.partner_id, t.card, t.created_at, t.id_document, t.id_hash",
        "top_ups t",
        RowShape.Of("partner_id text, card text"),
        "t.partner_id = k.partner_id AND t.id = (SELECT MIN(x.id) FROM top_ups x " +
        $"WHERE x.card = k.card AND {TopUpTable.OfPartner} AND x.state <= 2 AND x.id_hash IS NOT NULL)");

    /// <summary>The first identity check of a card that a partner's reissues keep.</summary>
    public static readonly RowSqlText ReadFirstOfReissues = RowSqlText.Select(
        "esim_reissues.read-first-check",
        "t.partner_id, t.card, t.created_at, t.id_document, t.id_hash",
        "esim_reissues t",
        RowShape.Of("partner_id text, card text"),
        "t.partner_id = k.partner_id AND t.id = (SELECT MIN(x.id) FROM esim_reissues x " +
        "WHERE x.partner_id = k.partner_id AND x.card = k.card AND x.state = 2)");

    private static readonly RowSqlText InsertReissue = RowSqlText.Insert("esim_reissues", RowShape.Of(
        "partner_id text, id text, request_id text, card text, card_type int, thumbprint text, outlet text, " +
        "terminal text, cashier text, comment text, id_document int, id_hash text, created_at long, " + Change));

    private static readonly RowSqlText Update = RowSqlText.Update(
        "esim_reissues.update-rows",
        "esim_reissues",
        2,
        RowShape.Of("partner_id text, id text, was int, " + Change),
        "state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, " +
        "final_at = k.final_at, in_doubt_since = k.in_doubt_since, evidence = k.evidence",
        "t.version = k.was");

    /// <summary>Stores a reissue: a compare-and-set on the version that was read.</summary>
    public static void Store(Changes changes, TrackedRow<EsimReissue> stored)
    {
        var now = stored.Now;
        ReadOnlySpan<Cell> change =
        [
            (int)now.State,
            now.Version,
            (int)now.Reason,
            now.IssuerReference,
            now.FinalAt?.UtcTicks,
            now.InDoubtSince?.UtcTicks,
            now.Evidence,
        ];
        if (stored.Exists)
        {
            changes.Add(Update, [now.PartnerId.Value, now.Id.Value, stored.Stored.Version, .. change]);
            return;
        }

        var origin = now.Origin;
        changes.Add(
            InsertReissue,
            [
                now.PartnerId.Value,
                now.Id.Value,
                now.RequestId.Value,
                now.Card.Value,
                (int)now.CardType,
                origin.Certificate,
                origin.Outlet,
                origin.Terminal,
                origin.Cashier,
                origin.Comment,
                (int)now.IdCheck.Document,
                now.IdCheck.Hash,
                now.CreatedAt.UtcTicks,
                .. change,
            ]);
    }

    /// <summary>Reads a row of <see cref="Read"/>.</summary>
    public static EsimReissue ReissueIn(DbDataReader row) => new ReissueRow
    {
        PartnerId = row.GetString(0),
        Id = row.GetString(1),
        RequestId = row.GetString(2),
        Card = row.GetString(3),
        CardType = row.GetInt32(4),
        Thumbprint = row.GetString(5),
        Outlet = row.GetString(6),
        Terminal = row.GetString(7),
        Cashier = row.GetString(8),
        Comment = row.GetString(9),
        IdDocument = row.GetInt32(10),
        IdHash = row.GetString(11),
        CreatedAt = row.GetInt64(12),
        State = row.GetInt32(13),
        Version = row.GetInt32(14),
        Reason = row.GetInt32(15),
        IssuerReference = row.TextOrNull(16),
        FinalAt = row.Int64OrNull(17),
        InDoubtSince = row.Int64OrNull(18),
        Evidence = row.TextOrNull(19),
    }.ToRecord();
}
