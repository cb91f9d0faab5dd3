using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Partner.Storage.Writing;

/// <summary>
/// What a piece of work brings along, so that its transaction can be measured and found in its trace.
/// </summary>
/// <param name="Operation">What it does: "TopUps.Save".</param>
/// <param name="Parent">The span of its caller; none when nobody listens.</param>
/// <param name="HandedOver">Timestamp of its arrival.</param>
internal readonly record struct CommitTicket(string Operation, ActivityContext Parent, long HandedOver)
{
    /// <summary>A ticket for work that is handed over now.</summary>
    /// <param name="method">The method that hands it over.</param>
    /// <param name="file">The file of that method; its name is that of the class.</param>
    public static CommitTicket Now(string method, string file)
    {
        var parent = CommitSignals.Source.HasListeners() ? Activity.Current?.Context ?? default : default;
        var operation = parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            ? $"{Path.GetFileNameWithoutExtension(file)}.{method.Replace("Async", "", StringComparison.Ordinal)}"
            : "";
        return new CommitTicket(operation, parent, TimeProvider.System.GetTimestamp());
    }
}

/// <summary>
/// Measures of the group commit, and its spans. Each member has a span of its own in its caller's trace, from the
/// moment it was handed over until it was durable. The transaction is one span, in the trace of the first member that
/// is recorded; it links to the others' spans. When nobody listens, all this is two comparisons for a transaction.
/// </summary>
internal sealed class CommitSignals : IDisposable
{
    private static readonly Meter Meter = new("Partner");

    private static readonly Histogram<int> Size = Meter.CreateHistogram(
        "leb.group_commit.size",
        "{operation}",
        "Operations that one transaction carried",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });

    private static readonly Histogram<double> Wait = Meter.CreateHistogram(
        "leb.group_commit.wait",
        "s",
        "From handing an operation over until its transaction began",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
        });

    private static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        "leb.group_commit.conflicts", "{transaction}", "Transactions repeated because another was in their way");

    private static readonly Counter<long> TurnedAway = Meter.CreateCounter<long>(
        "leb.group_commit.turned_away", "{operation}", "Operations refused because too many waited");

    private readonly List<Activity> _members = [];
    private readonly Activity? _transaction;

    private CommitSignals(IReadOnlyCollection<CommitTicket> tickets, string system)
    {
        var clock = TimeProvider.System;
        var now = clock.GetUtcNow();
        foreach (var ticket in tickets)
        {
            if (ticket.Operation.Length > 0
                && Source.StartActivity(
                    ticket.Operation,
                    ActivityKind.Client,
                    ticket.Parent,
                    startTime: now - clock.GetElapsedTime(ticket.HandedOver)) is { } member)
            {
                _members.Add(Describe(member, system, ticket.Operation));
            }
        }

        if (_members.Count == 0)
        {
            return;
        }

        // Started last, so that it is the current span and what the database's driver tells belongs to it.
        _transaction = Source.StartActivity(
            "COMMIT",
            ActivityKind.Client,
            _members[0].Context,
            links: _members.Skip(1).Select(member => new ActivityLink(member.Context)));
        if (_transaction is not null)
        {
            Describe(_transaction, system, "COMMIT");
            if (tickets.Count > 1)
            {
                _transaction.SetTag("db.operation.batch.size", tickets.Count);
            }
        }
    }

    /// <summary>Source of the store's spans.</summary>
    public static ActivitySource Source { get; } = new("Partner");

    /// <summary>A transaction begins, on the thread that carries it out.</summary>
    /// <param name="tickets">Its members' tickets.</param>
    /// <param name="system">The database, as OpenTelemetry calls it: "sqlite".</param>
    /// <returns>To be disposed when it has ended; null when nobody follows it.</returns>
    public static CommitSignals? Begin(CommitTicket[] tickets, string system)
    {
        if (Size.Enabled)
        {
            Size.Record(tickets.Length);
        }

        if (Wait.Enabled)
        {
            foreach (var ticket in tickets)
            {
                Wait.Record(TimeProvider.System.GetElapsedTime(ticket.HandedOver).TotalSeconds);
            }
        }

        return Source.HasListeners() ? new CommitSignals(tickets, system) : null;
    }

    /// <summary>Another transaction was in the way of one, which is done again.</summary>
    public static void CountConflict() => Conflicts.Add(1);

    /// <summary>Work was refused because too much waited already.</summary>
    public static void CountTurnedAway() => TurnedAway.Add(1);

    /// <summary>The transaction failed.</summary>
    /// <param name="fault">How; only its type is told, because a database's message may quote a row.</param>
    public void Failed(Exception fault)
    {
        foreach (var span in _transaction is null ? _members : [_transaction, .. _members])
        {
            span.SetTag("error.type", fault.GetType().FullName);
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>Ends the spans, the inner ones first, so that the thread is left without one.</summary>
    public void Dispose()
    {
        _transaction?.Dispose();
        for (var i = _members.Count - 1; i >= 0; i--)
        {
            _members[i].Dispose();
        }
    }

    private static Activity Describe(Activity span, string system, string operation) => span
        .SetTag("db.system.name", system)
        .SetTag("db.operation.name", operation);
}
