namespace Partner.Storage.Sql;

/// <summary>Rows of one shape that travel to the database together.</summary>
/// <param name="shape">Their columns.</param>
internal sealed class RowSet(RowShape shape)
{
    private readonly List<Cell> _cells = [];

    /// <summary>Their columns.</summary>
    public RowShape Shape => shape;

    /// <summary>How many rows.</summary>
    public int Count => _cells.Count / shape.Columns.Count;

    /// <summary>A value.</summary>
    /// <param name="row">Number of the row, from 0.</param>
    /// <param name="column">Number of the column, from 0.</param>
    public Cell this[int row, int column] => _cells[(row * shape.Columns.Count) + column];

    /// <summary>Adds a row.</summary>
    /// <param name="row">A value for each column.</param>
    /// <exception cref="ArgumentException">It has more or fewer values.</exception>
    public void Add(params ReadOnlySpan<Cell> row)
    {
        if (row.Length != shape.Columns.Count)
        {
            throw new ArgumentException($"{row.Length} values for {shape.Columns.Count} columns.", nameof(row));
        }

        _cells.AddRange(row);
    }
}
