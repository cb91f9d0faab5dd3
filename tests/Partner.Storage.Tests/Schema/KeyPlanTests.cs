using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Npgsql;
using Partner.Storage.Abstractions;
using Partner.Storage.Providers.Postgres;
using Partner.Storage.Sql;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Schema;

/// <summary>
/// Statements about rows are planned while a new store is empty, and without statistics, on which PostgreSQL tells two
/// indexes that begin alike apart. None may go by one that holds only a part of the key: it would read all rows of a
/// partner for each one that is asked for. Nor may it read all of an index, unless that has a few rows: see
/// <see cref="PlanTests"/> for what becomes of such a plan when there are more.
/// </summary>
public sealed partial class KeyPlanTests
{
    // Of a dozen rows.
    private const int CostOfFew = 40;

    // What a partner, or a card, has few of, so that it may be looked through.
    private static readonly string[] Few =
    [
        "esim_reissues.read-first-check", "top_ups.read-stretch", "top_ups.read-latest-live",
    ];

    [PostgresFact]
    public async Task Every_statement_about_rows_finds_them_by_their_whole_key_in_an_empty_store()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
        var found = await LookingThroughAsync(fixture);
        Assert.True(found.Length == 0, found);
    }

    [PostgresFact]
    public async Task And_in_one_that_filled_up_before_anybody_counted_its_rows()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
        await fixture.Store.TopUps.SaveAsync(fixture.Candidate());
        await ExecuteAsync(
            fixture,
            "ALTER TABLE top_ups SET (autovacuum_enabled = false)",
            "INSERT INTO top_ups SELECT (jsonb_populate_record(t, jsonb_build_object('id', t.id || g, 'request_id', " +
            "g::text, 'card', g::text, 'receipt_counter', g + 1))).* FROM top_ups t, generate_series(1, 2000) g");
        var found = await LookingThroughAsync(fixture);
        Assert.True(found.Length == 0, found);
    }

    [PostgresFact]
    public async Task And_in_one_whose_rows_were_counted_while_they_were_few()
    {
        await using var fixture = await StoreFixture.CreateAsync(StoreProvider.Postgres);
        for (var sales = 1; sales <= 256; sales++)
        {
            await fixture.SellAndSucceedAsync();

            // With a single row, any index is as good as any other.
            if (sales > 1 && BitOperations.IsPow2(sales))
            {
                await ExecuteAsync(fixture, "ANALYZE");
                var found = await LookingThroughAsync(fixture);
                Assert.True(found.Length == 0, $"{sales} sales:\n{found}");
            }
        }
    }

    /// <summary>The statements that compare a part of the key only after they have read a row.</summary>
    private static async Task<string> LookingThroughAsync(StoreFixture fixture)
    {
        var found = new List<string>();
        var indexes = await IndexesAsync(fixture);
        foreach (var sql in SqlSnapshotTests.All.OfType<RowSqlText>().Where(sql => !Few.Contains(sql.Name)))
        {
            var text = sql.For(OfflineModel.DatabaseOf(StoreProvider.Postgres).Dialect);
            if (!text.StartsWith("INSERT", StringComparison.Ordinal)
                && PartOfKey(await PlanAsync(fixture, sql, text), indexes) is { } part)
            {
                found.Add($"{sql.Name}: {part}");
            }
        }

        return string.Join('\n', found);
    }

    /// <summary>What a plan compares after it has read a row, or passes over in an index; null when nothing.</summary>
    private static string? PartOfKey(string plan, Dictionary<string, string[]> indexes)
    {
        if (KeyFilter().Match(plan) is { Success: true } filter)
        {
            return filter.Value;
        }

        foreach (Match whole in WholeIndex().Matches(plan))
        {
            if (int.Parse(whole.Groups[1].ValueSpan, CultureInfo.InvariantCulture) > CostOfFew)
            {
                return whole.Value;
            }
        }

        foreach (Match scan in IndexScan().Matches(plan))
        {
            // An index is gone down only by columns that stand first in it: behind one that is not compared, every
            // entry is looked at.
            var compared = Compared().Matches(scan.Groups[2].Value)
                .Select(column => column.Groups[1].Value).ToHashSet();
            var first = indexes[scan.Groups[1].Value].TakeWhile(compared.Contains).Count();
            if (first < compared.Count)
            {
                return scan.Value;
            }
        }

        return null;
    }

    private static async Task<Dictionary<string, string[]>> IndexesAsync(StoreFixture fixture)
    {
        await using var connection = new NpgsqlConnection(fixture.Options.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT c.relname, (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a " +
            "WHERE a.attrelid = c.oid) FROM pg_class c WHERE c.relkind = 'i'";
        await using var reader = await command.ExecuteReaderAsync();
        var indexes = new Dictionary<string, string[]>();
        while (await reader.ReadAsync())
        {
            indexes[reader.GetString(0)] = reader.GetFieldValue<string[]>(1);
        }

        return indexes;
    }

    private static async Task<string> PlanAsync(StoreFixture fixture, RowSqlText sql, string text)
    {
        await using var connection = new NpgsqlConnection(
            new PostgresSettings(fixture.Options.ConnectionString).ForRows);
        await connection.OpenAsync();
        var kinds = sql.Shape.Columns.Select(column => column.Kind switch
        {
            ColumnKind.Text => "text[]",
            ColumnKind.Long => "bigint[]",
            ColumnKind.Int => "integer[]",
            _ => "boolean[]",
        });
        var nothing = sql.Shape.Columns.Select(_ => "NULL");
        await using var command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            PREPARE planned({string.Join(", ", kinds)}) AS {text};
            EXPLAIN EXECUTE planned({string.Join(", ", nothing)})
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        do
        {
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(0));
            }
        }
        while (await reader.NextResultAsync());
        return string.Join('\n', lines);
    }

    private static async Task ExecuteAsync(StoreFixture fixture, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(fixture.Options.ConnectionString);
        await connection.OpenAsync();
        foreach (var text in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = text;
            await command.ExecuteNonQueryAsync();
        }
    }

    // An identifier that was sent, or that was found for one, compared after the reading.
    [GeneratedRegex(
        @"Filter: .*(\((?!partner_id)\w*id\)::text = k\.|\(\w*card\)::text = k\.|SubPlan \d+\) = \(id\)).*")]
    private static partial Regex KeyFilter();

    // What compares nothing in the index reads all of it.
    [GeneratedRegex(@"Index (?:Only )?Scan using [^\n]*\.\.(\d+)[^\n]*(?:$|\n(?!\s*Index Cond: )[^\n]*)")]
    private static partial Regex WholeIndex();

    [GeneratedRegex(@"Index (?:Only )?Scan using ""?(\w+)""? on .*\n\s*Index Cond: (.*)")]
    private static partial Regex IndexScan();

    [GeneratedRegex(@"\((\w+)\)?(?:::text)? = ")]
    private static partial Regex Compared();
}
