using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.TopUps;

namespace Partner.Storage.Writing.Tables;

/// <summary>
/// What a batch has locked and read, and what its members did so far: a later member sees what an earlier one did. All
/// in memory; what is to be written is collected in <see cref="Changes"/>. A member that asks for what its footprint
/// does not name fails, so that nothing can be locked or read behind the locks.
/// </summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<PartnerId, TrackedRow<Counters>> _counters = [];
    private readonly Dictionary<FloatKey, TrackedRow<FloatPosition>> _floats = [];
    private readonly Dictionary<UsageKey, TrackedRow<Usage>> _usages = [];
    private readonly Dictionary<VolumeKey, TrackedRow<long>> _volumes = [];
    private readonly Dictionary<ResourceKey, TrackedRow<TopUpRecord>> _topUps = [];
    private readonly Dictionary<ResourceKey, TrackedRow<ReversalRecord>> _reversals = [];

    /// <summary>
    /// The rows that are written in any case, beside those that are held and written as they are at the end.
    /// </summary>
    public Changes Changes { get; } = new();

    /// <summary>A partner's float as this transaction has it so far; an empty one when there was none.</summary>
    public FloatPosition Float(PartnerId partnerId, Currency currency) =>
        Of(_floats, new FloatKey(partnerId, currency.Code)).Now;

    /// <summary>A partner's float; null when there was none.</summary>
    public FloatPosition? FloatIfAny(PartnerId partnerId, Currency currency) =>
        Of(_floats, new FloatKey(partnerId, currency.Code)) is { Exists: true } position ? position.Now : null;

    /// <summary>Replaces a partner's float.</summary>
    /// <param name="position">The float.</param>
    public void SetFloat(PartnerId partnerId, FloatPosition position) =>
        Of(_floats, new FloatKey(partnerId, position.Currency.Code)).Now = position;

    /// <summary>How far something is used up.</summary>
    /// <param name="key">What is counted.</param>
    public Usage UsageOf(UsageKey key) => Of(_usages, key).Now;

    /// <summary>Counts a use, or gives one back.</summary>
    /// <param name="key">What is counted.</param>
    /// <param name="uses">1 or −1.</param>
    /// <param name="spent">Minor units or points, of the same sign.</param>
    public void Count(UsageKey key, int uses, long spent)
    {
        var usage = Of(_usages, key);
        usage.Now = new Usage(usage.Now.Uses + uses, usage.Now.Spent + spent);
    }

    /// <summary>A payee's volume of a month.</summary>
    /// <param name="key">Payee, schedule, currency, month.</param>
    public long Volume(VolumeKey key) => Of(_volumes, key).Now;

    /// <summary>Raises or lowers a payee's volume of a month.</summary>
    /// <param name="key">Payee, schedule, currency, month.</param>
    /// <param name="by">Minor units.</param>
    public void AddVolume(VolumeKey key, long by) => Of(_volumes, key).Now += by;

    /// <summary>Takes the partner's next receipt counter.</summary>
    public long NextReceipt(PartnerId partnerId)
    {
        var counters = Of(_counters, partnerId);
        counters.Now = counters.Now with { Receipt = counters.Now.Receipt + 1 };
        return counters.Now.Receipt;
    }

    /// <summary>A top-up as it is now.</summary>
    /// <param name="known">As the caller knows it.</param>
    public TopUpRecord Current(TopUpRecord known) => Of(_topUps, new ResourceKey(known.PartnerId, known.Id.Value)).Now;

    /// <summary>A reversal as it is now.</summary>
    /// <param name="known">As the caller knows it.</param>
    public ReversalRecord Current(ReversalRecord known) =>
        Of(_reversals, new ResourceKey(known.PartnerId, known.Id.Value)).Now;

    /// <summary>Saves a new top-up, with the partner's next event number.</summary>
    /// <returns>The top-up as it is stored.</returns>
    public TopUpRecord Insert(TopUpRecord topUp, DateTimeOffset now)
    {
        var saved = Numbered(topUp, now);
        TopUpTable.Insert(Changes, saved);
        return saved;
    }

    /// <summary>Changes a top-up, with the partner's next event number.</summary>
    /// <param name="changed">The top-up after the change.</param>
    /// <returns>The top-up as it is stored.</returns>
    public TopUpRecord Change(TopUpRecord changed, DateTimeOffset now)
    {
        var row = Of(_topUps, new ResourceKey(changed.PartnerId, changed.Id.Value));
        var ends = row.Now.State == TopUpState.Processing && changed.State != TopUpState.Processing;
        var stored = Numbered(changed, now);
        row.Now = ends ? stored with { FinalEvent = stored.EventNumber } : stored;
        return row.Now;
    }

    /// <summary>Changes a reversal.</summary>
    /// <param name="changed">The reversal after the change.</param>
    public void Change(ReversalRecord changed) =>
        Of(_reversals, new ResourceKey(changed.PartnerId, changed.Id.Value)).Now = changed;

    /// <summary>
    /// Adds what is held and has changed to <see cref="Changes"/>; the last step before they are written.
    /// </summary>
    public void Flush()
    {
        foreach (var topUp in _topUps.Values.Where(row => row.HasChanged))
        {
            TopUpTable.Store(Changes, topUp);
        }

        foreach (var reversal in _reversals.Values.Where(row => row.HasChanged))
        {
            ReversalTable.Store(Changes, reversal);
        }

        FlushReceipts();
        FlushCases();
        FlushRenewals();
        FlushGifts();
        FlushReissues();
        FlushOrganisation();
        FlushLimitUses();
        FlushApprovals();
        FlushActions();
        foreach (var (key, position) in _floats.Where(row => row.Value.HasChanged))
        {
            LedgerTable.Store(Changes, key.PartnerId, position);
        }

        foreach (var (partnerId, counters) in _counters.Where(row => row.Value.HasChanged))
        {
            CounterTable.Store(Changes, partnerId, counters);
        }

        foreach (var (key, usage) in _usages.Where(row => row.Value.HasChanged))
        {
            UsageTable.Store(Changes, key, usage.Now);
        }

        foreach (var (key, volume) in _volumes.Where(row => row.Value.HasChanged))
        {
            VolumeTable.Store(Changes, key, volume);
        }
    }

    private TopUpRecord Numbered(TopUpRecord topUp, DateTimeOffset now)
    {
        var counters = Of(_counters, topUp.PartnerId);
        counters.Now = counters.Now with { Event = counters.Now.Event + 1 };
        var numbered = topUp with { EventNumber = counters.Now.Event };
        CounterTable.Append(Changes, numbered, now);
        return numbered;
    }

    private static TrackedRow<T> Of<TKey, T>(Dictionary<TKey, TrackedRow<T>> rows, TKey key)
        where TKey : notnull
        where T : notnull =>
        rows.TryGetValue(key, out var row)
            ? row
            : throw new InvalidOperationException($"{key} is not in the footprint.");
}
