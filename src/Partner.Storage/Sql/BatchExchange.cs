using System.Data.Common;

namespace Partner.Storage.Sql;

/// <summary>For a database beyond a network: all statements in one message, each with all of its rows.</summary>
/// <param name="transaction">The transaction; null outside one.</param>
/// <param name="dialect">The database's words.</param>
internal sealed class BatchExchange(DbConnection connection, DbTransaction? transaction, Dialect dialect) : Exchange
{
    private readonly List<Action<DbDataReader>?> _readers = [];
    private DbBatch? _batch;

    public override void Add(SqlText query, Action<DbDataReader> read) =>
        Added(query.For(dialect), read);

    public override void Run()
    {
        if (_batch is not { } batch)
        {
            return;
        }

        _batch = null;
        using (batch)
        {
            if (_readers.TrueForAll(read => read is null))
            {
                batch.ExecuteNonQuery();
            }
            else
            {
                Read(batch);
            }
        }

        _readers.Clear();
    }

    public override void AddTogether(IReadOnlyList<(RowSqlText Statement, RowSet Rows)> writes)
    {
        if (dialect.Together([.. writes.Select(write => write.Statement)]) is not { } text)
        {
            base.AddTogether(writes);
            return;
        }

        var command = Added(text, null);
        foreach (var (_, rows) in writes)
        {
            dialect.BindRows(command, rows);
        }
    }

    protected override void Put(RowSqlText sql, RowSet rows, Action<DbDataReader>? read) =>
        dialect.BindRows(Added(sql.For(dialect), read), rows);

    private void Read(DbBatch batch)
    {
        // Statements that only write have no result: drivers pass over them.
        using var reader = batch.ExecuteReader();
        foreach (var read in _readers.OfType<Action<DbDataReader>>())
        {
            while (reader.Read())
            {
                read(reader);
            }

            reader.NextResult();
        }
    }

    private DbBatchCommand Added(string text, Action<DbDataReader>? read)
    {
        if (_batch is null)
        {
            _batch = connection.CreateBatch();
            _batch.Transaction = transaction;
        }

        var command = _batch.CreateBatchCommand();
        command.CommandText = text;
        _batch.BatchCommands.Add(command);
        _readers.Add(read);
        return command;
    }
}
