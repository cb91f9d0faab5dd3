namespace Partner.Core.Auditing;

/// <summary>Numbers that a partner's counter gives out: each once, from 1, without a gap, up to the counter.</summary>
internal sealed class NumberingAudit(FloatRecount floats, Findings findings)
{
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>Walks the events.</summary>
    /// <param name="events">By partner and number.</param>
    public void Run(IEnumerable<EventFacts> events, CancellationToken cancel)
    {
        _last.Clear();
        foreach (var (partnerId, number, _, _) in events)
        {
            cancel.ThrowIfCancellationRequested();
            Follow(partnerId, number, AuditCode.EventGap, "event");
        }

        foreach (var partner in floats.Partners)
        {
            CompareCounter(partner.Id, partner.LastEvent, AuditCode.EventGap, "event");
        }
    }

    /// <summary>Walks the receipt counters.</summary>
    /// <param name="receipts">By partner and counter.</param>
    public void Run(IEnumerable<ReceiptFacts> receipts, CancellationToken cancel)
    {
        _last.Clear();
        foreach (var (partnerId, counter, topUpId) in receipts)
        {
            cancel.ThrowIfCancellationRequested();
            if (_last.TryGetValue(partnerId, out var last) && last == counter)
            {
                findings.Add(
                    AuditCode.ReceiptRepeated,
                    Wording.TopUp(partnerId, topUpId),
                    $"its receipt {Wording.Number(counter)} is another top-up's too");
                continue;
            }

            Follow(partnerId, counter, AuditCode.ReceiptGap, "receipt");
        }

        foreach (var partner in floats.Partners)
        {
            CompareCounter(partner.Id, partner.LastReceipt, AuditCode.ReceiptGap, "receipt");
        }
    }

    private void Follow(string partnerId, long number, AuditCode gap, string what)
    {
        floats.Touch(partnerId);
        var expected = _last.GetValueOrDefault(partnerId) + 1;
        if (number != expected)
        {
            findings.Add(
                gap,
                Wording.Partner(partnerId),
                $"{what} {Wording.Number(number)} comes where {Wording.Number(expected)} should");
        }

        _last[partnerId] = number;
    }

    private void CompareCounter(string partnerId, long counter, AuditCode gap, string what)
    {
        var last = _last.GetValueOrDefault(partnerId);
        if (counter != last)
        {
            findings.Add(
                gap,
                Wording.Partner(partnerId),
                $"the counter stands at {what} {Wording.Number(counter)}, but the last one is {Wording.Number(last)}");
        }
    }
}
