using Grpc.Core;
using Partner.Server.Connections;

namespace Partner.Server.Security;

/// <summary>
/// Bounds what calls hold of the server's memory and time: how many are under way, of all callers and of each
/// certificate; how many of them are streams; how many lists are read at once. It also ends a call whose message does
/// not come.
/// </summary>
internal sealed class CallBounds : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    private readonly ConnectionLimits _limits;
    private readonly SaleIntake _intake;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly LinkedList<Awaited> _awaited = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _pages = new(Environment.ProcessorCount, Environment.ProcessorCount);

    /// <summary>Made once for a server.</summary>
    /// <param name="limits">The bounds.</param>
    /// <param name="intake">What waits to be saved.</param>
    /// <param name="time">The clock.</param>
    public CallBounds(ConnectionLimits limits, SaleIntake intake, TimeProvider time)
    {
        (_limits, _intake, _time) = (limits, intake, time);
        _timer = time.CreateTimer(_ => EndLate(), state: null, Tick, Tick);
    }

    /// <summary>What a call is to the bounds.</summary>
    internal enum Kind
    {
        /// <summary>One answer, soon.</summary>
        Call,

        /// <summary>One answer, behind a save by the store's writer; or a quote, which a sale follows.</summary>
        Sale,

        /// <summary>Answers as long as the caller wants to have them.</summary>
        Stream,

        /// <summary>A list or a sum out of the database.</summary>
        Page,
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _pages.Dispose();
    }

    /// <summary>What a call is.</summary>
    /// <param name="method">Its method; null where there is none.</param>
    internal static Kind KindOf(IMethod? method) => method switch
    {
        null => Kind.Call,
        { Type: MethodType.ServerStreaming or MethodType.DuplexStreaming or MethodType.ClientStreaming } => Kind.Stream,
        { ServiceName: "leb.partner.v1.TopUpService", Name: "CreateTopUp" or "ReverseTopUp" or "QuoteTopUp" } =>
            Kind.Sale,
        { Name: "GetSalesTotals" or "GetCommissionSummary" or "GetSettlement" or "CloseShift" or "GetShift" } =>
            Kind.Page,
        { ServiceName: var service, Name: var name } when IsOfContract(service) && IsList(name) => Kind.Page,
        _ => Kind.Call,
    };

    /// <summary>Lets a call begin.</summary>
    /// <param name="usage">What its certificate has under way, the call among it.</param>
    /// <param name="kind">What it is.</param>
    /// <returns>
    /// The bound that it is above, as the contract names it; null when it may go on: then <see cref="End"/> has to be
    /// called.
    /// </returns>
    internal string? Begin(CertificateUsage usage, Kind kind) => usage.Above ?? kind switch
    {
        Kind.Sale when _intake.IsFull => "sales_waiting",
        Kind.Stream when !usage.TryBeginStream() => "streams_per_certificate",
        _ => null,
    };

    /// <summary>A call that was let begin has ended.</summary>
    /// <param name="usage">What its certificate has under way.</param>
    /// <param name="kind">What it is.</param>
    internal static void End(CertificateUsage usage, Kind kind)
    {
        if (kind == Kind.Stream)
        {
            usage.EndStream();
        }
    }

    /// <summary>Waits for a turn to read a list.</summary>
    /// <param name="usage">What the certificate has under way.</param>
    /// <param name="cancel">The call's end.</param>
    /// <returns>Whether it may; only then <see cref="LeavePage"/> has to be called.</returns>
    internal async Task<bool> EnterPageAsync(CertificateUsage usage, CancellationToken cancel)
    {
        if (!await usage.Pages.WaitAsync(Turn, cancel))
        {
            return false;
        }

        var entered = false;
        try
        {
            entered = await _pages.WaitAsync(Turn, cancel);
            return entered;
        }
        finally
        {
            if (!entered)
            {
                usage.Pages.Release();
            }
        }
    }

    /// <summary>A list was read.</summary>
    /// <param name="usage">What the certificate has under way.</param>
    internal void LeavePage(CertificateUsage usage)
    {
        _pages.Release();
        usage.Pages.Release();
    }

    /// <summary>Ends a call unless its message comes in time.</summary>
    /// <param name="end">Ends it.</param>
    internal Awaited AwaitMessage(Action end)
    {
        lock (_lock)
        {
            var awaited = new Awaited(this, _time.GetTimestamp(), end);
            awaited.Place = _awaited.AddLast(awaited);
            return awaited;
        }
    }

    // By its name, so that a list that is added later is bounded from its first day on.
    private static bool IsList(string method) => method.StartsWith("List", StringComparison.Ordinal);

    private static bool IsOfContract(string service) => service.StartsWith("leb.", StringComparison.Ordinal);

    private void EndLate()
    {
        // Ended under the lock, which a call that ends by itself takes too: what is ended here is still that call.
        lock (_lock)
        {
            while (_awaited.First is { Value: var late } && _time.GetElapsedTime(late.Since) >= _limits.Message)
            {
                late.Place = null;
                _awaited.RemoveFirst();
                late.End();
            }
        }
    }

    /// <summary>A call whose message has not come yet, as a feature of the call.</summary>
    /// <param name="bounds">Where it is kept.</param>
    /// <param name="since">When its headers came, by the clock's timestamps.</param>
    /// <param name="end">Ends it.</param>
    internal sealed class Awaited(CallBounds bounds, long since, Action end)
    {
        /// <summary>Its place; null when it is not awaited any more.</summary>
        internal LinkedListNode<Awaited>? Place { get; set; }

        /// <summary>When its headers came.</summary>
        internal long Since => since;

        /// <summary>Ends the call.</summary>
        internal void End() => end();

        /// <summary>The message is there, or the call has ended.</summary>
        internal void Arrived()
        {
            lock (bounds._lock)
            {
                if (Place is { } place)
                {
                    Place = null;
                    bounds._awaited.Remove(place);
                }
            }
        }
    }
}
