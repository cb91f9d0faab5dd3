using Npgsql;
using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Compare;

/// <summary>
/// What anybody would write: one transaction for each top-up, which locks the float's row, inserts the top-up and two
/// entries, and updates the float. Prepared statements, a connection for each client, one float.
/// </summary>
internal sealed class PlainSql : IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE floats (partner text PRIMARY KEY, posted bigint NOT NULL, sequence bigint NOT NULL);
        CREATE TABLE top_ups (id text PRIMARY KEY, partner text NOT NULL, request_id text NOT NULL,
          card text NOT NULL, plan text NOT NULL, amount bigint NOT NULL, created_at bigint NOT NULL,
          UNIQUE (partner, request_id));
        CREATE TABLE entries (partner text, sequence bigint, top_up text NOT NULL, amount bigint NOT NULL,
          balance_after bigint NOT NULL, PRIMARY KEY (partner, sequence));
        INSERT INTO floats VALUES ('demo', 90000000000, 0);
        """;

    private const string Lock = "SELECT posted, sequence FROM floats WHERE partner = $1 FOR UPDATE";
    private const string TopUp = "INSERT INTO top_ups VALUES ($1, $2, $3, $4, $5, $6, $7)";
    private const string Entries = "INSERT INTO entries VALUES ($1, $2, $3, $4, $5), ($1, $6, $3, $7, $8)";
    private const string Update = "UPDATE floats SET posted = $2, sequence = $3 WHERE partner = $1";
    private const string Partner = "demo";
    private const long Debit = 10_000;
    private const long Commission = 250;
    private readonly List<NpgsqlConnection> _connections;
    private int _card;

    private PlainSql(List<NpgsqlConnection> connections) => _connections = connections;

    /// <summary>Makes the tables and connects.</summary>
    /// <param name="server">The server.</param>
    /// <param name="database">An empty database.</param>
    /// <param name="clients">How many connections.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<PlainSql> OpenAsync(
        PostgresServer server, string database, int clients, CancellationToken cancel)
    {
        await server.ExecuteAsync(database, Schema, cancel);
        var plain = new PlainSql([]);
        var builder = new NpgsqlConnectionStringBuilder(database) { MaxAutoPrepare = 8, AutoPrepareMinUsages = 2 };
        for (var client = 0; client < clients; client++)
        {
            var connection = new NpgsqlConnection(builder.ToString());
            plain._connections.Add(connection);
            await connection.OpenAsync(cancel);
        }

        return plain;
    }

    /// <summary>One top-up.</summary>
    /// <param name="client">The connection; one top-up at a time on each.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Answer> SellAsync(int client, CancellationToken cancel)
    {
        var connection = _connections[client];
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        long posted, sequence;
        await using (var command = Command(connection, Lock, Partner))
        await using (var row = await command.ExecuteReaderAsync(cancel))
        {
            await row.ReadAsync(cancel);
            (posted, sequence) = (row.GetInt64(0), row.GetInt64(1));
        }

        var id = Guid.NewGuid().ToString("N");
        var card = Cards.Number(Interlocked.Increment(ref _card) % 10_000);
        var now = TimeProvider.System.GetUtcNow().UtcTicks;
        var after = posted - Debit;
        await ExecuteAsync(TopUp, id, Partner, id, card, Cards.Plan, Debit, now);
        await ExecuteAsync(
            Entries, Partner, sequence + 1, id, -Debit, after, sequence + 2, Commission, after + Commission);
        await ExecuteAsync(Update, Partner, after + Commission, sequence + 2);
        await transaction.CommitAsync(cancel);
        return Answer.Done;

        async Task ExecuteAsync(string sql, params object[] values)
        {
            await using var command = Command(connection, sql, values);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
