using System.Text;
using Partner.Core.Amounts;
using Partner.Core.Rules;
using Partner.Core.Settlements;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Settlements;

public sealed class SettlementDocumentTests
{
    private static readonly SettlementStatement Statement = new(
        new PartnerId("acme"),
        "2026-10-0001",
        "2026-10",
        Given.Cny,
        new DateTimeOffset(2026, 11, 1, 4, 30, 5, TimeSpan.Zero),
        [
            new PeriodLine(
                "retail", "tiers", ["commissions@1", "commissions@2"], CommissionMode.Instant, 1234, 2,
                Given.Fen(123_456_789), Given.Fen(370_000), Given.Fen(-600), Given.Fen(100_005), Given.Fen(369_400))
            {
                Zone = "Asia/Shanghai",
            },
            new PeriodLine(
                "dollars", "flat", ["usd@1"], CommissionMode.Settled, 3, 0,
                new Money(30_000, Currency.Of("USD")), Given.Fen(2_137), Given.Fen(0), Given.Fen(0), Given.Fen(0)),
        ],
        [new PeriodTax("vat", "tax@1", new BasisPoints(666), Given.Fen(102_142), Given.Fen(6_803))]);

    [Fact]
    public void The_csv_has_a_row_for_each_line_and_tax_and_one_total() => Assert.Equal(
        [
            "statement,period,partner,posted,row,schedule,versions,rule,mode,top-ups,reversals,rate (%),base,"
                + "base currency,earned,clawed back,true-up,already credited,payable,currency,time zone",
            "commission,retail,commissions@1 commissions@2,tiers,instant,1234,2,,1234567.89,CNY,3700.00,-6.00,"
                + "1000.05,3694.00,1000.05,CNY,Asia/Shanghai",
            "commission,dollars,usd@1,flat,at settlement,3,0,,300.00,USD,21.37,0.00,0.00,0.00,21.37,CNY,",
            "tax,,tax@1,vat,,,,6.66,1021.42,CNY,,,,,-68.03,CNY,",
            "total,,,,,,,,,,3721.37,-6.00,1000.05,3694.00,953.39,CNY,Asia/Shanghai",
            "",
        ],
        Csv(Statement, SettlementLanguage.English)
            .Replace("'2026-10-0001,'2026-10,acme,'2026-11-01 04:30:05 UTC,", "", StringComparison.Ordinal)
            .Split("\r\n"));

    [Fact]
    public void The_csv_begins_with_the_byte_order_mark_that_spreadsheets_need_for_Chinese()
    {
        var bytes = SettlementCsv.Write(Statement, SettlementLanguage.Chinese);

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.StartsWith("结算单号,期间,伙伴,", Encoding.UTF8.GetString(bytes[3..]), StringComparison.Ordinal);
        Assert.Equal("settlement-2026-10-0001.csv", SettlementCsv.FileName(Statement));
    }

    [Fact]
    public void Every_row_of_the_csv_has_as_many_cells_as_the_header_in_both_languages() => Assert.All(
        [SettlementLanguage.English, SettlementLanguage.Chinese],
        language => Assert.Equal(
            [21],
            Csv(Statement, language).TrimEnd().Split("\r\n").Select(row => row.Split(',').Length).Distinct()));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+86", "'+86")]
    [InlineData("-rule", "'-rule")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("=\"a\",1", "\"'=\"\"a\"\",1\"")]
    [InlineData("plain=1", "plain=1")]
    [InlineData("'quoted", "''quoted")]
    [InlineData("000000026", "'000000026")]
    [InlineData("8986030000000000014", "'8986030000000000014")]
    [InlineData("1e5", "'1e5")]
    [InlineData("2026-10", "'2026-10")]
    [InlineData("12.5 %", "'12.5 %")]
    [InlineData("25/11/2026", "'25/11/2026")]
    [InlineData("2026年10月", "'2026年10月")]
    [InlineData("2026-11-01T00:00:00Z", "'2026-11-01T00:00:00Z")]
    [InlineData("mar-1", "'mar-1")]
    [InlineData("25 Nov 2026", "'25 Nov 2026")]
    [InlineData("1,5", "\"'1,5\"")]
    [InlineData("¥000026", "'¥000026")]
    [InlineData("$26.00", "'$26.00")]
    [InlineData("8:30 PM", "'8:30 PM")]
    [InlineData("9 a", "'9 a")]
    [InlineData("上午8时30分", "'上午8时30分")]
    [InlineData("２０２６－１０", "'２０２６－１０")]
    [InlineData(".5E3", "'.5E3")]
    [InlineData(" 1E5", "' 1E5")]
    [InlineData("true", "'true")]
    [InlineData("FALSE", "'FALSE")]
    [InlineData("phone-100", "phone-100")]
    [InlineData("v2026.1", "v2026.1")]
    [InlineData("decent", "decent")]
    [InlineData("store 26", "store 26")]
    [InlineData("truely", "truely")]
    public void A_text_stays_a_text_in_a_spreadsheet(string rule, string cell)
    {
        var statement = Statement with { Lines = [Statement.Lines[0] with { RuleId = rule }] };

        Assert.Contains(
            $",commissions@1 commissions@2,{cell},instant,",
            Csv(statement, SettlementLanguage.English),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_every_figure_of_lines_taxes_and_totals()
    {
        var page = Page(Statement, SettlementLanguage.English);

        Assert.All(
            [
                "<html lang=\"en\">", "Commission settlement 2026-10-0001", "1,234,567.89 CNY", "3,700.00", "-6.00",
                "1,000.05", "3,694.00", "300.00 USD", "21.37", "6.66 %", "1,021.42", "68.03", "1,021.42", "953.39 CNY",
                "commissions@1 commissions@2", "2026-11-01 04:30:05 UTC", "2026-10 (Asia/Shanghai)",
            ],
            text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Equal("settlement-2026-10-0001.html", SettlementHtml.FileName(Statement));
    }

    [Fact]
    public void The_page_is_written_in_Chinese_on_request() => Assert.All(
        ["<html lang=\"zh-CN\">", "佣金结算单 2026-10-0001", "阶梯调整", "代扣税", "记入账户"],
        text => Assert.Contains(text, Page(Statement, SettlementLanguage.Chinese), StringComparison.Ordinal));

    [Fact]
    public void The_page_escapes_every_text_and_loads_nothing()
    {
        const string evil = "<script>alert(\"1\")</script>&'";
        var page = Page(
            Statement with
            {
                PayeeId = new PartnerId(evil),
                Number = evil,
                Period = evil,
                Lines = [Statement.Lines[0] with { ScheduleId = evil, RuleId = evil, Versions = [evil] }],
                Taxes = [Statement.Taxes[0] with { RuleId = evil, Version = evil }],
            },
            SettlementLanguage.English);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(9, page.Split("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;").Length - 1);
    }

    [Fact]
    public void The_page_without_taxes_has_no_table_for_them() => Assert.DoesNotContain(
        "<table class=\"taxes\">",
        Page(Statement with { Taxes = [] }, SettlementLanguage.English),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(-99_999, "-999.99")]
    [InlineData(100_000, "1,000.00")]
    [InlineData(-100_000, "-1,000.00")]
    [InlineData(-10_000_000, "-100,000.00")]
    [InlineData(long.MaxValue, "92,233,720,368,547,758.07")]
    [InlineData(long.MinValue, "-92,233,720,368,547,758.08")]
    public void Thousands_stand_apart_on_the_page(long minor, string text) => Assert.Contains(
        $">{text} CNY<",
        Page(
            Statement with { Lines = [Statement.Lines[0] with { Base = Given.Fen(minor) }] },
            SettlementLanguage.English),
        StringComparison.Ordinal);

    private static string Csv(SettlementStatement statement, SettlementLanguage language) =>
        Encoding.UTF8.GetString(SettlementCsv.Write(statement, language)).TrimStart('\uFEFF');

    private static string Page(SettlementStatement statement, SettlementLanguage language) =>
        Encoding.UTF8.GetString(SettlementHtml.Write(statement, language));
}
