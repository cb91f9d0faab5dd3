using System.Globalization;
using Npgsql;

namespace Partner.Storage.Providers.Postgres;

/// <summary>
/// How connections to PostgreSQL are opened: what the operator said, and the store's own limits beside it.
/// </summary>
internal sealed class PostgresSettings
{
    private const string IdleName = "idle_in_transaction_session_timeout";

    // Ends a transaction whose client fell silent, so that its locks go: a paused replica does not hold up the others.
    private const string IdleTime = IdleName + "=" + StoreTimeouts.IdleInTransaction;

    // What callers wait for is found by index. PostgreSQL keeps the plan of a prepared command until the table is
    // analyzed again: one that was made while a table was empty would read all of it, however much it has grown.
    // Without bitmaps a page is read in the order of its index, and no further than the page. Rows count for as much as
    // pages: a table of some hundred rows would be read as a whole otherwise, and still when it has grown.
    // Where there is no other way than what is switched off, the plan counts as endlessly costly, and PostgreSQL would
    // compile it to machine code, each time anew, for longer than it runs.
    private static readonly string[] PlansByIndex =
    [
        "enable_seqscan=off", "enable_bitmapscan=off", "enable_hashjoin=off", "enable_mergejoin=off", "jit=off",
        "cpu_tuple_cost=1", "cpu_index_tuple_cost=1",
    ];

    // A statement about rows is planned for any number of them, once a second. For those that it is sent PostgreSQL
    // would plan it each time, for longer than it runs: one row looks cheaper than the ten that it guesses.
    private const string PlansForAny = "plan_cache_mode=force_generic_plan";

    private const int EfPlans = 64;
    private const int CancelMilliseconds = 1000;

    // A peer that is gone is noticed within a minute also while it is waited for.
    private const int KeepAliveSeconds = 10;
    private const int KeepAliveEverySeconds = 5;

    /// <summary>Reads a connection string.</summary>
    /// <param name="connectionString">As Npgsql reads it.</param>
    public PostgresSettings(string connectionString)
    {
        var given = new GivenSettings(connectionString);

        // The store keeps its connections itself, with their prepared commands, and throws broken ones away.
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        Pooled = given.Has("Max Auto Prepare") && builder.MaxAutoPrepare == 0;
        SaysIdleTime = builder.Options?.Contains(IdleName, StringComparison.Ordinal) == true;
        Name = string.Create(CultureInfo.InvariantCulture, $"{builder.Database} at {builder.Host}:{builder.Port}");
        builder.ApplicationName ??= "partner";
        SetPlans(builder, given);
        SetTimes(builder, given);
        SetEncryption(builder, given);
        LongWork = new NpgsqlConnectionStringBuilder(builder.ToString())
        {
            CommandTimeout = StoreTimeouts.LongCommandSeconds,
        }.ToString();
        string[] wanted = SaysIdleTime ? PlansByIndex : [.. PlansByIndex, IdleTime];
        if (Pooled)
        {
            OfTransactions = string.Join(';', wanted.Select(setting => "SET LOCAL " + setting));
        }
        else
        {
            builder.Options = string.Join(" -c ", wanted.Prepend(builder.Options)).TrimStart();
        }

        Usual = builder.ToString();
        if (!Pooled)
        {
            builder.Options += $" -c {PlansForAny}";
        }

        ForRows = builder.ToString();
    }

    /// <summary>
    /// Whether a pooler hands sessions of the server from one transaction to the next, which the operator says with
    /// Max Auto Prepare=0: nothing may be prepared, set or locked then that outlives a transaction.
    /// </summary>
    public bool Pooled { get; }

    /// <summary>Whether the operator chose how long a transaction may be idle.</summary>
    public bool SaysIdleTime { get; }

    /// <summary>
    /// What a transaction sets for itself, where the session's own settings would be another client's tomorrow; null
    /// where the session has them.
    /// </summary>
    public string? OfTransactions { get; }

    /// <summary>Which database it is; without secrets.</summary>
    public string Name { get; }

    /// <summary>For what callers wait for.</summary>
    public string Usual { get; }

    /// <summary>For statements about rows, and for nothing else.</summary>
    public string ForRows { get; }

    /// <summary>For work that takes its time.</summary>
    public string LongWork { get; }

    private void SetPlans(NpgsqlConnectionStringBuilder builder, GivenSettings given)
    {
        if (!Pooled && !given.Has("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = EfPlans;
        }
    }

    /// <summary>
    /// Npgsql tries GSS encryption first, and again without it whatever went wrong, with the time that is left. Where a
    /// silent server left less than a millisecond of it, the second attempt waits for ever.
    /// </summary>
    private static void SetEncryption(NpgsqlConnectionStringBuilder builder, GivenSettings given)
    {
        if (!given.Has("GSS Encryption Mode"))
        {
            builder.GssEncryptionMode = GssEncryptionMode.Disable;
        }
    }

    private static void SetTimes(NpgsqlConnectionStringBuilder builder, GivenSettings given)
    {
        if (!given.Has("Timeout"))
        {
            builder.Timeout = StoreTimeouts.ConnectSeconds;
        }

        if (!given.Has("Command Timeout"))
        {
            builder.CommandTimeout = StoreTimeouts.CommandSeconds;
        }

        if (!given.Has("Cancellation Timeout"))
        {
            builder.CancellationTimeout = CancelMilliseconds;
        }

        if (!given.Has("Tcp Keepalive", "Tcp Keepalive Time", "Tcp Keepalive Interval", "Keepalive"))
        {
            builder.TcpKeepAlive = true;
            builder.TcpKeepAliveTime = KeepAliveSeconds;
            builder.TcpKeepAliveInterval = KeepAliveEverySeconds;
        }
    }
}
