using System.Data.Common;

namespace Partner.Storage.Sql;

/// <summary>For a database within the process: each statement at once, by prepared commands, row after row.</summary>
/// <param name="statements">The connection's commands.</param>
internal sealed class RowWiseExchange(StatementCache statements) : Exchange
{
    public override void Add(Statement query, Action<DbDataReader> read) => statements.First(
        query,
        row =>
        {
            read(row);
            return true;
        });

    public override void Run()
    {
    }

    protected override void Put(RowStatement statement, RowSet rows, Action<DbDataReader>? read)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            if (read is not null)
            {
                statements.Read(statement, rows, row, read);
            }
            else if (statements.Execute(statement, rows, row) != 1 && statement.FindsAll)
            {
                throw new InvalidOperationException($"{statement.Name} did not find its row.");
            }
        }
    }
}
