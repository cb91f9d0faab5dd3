using Partner.Server.Plans;
using Partner.Storage;

namespace Partner.Server.Hosting;

/// <summary>One thing that a server needs in order to serve.</summary>
/// <param name="Name">Its name: database, migrations, keys, terms.</param>
/// <param name="Missing">
/// What is wrong, in words for an operator and without a secret; null when it is in order.
/// </param>
public sealed record ReadinessCheck(string Name, string? Missing);

/// <summary>
/// What this server needs in order to serve, looked at now. The database is asked at most every 2 seconds, however many
/// ask, whether it answers and takes a write, and has 2 seconds to do so. <see cref="ReadinessChecks"/> makes each look
/// a health check of the host.
/// </summary>
/// <param name="tls">The certificates in use.</param>
/// <param name="terms">The published documents.</param>
/// <param name="logger">Told why the database does not answer.</param>
public sealed partial class Readiness(
    PartnerStore store,
    KestrelTls tls,
    TermsSource terms,
    TimeProvider clock,
    ILogger<Readiness> logger) : IDisposable
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _one = new(1, 1);
    private (ReadinessCheck Database, ReadinessCheck Migrations)? _known;
    private long _knownAt;
    private Task<(List<string> Pending, string? Problem)>? _question;

    /// <summary>Whether the database answers.</summary>
    internal async Task<ReadinessCheck> DatabaseAsync(CancellationToken cancel) =>
        (await LookAtDatabaseAsync(cancel)).Database;

    /// <summary>Whether its schema is up to date.</summary>
    internal async Task<ReadinessCheck> MigrationsAsync(CancellationToken cancel) =>
        (await LookAtDatabaseAsync(cancel)).Migrations;

    /// <summary>Whether the certificates are in date.</summary>
    internal ReadinessCheck Keys()
    {
        var now = clock.GetUtcNow();
        var missing = tls.CertificateEnds() <= now ? "the server's certificate has expired"
            : tls.AuthorityEnds() <= now ? "the partner authority has expired"
            : null;
        return new ReadinessCheck("keys", missing);
    }

    /// <summary>Whether the published documents were read, and those in force can be.</summary>
    internal ReadinessCheck Terms() => new("terms", terms.Missing(clock.GetUtcNow()));

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<(ReadinessCheck Database, ReadinessCheck Migrations)> LookAtDatabaseAsync(
        CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (_known is { } known && clock.GetElapsedTime(_knownAt) < Remembered)
            {
                return known;
            }

            var found = await AskDatabaseAsync();
            (_known, _knownAt) = (found, clock.GetTimestamp());
            return found;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<(ReadinessCheck Database, ReadinessCheck Migrations)> AskDatabaseAsync()
    {
        try
        {
            // A database that hangs may answer late or never: one question at a time is enough for all who ask.
            if (_question is not { IsCompleted: false })
            {
                _question = Task.Run(QuestionAsync);
            }

            var (pending, problem) = await _question.WaitAsync(Patience, clock, CancellationToken.None);
            var missing = pending.Count == 0 ? null : $"{pending.Count} migration(s) are not applied";
            var silent = problem is null ? null : $"the database takes no writes: {problem}";
            return (new ReadinessCheck("database", silent), new ReadinessCheck("migrations", missing));
        }
        catch (Exception fault)
        {
            LogDatabase(fault);
            return (
                new ReadinessCheck("database", "the database does not answer"),
                new ReadinessCheck("migrations", null));
        }
    }

    // A database that is full or read-only answers every question and saves nothing. One without the schema has no
    // place for the row that is written.
    private async Task<(List<string> Pending, string? Problem)> QuestionAsync()
    {
        var pending = await store.Measurements.PendingMigrationsAsync(CancellationToken.None);
        var problem = pending.Count > 0 ? null
            : await store.Measurements.WriteProblemAsync(clock.GetUtcNow(), CancellationToken.None);
        return (pending, problem);
    }

    [LoggerMessage(213, LogLevel.Warning, "The database did not answer")]
    private partial void LogDatabase(Exception fault);
}
