using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Volume;

/// <summary>What is made of one real top-up.</summary>
/// <param name="Partner">Who sold it.</param>
/// <param name="Template">The top-up.</param>
/// <param name="Count">How many more like it.</param>
/// <param name="From">When the first of them was sold.</param>
/// <param name="To">When the last of them was, before the template.</param>
/// <param name="Settled">Whether their months are closed.</param>
internal sealed record SalesOrder(
    string Partner, string Template, long Count, DateTimeOffset From, DateTimeOffset To, bool Settled);

/// <summary>
/// Makes millions of finished top-ups by set-based SQL: every row that one real top-up has, copied with identifiers,
/// times, numbers and balances of its own. Columns that it does not know are copied as they are, so that it survives
/// most changes of the schema. The rows of a top-up belong together as those of a real one do; the money that pays
/// for them comes from nowhere.
/// </summary>
internal sealed class StoredSales(PostgresServer server, string database)
{
    private const int Chunk = 50_000;
    private const int Cards = 100_000;
    private const int Writers = 2;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const string Moved = "s.{0} + g.later";
    private const string NewId = "g.id || substr(s.{0}, 27)";

    // The table, the condition that finds the template's rows, the order in which they came, and the columns that are
    // not copied. {0} is the column itself.
    private static readonly (string Table, string Where, string Order, Dictionary<string, string> Columns)[] Tables =
    [
        ("requests", "resource_id = @template", "request_id", new()
        {
            ["request_id"] = "'bench-' || g.id", ["resource_id"] = "g.id", ["created_at"] = Moved,
        }),
        ("top_ups", "id = @template", "id", new()
        {
            ["id"] = "g.id", ["request_id"] = "'bench-' || g.id", ["card"] = "g.card", ["created_at"] = Moved,
            ["accepted_at"] = Moved, ["final_at"] = Moved, ["receipt_counter"] = "@receipt + g.n",
            ["event_number"] = "@event + g.n * @events",
        }),
        ("transfers", "top_up_id = @template", "id DESC", new()
        {
            ["id"] = NewId, ["top_up_id"] = "g.id", ["created_at"] = Moved, ["resolved_at"] = Moved,
        }),
        ("legs", "transfer_id LIKE @template || '.%'", "transfer_id", new() { ["transfer_id"] = NewId }),
        ("float_entries", "transfer_id LIKE @template || '.%'", "sequence", new()
        {
            ["transfer_id"] = NewId, ["posted_at"] = Moved, ["sequence"] = "@sequence + (g.n - 1) * @entries + s.ord",
            ["balance_after"] = "@posted + (g.n - 1) * @net + s.sum",
        }),
        ("events", "top_up_id = @template", "number", new()
        {
            ["top_up_id"] = "g.id", ["at"] = Moved, ["number"] = "@event + (g.n - 1) * @events + s.ord",
        }),
        ("commissions", "top_up_id = @template", "level_number", new()
        {
            ["top_up_id"] = "g.id", ["earned_at"] = Moved, ["month"] = "g.month",
            ["volume_before"] = "s.volume_before + g.n * s.base", ["settlement"] = "@settlement || g.month",
        }),
    ];

    private const string SettledPeriods = """
        INSERT INTO settled_periods (period, closed_at)
        SELECT DISTINCT month, 0 FROM commissions WHERE settlement IS NOT NULL ON CONFLICT DO NOTHING
        """;

    private const string Volumes = """
        INSERT INTO volumes (partner_id, schedule, currency, month, volume)
        SELECT partner_id, schedule, currency, month, SUM(base) FROM commissions
        GROUP BY partner_id, schedule, currency, month
        ON CONFLICT (partner_id, schedule, currency, month) DO UPDATE SET volume = EXCLUDED.volume
        """;

    // An identifier as the service makes it: ten digits of base 32 for the milliseconds, then what makes it unique.
    private static readonly string Identifiers = $"""
        INSERT INTO made SELECT g.n,
          {string.Join(" || ", Enumerable.Range(0, 10).Select(digit =>
              $"substr('{Alphabet}', ((ms >> {5 * (9 - digit)}) & 31)::int + 1, 1)"))} || lpad(to_hex(g.n), 16, '0'),
          ticks - template_at, card,
          to_char(to_timestamp(ms / 1000.0) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')
        FROM (
          SELECT g.n, @from + @step * (g.n - 1) AS ticks,
            (@from + @step * (g.n - 1) - 621355968000000000) / 10000 AS ms,
            (SELECT created_at FROM top_ups WHERE partner_id = @partner AND id = @template) AS template_at
          FROM generate_series(@first, @last) AS g (n)) g
        JOIN cards c ON c.n = g.n % {Cards}
        """;

    private static readonly string[] Afterwards =
        [SettledPeriods, Volumes, "DROP SCHEMA bench CASCADE", "CHECKPOINT", "VACUUM (ANALYZE)"];

    /// <summary>Makes them.</summary>
    /// <param name="orders">What to make; each of another partner.</param>
    /// <param name="tell">Takes the progress.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task MakeAsync(IReadOnlyList<SalesOrder> orders, Action<string> tell, CancellationToken cancel)
    {
        var chunks = new ConcurrentQueue<(SalesOrder Order, Dictionary<string, object?> Values, long First)>();
        foreach (var order in orders)
        {
            var values = await PrepareAsync(order, cancel);
            for (var first = 1L; first <= order.Count; first += Chunk)
            {
                chunks.Enqueue((order, values, first));
            }
        }

        var (all, told) = (chunks.Count, 0);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync, cancel)));
        foreach (var sql in Afterwards)
        {
            await server.ExecuteAsync(database, sql, cancel);
        }

        async Task WriteAsync()
        {
            await using var writer = await OpenAsync(cancel);
            var columns = await ColumnsAsync(writer, cancel);
            while (chunks.TryDequeue(out var chunk))
            {
                var last = Math.Min(chunk.Order.Count, chunk.First + Chunk - 1);
                await WriteChunkAsync(writer, columns, chunk.Values, chunk.First, last, cancel);
                var done = (all - chunks.Count) * 10 / all;
                if (Interlocked.Exchange(ref told, done) < done)
                {
                    tell($"  {done}0 % of the stored top-ups are made");
                }
            }
        }
    }

    /// <summary>Takes the numbers that the new rows will have, and pays for them.</summary>
    private async Task<Dictionary<string, object?>> PrepareAsync(SalesOrder order, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        var values = new Dictionary<string, object?>
        {
            ["partner"] = order.Partner,
            ["template"] = order.Template,
            ["count"] = order.Count,
            ["from"] = order.From.UtcTicks,
            ["step"] = Math.Max(1, (order.To - order.From).Ticks / order.Count),
            ["settlement"] = order.Settled ? "bench-" : null,
        };
        foreach (var (table, where, sort, _) in Tables)
        {
            // The template's rows stand apart, to be found at once however many others there are.
            var sum = table == "float_entries" ? "SUM(amount) OVER (ORDER BY sequence)::bigint" : "0::bigint";
            var rows = $"SELECT *, row_number() OVER (ORDER BY {sort}) AS ord, {sum} AS sum FROM {table}";
            await server.ExecuteAsync(database, $"""
                CREATE SCHEMA IF NOT EXISTS bench;
                CREATE TABLE IF NOT EXISTS bench.{table} AS {rows} LIMIT 0;
                """, cancel);
            await using var copy = Command(
                connection, $"INSERT INTO bench.{table} {rows} WHERE partner_id = @partner AND {where}", values);
            await copy.ExecuteNonQueryAsync(cancel);
        }

        await using var command = Command(connection, """
            WITH moved AS (
              SELECT COUNT(*) AS entries, COALESCE(SUM(amount), 0)::bigint AS net FROM float_entries
              WHERE partner_id = @partner AND transfer_id LIKE @template || '.%'),
            happened AS (SELECT COUNT(*) AS events FROM events WHERE partner_id = @partner AND top_up_id = @template),
            counter AS (
              UPDATE partner_counters c SET last_event = c.last_event + h.events * @count,
                last_receipt = c.last_receipt + @count
              FROM happened h WHERE c.partner_id = @partner RETURNING c.last_event, c.last_receipt),
            balance AS (
              UPDATE balances b SET last_sequence = b.last_sequence + m.entries * @count
              FROM moved m WHERE b.partner_id = @partner RETURNING b.posted, b.last_sequence)
            SELECT m.entries, m.net, h.events, c.last_event - h.events * @count AS event,
              c.last_receipt - @count AS receipt, b.posted - m.net * @count AS posted,
              b.last_sequence - m.entries * @count AS sequence
            FROM moved m, happened h, counter c, balance b
            """, values);
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        for (var i = 0; i < row.FieldCount; i++)
        {
            values[row.GetName(i)] = row.GetInt64(i);
        }

        return values;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database) { Pooling = false, CommandTimeout = 0 }.ToString());
        await connection.OpenAsync(cancel);
        return connection;
    }

    /// <summary>The columns of each table; and makes what a writer keeps for itself.</summary>
    private static async Task<Dictionary<string, string[]>> ColumnsAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        var cards = Enumerable.Range(0, Cards).Select(Harness.Cards.Number).ToArray();
        await using var make = Command(connection, """
            CREATE TEMP TABLE cards AS SELECT n - 1 AS n, card FROM unnest(@cards) WITH ORDINALITY AS c (card, n);
            CREATE INDEX ON cards (n);
            CREATE TEMP TABLE made (n bigint, id text COLLATE "C", later bigint, card text COLLATE "C", month text);
            SET synchronous_commit = off;
            """, new() { ["cards"] = cards });
        await make.ExecuteNonQueryAsync(cancel);
        var columns = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var table in Tables)
        {
            await using var command = Command(
                connection,
                """
                SELECT array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name = @table
                """,
                new() { ["table"] = table.Table });
            columns[table.Table] = (string[])(await command.ExecuteScalarAsync(cancel))!;
        }

        return columns;
    }

    private static async Task WriteChunkAsync(
        NpgsqlConnection connection,
        Dictionary<string, string[]> columns,
        Dictionary<string, object?> values,
        long first,
        long last,
        CancellationToken cancel)
    {
        var all = new Dictionary<string, object?>(values) { ["first"] = first, ["last"] = last };
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync("TRUNCATE made");
        await ExecuteAsync(Identifiers);
        foreach (var (table, _, _, own) in Tables)
        {
            var wanted = columns[table].Select(column => string.Format(
                CultureInfo.InvariantCulture, own.GetValueOrDefault(column, "s.{0}"), column));
            await ExecuteAsync($"""
                INSERT INTO {table} ({string.Join(", ", columns[table])})
                SELECT {string.Join(", ", wanted)}
                FROM bench.{table} s CROSS JOIN made g WHERE s.partner_id = @partner ORDER BY g.n, s.ord
                """);
        }

        await transaction.CommitAsync(cancel);

        async Task ExecuteAsync(string sql)
        {
            await using var command = Command(connection, sql, all);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    private static NpgsqlCommand Command(
        NpgsqlConnection connection, string sql, Dictionary<string, object?> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in values.Where(pair => sql.Contains("@" + pair.Key, StringComparison.Ordinal)))
        {
            command.Parameters.Add(value is null
                ? new NpgsqlParameter(name, NpgsqlTypes.NpgsqlDbType.Text) { Value = DBNull.Value }
                : new NpgsqlParameter(name, value));
        }

        return command;
    }
}
