using System.Text;
using Partner.Cli.Batch;
using Partner.Cli.Hosting;

namespace Partner.Server.Tests.Cli;

/// <summary>Files of tills that codes are made for.</summary>
public sealed class TillFileTests
{
    [Fact]
    public void Tills_are_read_whatever_the_order_of_columns_and_a_terminal_may_be_left_out()
    {
        var tills = TillFile.Read(
            Encoding.UTF8.GetBytes("\uFEFFlabel,outlet,terminal\nfirst,shop-1,till-1\n,'0002,\n"), Language.English);

        Assert.Equal([new Till("shop-1", "till-1", "first"), new Till("0002", "", "")], tills);
    }

    [Theory]
    [InlineData("outlet,label\nshop-1,a\n,b", "3: outlet: is required.")]
    [InlineData("outlet,terminal\nshop-1", "2: : has 1 cells, but the header has 2.")]
    [InlineData("outlet,terminal\nshop-1,8.98603E+18", "2: terminal: '8.98603E+18' was rounded by a spreadsheet")]
    [InlineData("outlet\nshop \"1", "2: : a quotation mark is missing or in the wrong place.")]
    [InlineData("terminal\ntill-1", "must name the columns outlet, terminal and label")]
    [InlineData("outlet,colour\nshop-1,red", "must name the columns outlet, terminal and label")]
    [InlineData("outlet", "The file has no rows.")]
    public void What_is_wrong_is_named_with_its_line_and_nothing_is_sent(string file, string problem)
    {
        var wrong = Assert.Throws<UsageException>(
            () => TillFile.Read(Encoding.UTF8.GetBytes(file), Language.English));

        var told = string.Join(
            '\n', wrong.Problems.Select(one => $"{one.Line}: {one.Column}: {one.Text}").Append(wrong.Message));
        Assert.Contains(problem, told, StringComparison.Ordinal);
    }
}
