using System.Collections.Concurrent;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Batch;

/// <summary>
/// Sends what is not finished, several rows at once, and writes each result down. Stops sending when an error concerns
/// the caller and not the row, or when the server stays silent, since each further row would end the same way.
/// </summary>
internal sealed class BatchRun(Session session, ResultFile results, BatchPlan plan)
{
    private const int SilentRowsBeforeStop = 3;

    private readonly ConcurrentDictionary<int, bool> _sent = new();
    private volatile PartnerError? _stopped;
    private int _silentRows;

    /// <summary>The error that stopped the run; null when every row was sent.</summary>
    public PartnerError? Stopped => _stopped;

    /// <summary>How many rows this run sent.</summary>
    public int Sent => _sent.Count;

    public bool NeedsSending(SaleRow row) => results.Find(row.Request.RequestId) switch
    {
        null => true,
        { IsFinal: true } => false,
        { State: ResultRow.Refused } => plan.RetryRefused,
        _ => true,
    };

    public Task SendAsync(IEnumerable<SaleRow> rows, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = plan.Parallel,
            CancellationToken = cancellationToken,
        };

        // Two rows with one request id are one sale: it is sent once.
        var sales = rows.Where(NeedsSending).DistinctBy(row => row.Request.RequestId, StringComparer.Ordinal);
        return Parallel.ForEachAsync(sales, options, async (row, token) => await SendAsync(row, token));
    }

    private async Task SendAsync(SaleRow row, CancellationToken cancellationToken)
    {
        if (_stopped is not null)
        {
            return;
        }

        try
        {
            var resumed = results.Find(row.Request.RequestId) is { State: ResultRow.Unanswered };
            var answer = await (resumed
                ? session.Connection.ResumeTopUpAsync(row.Request, session.Timeout, cancellationToken)
                : session.Connection.TopUpAsync(row.Request, session.Timeout, cancellationToken));
            Volatile.Write(ref _silentRows, 0);
            Write(row, ResultRow.Of(row, answer, Now()));
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var error = PartnerError.From(exception);
            if (ConcernsCaller(error))
            {
                // Not a result of this row: it is sent as if for the first time once the cause is mended.
                _stopped = error;
                return;
            }

            Write(row, ResultRow.Of(row, error, Now()));
            var silent = error.IsUnanswered ? Interlocked.Increment(ref _silentRows) : 0;
            if (silent >= SilentRowsBeforeStop)
            {
                _stopped = error;
            }
        }
    }

    private void Write(SaleRow row, ResultRow result)
    {
        results.Append(result);
        _sent[row.Number] = true;
        if (!session.Json && session.Host.ErrorIsTerminal)
        {
            var line = session.Language.Pick($"line {row.Line}", $"第 {row.Line} 行");
            session.Host.Error.WriteLine(TextTable.Clean($"{line}  {result.State}  {result["reason"]}").TrimEnd());
        }
    }

    private DateTimeOffset Now() => session.Host.Clock.GetLocalNow();

    private static bool ConcernsCaller(PartnerError error) =>
        error.Status is StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.Unimplemented
        && error.Reason != EnumText.Of(ErrorReason.OutletMismatch);
}
