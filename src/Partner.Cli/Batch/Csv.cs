using CsvHelper;

namespace Partner.Cli.Batch;

/// <summary>A record of a CSV file.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Cells">Its cells, without their quotation marks.</param>
internal sealed record CsvRecord(long Line, string[] Cells);

/// <summary>
/// Comma-separated values as in RFC 4180, either line ending. Strict about quotation marks, since a forgiving reader
/// shifts cells. Blank lines are skipped; blanks around a cell without quotation marks do not belong to it.
/// </summary>
internal static class Csv
{
    // Nothing is guessed: not the separator, and not what a wrong quotation mark may have meant.
    private static readonly CsvReaderOptions Strict = new()
    {
        Separator = ',',
        HasHeader = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        TrimWhitespace = true,
        TrackLineNumbers = true,
    };

    private static readonly CsvWriterOptions Plain = new()
    {
        NewLine = "\n",
        WriteByteOrderMark = false,
    };

    /// <summary>Reads the records of a text.</summary>
    /// <exception cref="CsvFormatException">A quotation mark is missing or in the wrong place.</exception>
    public static IEnumerable<CsvRecord> Read(TextReader text)
    {
        using var reader = CsvReader.Create(text, Strict, leaveOpen: true);
        while (reader.Read())
        {
            var cells = Enumerable.Range(0, reader.FieldCount).Select(i => Cell(reader, i)).ToArray();
            if (cells is not [""])
            {
                yield return new CsvRecord(reader.LineNumber, cells);
            }
        }
    }

    /// <summary>Records, each as one line with its line feed.</summary>
    public static string Lines(IEnumerable<IEnumerable<string>> records)
    {
        using var text = new StringWriter();
        using (var writer = CsvWriter.Create(text, Plain, leaveOpen: true))
        {
            foreach (var record in records)
            {
                foreach (var cell in record)
                {
                    writer.WriteField(cell, cell == cell.Trim() ? CsvQuoting.WhenNeeded : CsvQuoting.Always);
                }

                writer.EndRecord();
            }
        }

        return text.ToString();
    }

    // Blanks are more than the library trims: what people type in Chinese may end with a wide one, U+3000.
    private static string Cell(CsvReader reader, int index)
    {
        var cell = reader.GetString(index);
        return reader.GetRawSpan(index).Contains((byte)'"') ? cell : cell.Trim();
    }
}
