using System.Data.Common;

namespace Partner.Storage.Sql;

/// <summary>For a database within the process: each statement at once, by prepared commands, row after row.</summary>
/// <param name="commands">The connection's commands.</param>
internal sealed class RowWiseExchange(CommandCache commands) : Exchange
{
    public override void Add(SqlText query, Action<DbDataReader> read) => commands.First(
        query,
        row =>
        {
            read(row);
            return true;
        });

    public override void Run()
    {
    }

    protected override void Put(RowSqlText sql, RowSet rows, Action<DbDataReader>? read)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            if (read is not null)
            {
                commands.Read(sql, rows, row, read);
            }
            else if (commands.Execute(sql, rows, row) != 1 && sql.FindsAll)
            {
                throw new InvalidOperationException($"{sql.Name} did not find its row.");
            }
        }
    }
}
