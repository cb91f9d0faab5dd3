namespace Partner.Core.Tests.Support;

/// <summary>Reads a table of text: a header with the columns' names, then a line per state.</summary>
internal static class StateTable
{
    /// <summary>The cells: state, column, text.</summary>
    /// <typeparam name="TColumn">The enum that the columns are named after.</typeparam>
    /// <param name="table">The table; a cell holds no blank.</param>
    public static TheoryData<string, TColumn, string> Read<TColumn>(string table)
        where TColumn : struct, Enum
    {
        var lines = table.Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var columns = lines[0][1..].Select(Enum.Parse<TColumn>).ToList();
        var cells = new TheoryData<string, TColumn, string>();
        foreach (var line in lines.Skip(1))
        {
            Assert.Equal(columns.Count + 1, line.Length);
            for (var i = 0; i < columns.Count; i++)
            {
                cells.Add(line[0], columns[i], line[i + 1]);
            }
        }

        return cells;
    }
}
