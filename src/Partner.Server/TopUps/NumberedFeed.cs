using System.Globalization;
using Grpc.Core;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Security;

namespace Partner.Server.TopUps;

/// <summary>
/// Follows what a partner has by numbers, on whatever replica it is made. Numbers become visible in their order, so
/// that whoever goes on behind one misses none; one look at the partners' last numbers serves all who wait.
/// </summary>
/// <param name="lastNumbers">The last numbers of partners; those that have none may be missing.</param>
/// <param name="guard">Tells whether a caller may still watch.</param>
/// <param name="lifetime">The server's.</param>
/// <param name="clock">The clock.</param>
internal sealed class NumberedFeed(
    Func<IReadOnlyCollection<PartnerId>, CancellationToken, Task<Dictionary<PartnerId, long>>> lastNumbers,
    CallerGuard guard, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private const int Piece = 100;

    // Of each partner there is one thing to listen for, which stands under the partner's id.
    private readonly TopUpChanges _changes = new(
        partners => lastNumbers(partners, CancellationToken.None),
        (partner, _, _) => Task.FromResult(new List<TopUpId> { new(partner.Value) }),
        clock);

    /// <summary>The token from which whoever has seen a number goes on.</summary>
    public static string TokenOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number that a request's resume token stands for; 0 for an empty one.</summary>
    /// <param name="partnerId">Whose numbers they are.</param>
    /// <param name="token">The token.</param>
    /// <param name="reader">Told where it is none of an earlier answer.</param>
    public async Task<long> NumberOfAsync(
        PartnerId partnerId, string token, RequestReader reader, CancellationToken cancel)
    {
        var after = token.Length == 0 ? 0
            : long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : -1;
        var last = after > 0 ? (await lastNumbers([partnerId], cancel)).GetValueOrDefault(partnerId) : 0;
        if (after < 0 || after > last)
        {
            reader.Note(
                "resume_token", "must be resume_token of an earlier answer, or empty",
                "必须是之前返回的 resume_token，或留空");
        }

        return after;
    }

    /// <summary>Sends what there is until the caller hangs up, may not watch any more, or the server stops.</summary>
    /// <typeparam name="T">What has a number.</typeparam>
    /// <param name="after">Only what is behind this number.</param>
    /// <param name="context">The call.</param>
    /// <param name="read">Reads so many behind a number, in their order.</param>
    /// <param name="numberOf">The number of one.</param>
    /// <param name="send">Sends some of them.</param>
    public async Task RunAsync<T>(
        long after,
        ServerCallContext context,
        Func<long, int, CancellationToken, Task<List<T>>> read,
        Func<T, long> numberOf,
        Func<List<T>, CancellationToken, Task> send)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        var partnerId = context.GetCaller().PartnerId;
        using var changes = _changes.Listen(partnerId, new TopUpId(partnerId.Value));
        try
        {
            while (true)
            {
                var found = await read(after, Piece, ends.Token);
                if (found.Count > 0)
                {
                    await send(found, ends.Token);
                    after = numberOf(found[^1]);
                }

                while (found.Count < Piece && !await changes.WaitAsync(CallerGuard.Interval, ends.Token))
                {
                    await guard.EnsureStillValidAsync(context);
                }

                await guard.EnsureStillValidAsync(context);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RefusalException(
                new Refusal(Reason.ServiceUnavailable) { RetryAfter = TimeSpan.FromSeconds(1) });
        }
    }
}
