using Partner.Core.Texts;

namespace Partner.Core.Auditing;

/// <summary>
/// The shifts of each terminal are numbered without a gap, each begins where the one before ended, and what was frozen
/// at a close is the sum of the sales and refunds in its range, as they were then. What nobody has added up yet can be
/// added up later, and is no defect. It holds the lines of one shift at a time, however many sales are in it.
/// </summary>
internal sealed class ShiftAudit
{
    private readonly Findings _findings;

    private ShiftAudit(Findings findings) => _findings = findings;

    /// <summary>Checks all shifts.</summary>
    public static void Run(IAuditSource source, Findings findings, CancellationToken cancel)
    {
        using var sales = source.ShiftSales().GetEnumerator();
        using var refunds = source.ShiftRefunds().GetEnumerator();
        var (audit, hasSales, hasRefunds) = (new ShiftAudit(findings), sales.MoveNext(), refunds.MoveNext());
        ShiftFacts? before = null;
        foreach (var shift in source.Shifts())
        {
            audit.CheckOrder(shift, before is { } one
                && (one.PartnerId, one.Outlet, one.Terminal) == (shift.PartnerId, shift.Outlet, shift.Terminal)
                ? one
                : null);
            var sums = new ShiftRecount(shift);
            hasSales = Count(sales, hasSales);
            hasRefunds = Count(refunds, hasRefunds);
            audit.Check(shift, sums);
            before = shift;

            bool Count(IEnumerator<ShiftPartFacts> parts, bool more)
            {
                for (; more && sums.Takes(parts.Current); more = parts.MoveNext())
                {
                    cancel.ThrowIfCancellationRequested();
                    sums.Count(parts.Current);
                }

                return more;
            }
        }
    }

    private static string Subject(ShiftFacts shift) =>
        $"partners/{shift.PartnerId}/shifts/{shift.Outlet}/{shift.Terminal}/{Named.Number(shift.Number)}";

    private void CheckOrder(ShiftFacts shift, ShiftFacts? before)
    {
        var expected = (before?.Number ?? 0) + 1;
        if (shift.Number != expected)
        {
            _findings.Add(
                AuditCode.ShiftGap,
                Subject(shift),
                $"the number after the one before it is {expected}",
                $"前一班次之后应为 {expected}");
        }
        else if (shift.FromReceipt != (before?.ThroughReceipt ?? 0) || shift.FromEvent != (before?.ThroughEvent ?? 0)
            || shift.ThroughReceipt < shift.FromReceipt || shift.ThroughEvent < shift.FromEvent)
        {
            _findings.Add(
                AuditCode.ShiftOrderMismatch,
                Subject(shift),
                $"begins behind receipt {shift.FromReceipt} and event {shift.FromEvent}, but the one before it ended "
                + $"with {before?.ThroughReceipt ?? 0} and {before?.ThroughEvent ?? 0}",
                $"始于凭证 {shift.FromReceipt} 和事件 {shift.FromEvent} 之后，"
                + $"而前一班次止于 {before?.ThroughReceipt ?? 0} 和 {before?.ThroughEvent ?? 0}");
        }

        var closed = shift.LastOfDay ? shift.BusinessDay : before?.ClosedThrough;
        if (shift.Number == expected && (shift.ClosedThrough != closed || shift.BusinessDay < before?.BusinessDay
            || shift.BusinessDay <= before?.ClosedThrough))
        {
            _findings.Add(
                AuditCode.ShiftOrderMismatch,
                Subject(shift),
                $"of {Named.Day(shift.BusinessDay)}, closed through {Named.Day(shift.ClosedThrough)}, but the one "
                + $"before it is of {Named.Day(before?.BusinessDay)}, closed through "
                + $"{Named.Day(before?.ClosedThrough)}",
                $"营业日 {Named.Day(shift.BusinessDay)}，日结至 {Named.Day(shift.ClosedThrough)}；"
                + $"前一班次营业日 {Named.Day(before?.BusinessDay)}，日结至 {Named.Day(before?.ClosedThrough)}");
        }
    }

    private void Check(ShiftFacts shift, ShiftRecount sums)
    {
        if (shift.Figures is { } figures)
        {
            var (lines, more) = sums.Figures();
            Compare(shift, new("figures", "汇总"), figures, lines, more, 0);
        }

        if (shift.Sequel is { } sequel)
        {
            Compare(shift, new("sequel", "后续"), sequel, sums.Ended, false, sums.Open);
        }
    }

    private void Compare(
        ShiftFacts shift, Wording what, ShiftSumFacts stored, Dictionary<ShiftKey, ShiftTotals> expected, bool more,
        long open)
    {
        Wording? wrong = null;
        if (stored.Lines is null)
        {
            wrong = new("cannot be read", "无法读取");
        }
        else if (stored.Lines.Select(ShiftKey.Of).Distinct().Count() != stored.Lines.Count)
        {
            wrong = new("have a line twice", "有重复的行");
        }
        else if (stored.Open != open || stored.MoreCashiers != more)
        {
            wrong = Told.Of(
                $"say that {stored.Open} are under way, not {open}, or differ in whether cashiers share lines",
                $"记为 {stored.Open} 笔处理中，应为 {open} 笔，或收银员是否合并计行有别");
        }
        else if (stored.Lines.FirstOrDefault(
            line => expected.GetValueOrDefault(ShiftKey.Of(line)) != ShiftTotals.Of(line)) is { } line)
        {
            var made = expected.GetValueOrDefault(ShiftKey.Of(line));
            wrong = Told.Of(
                $"count {ShiftTotals.Of(line)} as entry {line.Entry}, but what was done makes {made}",
                $"第 {line.Entry} 项记为 {ShiftTotals.Of(line)}，而实际合计 {made}");
        }
        else if (stored.Lines.Count != expected.Count)
        {
            wrong = new("lack a line of what was done", "缺少实际业务的行");
        }

        if (wrong is not null)
        {
            _findings.Add(AuditCode.ShiftFiguresMismatch, Subject(shift), $"its {what} {wrong}", $"其{what}{wrong}");
        }
    }
}
