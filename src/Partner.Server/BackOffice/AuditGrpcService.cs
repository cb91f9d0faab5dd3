using System.Text.Json;
using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Auditing;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Issuer;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.BackOffice;

/// <summary>AuditService of the operator's contract.</summary>
/// <param name="store">What is audited.</param>
/// <param name="issuer">Where the issuer's records are.</param>
/// <param name="guard">Asks whether the caller may go on.</param>
/// <param name="lifetime">The server's life.</param>
/// <param name="clock">The clock.</param>
internal sealed class AuditGrpcService(
    PartnerStore store, IssuerOptions issuer, CallerGuard guard, IHostApplicationLifetime lifetime, TimeProvider clock)
    : AuditService.AuditServiceBase, IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _running = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    /// <inheritdoc/>
    public override async Task RunAudit(
        RunAuditRequest request, IServerStreamWriter<RunAuditResponse> responseStream, ServerCallContext context)
    {
        if (!_running.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            throw new RefusalException(
                new Refusal(Reason.Overloaded) { RetryAfter = Again }.With("limit", "audits"));
        }

        try
        {
            await RunAsync(request, responseStream, context);
        }
        finally
        {
            _running.Release();
        }
    }

    private async Task RunAsync(
        RunAuditRequest request, IServerStreamWriter<RunAuditResponse> responses, ServerCallContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        var stream = new AuditStream(clock, context.GetLanguage());
        var audit = AuditAsync(request.WithIssuer, stream, ends.Token);
        try
        {
            await SendAsync(stream, responses, context, ends.Token);
            var report = await audit;
            foreach (var message in report.ToWire(request.Days, stream.LeftOut))
            {
                await responses.WriteAsync(message, ends.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RefusalException(
                new Refusal(Reason.ServiceUnavailable) { RetryAfter = TimeSpan.FromSeconds(1) });
        }
        finally
        {
            // Whatever ended the call ends the audit; the next one may begin when this one has let go of the database.
            await ends.CancelAsync();
            await audit.ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task<AuditReport> AuditAsync(bool withIssuer, AuditStream stream, CancellationToken cancel)
    {
        Exception? fault = null;
        try
        {
            using var records = withIssuer ? new IssuerRecordsClient(issuer.BaseUrl) : null;
            return await AuditRun.RunAsync(store, records, clock.GetUtcNow(), cancel, stream);
        }
        catch (Exception broken) when (withIssuer && broken is HttpRequestException or IOException or JsonException)
        {
            fault = new RefusalException(new Refusal(Reason.IssuerUnavailable) { RetryAfter = Again });
            throw fault;
        }
        catch (Exception broken)
        {
            fault = broken;
            throw;
        }
        finally
        {
            stream.End(fault);
        }
    }

    private async Task SendAsync(
        AuditStream stream,
        IServerStreamWriter<RunAuditResponse> responses,
        ServerCallContext context,
        CancellationToken cancel)
    {
        var asked = clock.GetTimestamp();
        var more = stream.Told.WaitToReadAsync(cancel).AsTask();
        while (true)
        {
            if (await Task.WhenAny(more, Task.Delay(CallerGuard.Interval, clock, cancel)) == more)
            {
                if (!await more)
                {
                    return;
                }

                while (stream.Told.TryRead(out var message))
                {
                    await responses.WriteAsync(message, cancel);
                }

                more = stream.Told.WaitToReadAsync(cancel).AsTask();
            }

            cancel.ThrowIfCancellationRequested();
            if (clock.GetElapsedTime(asked) >= CallerGuard.Interval)
            {
                await guard.EnsureStillValidAsync(context);
                asked = clock.GetTimestamp();
            }
        }
    }
}
