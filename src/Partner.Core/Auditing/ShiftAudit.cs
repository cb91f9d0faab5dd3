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
        $"partners/{shift.PartnerId}/shifts/{shift.Outlet}/{shift.Terminal}/{Wording.Number(shift.Number)}";

    private void CheckOrder(ShiftFacts shift, ShiftFacts? before)
    {
        var expected = (before?.Number ?? 0) + 1;
        if (shift.Number != expected)
        {
            _findings.Add(
                AuditCode.ShiftGap,
                Subject(shift),
                $"the number after the one before it is {Wording.Number(expected)}");
        }
        else if (shift.FromReceipt != (before?.ThroughReceipt ?? 0) || shift.FromEvent != (before?.ThroughEvent ?? 0)
            || shift.ThroughReceipt < shift.FromReceipt || shift.ThroughEvent < shift.FromEvent)
        {
            _findings.Add(
                AuditCode.ShiftOrderMismatch,
                Subject(shift),
                $"begins behind receipt {Wording.Number(shift.FromReceipt)} and event "
                + $"{Wording.Number(shift.FromEvent)}, but the one before it ended with "
                + $"{Wording.Number(before?.ThroughReceipt ?? 0)} and {Wording.Number(before?.ThroughEvent ?? 0)}");
        }

        var closed = shift.LastOfDay ? shift.BusinessDay : before?.ClosedThrough;
        if (shift.Number == expected && (shift.ClosedThrough != closed || shift.BusinessDay < before?.BusinessDay
            || shift.BusinessDay <= before?.ClosedThrough))
        {
            _findings.Add(
                AuditCode.ShiftOrderMismatch,
                Subject(shift),
                $"of {Wording.Day(shift.BusinessDay)}, closed through {Wording.Day(shift.ClosedThrough)}, but the one "
                + $"before it is of {Wording.Day(before?.BusinessDay)}, closed through "
                + Wording.Day(before?.ClosedThrough));
        }
    }

    private void Check(ShiftFacts shift, ShiftRecount sums)
    {
        if (shift.Figures is { } figures)
        {
            var (lines, more) = sums.Figures();
            Compare(shift, "figures", figures, lines, more, 0);
        }

        if (shift.Sequel is { } sequel)
        {
            Compare(shift, "sequel", sequel, sums.Ended, false, sums.Open);
        }
    }

    private void Compare(
        ShiftFacts shift, string what, ShiftSumFacts stored, Dictionary<ShiftKey, ShiftTotals> expected, bool more,
        long open)
    {
        string? wrong = null;
        if (stored.Lines is null)
        {
            wrong = "cannot be read";
        }
        else if (stored.Lines.Select(ShiftKey.Of).Distinct().Count() != stored.Lines.Count)
        {
            wrong = "have a line twice";
        }
        else if (stored.Open != open || stored.MoreCashiers != more)
        {
            wrong = $"say that {Wording.Number(stored.Open)} are under way, not {Wording.Number(open)}, or differ in "
                + "whether cashiers share lines";
        }
        else if (stored.Lines.FirstOrDefault(
            line => expected.GetValueOrDefault(ShiftKey.Of(line)) != ShiftTotals.Of(line)) is { } line)
        {
            wrong = $"count {ShiftTotals.Of(line)} as entry {Wording.Number(line.Entry)}, but what was done makes "
                + $"{expected.GetValueOrDefault(ShiftKey.Of(line))}";
        }
        else if (stored.Lines.Count != expected.Count)
        {
            wrong = "lack a line of what was done";
        }

        if (wrong is not null)
        {
            _findings.Add(AuditCode.ShiftFiguresMismatch, Subject(shift), $"its {what} {wrong}");
        }
    }
}
