using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>
/// The rows that a batch writes, collected by statement: each statement is sent once, with all of its rows.
/// </summary>
internal sealed class Changes
{
    private readonly Dictionary<RowSqlText, RowSet> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="sql">What is done with it.</param>
    /// <param name="row">A value for each column of the statement's shape.</param>
    public void Add(RowSqlText sql, params ReadOnlySpan<Cell> row)
    {
        if (!_rows.TryGetValue(sql, out var rows))
        {
            rows = new RowSet(sql.Shape);
            _rows.Add(sql, rows);
        }

        rows.Add(row);
    }

    /// <summary>Adds all of it to what travels to the database.</summary>
    public void Send(Exchange exchange)
    {
        foreach (var group in _rows.GroupBy(write => write.Key.Group).OrderBy(group => group.Key))
        {
            // Always in the same order, so that each combination of statements has one text.
            exchange.AddTogether([
                .. group.OrderBy(write => write.Key.Index).Select(write => (write.Key, write.Value))]);
        }
    }
}
