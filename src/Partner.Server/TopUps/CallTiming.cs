namespace Partner.Server.TopUps;

/// <summary>How long a call may wait for the final state.</summary>
/// <param name="Until">When to answer at the latest (UTC).</param>
public readonly record struct CallTiming(DateTimeOffset Until)
{
    /// <summary>The wait when the request names none.</summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The earlier of the wait and the call's deadline less 500 ms, so that the answer still reaches the caller.
    /// </summary>
    /// <param name="wait">The request's wait; null when it names none.</param>
    /// <param name="deadline">The call's deadline (UTC); the maximum when it has none.</param>
    public static CallTiming Of(TimeSpan? wait, DateTime deadline, DateTimeOffset now)
    {
        var byWait = now + (wait ?? DefaultWait);
        if (deadline == DateTime.MaxValue)
        {
            return new CallTiming(byWait);
        }

        var byDeadline = new DateTimeOffset(deadline.ToUniversalTime(), TimeSpan.Zero) - Margin;
        return new CallTiming(byDeadline < byWait ? byDeadline : byWait);
    }

    /// <summary>What is left of the wait; zero when it is over.</summary>
    public TimeSpan Left(DateTimeOffset now) => Until > now ? Until - now : TimeSpan.Zero;
}
