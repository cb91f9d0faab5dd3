using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partner.Benchmarks.Harness;

namespace Partner.Benchmarks.Compare;

/// <summary>
/// Case h: the same rows of 64 top-ups in one transaction, once saved by EF Core, and once by one statement a table
/// with an array for each column, as the store writes. One connection, nothing else than the writing.
/// </summary>
internal sealed class RowWriters : IAsyncDisposable
{
    /// <summary>Top-ups of a transaction.</summary>
    public const int Batch = 64;

    private readonly NpgsqlDataSource _source;
    private readonly DbContextOptions<SoldContext> _options;
    private readonly NpgsqlConnection _connection;
    private long _sold;

    private RowWriters(NpgsqlDataSource source, NpgsqlConnection connection)
    {
        (_source, _connection) = (source, connection);
        _options = new DbContextOptionsBuilder<SoldContext>().UseNpgsql(connection).Options;
    }

    /// <summary>Makes the tables and connects.</summary>
    /// <param name="database">An empty database.</param>
    public static async Task<RowWriters> OpenAsync(string database, CancellationToken cancel)
    {
        var source = new NpgsqlDataSourceBuilder(
            new NpgsqlConnectionStringBuilder(database) { MaxAutoPrepare = 64, AutoPrepareMinUsages = 2 }.ToString())
            .Build();
        var writers = new RowWriters(source, await source.OpenConnectionAsync(cancel));
        await using var context = new SoldContext(writers._options);
        await context.Database.ExecuteSqlRawAsync(context.Database.GenerateCreateScript(), cancel);
        return writers;
    }

    /// <summary>By EF Core: a context of its own, everything added, one SaveChanges.</summary>
    public async Task<Answer> SaveAsync(CancellationToken cancel)
    {
        var rows = Next();
        await using var context = new SoldContext(_options);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        context.AddRange(rows.TopUps);
        context.AddRange(rows.Requests);
        context.AddRange(rows.Transfers);
        context.AddRange(rows.Legs);
        context.AddRange(rows.Entries);
        context.AddRange(rows.Events);
        await context.SaveChangesAsync(cancel);
        return Answer.Done;
    }

    /// <summary>One statement a table, all in one message.</summary>
    public async Task<Answer> WriteAsync(CancellationToken cancel)
    {
        var rows = Next();
        await using var transaction = await _connection.BeginTransactionAsync(cancel);
        await using var batch = new NpgsqlBatch(_connection, transaction);
        batch.BatchCommands.Add(RowSet<SoldTopUp>.Insert("top_ups", rows.TopUps));
        batch.BatchCommands.Add(RowSet<SoldRequest>.Insert("requests", rows.Requests));
        batch.BatchCommands.Add(RowSet<SoldTransfer>.Insert("transfers", rows.Transfers));
        batch.BatchCommands.Add(RowSet<SoldLeg>.Insert("legs", rows.Legs));
        batch.BatchCommands.Add(RowSet<SoldEntry>.Insert("float_entries", rows.Entries));
        batch.BatchCommands.Add(RowSet<SoldEvent>.Insert("events", rows.Events));
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return Answer.Done;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private SoldRows Next()
    {
        var first = _sold;
        _sold += Batch;
        return new SoldRows(first, Batch, TimeProvider.System.GetUtcNow().UtcTicks);
    }

    /// <summary>The statement of a table, made once from the columns of its rows.</summary>
    private static class RowSet<T>
        where T : class
    {
        private static readonly (Func<IReadOnlyList<T>, object> Read, string Type)[] Columns =
            [.. typeof(T).GetProperties().Where(one => one.Name != "EqualityContract").Select(Column)];

        private static readonly string Values =
            string.Join(", ", Columns.Select((column, index) => $"${index + 1}::{column.Type}[]"));

        public static NpgsqlBatchCommand Insert(string table, IReadOnlyList<T> rows)
        {
            var command = new NpgsqlBatchCommand($"INSERT INTO {table} SELECT * FROM unnest({Values})");
            foreach (var (read, _) in Columns)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = read(rows) });
            }

            return command;
        }

        private static (Func<IReadOnlyList<T>, object> Read, string Type) Column(PropertyInfo property) =>
            property.PropertyType switch
            {
                var type when type == typeof(string) => (Of<string>(property), "text"),
                var type when type == typeof(long) => (Of<long>(property), "bigint"),
                _ => (Of<int>(property), "integer"),
            };

        private static Func<IReadOnlyList<T>, object> Of<TValue>(PropertyInfo property)
        {
            var read = property.GetMethod!.CreateDelegate<Func<T, TValue>>();
            return rows => rows.Select(read).ToArray();
        }
    }

    /// <summary>The model of both, and of the tables.</summary>
    private sealed class SoldContext(DbContextOptions<SoldContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder model)
        {
            Table<SoldTopUp>("top_ups", "Partner", "Id");
            Table<SoldRequest>("requests", "Partner", "RequestId");
            Table<SoldTransfer>("transfers", "Id");
            Table<SoldLeg>("legs", "TransferId", "Number");
            Table<SoldEntry>("float_entries", "Partner", "Sequence");
            Table<SoldEvent>("events", "Partner", "Number");

            void Table<T>(string name, params string[] key)
                where T : class => model.Entity<T>(entity =>
            {
                entity.ToTable(name);
                entity.HasKey(key);
                var order = 0;
                foreach (var property in typeof(T).GetProperties().Where(one => one.Name != "EqualityContract"))
                {
                    entity.Property(property.PropertyType, property.Name)
                        .HasColumnOrder(order++).ValueGeneratedNever();
                }
            });
        }
    }
}
