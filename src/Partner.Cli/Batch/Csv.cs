using System.Text;

namespace Partner.Cli.Batch;

/// <summary>A record of a CSV file.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Cells">Its cells, without their quotation marks.</param>
internal sealed record CsvRecord(int Line, string[] Cells);

/// <summary>
/// A quotation mark of a CSV file is missing or in the wrong place, so that cells cannot be told apart.
/// </summary>
/// <param name="line">Line of the record, from 1.</param>
internal sealed class CsvQuoteException(int line) : Exception($"Line {line}: misplaced quotation mark.")
{
    public int Line => line;
}

/// <summary>
/// Comma-separated values as in RFC 4180, either line ending. Strict about quotation marks, since a forgiving reader
/// shifts cells. Blank lines are skipped; blanks around a cell without quotation marks do not belong to it.
/// </summary>
internal static class Csv
{
    private const int End = -1;

    /// <summary>Reads the records of a text.</summary>
    /// <exception cref="CsvQuoteException">A quotation mark is missing or in the wrong place.</exception>
    public static IEnumerable<CsvRecord> Read(TextReader text)
    {
        var line = 1;
        while (text.Peek() != End)
        {
            var first = line;
            var cells = new List<string>();
            do
            {
                cells.Add(ReadCell(text, first, ref line));
            }
            while (TakeComma(text));

            TakeLineEnd(text, ref line);
            if (cells.Count > 1 || cells[0].Length > 0)
            {
                yield return new CsvRecord(first, [.. cells]);
            }
        }
    }

    /// <summary>A record as one line with its line feed.</summary>
    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Quoted)) + "\n";

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny("\",\r\n") || cell != cell.Trim() ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell;

    private static string ReadCell(TextReader text, int first, ref int line)
    {
        var cell = new StringBuilder();
        while (text.Peek() is ' ' or '\t')
        {
            cell.Append((char)text.Read());
        }

        if (text.Peek() == '"')
        {
            return ReadQuoted(text, first, ref line);
        }

        while (text.Peek() is not (End or ',' or '\r' or '\n'))
        {
            var letter = (char)text.Read();
            cell.Append(letter != '"' ? letter : throw new CsvQuoteException(first));
        }

        return cell.ToString().Trim();
    }

    private static string ReadQuoted(TextReader text, int first, ref int line)
    {
        var cell = new StringBuilder();
        text.Read();
        while (true)
        {
            var next = text.Read();
            if (next == '"' && text.Peek() != '"')
            {
                break;
            }

            // Two quotation marks in a row are one of the cell's own.
            next = next == '"' ? text.Read() : next;
            line += next == '\n' ? 1 : 0;
            cell.Append(next != End ? (char)next : throw new CsvQuoteException(first));
        }

        while (text.Peek() is ' ' or '\t')
        {
            text.Read();
        }

        return text.Peek() is End or ',' or '\r' or '\n' ? cell.ToString() : throw new CsvQuoteException(first);
    }

    private static bool TakeComma(TextReader text)
    {
        var comma = text.Peek() == ',';
        if (comma)
        {
            text.Read();
        }

        return comma;
    }

    private static void TakeLineEnd(TextReader text, ref int line)
    {
        if (text.Peek() == '\r')
        {
            text.Read();
        }

        if (text.Peek() == '\n')
        {
            text.Read();
        }

        line++;
    }
}
