namespace Partner.Core.Tests.Pricing.Tables;

/// <summary>
/// Every row of the tables beside this file. A table begins with its rules, one a line; then comes a header, and below
/// it each row has a sale and what each step must come to, "-" where there is nothing. Lines that begin with # explain.
/// A line of dashes ends a table; the next one begins with the same rules unless it says "anew".
/// </summary>
public sealed class PricingTableTests
{
    private static readonly string Folder = Path.Combine(
        ContractReadmeTests.RepositoryRoot(), "tests", "Partner.Core.Tests", "Pricing", "Tables");

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
        var row = TableFile.Read(Path.Combine(Folder, file)).Single(row => row.Line == line);
        var sale = new SaleLine(row.Sale, new RuleLines(row.Rules));

        var actual = row.Columns.Select(sale.Value);

        Assert.Equal(string.Join(" | ", row.Expected), string.Join(" | ", actual));
    }

    [Fact]
    public void No_table_is_left_out() => Assert.True(Rows().Count >= 200);
}
