using Microsoft.EntityFrameworkCore;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Providers;

namespace Partner.Storage.Writing;

/// <summary>
/// What one write transaction sees and does. Balances and counters, the rows that every sale of a partner touches, are
/// locked and read once per transaction, changed in memory and written once by <see cref="Flush"/>.
/// </summary>
internal sealed class WriteSession(PartnerDbContext context, StatementCache statements)
{
    private static readonly Statement LockCounters = new("partner_counters.lock", dialect => dialect.SelectLocked(
        "last_event, last_receipt", "partner_counters", "partner_id = @p0"));

    private static readonly Statement AddCounters = Statement.InsertIfAbsent(
        "partner_counters", 1, "partner_id, last_event, last_receipt");

    private static readonly Statement WriteCounters = new(
        "partner_counters.write",
        "UPDATE partner_counters SET last_event = @p1, last_receipt = @p2 WHERE partner_id = @p0");

    private static readonly Statement InsertEvent = Statement.Insert(
        "events", "partner_id, number, top_up_id, state, at");

    private readonly Dictionary<(string PartnerId, string Currency), Held<FloatPosition>> _floats = [];
    private readonly Dictionary<string, Held<Counters>> _counters = new(StringComparer.Ordinal);
    private readonly Dictionary<UsageKey, Held<Usage>> _usages = [];
    private readonly Dictionary<VolumeKey, Held<long>> _volumes = [];

    /// <summary>Reads by EF inside the transaction, for what is not on the hot path. It tracks nothing.</summary>
    public PartnerDbContext Context
    {
        get
        {
            if (context.Database.CurrentTransaction is null)
            {
                context.Database.UseTransaction(statements.Transaction);
            }

            return context;
        }
    }

    /// <summary>The transaction's prepared commands.</summary>
    public StatementCache Statements => statements;

    /// <summary>
    /// Makes this transaction the only one that changes a partner's data, by locking the partner's counters: what is
    /// read of the partner after it stays true until the commit. Every member of a group commit that names its partner
    /// starts with it. A transaction locks the counters before balances, and partners in ascending order.
    /// </summary>
    /// <param name="partnerId">The partner.</param>
    public void Lock(string partnerId) => CountersOf(partnerId);

    /// <summary>A partner's float as this transaction has it so far; an empty one when there was none.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="currency">The currency.</param>
    public FloatPosition Float(string partnerId, Currency currency) => FloatOf(partnerId, currency).Now;

    /// <summary>Replaces a partner's float; written with the transaction.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="position">The float.</param>
    public void SetFloat(string partnerId, FloatPosition position) =>
        FloatOf(partnerId, position.Currency).Now = position;

    /// <summary>How far something is used up, as this transaction has it so far; locked until the commit.</summary>
    /// <param name="key">What is counted.</param>
    public Usage UsageOf(UsageKey key) => Hold(_usages, key, PricingSql.LockUsage).Now;

    /// <summary>Counts a use, or gives one back.</summary>
    /// <param name="key">What is counted.</param>
    /// <param name="uses">1 or −1.</param>
    /// <param name="spent">Minor units or points, of the same sign.</param>
    public void Count(UsageKey key, int uses, long spent)
    {
        var usage = Hold(_usages, key, PricingSql.LockUsage);
        usage.Now = new Usage(usage.Now.Uses + uses, usage.Now.Spent + spent);
    }

    /// <summary>A payee's volume of a month, as this transaction has it so far; locked until the commit.</summary>
    /// <param name="key">Payee, schedule, currency, month.</param>
    public long Volume(VolumeKey key) => Hold(_volumes, key, PricingSql.LockVolume).Now;

    /// <summary>Raises or lowers a payee's volume of a month.</summary>
    /// <param name="key">Payee, schedule, currency, month.</param>
    /// <param name="by">Minor units.</param>
    public void AddVolume(VolumeKey key, long by)
    {
        var volume = Hold(_volumes, key, PricingSql.LockVolume);
        volume.Now += by;
    }

    /// <summary>The number that the partner's next event gets: 1, 2, 3, … without a gap.</summary>
    /// <param name="partnerId">The partner.</param>
    public long NextEventNumber(string partnerId) => CountersOf(partnerId).Now.Event + 1;

    /// <summary>Stores the partner's next event: a change of a top-up that carries its number.</summary>
    /// <param name="topUp">The top-up after the change, with <see cref="NextEventNumber"/>.</param>
    /// <param name="now">The time.</param>
    public void AppendEvent(TopUpRecord topUp, DateTimeOffset now)
    {
        var counters = CountersOf(topUp.PartnerId);
        counters.Now = counters.Now with { Event = topUp.EventNumber };
        statements.Execute(
            InsertEvent,
            topUp.PartnerId,
            topUp.EventNumber,
            topUp.Id,
            (int)topUp.State,
            now.UtcTicks);
    }

    /// <summary>Takes the partner's next receipt counter.</summary>
    /// <param name="partnerId">The partner.</param>
    public long NextReceipt(string partnerId)
    {
        var counters = CountersOf(partnerId);
        counters.Now = counters.Now with { Receipt = counters.Now.Receipt + 1 };
        return counters.Now.Receipt;
    }

    /// <summary>Writes the balances and counters that changed; the last step before the commit.</summary>
    public void Flush()
    {
        foreach (var ((partnerId, _), position) in _floats)
        {
            if (position.HasChanged)
            {
                LedgerSql.WriteFloat(statements, partnerId, position.Now);
            }
        }

        foreach (var (partnerId, counters) in _counters)
        {
            if (counters.HasChanged)
            {
                statements.Execute(WriteCounters, partnerId, counters.Now.Event, counters.Now.Receipt);
            }
        }

        foreach (var (key, usage) in _usages.Where(one => one.Value.HasChanged))
        {
            PricingSql.WriteUsage(statements, key, usage.Now);
        }

        foreach (var (key, volume) in _volumes.Where(one => one.Value.HasChanged))
        {
            PricingSql.WriteVolume(statements, key, volume.Now);
        }

        Forget();
    }

    /// <summary>Drops what was read, as after a rollback, and lets go of the transaction.</summary>
    public void Forget()
    {
        if (context.Database.CurrentTransaction is not null)
        {
            context.Database.UseTransaction(null);
        }

        _floats.Clear();
        _counters.Clear();
        _usages.Clear();
        _volumes.Clear();
    }

    private Held<T> Hold<TKey, T>(
        Dictionary<TKey, Held<T>> rows, TKey key, Func<StatementCache, TKey, T> lockRow)
        where TKey : notnull
        where T : notnull
    {
        if (!rows.TryGetValue(key, out var row))
        {
            row = new Held<T>(lockRow(statements, key));
            rows[key] = row;
        }

        return row;
    }

    private Held<FloatPosition> FloatOf(string partnerId, Currency currency)
    {
        if (!_floats.TryGetValue((partnerId, currency.Code), out var position))
        {
            Lock(partnerId);
            position = new Held<FloatPosition>(LedgerSql.LockFloat(statements, partnerId, currency));
            _floats[(partnerId, currency.Code)] = position;
        }

        return position;
    }

    private Held<Counters> CountersOf(string partnerId)
    {
        if (!_counters.TryGetValue(partnerId, out var counters))
        {
            counters = new Held<Counters>(ReadCounters(partnerId) ?? AddedCounters(partnerId));
            _counters[partnerId] = counters;
        }

        return counters;
    }

    private Counters? ReadCounters(string partnerId) => statements.First(
        LockCounters, row => new Counters(row.GetInt64(0), row.GetInt64(1)), partnerId);

    // Whoever inserts first, both lock the same row afterwards.
    private Counters AddedCounters(string partnerId)
    {
        statements.Execute(AddCounters, partnerId, 0L, 0L);
        return ReadCounters(partnerId)!;
    }

    private sealed record Counters(long Event, long Receipt);

    /// <summary>A row as it was read, and as it shall be.</summary>
    private sealed class Held<T>(T stored)
        where T : notnull
    {
        private readonly T _stored = stored;

        public T Now { get; set; } = stored;

        public bool HasChanged => !_stored.Equals(Now);
    }
}
