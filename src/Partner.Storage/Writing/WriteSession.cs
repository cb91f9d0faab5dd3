using Microsoft.EntityFrameworkCore;
using Partner.Core.Amounts;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Model;

namespace Partner.Storage.Writing;

/// <summary>
/// What one write transaction sees and does. Balances and counters, the rows that every sale of a partner touches, are
/// read once per transaction, changed in memory and written once by <see cref="Flush"/>.
/// </summary>
internal sealed class WriteSession(PartnerDbContext context, StatementCache statements)
{
    private readonly Dictionary<(string PartnerId, string Currency), FloatPosition> _floats = [];
    private readonly Dictionary<string, (long Event, long Receipt)> _counters = [];

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

    /// <summary>A partner's float as this transaction has it so far.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="currency">The currency.</param>
    public FloatPosition Float(string partnerId, Currency currency)
    {
        if (!_floats.TryGetValue((partnerId, currency.Code), out var position))
        {
            position = LedgerSql.ReadFloat(statements, partnerId, currency) ?? FloatPosition.Empty(currency);
            _floats[(partnerId, currency.Code)] = position;
        }

        return position;
    }

    /// <summary>Replaces a partner's float; written with the transaction.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="position">The float.</param>
    public void SetFloat(string partnerId, FloatPosition position) =>
        _floats[(partnerId, position.Currency.Code)] = position;

    /// <summary>The number that the partner's next event gets: 1, 2, 3, … without a gap.</summary>
    /// <param name="partnerId">The partner.</param>
    public long NextEventNumber(string partnerId) => Counters(partnerId).Event + 1;

    /// <summary>Stores the partner's next event: a change of a top-up that carries its number.</summary>
    /// <param name="topUp">The top-up after the change, with <see cref="NextEventNumber"/>.</param>
    /// <param name="now">The time.</param>
    public void AppendEvent(TopUpRecord topUp, DateTimeOffset now)
    {
        _counters[topUp.PartnerId] = Counters(topUp.PartnerId) with { Event = topUp.EventNumber };
        statements.Execute(
            "INSERT INTO events (partner_id, number, top_up_id, state, at) VALUES (@p0, @p1, @p2, @p3, @p4)",
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
        var counters = Counters(partnerId);
        _counters[partnerId] = counters with { Receipt = counters.Receipt + 1 };
        return counters.Receipt + 1;
    }

    /// <summary>Writes the balances and counters that changed; the last step before the commit.</summary>
    public void Flush()
    {
        foreach (var ((partnerId, _), position) in _floats)
        {
            LedgerSql.WriteFloat(statements, partnerId, position);
        }

        foreach (var (partnerId, (lastEvent, lastReceipt)) in _counters)
        {
            statements.Execute(
                "INSERT INTO partner_counters (partner_id, last_event, last_receipt) VALUES (@p0, @p1, @p2) " +
                "ON CONFLICT (partner_id) DO UPDATE SET last_event = @p1, last_receipt = @p2",
                partnerId,
                lastEvent,
                lastReceipt);
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
    }

    private (long Event, long Receipt) Counters(string partnerId)
    {
        if (!_counters.TryGetValue(partnerId, out var counters))
        {
            counters = statements.First(
                "SELECT last_event, last_receipt FROM partner_counters WHERE partner_id = @p0",
                row => (row.GetInt64(0), row.GetInt64(1)),
                partnerId);
            _counters[partnerId] = counters;
        }

        return counters;
    }
}
