using Google.Protobuf.WellKnownTypes;
using Partner.Server.Contract;

namespace Partner.Server.TopUps;

/// <summary>The field of calls that wait for the end of a top-up.</summary>
internal static class WaitField
{
    /// <summary>Reads how long to wait.</summary>
    /// <param name="reader">Notes what is wrong.</param>
    /// <param name="value">The field; null when absent.</param>
    public static TimeSpan? Wait(this RequestReader reader, Duration? value)
    {
        if (value is null)
        {
            return null;
        }

        var seconds = value.Seconds;
        var good = seconds is >= 0 and <= 30 && value.Nanos is >= 0 and <= 999_999_999
            && (seconds < 30 || value.Nanos == 0);
        if (good)
        {
            return TimeSpan.FromTicks((seconds * TimeSpan.TicksPerSecond) + (value.Nanos / 100));
        }

        reader.Note("wait", "must be 0 s to 30 s", "必须为 0 至 30 秒");
        return null;
    }
}
