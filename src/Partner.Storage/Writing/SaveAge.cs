namespace Partner.Storage.Writing;

/// <summary>
/// How old new work is when its transaction has its locks. This process's clock may have stood still with the process,
/// or with its whole machine; the database's did not. So both are asked, and the greater age counts.
/// </summary>
internal sealed class SaveAge
{
    /// <summary>Older work is refused: its caller has given up, and may have made other arrangements.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    // Two clocks drift apart by less than 10 ms in this time.
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(60);

    private long? _database;
    private long _here;

    /// <summary>Whether work is too old to be saved.</summary>
    /// <param name="arrived">Timestamp of its arrival.</param>
    /// <param name="database">The database's clock now, in milliseconds; null where it is this process's.</param>
    public bool IsTooOld(long arrived, long? database)
    {
        var clock = TimeProvider.System;
        if (clock.GetElapsedTime(arrived) > Most)
        {
            return true;
        }

        if (database is not { } now || _database is not { } then || clock.GetElapsedTime(_here, arrived) > GoodFor)
        {
            return false;
        }

        var arrivedThere = then + (long)clock.GetElapsedTime(_here, arrived).TotalMilliseconds;
        return now - arrivedThere > Most.TotalMilliseconds;
    }

    /// <summary>Notes which moments of the two clocks belong together.</summary>
    /// <param name="database">The database's clock now; null where it is this process's.</param>
    public void Compare(long? database) => (_database, _here) = (database, TimeProvider.System.GetTimestamp());
}
