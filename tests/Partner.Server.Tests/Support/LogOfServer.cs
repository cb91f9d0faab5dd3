using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Partner.Server.Tests.Support;

/// <summary>A line of a server's log.</summary>
public sealed record LogLine(LogLevel Level, string Category, string Text);

/// <summary>Keeps what a server logs, so that a test can say which errors it expects: usually none.</summary>
public sealed class LogOfServer : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    /// <summary>Everything that was logged.</summary>
    public IReadOnlyList<LogLine> Lines => [.. _lines];

    /// <summary>What was logged as an error or worse.</summary>
    public IReadOnlyList<LogLine> Errors => [.. _lines.Where(line => line.Level >= LogLevel.Error)];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, _lines);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is open; what was logged stays readable after the server stopped.
    }

    private sealed class Writer(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LogLine(logLevel, category, $"{formatter(state, exception)} {exception}"));
    }
}
