using System.Data.Common;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Esims;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>What is true of eSIMs that are issued anew, and becomes true by what members do.</summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<ResourceKey, TrackedRow<EsimReissue>> _reissues = [];
    private readonly Dictionary<RequestKey, (ReissueId Id, string Card)> _reissueRequests = [];
    private readonly Dictionary<string, List<EarlierReissue>> _reissuesOfCards = new(StringComparer.Ordinal);
    private readonly Dictionary<CardKey, (long At, KeptIdCheck Check)> _firstChecks = [];

    /// <summary>A reissue as this transaction has it so far; null where there is none.</summary>
    public EsimReissue? Reissue(ResourceKey key) => _reissues.GetValueOrDefault(key)?.Now;

    /// <summary>The reissue that a request id created, and its card; null while it is new.</summary>
    public (ReissueId Id, string Card)? ReissueOf(PartnerId partnerId, RequestId requestId) =>
        _reissueRequests.TryGetValue(new RequestKey(partnerId, requestId), out var known) ? known : null;

    /// <summary>What decides about a card's next reissue.</summary>
    public ReissueFacts ReissueFacts(CardKey key) => new(
        _reissuesOfCards.TryGetValue(key.Card, out var earlier)
            ? earlier
            : throw new InvalidOperationException("A card's reissues are not in the footprint."),
        _firstChecks.TryGetValue(key, out var first) ? first.Check : null);

    /// <summary>Stores a new reissue.</summary>
    public void Insert(EsimReissue reissue)
    {
        var row = new TrackedRow<EsimReissue>(reissue with { Version = 0 }, false) { Now = reissue };
        _reissues.Add(new ResourceKey(reissue.PartnerId, reissue.Id.Value), row);
        _reissueRequests.Add(
            new RequestKey(reissue.PartnerId, reissue.RequestId), (reissue.Id, reissue.Card.Value));
        _reissuesOfCards[reissue.Card.Value].Add(new EarlierReissue(
            reissue.PartnerId, reissue.Id, reissue.State, reissue.Reason, reissue.CreatedAt));
    }

    /// <summary>Changes a reissue.</summary>
    public void Change(EsimReissue changed) =>
        Of(_reissues, new ResourceKey(changed.PartnerId, changed.Id.Value)).Now = changed;

    private void ReadReissues(Footprint footprint, Exchange exchange)
    {
        exchange.Add(
            ReissueTable.Read,
            Rows(ReissueTable.Read, footprint.Reissues, Add),
            row => _reissues[KeyIn(row)] = new TrackedRow<EsimReissue>(ReissueTable.ReissueIn(row), true));
        exchange.Add(
            ReissueTable.ReadRequests,
            Rows(
                ReissueTable.ReadRequests,
                footprint.ReissueRequests,
                (rows, key) => rows.Add(key.PartnerId.Value, key.RequestId.Value)),
            row => _reissueRequests[RequestIn(row)] = (new ReissueId(row.GetString(2)), row.GetString(3)));
        foreach (var card in footprint.ReissuedCards.Keys)
        {
            _reissuesOfCards[card.Card] = [];
        }

        exchange.Add(
            ReissueTable.ReadCards,
            Rows(
                ReissueTable.ReadCards,
                footprint.ReissuedCards.GroupBy(pair => pair.Key.Card, StringComparer.Ordinal),
                (rows, cards) => rows.Add(cards.Key, cards.Min(pair => pair.Value))),
            row => _reissuesOfCards[row.GetString(0)].Add(new EarlierReissue(
                new PartnerId(row.GetString(1)),
                new ReissueId(row.GetString(2)),
                (ReissueState)row.GetInt32(3),
                (Reason)row.GetInt32(4),
                Mapping.Instant(row.GetInt64(5)))));
        foreach (var sql in new[] { ReissueTable.ReadFirstOfSales, ReissueTable.ReadFirstOfReissues })
        {
            exchange.Add(
                sql,
                Rows(sql, footprint.ReissuedCards.Keys, (rows, key) => rows.Add(key.PartnerId.Value, key.Card)),
                TakeFirstCheck);
        }
    }

    private void TakeFirstCheck(DbDataReader row)
    {
        var (key, at) = (new CardKey(PartnerIn(row), row.GetString(1)), row.GetInt64(2));
        if (!_firstChecks.TryGetValue(key, out var other) || at < other.At)
        {
            _firstChecks[key] = (at, Mapping.IdCheck(row.GetInt32(3), row.GetString(4))!);
        }
    }

    private void FlushReissues()
    {
        foreach (var row in _reissues.Values.Where(row => row.HasChanged))
        {
            ReissueTable.Store(Changes, row);
        }
    }
}
