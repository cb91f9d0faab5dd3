using Partner.Core.Errors;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>The call that brings new work: how long it has waited, and whether somebody waits for its answer.</summary>
/// <param name="Timestamp">When it arrived, by the system's monotonic clock.</param>
/// <param name="Caller">The caller's end; it drops the work before its first attempt, never after it.</param>
public sealed record Arrival(long Timestamp, CancellationToken Caller)
{
    /// <summary>Why new work is refused when too much waits or it waited too long: nothing was saved.</summary>
    public static Refusal Overloaded => new(Reason.Overloaded) { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>A call that arrives now.</summary>
    /// <param name="caller">The caller's end.</param>
    public static Arrival Now(CancellationToken caller) => new(TimeProvider.System.GetTimestamp(), caller);

    internal static Admission<T> Admit<T>(Arrival? arrival, T refused, bool clears = false)
    {
        var (timestamp, caller) = arrival ?? Now(CancellationToken.None);
        return new Admission<T>(refused, timestamp, caller, clears);
    }
}
