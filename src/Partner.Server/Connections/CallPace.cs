namespace Partner.Server.Connections;

/// <summary>
/// How fast calls may come: so many at once, then so many a second. A token bucket in one number, the moment at which
/// it would be full again; so that rate and size may be others at every call, and nobody waits for a lock.
/// </summary>
internal sealed class CallPace
{
    private long _fullAt = long.MinValue;

    /// <summary>Takes a token.</summary>
    /// <param name="now">The clock's timestamp.</param>
    /// <param name="frequency">The clock's timestamps in a second.</param>
    /// <param name="perSecond">Tokens a second, 1 or more.</param>
    /// <param name="atOnce">Tokens of a full bucket, 1 or more.</param>
    /// <returns>0 when there was one; otherwise in how many timestamps the next one is there.</returns>
    internal long Take(long now, long frequency, long perSecond, long atOnce)
    {
        var each = Math.Max(1, frequency / perSecond);
        var most = each * (atOnce - 1);
        while (true)
        {
            var before = Volatile.Read(ref _fullAt);
            var fullAt = Math.Max(before, now);
            if (fullAt - now > most)
            {
                return fullAt - now - most;
            }

            if (Interlocked.CompareExchange(ref _fullAt, fullAt + each, before) == before)
            {
                return 0;
            }
        }
    }

    /// <summary>Gives a token back: the call was refused for another reason.</summary>
    /// <param name="frequency">As it was taken.</param>
    /// <param name="perSecond">As it was taken.</param>
    internal void Return(long frequency, long perSecond) =>
        Interlocked.Add(ref _fullAt, -Math.Max(1, frequency / perSecond));
}
