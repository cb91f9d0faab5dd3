using CsvHelper;
using Partner.Cli.Batch;

namespace Partner.Server.Tests.Cli;

public sealed class CsvTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2")]
    [InlineData("a,b\r\n1,2\r\n", "a|b;1|2")]
    [InlineData("a,b\n1,2", "a|b;1|2")]
    [InlineData("\n\na\n\n1\n\n", "a;1")]
    [InlineData("a, b ,c\n 1 ,\t2,\n", "a|b|c;1|2|")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("\"say \"\"hi\"\"\",x", "say \"hi\"|x")]
    [InlineData("\" kept \",x", " kept |x")]
    [InlineData(" \"q\" ,x", "q|x")]
    [InlineData("\"two\nlines\",x", "two\nlines|x")]
    [InlineData(",,", "||")]
    [InlineData("\"\",x", "|x")]
    [InlineData("\u3000a\u3000,\"\u3000b\u3000\"", "a|\u3000b\u3000")]
    [InlineData("\uFEFFa;b,c\n", "a;b|c")]
    [InlineData("a,b\n\"\"\n1,2\n", "a|b;1|2")]
    public void Records_and_cells_are_told_apart_as_RFC_4180_says(string text, string expected)
    {
        var records = Csv.Read(new StringReader(text)).Select(record => string.Join('|', record.Cells));
        Assert.Equal(expected, string.Join(';', records));
    }

    [Fact]
    public void A_record_knows_the_line_on_which_it_begins()
    {
        var records = Csv.Read(new StringReader("h\r\n\r\n\"a\r\nb\"\r\nc\r\n"));
        Assert.Equal([1, 3, 5], records.Select(record => record.Line));
    }

    [Theory]
    [InlineData("a\n\"open", 2)]
    [InlineData("a\nb\n\"x\"y,z", 3)]
    [InlineData("a\nb\"c", 2)]
    public void A_misplaced_quotation_mark_is_named_with_its_line(string text, int line)
    {
        var exception = Assert.Throws<CsvFormatException>(() => Csv.Read(new StringReader(text)).Count());
        Assert.Equal(line, exception.LineNumber);
    }

    [Fact]
    public void What_is_written_is_read_back_unchanged()
    {
        string[] cells = ["plain", "comma,", "quote\"", " blank ", "\u3000wide\u3000", "line\nfeed", "", "中文"];
        var record = Assert.Single(Csv.Read(new StringReader(Csv.Lines([cells]))));
        Assert.Equal(cells, record.Cells);
    }
}
