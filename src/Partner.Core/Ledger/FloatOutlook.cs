namespace Partner.Core.Ledger;

/// <summary>What a float was and what came in, from which its pace follows.</summary>
/// <param name="Since">The beginning of the stretch that is looked at (UTC).</param>
/// <param name="FirstEntryAt">When the float's first entry was posted (UTC); null when it has none.</param>
/// <param name="Before">The posted balance at the beginning, in minor units; 0 before the first entry.</param>
/// <param name="PaidIn">
/// Deposits, withdrawals, adjustments and settlements since then, in minor units; of any sign.
/// </param>
public sealed record FloatPast(DateTimeOffset Since, DateTimeOffset? FirstEntryAt, long Before, long PaidIn);

/// <summary>How long a float lasts, purely. Nothing here overflows: what is too large to be told is not told.</summary>
public static class FloatOutlook
{
    /// <summary>The stretch behind from which the pace is told, and the one ahead of which renewals are.</summary>
    public static readonly TimeSpan Stretch = TimeSpan.FromDays(7);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(3653);

    /// <summary>What the float loses a day, beside what is paid in.</summary>
    /// <param name="past">What it was.</param>
    /// <param name="posted">Its posted balance now, in minor units.</param>
    /// <returns>Minor units, rounded up, above zero; null where it loses nothing, or more than can be told.</returns>
    public static long? PerDay(FloatPast past, long posted, DateTimeOffset now)
    {
        if (past.FirstEntryAt is not { } first)
        {
            return null;
        }

        var over = now - (first > past.Since ? first : past.Since);
        over = over < Day ? Day : over;
        var lost = ((Int128)past.Before + past.PaidIn - posted) * Day.Ticks;
        if (lost <= 0)
        {
            return null;
        }

        var perDay = (lost + over.Ticks - 1) / over.Ticks;
        return perDay > long.MaxValue ? null : (long)perDay;
    }

    /// <summary>When what is available is used up at a pace.</summary>
    /// <param name="available">Minor units; of any sign.</param>
    /// <param name="perDay">Minor units a day, above zero; null without a pace.</param>
    /// <returns>The instant, now where nothing is available; null where it is more than 10 years away.</returns>
    public static DateTimeOffset? RunsOutAt(long available, long? perDay, DateTimeOffset now)
    {
        if (perDay is not { } pace || pace <= 0)
        {
            return null;
        }

        var ticks = (Int128)Math.Max(0, available) * Day.Ticks / pace;
        return ticks > Farthest.Ticks ? null : now.AddTicks((long)ticks);
    }

    /// <summary>The sum of debits.</summary>
    /// <param name="debits">Debits in minor units, 0 or more, each with how many there are of it.</param>
    /// <returns>The sum, at most the largest integer; and how many there are.</returns>
    public static (long Sum, long Count) Needed(IEnumerable<(long Debit, long Count)> debits)
    {
        Int128 sum = 0;
        var count = 0L;
        foreach (var (debit, times) in debits)
        {
            sum += (Int128)debit * times;
            count += times;
        }

        return (sum > long.MaxValue ? long.MaxValue : (long)sum, count);
    }
}
