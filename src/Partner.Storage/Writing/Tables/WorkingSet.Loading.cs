using System.Data.Common;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>
/// Locks and reads what a footprint names: one statement a table, in one canonical order. Counters, then usage
/// counters, then jobs, each in ascending order of their keys: whoever locks in this order is in no circle with
/// another.
/// </summary>
internal sealed partial class WorkingSet
{
    /// <summary>Adds the statements that lock and read; the set is complete when they were run.</summary>
    /// <param name="footprint">What it is about.</param>
    /// <param name="exchange">Carries them out.</param>
    /// <returns>The set, empty until then.</returns>
    public static WorkingSet Locked(Footprint footprint, Exchange exchange)
    {
        var set = new WorkingSet();
        set.Lock(footprint, exchange);
        set.Read(footprint, exchange);
        return set;
    }

    /// <summary>The same without locks: what is true now and may not be a moment later.</summary>
    /// <param name="footprint">What it is about.</param>
    /// <param name="exchange">Carries them out.</param>
    public static WorkingSet Plain(Footprint footprint, Exchange exchange)
    {
        var set = new WorkingSet();
        foreach (var key in footprint.Usages)
        {
            set._usages[key] = new TrackedRow<Usage>(Usage.None, false);
        }

        exchange.Add(UsageTable.Read, Rows(UsageTable.Read, footprint.Usages, Add), set.TakeUsage);
        set.Read(footprint, exchange);
        return set;
    }

    /// <summary>Whether a row was not there to be locked: it has to be made, and all done again.</summary>
    /// <param name="footprint">What was to be locked.</param>
    public bool LacksRows(Footprint footprint) =>
        _counters.Count < footprint.Partners.Count || _usages.Count < footprint.Usages.Count;

    /// <summary>The rows that make counters.</summary>
    /// <param name="partners">Their partners.</param>
    public static RowSet CountersToMake(IEnumerable<PartnerId> partners) => Rows(
        CounterTable.Make, InOrder(partners), (rows, partner) => rows.Add(partner.Value, 0L, 0L));

    /// <summary>The rows that make usage counters.</summary>
    /// <param name="usages">Their keys.</param>
    public static RowSet UsagesToMake(IEnumerable<UsageKey> usages) => Rows(
        UsageTable.Make,
        InOrder(usages),
        (rows, key) => rows.Add((int)key.Scope, key.Promotion, key.Subject, 0L, 0L));

    private void Lock(Footprint footprint, Exchange exchange)
    {
        exchange.Add(
            CounterTable.Lock,
            Rows(CounterTable.Lock, InOrder(footprint.Partners), (rows, id) => rows.Add(id.Value)),
            TakeCounters);
        exchange.Add(UsageTable.Lock, Rows(UsageTable.Lock, InOrder(footprint.Usages), Add), TakeUsage);
        exchange.Add(
            JobTable.LockStates,
            Rows(
                JobTable.LockStates,
                footprint.Jobs.OrderBy(key => key.PartnerId.Value, StringComparer.Ordinal)
                    .ThenBy(key => key.Id, StringComparer.Ordinal),
                Add),
            row => _jobs[KeyIn(row)] = row.GetInt32(2));
    }

    private void Read(Footprint footprint, Exchange exchange)
    {
        Prepare(footprint);
        exchange.Add(
            RequestTable.Read,
            Rows(
                RequestTable.Read,
                footprint.Requests,
                (rows, key) => rows.Add(key.PartnerId.Value, key.RequestId.Value)),
            row => _requests[RequestIn(row)] = new UsedRequest(
                (RequestMethod)row.GetInt32(2), new InputHash(row.GetString(3)), row.GetString(4)));
        exchange.Add(
            LedgerTable.ReadFloats,
            Rows(LedgerTable.ReadFloats, footprint.Floats, (rows, key) => rows.Add(key.PartnerId.Value, key.Currency)),
            TakeFloat);
        exchange.Add(
            VolumeTable.Read,
            Rows(VolumeTable.Read, footprint.Volumes, (rows, key) => rows.Add(
                key.PayeeId.Value, key.ScheduleId, key.Currency.Code, key.Month)),
            row => _volumes[VolumeIn(row)] = new TrackedRow<long>(row.GetInt64(4), true));
        exchange.Add(
            QuoteTable.ReadUses,
            Rows(QuoteTable.ReadUses, footprint.Quotes, Add),
            row => _quotes[KeyIn(row)] = row.TextOrNull(2));
        exchange.Add(
            TopUpTable.Latest,
            Rows(
                TopUpTable.Latest,
                footprint.Sales,
                (rows, key) => rows.Add(key.PartnerId.Value, key.Card, key.PlanCode.Value)),
            TakeSale);
        exchange.Add(
            TopUpTable.Recent,
            Rows(
                TopUpTable.Recent,
                footprint.Recent,
                (rows, key) => rows.Add(key.PartnerId.Value, key.Card, key.Since)),
            row => _recent.Add(new RecentSale(
                new TopUpId(row.GetString(0)),
                new PlanCode(row.GetString(1)),
                Mapping.Instant(row.GetInt64(2)),
                row.GetString(3),
                row.GetString(4))));
        exchange.Add(
            TopUpTable.LiveCards,
            Rows(TopUpTable.LiveCards, footprint.Cards, (rows, card) => rows.Add(card)),
            row => _liveCards.Add(row.GetString(0)));
        exchange.Add(
            TopUpTable.Stretch,
            Rows(
                TopUpTable.Stretch,
                footprint.Stretches,
                (rows, key) => rows.Add(key.Card, key.PlanCode.Value, key.Since)),
            row => NoteSold(
                KeyIn(row), row.GetString(2), new PlanCode(row.GetString(3)), Mapping.Instant(row.GetInt64(4))));
        exchange.Add(
            SettlementTable.Read,
            Rows(SettlementTable.Read, footprint.Settlements, Add),
            row => _settlements[KeyIn(row)] = row.GetString(2));
        ReadOperations(footprint, exchange);
        ReadReceipts(footprint, exchange);
        ReadCases(footprint, exchange);
        ReadRenewals(footprint, exchange);
        ReadGifts(footprint, exchange);
        ReadReissues(footprint, exchange);
        ReadOrganisation(footprint, exchange);
        ReadShifts(footprint, exchange);
        ReadLimitUses(footprint, exchange);
        ReadApprovals(footprint, exchange);
    }

    private void ReadOperations(Footprint footprint, Exchange exchange)
    {
        exchange.Add(
            TopUpTable.Changed,
            Rows(TopUpTable.Changed, footprint.TopUps.Values, (rows, known) => rows.Add(
                known.PartnerId.Value, known.Id.Value, known.Version)),
            row => _topUps[KeyIn(row)] = new TrackedRow<TopUpRecord>(TopUpTable.Read(row), true));
        exchange.Add(
            LedgerTable.ReadFloatLegs,
            Rows(LedgerTable.ReadFloatLegs, footprint.Reservations, Add),
            row => _reserved[KeyIn(row)].Add(
                new Leg(Account.Float, new Money(row.GetInt64(3), Currency.Of(row.GetString(2))))));
        exchange.Add(
            ReversalTable.Changed,
            Rows(ReversalTable.Changed, footprint.Reversals.Values, (rows, known) => rows.Add(
                known.PartnerId.Value, known.Id.Value, known.Version)),
            row => _reversals[KeyIn(row)] = new TrackedRow<ReversalRecord>(ReversalTable.Read(row), true));
        exchange.Add(
            ReversalTable.Latest,
            Rows(ReversalTable.Latest, footprint.LatestReversals, Add),
            row => _latestReversals[new ResourceKey(PartnerIn(row), row.GetString(2))] = ReversalTable.Read(row));
    }

    /// <summary>What an absent row stands for.</summary>
    private void Prepare(Footprint footprint)
    {
        foreach (var key in footprint.Floats)
        {
            _floats[key] = new TrackedRow<FloatPosition>(FloatPosition.Empty(Currency.Of(key.Currency)), false);
        }

        foreach (var key in footprint.Volumes)
        {
            _volumes[key] = new TrackedRow<long>(0, false);
        }

        foreach (var (key, known) in footprint.TopUps)
        {
            _topUps[key] = new TrackedRow<TopUpRecord>(known, true);
        }

        foreach (var (key, known) in footprint.Reversals)
        {
            _reversals[key] = new TrackedRow<ReversalRecord>(known, true);
        }

        foreach (var key in footprint.Stretches)
        {
            _sold[(key.Card, key.PlanCode)] = [];
        }

        foreach (var key in footprint.Reservations)
        {
            _reserved[key] = [];
        }
    }

    private static RowSet Rows<T>(RowSqlText sql, IEnumerable<T> keys, Action<RowSet, T> add)
    {
        var rows = new RowSet(sql.Shape);
        foreach (var key in keys)
        {
            add(rows, key);
        }

        return rows;
    }

    private static void Add(RowSet rows, ResourceKey key) => rows.Add(key.PartnerId.Value, key.Id);

    private static void Add(RowSet rows, UsageKey key) => rows.Add((int)key.Scope, key.Promotion, key.Subject);

    private static IEnumerable<PartnerId> InOrder(IEnumerable<PartnerId> partners) =>
        partners.OrderBy(id => id.Value, StringComparer.Ordinal);

    private static IEnumerable<UsageKey> InOrder(IEnumerable<UsageKey> usages) => usages.OrderBy(key => key.Scope)
        .ThenBy(key => key.Promotion, StringComparer.Ordinal)
        .ThenBy(key => key.Subject, StringComparer.Ordinal);

    private static PartnerId PartnerIn(DbDataReader row) => new(row.GetString(0));

    private static RequestKey RequestIn(DbDataReader row) => new(PartnerIn(row), new RequestId(row.GetString(1)));

    private static DuplicateKey SaleIn(DbDataReader row) =>
        new(PartnerIn(row), row.GetString(1), new PlanCode(row.GetString(2)));

    private static ResourceKey KeyIn(DbDataReader row) => new(PartnerIn(row), row.GetString(1));

    private static VolumeKey VolumeIn(DbDataReader row) =>
        new(PartnerIn(row), row.GetString(1), Currency.Of(row.GetString(2)), row.GetString(3));

    private static FloatPosition PositionIn(DbDataReader row) => new(
        Currency.Of(row.GetString(1)),
        row.GetInt64(2),
        row.GetInt64(3),
        row.GetInt64(4),
        row.GetInt64(5),
        Mapping.Instant(row.GetInt64(6)));

    private void TakeCounters(DbDataReader row)
    {
        var partnerId = PartnerIn(row);
        _counters[partnerId] = new TrackedRow<Counters>(
            new Counters(row.GetInt64(1), row.GetInt64(2), row.Int64OrNull(5) ?? 0), true);
        _heads[partnerId] = ActionTable.HeadIn(row.Int64OrNull(3), row.TextOrNull(4));
    }

    private void TakeFloat(DbDataReader row)
    {
        var partnerId = PartnerIn(row);
        _floats[new FloatKey(partnerId, row.GetString(1))] = new TrackedRow<FloatPosition>(PositionIn(row), true);
        if (row.GetInt32(7) == 0)
        {
            _withoutCases.Add(partnerId);
        }
    }

    private void TakeSale(DbDataReader row)
    {
        var key = SaleIn(row);
        _sales[key] = new EarlierSale(
            new TopUpId(row.GetString(3)), (TopUpState)row.GetInt32(4), Mapping.Instant(row.GetInt64(5)));
        if (row.TextOrNull(6) is { } underCase)
        {
            _underCase[key] = new TopUpId(underCase);
        }
    }

    private void TakeUsage(DbDataReader row) =>
        _usages[new UsageKey((UsageScope)row.GetInt32(0), row.GetString(1), row.GetString(2))] =
            new TrackedRow<Usage>(new Usage(row.GetInt64(3), row.GetInt64(4)), true);
}
