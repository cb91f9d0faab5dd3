using System.Globalization;
using Npgsql;

namespace Partner.Benchmarks.Harness;

/// <summary>What a PostgreSQL database has done so far, as its server counts it; a stretch is a difference.</summary>
/// <param name="Statements">Statements but for those that begin or end a transaction; 0 where nothing counts.</param>
/// <param name="Commits">COMMIT statements: transactions of several statements. 0 where nothing counts.</param>
/// <param name="Transactions">
/// Everything that was committed, single statements too. The server tells it up to a second late.
/// </param>
/// <param name="Processor">Processor time of all processes of a server of ours; zero of another one.</param>
public sealed record DatabaseCounters(long Statements, long Commits, long Transactions, TimeSpan Processor)
{
    private const string Edge = "^(BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)";

    // In /proc/N/stat behind the name: the parent, and four times that are the process's own and its ended children's.
    private const int Parent = 1;
    private const int Times = 11;
    private const int TimesEnd = 15;
    private const int TicksPerSecond = 100;

    /// <summary>Reads the counters of a database.</summary>
    /// <param name="server">Its server.</param>
    /// <param name="database">Its connection string.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<DatabaseCounters> ReadAsync(
        PostgresServer server, string database, CancellationToken cancel)
    {
        var name = new NpgsqlConnectionStringBuilder(database).Database!;
        var counted = server.Counts
            ? $"""
              SELECT COALESCE(SUM(s.calls) FILTER (WHERE s.query !~* '{Edge}'), 0) || ' ' ||
                COALESCE(SUM(s.calls) FILTER (WHERE s.query ILIKE 'COMMIT%'), 0)
              FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = '{name}'
              """
            : "SELECT '0 0'";
        var calls = ((string)(await server.ScalarAsync(null, counted, cancel))!).Split(' ');
        var transactions = await server
            .ScalarAsync(null, $"SELECT xact_commit FROM pg_stat_database WHERE datname = '{name}'", cancel);
        return new DatabaseCounters(Number(calls[0]), Number(calls[1]), (long)transactions!, ProcessorOf(server));
    }

    /// <summary>What was done between two readings.</summary>
    /// <param name="after">The later one.</param>
    /// <param name="before">The earlier one.</param>
    public static DatabaseCounters operator -(DatabaseCounters after, DatabaseCounters before) => new(
        after.Statements - before.Statements,
        after.Commits - before.Commits,
        after.Transactions - before.Transactions,
        after.Processor - before.Processor);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The first process and its children: those that ended are counted by the first.</summary>
    private static TimeSpan ProcessorOf(PostgresServer server)
    {
        if (server.Data is null)
        {
            return TimeSpan.Zero;
        }

        var first = File.ReadLines(Path.Combine(server.Data, "postmaster.pid")).First();
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (Statistics(folder) is { } words && (Path.GetFileName(folder) == first || words[Parent] == first))
            {
                ticks += words[Times..TimesEnd].Sum(Number);
            }
        }

        return TimeSpan.FromSeconds(1) / TicksPerSecond * ticks;
    }

    /// <summary>The words of a process's statistics behind its name; null of what is none.</summary>
    private static string[]? Statistics(string folder)
    {
        if (!char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        {
            return null;
        }

        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It has ended since it was listed.
            return null;
        }
    }
}
