using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;

namespace Partner.Contracts.Client;

/// <summary>
/// The recipe for an answer that is lost or not final: repeat the same call with the same request id until the state is
/// final. The service carries a request id out once, however often it is sent, so the repetition never charges twice.
/// </summary>
public static class TopUpRecipe
{
    private const int LongestDoubling = 4;

    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Tops a card up and asks on, under the same request id, while the answer is lost or PROCESSING.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="request">The sale; its request id must be kept by the caller before the first send.</param>
    /// <param name="limit">How long to go on at most.</param>
    /// <param name="cancellationToken">Ends the asking, not the top-up: what was sent may be carried out.</param>
    /// <returns>
    /// The last answer. Its state is PROCESSING when the limit was reached first: the top-up finishes by itself, and
    /// the same request tells how it ended.
    /// </returns>
    /// <exception cref="RpcException">
    /// Refused, or no answer within the limit: <see cref="PartnerError.From"/> tells which, and whether money moved. After
    /// a lost answer a refusal is believed only once nothing was found under the request id; until then it is no answer.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled in a pause between two attempts.</exception>
    public static Task<CreateTopUpResponse> TopUpAsync(
        this PartnerConnection connection,
        CreateTopUpRequest request,
        TimeSpan limit,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        return RepeatAsync(
            connection,
            request.Wait,
            limit,
            async options => await connection.TopUps.CreateTopUpAsync(request, options),
            async options => new CreateTopUpResponse
            {
                TopUp = (await connection.TopUps.GetTopUpAsync(
                    new GetTopUpRequest { RequestId = request.RequestId }, options)).TopUp,
                Replayed = true,
            },
            answer => answer.TopUp is { State: TopUpState.Processing } topUp ? topUp.Outcome ?? new Outcome() : null,
            cancellationToken);
    }

    /// <summary>
    /// Reverses a top-up and asks on, under the same request id, while the answer is lost or PROCESSING.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="request">The reversal; its request id must be kept by the caller before the first send.</param>
    /// <param name="limit">How long to go on at most.</param>
    /// <param name="cancellationToken">Ends the asking, not the reversal.</param>
    /// <returns>The last answer, with the reversal still PROCESSING when the limit was reached first.</returns>
    /// <exception cref="RpcException">Refused, or no answer within the limit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled in a pause between two attempts.</exception>
    public static Task<ReverseTopUpResponse> ReverseAsync(
        this PartnerConnection connection,
        ReverseTopUpRequest request,
        TimeSpan limit,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        return RepeatAsync(
            connection,
            request.Wait,
            limit,
            async options => await connection.TopUps.ReverseTopUpAsync(request, options),
            async options => new ReverseTopUpResponse
            {
                Reversal = (await connection.TopUps.GetReversalAsync(
                    new GetReversalRequest { RequestId = request.RequestId }, options)).Reversal,
                Replayed = true,
            },
            answer => answer.Reversal is { State: ReversalState.Processing } reversal
                ? reversal.Outcome ?? new Outcome()
                : null,
            cancellationToken);
    }

    private static async Task<T> RepeatAsync<T>(
        PartnerConnection connection,
        Duration? wait,
        TimeSpan limit,
        Func<CallOptions, Task<T>> send,
        Func<CallOptions, Task<T>> find,
        Func<T, Outcome?> unfinished,
        CancellationToken cancellationToken)
        where T : class
    {
        var clock = connection.TimeProvider;
        var start = clock.GetTimestamp();
        var perCall = (wait?.ToTimeSpan() ?? DefaultWait) + AnswerMargin;
        var ask = send;
        T? last = null;
        RpcException? lost = null;
        RpcException? refused = null;
        var certainAt = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            var left = limit - clock.GetElapsedTime(start);
            TimeSpan pause;
            try
            {
                last = await ask(connection.Call(left < perCall ? left : perCall, cancellationToken)).ConfigureAwait(false);
                if (unfinished(last) is not { } outcome)
                {
                    return last;
                }

                pause = Pause(outcome.CheckAgainAfter?.ToTimeSpan(), attempt);
            }
            catch (RpcException exception) when (ShouldRepeat(PartnerError.From(exception), cancellationToken))
            {
                var error = PartnerError.From(exception);
                pause = Pause(error.RetryAfter, attempt);
                if (last is null && NoTimeLeft(pause))
                {
                    throw;
                }

                if (ask == send && error.IsUnanswered)
                {
                    (lost, certainAt) = (exception, clock.GetElapsedTime(start) + perCall + AnswerMargin);
                }
            }
            catch (RpcException refusal) when (last is null && lost is not null)
            {
                // A refusal speaks of its own attempt only: an earlier one, whose answer was lost, may have been saved
                // or be on its way. So it is looked for, until no attempt can be on its way any more.
                if (refused is not null && clock.GetElapsedTime(start) >= certainAt)
                {
                    throw refused;
                }

                (ask, refused, pause) = (find, refused ?? refusal, Pause(null, attempt));
                if (NoTimeLeft(pause))
                {
                    throw lost;
                }
            }

            // What was saved stays saved: a later lost answer does not make the PROCESSING one less true.
            if (last is not null && NoTimeLeft(pause))
            {
                return last;
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }

        bool NoTimeLeft(TimeSpan pause) => clock.GetElapsedTime(start) + pause >= limit;
    }

    /// <summary>
    /// Whether the same call should be sent again now: its answer was lost, or the service names a pause after which to
    /// repeat it unchanged. A caller's own cancellation is no lost answer.
    /// </summary>
    private static bool ShouldRepeat(PartnerError error, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && (error.IsUnanswered || error is { RetryAfter: not null, RetryWith: RetryWith.SameRequestId });

    /// <summary>The server's advice, at most 30 s; without one 0.2 s, twice as long each time, at most 3.2 s.</summary>
    private static TimeSpan Pause(TimeSpan? advice, int attempt)
    {
        var own = TimeSpan.FromTicks(ShortestPause.Ticks << Math.Min(attempt - 1, LongestDoubling));
        var pause = advice ?? own;
        return pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
    }
}
