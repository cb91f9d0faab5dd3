using Grpc.Core;
using Partner.Contracts.Client;

namespace Partner.Server.Tests.Support;

/// <summary>Waits for what happens by itself, without guessing how long it takes.</summary>
internal static class Eventually
{
    // Ends a test in which nothing happens any more. No machine is so busy that it takes this long.
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks until what it sees is as hoped; fails with what it saw last.</summary>
    public static async Task<T> SeeAsync<T>(Func<Task<T>> look, Func<T, bool> hoped)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (hoped(seen))
            {
                return seen;
            }

            Assert.True(clock.GetElapsedTime(start) < Longest, $"It did not happen. Seen last: {seen}");
            await PauseAsync(Pause);
        }
    }

    /// <summary>Lets time pass.</summary>
    public static Task PauseAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, CancellationToken.None);
}

/// <summary>Calls that are expected to be refused.</summary>
internal static class Refused
{
    /// <summary>Waits for the refusal and reads it; a call that is let go on for ever fails, too.</summary>
    public static async Task<PartnerError> AsErrorAsync<T>(this AsyncUnaryCall<T> call)
    {
        using (call)
        {
            return PartnerError.From(await Assert.ThrowsAsync<RpcException>(
                () => call.ResponseAsync.WaitAsync(Eventually.Longest, TimeProvider.System)));
        }
    }

    /// <summary>Waits for the next message, for the end of the stream or for its refusal.</summary>
    public static Task<bool> NextAsync<T>(this IAsyncStreamReader<T> stream) =>
        stream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Longest, TimeProvider.System);

    /// <summary>Checks status and reason, which the service itself must have given.</summary>
    public static PartnerError Is(this PartnerError error, StatusCode status, string reason)
    {
        Assert.Equal((status, reason), (error.Status, error.Reason));
        Assert.True(error.FromService, "The refusal has no details.");
        return error;
    }
}
