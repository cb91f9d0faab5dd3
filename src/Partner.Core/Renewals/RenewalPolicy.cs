namespace Partner.Core.Renewals;

/// <summary>When auto-renewals are tried again, and looked at. The defaults are the documented ones.</summary>
public sealed record RenewalPolicy
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>How long before the card's end the last attempt is made.</summary>
    public static readonly TimeSpan LastChance = TimeSpan.FromHours(1);

    /// <summary>The most days before its end that a card is renewed.</summary>
    public const int MostDaysBefore = 180;

    /// <summary>The most renewals that can be agreed to at once.</summary>
    public const int MostRenewals = 1000;

    /// <summary>The pauses after the first failures of a cycle; after that a day each.</summary>
    public IReadOnlyList<TimeSpan> Ladder { get; init; } = [TimeSpan.FromHours(1), TimeSpan.FromHours(4)];

    /// <summary>
    /// The first pause where the issuer is in trouble, before those of the ladder: that is most often short.
    /// </summary>
    public TimeSpan IssuerPause { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long before a renewal the card is looked at, and the price worked out anew.</summary>
    public TimeSpan LookAhead { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The shortest time between two renewals of a card, whatever its end and the plan are.</summary>
    public TimeSpan Between { get; init; } = TimeSpan.FromHours(20);

    /// <summary>How long after a renewal the card may take to show it.</summary>
    public TimeSpan ShowsWithin { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The shortest pause before something that is under way is looked at again.</summary>
    public TimeSpan Glance { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the issuer may take before it is told that it does.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>When attempts of a cycle end, from its first failure on: with the card, or after a day.</summary>
    /// <param name="cycleEnd">When the card ends.</param>
    /// <param name="failedAt">When the first attempt failed.</param>
    public static DateTimeOffset GiveUpAt(DateTimeOffset cycleEnd, DateTimeOffset failedAt)
    {
        var day = failedAt + Day;
        return cycleEnd > day ? cycleEnd : day;
    }

    /// <summary>The next attempt after a failure.</summary>
    /// <param name="kind">What failed.</param>
    /// <param name="failures">How many failed in this cycle, this one included.</param>
    /// <param name="cycleEnd">When the card ends.</param>
    /// <param name="giveUpAt">When attempts end.</param>
    /// <param name="now">When it failed.</param>
    /// <returns>The time, after now; null where there is none.</returns>
    public DateTimeOffset? NextAttempt(
        RenewalStepKind kind, int failures, DateTimeOffset cycleEnd, DateTimeOffset giveUpAt, DateTimeOffset now)
    {
        var next = now + Pause(kind, failures);
        var last = cycleEnd - LastChance;
        if (now < last && next > last)
        {
            next = last;
        }

        return next < giveUpAt ? next : null;
    }

    /// <summary>
    /// The pause before something is looked at again that has been so for a time: it grows with that time.
    /// </summary>
    /// <param name="since">For how long.</param>
    /// <param name="most">The longest pause.</param>
    public TimeSpan PauseAfter(TimeSpan since, TimeSpan most)
    {
        var pause = since / 2;
        return pause < Glance ? Glance : pause > most ? most : pause;
    }

    private TimeSpan Pause(RenewalStepKind kind, int failures)
    {
        var place = failures - 1;
        if (kind == RenewalStepKind.IssuerTrouble)
        {
            if (place == 0)
            {
                return IssuerPause;
            }

            place--;
        }

        return place < Ladder.Count ? Ladder[place] : Day;
    }
}
