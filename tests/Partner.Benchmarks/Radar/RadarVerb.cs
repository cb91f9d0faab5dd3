using System.Globalization;
using Grpc.Core;
using Leb.Partner.V1;
using Microsoft.Data.Sqlite;
using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;
using Partner.Contracts.Client;

namespace Partner.Benchmarks.Radar;

/// <summary>The verb radar: pages of ListExpiringCards over millions of cards of one partner.</summary>
public static class RadarVerb
{
    /// <summary>How to call it.</summary>
    public const string Usage = """
        radar [--cards 5000000] [--provider sqlite|postgres] [--connection STRING]
            So many cards of one partner, made by SQL: the first page of ListExpiringCards, pages far behind it, and
            pages of one type and window.
        """;

    private const int Samples = 20;
    private const int Stops = 10;
    private const int LargestPage = 500;
    private const int Days = 3000;
    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>Measures and prints.</summary>
    /// <param name="args">The words behind the verb.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancel)
    {
        var arguments = new BenchmarkArguments(args);
        var cards = LoadOptions.Number(arguments, "--cards", 5_000_000);
        var database = DatabaseOptions.Read(arguments);
        arguments.End();
        await using var server = await PostgresServer.OfAsync(database, cancel);
        await using var bed = await TestBed.CreateAsync(1, server, cancel);
        var start = Clock.GetTimestamp();
        await FillAsync(server, bed, cards, cancel);
        Report.Line($"{cards} cards on {database}, made in {Clock.GetElapsedTime(start).TotalSeconds:F0} s");
        await using var service = await Service.StartAsync(bed, null, cancel);
        var (certificate, key) = bed.CertificateOf(bed.Partners[0]);
        using var connection = PartnerConnection.Open(new PartnerConnectionOptions
        {
            Address = service.Url, CaFile = bed.AuthorityFile, CertificateFile = certificate, KeyFile = key,
        });
        var all = new ListExpiringCardsRequest { Within = new() { Unit = LengthUnit.Year, Count = 20 } };
        var first = await PageAsync(connection, all, "", cancel);
        Report.Line($"page                          p50 ms   of the first");
        Tell("first of all", first, first);
        var slowest = first;
        await foreach (var (behind, token) in WalkAsync(connection, all, cards / Stops, cancel))
        {
            var page = await PageAsync(connection, all, token, cancel);
            Tell(FormattableString.Invariant($"behind {behind}"), page, first);
            slowest = Math.Max(slowest, page);
        }

        foreach (var (name, request) in Filtered)
        {
            var page = await PageAsync(connection, request, "", cancel);
            Tell(name, page, first);
            slowest = Math.Max(slowest, page);
        }

        Report.Line(
            $"slowest page {slowest / first:F2} of the first; asked ≤ 1.5. {slowest:F1} ms; asked < 20");
        return 0;
    }

    private static IEnumerable<(string Name, ListExpiringCardsRequest Request)> Filtered =>
    [
        ("each type's windows", new()),
        (
            "TRAVEL, 7 days",
            new() { CardTypes = { CardType.Travel }, Within = new() { Unit = LengthUnit.Day, Count = 7 } }),
        ("KEEP_NUMBER, not ended", new() { CardTypes = { CardType.KeepNumber }, ExcludeEnded = true }),
    ];

    /// <summary>Turns all pages, the largest there are, and stops from time to time.</summary>
    private static async IAsyncEnumerable<(long Behind, string Token)> WalkAsync(
        PartnerConnection connection, ListExpiringCardsRequest all, long every,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var request = all.Clone();
        request.PageSize = LargestPage;
        var (behind, next) = (0L, every);
        do
        {
            var page = await connection.Reminders.ListExpiringCardsAsync(request, Call(connection, cancel));
            (behind, request.PageToken) = (behind + page.Cards.Count, page.NextPageToken);
            if (behind >= next && request.PageToken.Length > 0)
            {
                next += every;
                yield return (behind, request.PageToken);
            }
        }
        while (request.PageToken.Length > 0);
    }

    /// <summary>The median of a page of the usual size.</summary>
    private static async Task<double> PageAsync(
        PartnerConnection connection, ListExpiringCardsRequest request, string token, CancellationToken cancel)
    {
        var asked = request.Clone();
        asked.PageToken = token;
        var times = new List<double>();
        for (var sample = 0; sample < Samples; sample++)
        {
            var start = Clock.GetTimestamp();
            await connection.Reminders.ListExpiringCardsAsync(asked, Call(connection, cancel));
            times.Add(Clock.GetElapsedTime(start).TotalMilliseconds);
        }

        return Median.Of(times);
    }

    private static CallOptions Call(PartnerConnection connection, CancellationToken cancel) =>
        connection.Call(TimeSpan.FromSeconds(60), cancel);

    private static void Tell(string name, double page, double first) => Report.Line(
        $"{name,-28}{page,8:F2}{page / first,15:F2}");

    /// <summary>
    /// Cards of all types that end at a midnight of the years to come, or ended a while ago; none is due, so that only
    /// the list is measured.
    /// </summary>
    private static async Task FillAsync(PostgresServer? server, TestBed bed, int cards, CancellationToken cancel)
    {
        var day = TimeSpan.TicksPerDay;
        var midnight = Clock.GetUtcNow().Date.AddHours(16).Ticks - (20 * day);
        var rows = server is null
            ? $"WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < {cards}) "
            : "";
        var from = server is null ? "g" : $"generate_series(1, {cards}) AS g(n)";
        var (no, number) = server is null
            ? ("0", "printf('%011d', n)")
            : ("FALSE", "lpad(n::text, 11, '0')");
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO customer_cards (partner_id, card, card_type, valid_until, standing, region, known_at, source,
              at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, stale, due_at, version,
              lease_until)
            {rows}SELECT '{bed.Partners[0]}', '89860' || (n % 4 + 1) || '0' || {number} || '0', n % 4 + 1,
              {midnight} + (n % {Days}) * {day}, 1, 'CN', {midnight}, 3, {no}, 'store-' || (n % 50), 'bench-' || n,
              CASE n % 4 WHEN 0 THEN 'keep-1y' WHEN 1 THEN 'esim-30d' WHEN 2 THEN 'phone-100' ELSE 'travel-1m' END,
              1, 10000, 'CNY', {midnight - (400 * day)}, {no}, {DateTimeOffset.MaxValue.UtcTicks}, 0, 0 FROM {from}
            """);
        if (server is not null)
        {
            await server.ExecuteAsync(bed.Store.ConnectionString, sql, cancel);
            await server.ExecuteAsync(bed.Store.ConnectionString, "VACUUM (ANALYZE) customer_cards", cancel);
            return;
        }

        await using var connection = new SqliteConnection(bed.Store.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
