namespace Partner.Core.Projections;

/// <summary>In what the issuer's card is another than the projected one. Numbers are stored.</summary>
[Flags]
public enum CardDifferences
{
    /// <summary>In nothing.</summary>
    None = 0,

    /// <summary>Its standing.</summary>
    Standing = 1,

    /// <summary>Its end of validity.</summary>
    ValidUntil = 2,

    /// <summary>Its balance.</summary>
    Balance = 4,

    /// <summary>Its data.</summary>
    Data = 8,

    /// <summary>The packs that wait.</summary>
    Queue = 16,
}

/// <summary>Compares what was promised with what the issuer did.</summary>
public static class CardComparison
{
    /// <summary>
    /// Compares. Balance and data may have been used since: of what was there before, any part may be gone; of what the
    /// sale gave, nothing. What the issuer does not tell is not compared.
    /// </summary>
    /// <param name="projection">What was projected.</param>
    /// <param name="actual">The card after the sale, as the issuer tells it.</param>
    /// <param name="now">When it was told (UTC).</param>
    public static CardDifferences Compare(CardProjection projection, CardState actual, DateTimeOffset now)
    {
        var (before, after) = (projection.Before, projection.After);
        var differences = after.Standing == actual.Standing ? CardDifferences.None : CardDifferences.Standing;
        if (after.ValidUntil != actual.ValidUntil)
        {
            differences |= CardDifferences.ValidUntil;
        }

        if (after.Balance is { } balance && actual.Balance is { } there
            && (there.Currency != balance.Currency
                || !IsBetween(there.Minor, balance.Minor - (before.Balance?.Minor ?? 0), balance.Minor)))
        {
            differences |= CardDifferences.Balance;
        }

        var data = after.DataAt(now);
        if (!IsBetween(actual.DataAt(now), Math.Max(0, data - before.DataAt(now)), data))
        {
            differences |= CardDifferences.Data;
        }

        return after.Queue.SequenceEqual(actual.Queue) ? differences : differences | CardDifferences.Queue;
    }

    /// <summary>
    /// Compares with the least that a sale can have made of a card of which nothing was known before it. What it had is
    /// not known, so that only what is missing can be told.
    /// </summary>
    /// <param name="least">What the sale makes of a card that had nothing.</param>
    /// <param name="actual">The card after the sale, as the issuer tells it.</param>
    public static CardDifferences CompareAtLeast(CardState least, CardState actual)
    {
        if (least.ValidUntil is not { } end)
        {
            return CardDifferences.None;
        }

        var differences = actual.Standing is CardStanding.InGrace or CardStanding.Terminated
            ? CardDifferences.Standing
            : CardDifferences.None;
        return actual.ValidUntil >= end ? differences : differences | CardDifferences.ValidUntil;
    }

    /// <summary>
    /// Whether time alone has made another card of a projected one: its end has come, or that of a pack that waited.
    /// </summary>
    /// <param name="after">The projected card.</param>
    /// <param name="now">When it is to be compared (UTC).</param>
    public static bool HasMovedOn(CardState after, DateTimeOffset now) =>
        after.ValidUntil <= now || after.Queue.Any(pack => pack.StartsAt <= now || pack.UseBy <= now);

    private static bool IsBetween(long value, long low, long high) => low <= value && value <= high;
}
