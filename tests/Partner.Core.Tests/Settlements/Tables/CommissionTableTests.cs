using Partner.Core.Tests.Pricing.Tables;

namespace Partner.Core.Tests.Settlements.Tables;

/// <summary>
/// Every row of the tables beside this file. A story begins with "anew" and its name, then says who earns by which
/// terms. Its rows happen one after the other in the same books, and each says what its columns come to after it; in a
/// story of kind "rows" each row has books of its own. Lines that begin with # explain.
/// </summary>
public sealed class CommissionTableTests
{
    private static readonly string Folder = Path.Combine(
        ContractReadmeTests.RepositoryRoot(), "tests", "Partner.Core.Tests", "Settlements", "Tables");

    public static TheoryData<string, int> Rows()
    {
        var rows = new TheoryData<string, int>();
        foreach (var file in Directory.GetFiles(Folder, "*.table.txt").Order(StringComparer.Ordinal))
        {
            foreach (var row in TableFile.Read(file))
            {
                rows.Add(Path.GetFileName(file), row.Line);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_step_has_the_value_that_the_row_says(string file, int line)
    {
        var rows = TableFile.Read(Path.Combine(Folder, file)).ToList();
        var row = rows.Single(row => row.Line == line);
        var isStory = row.Rules[0].StartsWith("story ", StringComparison.Ordinal);
        var books = new StorySettlements(row.Rules.Skip(1));
        foreach (var past in rows.Where(past => isStory && past.Line < line && past.Rules[0] == row.Rules[0]))
        {
            books.Happen(past.Sale);
        }

        books.Happen(row.Sale);

        Assert.Equal(string.Join(" | ", row.Expected), string.Join(" | ", row.Columns.Select(books.Value)));
    }

    [Fact]
    public void No_table_is_left_out() => Assert.True(Rows().Count >= 110, $"{Rows().Count} rows");
}
