namespace Partner.Server.Connections;

/// <summary>
/// Makes loggers; those of the web server say what callers cause once a minute for each caller's address and message,
/// without the trace of the stack, which is always the same. What the web server says of a failed TLS handshake becomes
/// the reason of <see cref="Handshake"/>.
/// </summary>
/// <param name="inner">The real factory; disposed of with this one.</param>
/// <param name="time">The clock.</param>
internal sealed class BoundedLoggerFactory(ILoggerFactory inner, TimeProvider time) : ILoggerFactory
{
    private const string WebServer = "Microsoft.AspNetCore.Server.Kestrel";
    private const string Tls = WebServer + ".Https";

    // The web server calls them critical, and says so again and again; but the caller is at fault, and its connection
    // is closed.
    private static readonly HashSet<string?> CallersFault =
        ["Http2QueueOperationsExceeded", "Http2FlowControlQueueOperationsExceeded"];

    private readonly MinuteBound _bound = new(time);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return categoryName.StartsWith(WebServer, StringComparison.Ordinal)
            ? new Bounded(logger, _bound, categoryName.StartsWith(Tls, StringComparison.Ordinal))
            : logger;
    }

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private sealed class Bounded(ILogger logger, MinuteBound bound, bool tls) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) =>
            logger.IsEnabled(logLevel) || (tls && logLevel == LogLevel.Debug && Handshake.Current is not null);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var handshake = Handshake.Current;
            if (tls && exception is not null)
            {
                handshake?.Fails(Innermost(exception).Message);
            }

            // What the web server says of a connection without giving it a number or a cause is what it refused it for.
            var refused = handshake is not null && eventId.Id == 0 && exception is null;
            logLevel = logLevel > LogLevel.Warning && (refused || CallersFault.Contains(eventId.Name))
                ? LogLevel.Warning
                : logLevel;
            if (!logger.IsEnabled(logLevel))
            {
                return;
            }

            // Without a caller it is about the server itself; what is critical is said however often.
            var what = $"{handshake?.Caller} {eventId.Id}";
            if (logLevel == LogLevel.Critical)
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
            else if (bound.MaySay(what, out var left))
            {
                var text = formatter(state, exception);
                var why = exception is null ? "" : $" {exception.GetType().Name}: {Innermost(exception).Message}";
                var before = left == 0 ? "" : $" (and {left} more in the minute before)";
                logger.Log(logLevel, eventId, $"{text}{why}{before}", exception: null, (line, _) => line);
            }
        }

        private static Exception Innermost(Exception exception)
        {
            while (exception.InnerException is { } cause)
            {
                exception = cause;
            }

            return exception;
        }
    }
}
