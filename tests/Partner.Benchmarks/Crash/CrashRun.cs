using Partner.Benchmarks.Harness;
using Partner.Contracts.Client;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Seed;
using Partner.Server.Issuer.Wire;
using Partner.Storage.Abstractions;

namespace Partner.Benchmarks.Crash;

/// <summary>
/// Kills the server again and again while it works, and shows by evidence of both sides that nothing was lost and
/// nothing happened twice. Issuer, server and clients are three processes; the clients' is this one.
/// </summary>
public sealed class CrashRun : IAsyncDisposable
{
    private const int PromisedInFlight = 200;

    // Not every call under way is saved and unfinished at a given moment: some are on their way in or out.
    private const int ClientsPerOperation = 2;
    private const int DatabaseEvery = 3;

    // Calls that the issuer answers after all when it is killed a moment before the server: as many as are made at
    // once.
    private const int LastAnswers = 64;
    private static readonly TimeSpan OnTheWire = TimeSpan.FromMilliseconds(300);

    // Only ends a run in which nothing happens any more: no machine is this slow.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // Short times, so that a round takes seconds; the rules are the same as with the usual ones.
    private static readonly string[] ServerTiming =
        ["--lease", "2", "--attempt-timeout", "2", "--reconcile-every", "1", "--withdraw-after", "30"];

    private static readonly string[] IssuerTiming = ["--short-delay", "1", "--late-after", "3", "--hang-for", "5"];

    private readonly CrashOptions _options;
    private readonly Action<string> _tell;
    private readonly TestBed _bed;
    private readonly PostgresServer? _database;
    private readonly Random _random;
    private ChildProcess _issuer;
    private Uri _issuerUrl;
    private ChildProcess _server;
    private Uri _serverUrl;

    private CrashRun(
        CrashOptions options,
        Action<string> tell,
        TestBed bed,
        PostgresServer? database,
        (ChildProcess Process, Uri Url) issuer,
        (ChildProcess Process, Uri Url) server)
    {
        (_options, _tell, _bed, _database, _random) = (options, tell, bed, database, new Random(options.Seed));
        (_issuer, _issuerUrl) = issuer;
        (_server, _serverUrl) = server;
    }

    /// <summary>Runs all rounds.</summary>
    /// <param name="options">How many, and under how much work.</param>
    /// <param name="tell">Takes the story, line by line.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<CrashReport> RunAsync(CrashOptions options, Action<string> tell, CancellationToken cancel)
    {
        tell($"Repeat with: {options}");
        await using var database = await PostgresServer
            .OfAsync(options.Database ?? new DatabaseOptions(StoreProvider.Sqlite), cancel);
        await using var bed = await TestBed.CreateAsync(1, database, cancel);
        await using var run = await StartAsync(options, tell, bed, database, cancel);
        var rounds = new List<CrashRound>();
        for (var number = 1; number <= options.Rounds; number++)
        {
            rounds.Add(await run.ToldRoundAsync(number, cancel));
        }

        await run._issuer.KillAsync();
        var (lines, twice) = IssuerLog.IdsWithSeveralLines(Path.Combine(bed.IssuerData, "issuer.log"));
        tell($"The issuer's log has {lines} lines; {twice.Count} ids have more than one.");
        var last = rounds[^1];
        rounds[^1] = last with
        {
            Problems = [.. last.Problems, .. twice.Select(id => $"{id}: several lines in the issuer's log")],
        };
        return new CrashReport(options.Seed, rounds);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private static async Task<CrashRun> StartAsync(
        CrashOptions options,
        Action<string> tell,
        TestBed bed,
        PostgresServer? database,
        CancellationToken cancel)
    {
        var issuer = await bed.StartIssuerAsync(0, IssuerTiming, cancel);
        try
        {
            var server = await bed
                .ServeAsync(0, ["--issuer", issuer.Address.ToString(), .. ServerTiming], cancel);
            return new CrashRun(options, tell, bed, database, issuer, server);
        }
        catch
        {
            await issuer.Process.DisposeAsync();
            throw;
        }
    }

    private async Task<CrashRound> ToldRoundAsync(int number, CancellationToken cancel)
    {
        try
        {
            return await RoundAsync(number, cancel);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _tell($"Round {number} broke off: {fault.Message}\n{_issuer.Describe()}\n{_server.Describe()}");
            throw;
        }
    }

    private async Task<CrashRound> RoundAsync(int number, CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var (certificate, key) = _bed.CertificateOf(DemoData.PartnerId.Value);
        using var connection = PartnerConnection.Open(new PartnerConnectionOptions
        {
            Address = _serverUrl,
            CaFile = _bed.AuthorityFile,
            CertificateFile = certificate,
            KeyFile = key,
        });
        var traffic = new Traffic(connection, number, _options.Seed, cancel);
        var clients = traffic.RunAsync(ClientsPerOperation * _options.InFlight);
        await BuildUpAsync(traffic, cancel);

        // In one of the rounds the issuer dies as well, a moment before.
        var issuerDies = number == (_options.Rounds + 1) / 2;
        var databaseDies = _database?.Data is not null && number % DatabaseEvery == 0;
        var (inFlight, looks) = await KillAsync(
            traffic, issuerDies, databaseDies, atGift: number == _options.Rounds, cancel);
        _tell($"Round {number}: killed at the {looks}. look, with {inFlight} calls under way" +
            (issuerDies ? "; the issuer too" : "") + (databaseDies ? "; the database too" : ""));
        if (issuerDies)
        {
            (_issuer, _issuerUrl) = await _bed.StartIssuerAsync(_issuerUrl.Port, IssuerTiming, cancel);
        }

        var evidence = await TakeEvidenceAsync(issuerDies, cancel);
        Tell(evidence, issuerDies);
        (_server, _serverUrl) = await _bed
            .ServeAsync(_serverUrl.Port, ["--issuer", _issuerUrl.ToString(), .. ServerTiming], cancel);
        await clients;
        var check = new FinalCheck(_bed, _issuerUrl);
        var problems = await check.RunAsync(traffic.Sales, cancel);
        if (evidence.Unfinished < Math.Min(PromisedInFlight, _options.InFlight))
        {
            problems.Add($"only {evidence.Unfinished} operations were saved and unfinished at the kill");
        }

        var round = new CrashRound(
            number,
            inFlight,
            issuerDies,
            evidence,
            traffic.Sales.Count,
            CountBy(traffic.Sales.Select(sale => sale.Final)),
            CountBy(traffic.Sales.Where(sale => sale.FinalReversal is not null).Select(sale => sale.FinalReversal)),
            clock.GetElapsedTime(start).TotalSeconds,
            problems);
        Tell(round, traffic.Sales.MaxBy(sale => sale.Took)!);
        return round;
    }

    private async Task BuildUpAsync(Traffic traffic, CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (traffic.Sales.Count < 2 * _options.InFlight)
        {
            await PauseAsync(10, clock.GetElapsedTime(start), traffic, cancel);
        }
    }

    /// <summary>
    /// Kills the server at one of the moments that the run is about. Whether a moment is one shows while the server
    /// stands still, and then it is killed without having moved again; so no machine is too slow to meet one.
    /// </summary>
    private async Task<(int InFlight, int Looks)> KillAsync(
        Traffic traffic, bool issuerDies, bool databaseDies, bool atGift, CancellationToken cancel)
    {
        var looks = await StandStillAsync(traffic, issuerDies ? LastAnswers : 0, atGift, cancel);
        var inFlight = traffic.InFlight;
        var crash = Task.CompletedTask;
        if (issuerDies)
        {
            await _issuer.DisposeAsync();
        }

        if (issuerDies || databaseDies)
        {
            // The server outlives them for a moment.
            _server.Resume();
            crash = databaseDies ? _database!.CrashAsync(cancel) : crash;
            await Task.Delay(_random.Next(0, 200), cancel);
        }

        await _server.DisposeAsync();
        await crash;
        traffic.Stop();
        return (inFlight, looks);
    }

    /// <summary>
    /// Stops the server, at random, until it stands where sales are before and after the issuer's part; in the last
    /// round also between a success and what it gives to its card.
    /// </summary>
    /// <returns>How often it had to be stopped.</returns>
    private async Task<int> StandStillAsync(Traffic traffic, int more, bool atGift, CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        for (var look = 1; ; look++)
        {
            await PauseAsync(_random.Next(100, 1200), TimeSpan.Zero, traffic, cancel);
            while (StoreCopy.Count(_bed.Store, "jobs") < _options.InFlight + more)
            {
                await PauseAsync(2, clock.GetElapsedTime(start), traffic, cancel);
            }

            _server.Pause();
            var evidence = await TakeEvidenceAsync(false, cancel);
            if (evidence.Unfinished >= _options.InFlight + more
                && evidence is { AppliedStillProcessing: > 0 }
                && (evidence.Gifts > 0 || !atGift)
                && evidence.QueuedNeverReceived + evidence.ClaimedNeverReceived > 0)
            {
                return look;
            }

            _server.Resume();
            await PauseAsync(0, clock.GetElapsedTime(start), traffic, cancel);
        }
    }

    private Task PauseAsync(int milliseconds, TimeSpan waited, Traffic traffic, CancellationToken cancel) =>
        waited < Longest
            ? Task.Delay(milliseconds, cancel)
            : throw new InvalidOperationException(
                $"What the round waits for did not come about:\n{string.Join('\n', _server.Lines)}\n"
                + string.Join('\n', traffic.Sales.Select(sale => sale.Failure).Distinct()));

    /// <summary>
    /// Compares a copy of the database with the issuer's records. An issuer that was killed too has forgotten what it
    /// received and did not apply, so that of claimed operations it can only tell which were applied.
    /// </summary>
    private async Task<CrashEvidence> TakeEvidenceAsync(bool issuerForgot, CancellationToken cancel)
    {
        var unfinished = StoreCopy.ReadUnfinished(_bed.Store, Path.Combine(_bed.Folder, "copy.db"));
        var known = await ReceivedAsync(cancel);
        var applied = unfinished
            .Where(operation => known.GetValueOrDefault(operation.Id)?.State == IssuerRecordState.Applied).ToList();
        var unheard = unfinished.Where(operation => !known.ContainsKey(operation.Id)).ToList();
        return new CrashEvidence(
            unfinished.Count,
            unheard.Count(operation => operation.Queued),
            issuerForgot ? 0 : unheard.Count(operation => !operation.Queued),
            applied.Count,
            applied.Count(operation => SandboxCards.OutcomeOf(operation.Card) == SandboxOutcome.Success),
            unfinished.Count(operation => operation.IsGift));
    }

    /// <summary>What the issuer has received, once nothing more arrives that was on its way.</summary>
    private async Task<Dictionary<string, IssuerRecord>> ReceivedAsync(CancellationToken cancel)
    {
        var before = -1;
        while (true)
        {
            var known = await IssuerLog.ReadAsync(_issuerUrl, cancel);
            if (known.Count == before)
            {
                return known;
            }

            before = known.Count;
            await Task.Delay(OnTheWire, cancel);
        }
    }

    private void Tell(CrashEvidence evidence, bool issuerForgot)
    {
        var claimed = issuerForgot ? "no telling how many" : $"{evidence.ClaimedNeverReceived}";
        _tell($"  on disk: {evidence.Unfinished} operations saved and unfinished; the issuer never heard of " +
            $"{evidence.QueuedNeverReceived} in the queue and {claimed} about to be sent (6-7); it had applied " +
            $"{evidence.AppliedStillProcessing} (7-8), {evidence.AppliedOnOrdinaryCards} of them on ordinary cards; "
            + $"{evidence.Gifts} gifts of sales that had succeeded were under way");
    }

    private void Tell(CrashRound round, Sale slowest)
    {
        _tell($"  {round.Sales} sales: {Text(round.States)}; reversals: {Text(round.Reversals)}");
        _tell($"  the slowest took {slowest.Took.TotalSeconds:F1} s: {slowest.Story} on a card that is " +
            $"{SandboxCards.OutcomeOf(slowest.Card)}");
        _tell(round.Problems.Count == 0
            ? $"  every sale final, charged once, applied once; audit clean ({round.Seconds:F1} s)"
            : "  PROBLEMS:\n    " + string.Join("\n    ", round.Problems.Take(20)));
    }

    private static string Text(IReadOnlyDictionary<string, int> counts) =>
        string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}"));

    private static Dictionary<string, int> CountBy<T>(IEnumerable<T> values) =>
        values.GroupBy(value => value?.ToString() ?? "none").ToDictionary(group => group.Key, group => group.Count());
}
