using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Partner.Server.Issuer.Wire;

namespace Partner.Sandbox.Issuer;

/// <summary>
/// What was applied, refused and withdrawn, each id at most once. Decides under one lock, in the order of
/// the log; nothing may be answered before <see cref="DurableAsync"/>.
/// </summary>
internal sealed class IssuerOrders : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IssuerOrder> _entries = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly TimeProvider _clock;
    private readonly AppendLog _log;
    private long _applied;

    public IssuerOrders(string path, TimeProvider clock, IssuerPlans plans)
    {
        _clock = clock;
        Profiles = new SimulatedProfiles();
        Cards = new SimulatedCards(clock, plans, Profiles);
        _log = AppendLog.Open(path, Replay);
    }

    /// <summary>The profiles of eSIMs.</summary>
    public SimulatedProfiles Profiles { get; }

    /// <summary>What the cards hold.</summary>
    public SimulatedCards Cards { get; }

    public void Dispose() => _log.Dispose();

    /// <summary>Notes that an order came. It is kept in memory only.</summary>
    public Receipt Receive(IssuerRecord order)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(order.Id, out var entry))
            {
                entry = new IssuerOrder(order);
                _entries.Add(order.Id, entry);
            }
            else if (entry.Record.Kind != IssuerRecordKind.None && !entry.Record.SameOrder(order))
            {
                return new Receipt(null, 0);
            }

            return new Receipt(entry, ++entry.TimesReceived);
        }
    }

    /// <summary>Finds an id.</summary>
    public IssuerOrder? Find(string id)
    {
        lock (_gate)
        {
            return _entries.GetValueOrDefault(id);
        }
    }

    /// <summary>All ids known at this moment.</summary>
    public IssuerOrder[] All()
    {
        lock (_gate)
        {
            return [.. _entries.Values];
        }
    }

    /// <summary>Applies a top-up or a gift, unless something became of it already.</summary>
    public void Apply(IssuerOrder entry)
    {
        lock (_gate)
        {
            if (entry.Record.State == IssuerRecordState.Received)
            {
                Change(entry, Applied(entry.Record));
            }
        }
    }

    /// <summary>Refuses an order for ever, unless something became of it already.</summary>
    public void Decline(IssuerOrder entry, string code)
    {
        lock (_gate)
        {
            if (entry.Record.State == IssuerRecordState.Received)
            {
                Change(entry, entry.Record with { State = IssuerRecordState.Declined, Code = code, At = Now });
            }
        }
    }

    /// <summary>
    /// Applies a reversal, unless something became of it already. One of a top-up that is not applied or was taken back
    /// is refused, and so is one that asks for more than the card has left.
    /// </summary>
    public void Reverse(IssuerOrder entry)
    {
        lock (_gate)
        {
            if (entry.Record.State != IssuerRecordState.Received)
            {
                return;
            }

            var order = entry.Record;
            var code = TopUpOf(order) is not { Record: { State: IssuerRecordState.Applied, ReversalId: null } } topUp
                ? IssuerCodes.NotApplied
                : Cards.Has(topUp.Record.Card!, order) ? null : IssuerCodes.BalanceAlreadyUsed;
            Change(entry, code is null
                ? Applied(order)
                : order with { State = IssuerRecordState.Declined, Code = code, At = Now });
        }
    }

    /// <summary>
    /// Takes a gift back, unless something became of it already. One that was not given, or was taken back, is refused,
    /// and so is more than was given.
    /// </summary>
    public void TakeGiftBack(IssuerOrder entry)
    {
        lock (_gate)
        {
            if (entry.Record.State != IssuerRecordState.Received)
            {
                return;
            }

            var order = entry.Record;
            Change(entry, GiftOf(order) is { } gift && Holds(gift.Record, order)
                ? Applied(order)
                : order with { State = IssuerRecordState.Declined, Code = IssuerCodes.NotApplied, At = Now });
        }
    }

    /// <summary>Withdraws an id for ever, known or not, unless something became of it already.</summary>
    public IssuerOrder Withdraw(string id)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(id, out var entry))
            {
                entry = new IssuerOrder(new IssuerRecord
                {
                    Id = id,
                    Kind = IssuerRecordKind.None,
                    State = IssuerRecordState.Received,
                    At = Now,
                });
                _entries.Add(id, entry);
            }

            if (entry.Record.State == IssuerRecordState.Received)
            {
                Change(entry, entry.Record with { State = IssuerRecordState.Withdrawn, At = Now });
            }

            return entry;
        }
    }

    /// <summary>Starts what an id's first request starts, once; the same task for all later ones.</summary>
    public Task Start(IssuerOrder entry, Func<Task> start)
    {
        lock (_gate)
        {
            return entry.Started ??= start();
        }
    }

    /// <summary>The present state of an id, once it is on the disk.</summary>
    /// <exception cref="IOException">The log is broken; nothing may be answered.</exception>
    public async ValueTask<IssuerRecord> DurableAsync(IssuerOrder entry)
    {
        IssuerRecord record;
        Task durable;
        lock (_gate)
        {
            record = entry.Record;
            durable = entry.Durable;
        }

        await durable;
        return record;
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

    private static bool Holds(IssuerRecord gift, IssuerRecord back) =>
        gift is { Kind: IssuerRecordKind.Gift, State: IssuerRecordState.Applied, ReversalId: null }
        && (back.AmountMinor ?? 0) <= (gift.AmountMinor ?? 0) && (back.Points ?? 0) <= (gift.Points ?? 0);

    private static bool TakesAll(IssuerRecord gift, IssuerRecord back) =>
        (back.TakesGrants is true || gift.Grants is null)
        && (back.AmountMinor ?? 0) == (gift.AmountMinor ?? 0) && (back.Points ?? 0) == (gift.Points ?? 0);

    private IssuerOrder? GiftOf(IssuerRecord back) => _entries.GetValueOrDefault(back.GiftId!);

    private IssuerOrder? TopUpOf(IssuerRecord reversal) => _entries.GetValueOrDefault(reversal.TopUpId!);

    private IssuerRecord Applied(IssuerRecord order) => order with
    {
        State = IssuerRecordState.Applied,
        At = Now,
        Reference = string.Create(CultureInfo.InvariantCulture, $"SIM{_applied + 1:D10}"),
    };

    private void Change(IssuerOrder entry, IssuerRecord record)
    {
        _line.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_line))
        {
            JsonSerializer.Serialize(writer, record, RecordJson.Default.IssuerRecord);
        }

        var durable = _log.Append(_line.WrittenSpan);
        Enter(entry, record, durable);
    }

    /// <summary>
    /// Changes memory as a line of the log says; the same when it is written and when it is read back.
    /// </summary>
    private void Enter(IssuerOrder entry, IssuerRecord record, Task durable)
    {
        entry.Record = record;
        entry.Durable = durable;
        if (record.State != IssuerRecordState.Applied)
        {
            return;
        }

        _applied++;
        if (record.Kind is IssuerRecordKind.TopUp or IssuerRecordKind.Gift)
        {
            Cards.TopUp(record);
            return;
        }

        if (record.Kind == IssuerRecordKind.GiftBack)
        {
            var gift = GiftOf(record)!;
            Cards.TakeGiftBack(gift.Record, record);
            gift.Record = TakesAll(gift.Record, record)
                ? gift.Record with { State = IssuerRecordState.Reversed, ReversalId = record.Id, At = record.At }
                : gift.Record with { ReversalId = record.Id };
            gift.Durable = durable;
            return;
        }

        if (record.Kind == IssuerRecordKind.Reissue)
        {
            Profiles.Reissue(record.Card!);
            return;
        }

        var topUp = TopUpOf(record)!;
        topUp.Record = record.IsOfPart
            ? topUp.Record with { ReversalId = record.Id }
            : topUp.Record with { State = IssuerRecordState.Reversed, ReversalId = record.Id, At = record.At };
        topUp.Durable = durable;
        Cards.TakeBack(topUp.Record, record);
    }

    private void Replay(ReadOnlySpan<byte> line)
    {
        IssuerRecord record;
        try
        {
            record = JsonSerializer.Deserialize(line, RecordJson.Default.IssuerRecord)
                ?? throw new InvalidDataException("not a record");
        }
        catch (JsonException damage)
        {
            throw new InvalidDataException("not a record", damage);
        }

        if (Contradiction(record) is { } contradiction)
        {
            throw new InvalidDataException(contradiction);
        }

        var entry = new IssuerOrder(record);
        _entries.Add(record.Id, entry);
        Enter(entry, record, Task.CompletedTask);
    }

    /// <summary>
    /// Why a line that is a record cannot follow those before it; null when it can. Each id has one line.
    /// </summary>
    private string? Contradiction(IssuerRecord record) => record switch
    {
        _ when _entries.ContainsKey(record.Id) => "its id has a line already",
        { State: IssuerRecordState.Received or IssuerRecordState.Reversed } => "its state is never written",
        { State: IssuerRecordState.Withdrawn } => null,
        { Kind: IssuerRecordKind.TopUp, State: IssuerRecordState.Declined, Code: not null } => null,
        { Kind: IssuerRecordKind.Reversal, State: IssuerRecordState.Declined, Code: not null } => null,
        { Kind: IssuerRecordKind.Reissue, State: IssuerRecordState.Declined, Code: not null } => null,
        { Kind: IssuerRecordKind.Reissue, State: IssuerRecordState.Applied, Card: { } card } =>
            SimulatedCards.IsNumber(card) ? null : "it reissues what is no card",
        { Kind: IssuerRecordKind.TopUp, State: IssuerRecordState.Applied, Product: not null, Card: { } card } =>
            SimulatedCards.IsNumber(card) ? null : "it tops up what is no card",
        { Kind: IssuerRecordKind.Gift, State: IssuerRecordState.Declined, Code: not null } => null,
        { Kind: IssuerRecordKind.GiftBack, State: IssuerRecordState.Declined, Code: not null } => null,
        { Kind: IssuerRecordKind.Gift, State: IssuerRecordState.Applied, Card: { } card } =>
            SimulatedCards.IsNumber(card) ? null : "it gives to what is no card",
        { Kind: IssuerRecordKind.GiftBack, State: IssuerRecordState.Applied, GiftId: not null } =>
            GiftOf(record) is { } gift && Holds(gift.Record, record) ? null : "it takes back what was not given",
        { Kind: IssuerRecordKind.Reversal, State: IssuerRecordState.Applied, TopUpId: not null } =>
            TopUpOf(record) is { Record: { State: IssuerRecordState.Applied, ReversalId: null } }
                ? null
                : "it reverses what was not applied",
        _ => "it lacks members",
    };
}
