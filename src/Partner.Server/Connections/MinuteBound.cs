namespace Partner.Server.Connections;

/// <summary>
/// Lets something be said once a minute for each who causes it, and counts the rest: what strangers can cause must not
/// fill a disk.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class MinuteBound(TimeProvider time)
{
    private const int MostCausers = 1000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Said> _said = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Whether it may be said now.</summary>
    /// <param name="causer">Who causes it.</param>
    /// <param name="left">How often it was left out since it was said last.</param>
    internal bool MaySay(string causer, out int left)
    {
        lock (_lock)
        {
            left = 0;
            var now = time.GetTimestamp();
            if (_said.TryGetValue(causer, out var said))
            {
                if (time.GetElapsedTime(said.At, now) < Minute)
                {
                    said.Left++;
                    return false;
                }

                left = said.Left;
                (said.At, said.Left) = (now, 0);
                return true;
            }

            if (_said.Count >= MostCausers && !Forget(now))
            {
                return false;
            }

            _said.Add(causer, new Said { At = now });
            return true;
        }
    }

    private bool Forget(long now)
    {
        foreach (var (causer, said) in _said)
        {
            if (time.GetElapsedTime(said.At, now) >= Minute)
            {
                _said.Remove(causer);
            }
        }

        return _said.Count < MostCausers;
    }

    private sealed class Said
    {
        internal long At { get; set; }

        internal int Left { get; set; }
    }
}
