namespace Partner.Server.Connections;

/// <summary>
/// Something that may be done so many times at once and so often in the long run: a bucket that fills by the clock.
/// </summary>
/// <param name="most">How many times at once.</param>
/// <param name="perSecond">How often in the long run.</param>
/// <param name="time">The clock.</param>
internal sealed class Allowance(int most, int perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _left = most;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes some.</summary>
    /// <param name="amount">How many.</param>
    /// <returns>Whether there was as much left.</returns>
    internal bool TryTake(int amount = 1)
    {
        lock (_lock)
        {
            if (_left < amount)
            {
                var now = time.GetTimestamp();
                var filled = time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond;
                _left = Math.Min(most, _left + filled);
                _filledAt = now;
                if (_left < amount)
                {
                    return false;
                }
            }

            _left -= amount;
            return true;
        }
    }

    /// <summary>Gives some back, up to the most at once.</summary>
    /// <param name="amount">How many.</param>
    internal void Give(int amount)
    {
        lock (_lock)
        {
            _left = Math.Min(most, _left + amount);
        }
    }
}
