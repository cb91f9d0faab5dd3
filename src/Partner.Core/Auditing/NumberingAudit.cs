using Partner.Core.Texts;

namespace Partner.Core.Auditing;

/// <summary>Numbers that a partner's counter gives out: each once, from 1, without a gap, up to the counter.</summary>
internal sealed class NumberingAudit(FloatRecount floats, Findings findings)
{
    private static readonly Wording Event = new("event", "事件");
    private static readonly Wording Receipt = new("receipt", "凭证");

    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>Walks the events.</summary>
    /// <param name="events">By partner and number.</param>
    public void Run(IEnumerable<EventFacts> events, CancellationToken cancel)
    {
        _last.Clear();
        foreach (var (partnerId, number, _, _) in events)
        {
            cancel.ThrowIfCancellationRequested();
            Follow(partnerId, number, AuditCode.EventGap, Event);
        }

        foreach (var partner in floats.Partners)
        {
            CompareCounter(partner.Id, partner.LastEvent, AuditCode.EventGap, Event);
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
                    Named.TopUp(partnerId, topUpId),
                    $"its receipt {counter} is another top-up's too",
                    $"其凭证号 {counter} 与另一笔充值相同");
                continue;
            }

            Follow(partnerId, counter, AuditCode.ReceiptGap, Receipt);
        }

        foreach (var partner in floats.Partners)
        {
            CompareCounter(partner.Id, partner.LastReceipt, AuditCode.ReceiptGap, Receipt);
        }
    }

    private void Follow(string partnerId, long number, AuditCode gap, Wording what)
    {
        floats.Touch(partnerId);
        var expected = _last.GetValueOrDefault(partnerId) + 1;
        if (number != expected)
        {
            findings.Add(
                gap,
                Named.Partner(partnerId),
                $"{what} {number} comes where {expected} should",
                $"{what} {number} 处应为 {expected}");
        }

        _last[partnerId] = number;
    }

    private void CompareCounter(string partnerId, long counter, AuditCode gap, Wording what)
    {
        var last = _last.GetValueOrDefault(partnerId);
        if (counter != last)
        {
            findings.Add(
                gap,
                Named.Partner(partnerId),
                $"the counter stands at {what} {counter}, but the last one is {last}",
                $"计数器停在{what} {counter}，而最后一个为 {last}");
        }
    }
}
