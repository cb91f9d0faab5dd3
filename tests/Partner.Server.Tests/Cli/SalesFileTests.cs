using System.Text;
using Leb.Partner.V1;
using Partner.Cli.Batch;
using Partner.Cli.Hosting;

namespace Partner.Server.Tests.Cli;

public sealed class SalesFileTests
{
    private const string Iccid = "8986001234567890120";

    private const string FortyOneLetters = "forty-one-letters-aaaaaaaaaaaaaaaaaaaaaaa";

    [Fact]
    public void Every_column_goes_into_its_field()
    {
        var row = Assert.Single(Read(
            "card,plan,amount,quote,coupon,channel,outlet,terminal,cashier,reference,business_date,"
            + "max_debit,allow_duplicate,"
            + "request_id\n"
            + $"{Iccid},phone-100,100.00,quotes/q,WELCOME2,post-office,O1,T1,C1,R1,2026-11-21,99 CNY,TRUE,"
            + "sale-2026-11-21-0001\n"));
        var request = row.Request;
        Assert.Equal(Iccid, request.Card.Iccid);
        Assert.Equal("plans/phone-100", request.Plan);
        Assert.Equal(100, request.Amount.Units);
        Assert.Equal("quotes/q", request.Quote);
        Assert.Equal("WELCOME2", request.Coupon);
        Assert.Equal(Channel.PostOffice, request.Channel);
        Assert.Equal(
            ("O1", "T1", "C1", "R1"),
            (request.Outlet, request.Terminal, request.Cashier, request.ClientReference));
        Assert.Equal("2026-11-21", request.BusinessDate);
        Assert.Equal("CNY", request.MaxDebit.CurrencyCode);
        Assert.True(request.AllowDuplicate);
        Assert.Equal("sale-2026-11-21-0001", request.RequestId);
    }

    [Fact]
    public void An_identity_check_is_read_by_row_and_leaves_no_trace_in_what_is_kept_of_the_file()
    {
        const string file = "card,plan,channel,id_document,id_last_four\n";
        var row = Assert.Single(Read($"{file}{Iccid},phone-100,pos,passport,04G7\n"));
        var check = row.Request.IdCheck;
        Assert.Equal((IdDocumentType.Passport, "04G7"), (check.DocumentType, check.LastFour));
        var other = Assert.Single(Read($"{file}{Iccid},phone-100,pos,other,1234\n"));
        Assert.Equal(row.Fingerprint, other.Fingerprint);
        Assert.Null(Assert.Single(Read($"{file}{Iccid},phone-100,pos,,\n")).Request.IdCheck);
    }

    [Theory]
    [InlineData("passport,", "id_last_four", "is required.")]
    [InlineData(",04G7", "id_document", "is required.")]
    [InlineData("library-card,04G7", "id_document", "'library-card' is not one of ")]
    [InlineData("passport,427", "id_last_four", "needs four characters; a spreadsheet drops zeros")]
    public void Half_an_identity_check_and_one_that_a_spreadsheet_shortened_are_named_without_the_characters(
        string cells, string column, string text)
    {
        var refused = Assert.Throws<UsageException>(
            () => Read($"card,plan,channel,id_document,id_last_four\n{Iccid},phone-100,pos,{cells}\n"));
        var problem = Assert.Single(refused.Problems);
        Assert.Equal((2L, column), (problem.Line, problem.Column));
        Assert.StartsWith(text, problem.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("427", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_coupon_on_the_command_line_makes_other_sales_of_the_same_rows()
    {
        const string file = "card,plan,channel\n" + Iccid + ",phone-100,pos\n";
        var without = Assert.Single(Read(file)).Fingerprint;
        var one = Assert.Single(Read(file, new CreateTopUpRequest { Coupon = "WELCOME2" })).Fingerprint;
        var other = Assert.Single(Read(file, new CreateTopUpRequest { Coupon = "WELCOME3" })).Fingerprint;

        Assert.Equal(3, new[] { without, one, other }.Distinct().Count());
        Assert.Equal(one, Assert.Single(Read(file, new CreateTopUpRequest { Coupon = "WELCOME2" })).Fingerprint);
    }

    [Fact]
    public void The_command_line_fills_in_the_columns_that_the_file_lacks()
    {
        var defaults = new CreateTopUpRequest { Plan = "plans/phone-50", Channel = Channel.Kiosk };
        var rows = Read("card,plan\n+8613800138000,\n+8613800138001,phone-100\n", defaults);
        Assert.Equal(["plans/phone-50", "plans/phone-100"], rows.Select(row => row.Request.Plan));
        Assert.All(rows, row => Assert.Equal(Channel.Kiosk, row.Request.Channel));
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_endings_change_nothing()
    {
        var row = Assert.Single(Read($"\uFEFFcard,plan,channel\r\n{Iccid},phone-100,pos\r\n"));
        Assert.Equal(Iccid, row.Request.Card.Iccid);
    }

    [Theory]
    [InlineData("card,plan,chanel", "x", "1 chanel")]
    [InlineData("card,plan,plan,channel", "x", "1 plan")]
    [InlineData("card,plan,channel", "8986001234567890121,phone-100,pos", "2 card")]
    [InlineData("card,plan,channel", "8.98600E+18,phone-100,pos", "2 card")]
    [InlineData("card,plan,channel", "13800138000,phone-100,pos", "2 card")]
    [InlineData("card,plan,channel", "+861380013800013800,phone-100,pos", "2 card")]
    [InlineData("card,plan,channel", "+8613800138000,phone-100,shop", "2 channel")]
    [InlineData("card,plan,channel", "+8613800138000,phone-100,", "2 channel")]
    [InlineData("card,plan,channel", "+8613800138000,,pos", "2 plan")]
    [InlineData("card,plan,channel", ",phone-100,pos", "2 card")]
    [InlineData("card,plan,channel", "+8613800138000,phone-100", "2 ")]
    [InlineData("card,plan,channel", "+8613800138000,phone-100,pos,x", "2 ")]
    [InlineData("card,plan,channel,amount", "+8613800138000,phone-100,pos,0", "2 amount")]
    [InlineData("card,plan,channel,amount", "+8613800138000,phone-100,pos,\"1,000\"", "2 amount")]
    [InlineData("card,plan,channel,business_date", "+8613800138000,phone-100,pos,21.11.2026", "2 business_date")]
    [InlineData("card,plan,channel,allow_duplicate", "+8613800138000,phone-100,pos,yes", "2 allow_duplicate")]
    [InlineData("card,plan,channel,request_id", "+8613800138000,phone-100,pos,short", "2 request_id")]
    [InlineData("card,plan,channel,request_id", "+8613800138000,phone-100,pos,", "2 request_id")]
    [InlineData("card,plan,channel", "+8613800138000,\"phone-100,pos", "2 ")]
    [InlineData("card,outlet,plan,channel", "+8613800138000," + FortyOneLetters + ",x,pos", "2 outlet")]
    public void A_bad_file_is_refused_naming_line_and_column(string header, string row, string expected)
    {
        var exception = Assert.Throws<UsageException>(() => Read($"{header}\n{row}\n"));
        var problem = Assert.Single(exception.Problems);
        Assert.Equal(expected, $"{problem.Line} {problem.Column}");
        Assert.NotEmpty(problem.Text);
    }

    [Theory]
    [InlineData("request_id", "20261125000000000000")]
    [InlineData("request_id", "2.02611E+19")]
    [InlineData("card", "8986030000000000000")]
    [InlineData("card", "8986030000000010000")]
    [InlineData("card", "\"8,98603E+18\"")]
    [InlineData("card", "+1.38E+10")]
    [InlineData("quote", "123456789012345000")]
    [InlineData("plan", "1.00E+20")]
    [InlineData("coupon", "1234567890123450000")]
    [InlineData("outlet", "4.40101E+15")]
    [InlineData("terminal", "123456789012345000")]
    [InlineData("cashier", "-1.5e+16")]
    [InlineData("reference", "9876543210123450000")]
    public void An_identifier_that_a_spreadsheet_rounded_is_refused_in_every_column(string column, string cell)
    {
        var cells = new Dictionary<string, string>
        {
            ["card"] = Iccid, ["plan"] = "phone-100", ["channel"] = "pos", [column] = cell,
        };
        var exception = Assert.Throws<UsageException>(() =>
            Read($"{string.Join(',', cells.Keys)}\n{string.Join(',', cells.Values)}\n"));
        var problem = Assert.Single(exception.Problems);
        Assert.Equal((2, column), (problem.Line, problem.Column));
        Assert.Contains("rounded by a spreadsheet", problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20261125000000000001")]
    [InlineData("2026112500000012")]
    [InlineData("2026112500000010")]
    [InlineData("pos-1-00000000000000000")]
    public void An_identifier_that_kept_its_digits_is_taken(string requestId)
    {
        var row = Assert.Single(Read($"card,plan,channel,request_id\n{Iccid},phone-100,pos,{requestId}\n"));
        Assert.Equal(requestId, row.Request.RequestId);
    }

    [Fact]
    public void Numbers_of_sixteen_digits_are_refused_when_all_of_a_column_end_in_zero()
    {
        const string header = "card,plan,channel,request_id\n";
        var rows = string.Concat(Enumerable.Range(1, 3).Select(i => $"{Iccid},phone-100,pos,202611250000{i:000}0\n"));
        var exception = Assert.Throws<UsageException>(() => Read(header + rows));
        Assert.Equal(
            ["2 request_id", "3 request_id", "4 request_id"],
            exception.Problems.Select(problem => $"{problem.Line} {problem.Column}"));
        Assert.Equal(4, Read($"{header}{rows}{Iccid},phone-100,pos,2026112500000041\n").Count);
    }

    [Fact]
    public void All_problems_of_a_file_are_named_at_once()
    {
        var exception = Assert.Throws<UsageException>(() =>
            Read("card,plan,channel\nx,phone-100,y\n+8613800138000,phone-100,pos\n,,pos\n"));
        Assert.Equal(
            ["2 card", "2 channel", "4 card", "4 plan"],
            exception.Problems.Select(problem => $"{problem.Line} {problem.Column}"));
    }

    [Fact]
    public void One_request_id_for_two_different_sales_is_refused()
    {
        const string Header = "card,plan,channel,request_id\n";
        var exception = Assert.Throws<UsageException>(() => Read(
            Header + "+8613800138000,phone-100,pos,sale-000000000001\n"
            + "+8613800138000,phone-50,pos,sale-000000000001\n"));
        Assert.Equal(3, Assert.Single(exception.Problems).Line);
    }

    [Theory]
    [InlineData("2026-11-25")]
    [InlineData("2026/11/25")]
    [InlineData("2026/11/25 0:00")]
    [InlineData("2026.11.25")]
    [InlineData("2026年11月25日")]
    [InlineData("20261125")]
    [InlineData("25-Nov-2026")]
    [InlineData("\"November 25, 2026\"")]
    [InlineData("Nov 25 2026")]
    [InlineData("2026-Nov-25")]
    [InlineData("\"Wednesday, November 25, 2026\"")]
    [InlineData("2026-11-25T00:00:00")]
    public void A_business_date_is_read_in_every_form_that_can_only_be_one_day(string cell)
    {
        const string header = "card,plan,channel,business_date\n";
        var row = Assert.Single(Read($"{header}{Iccid},phone-100,pos,{cell}\n"));
        Assert.Equal("2026-11-25", row.Request.BusinessDate);
        Assert.Equal(
            Assert.Single(Read($"{header}{Iccid},phone-100,pos,2026-11-25\n")).Fingerprint, row.Fingerprint);
    }

    [Theory]
    [InlineData("25/11/2026")]
    [InlineData("11/12/2026")]
    [InlineData("26-11-25")]
    [InlineData("2026/11/25 8:00")]
    [InlineData("2026-11-25T08:00:00")]
    [InlineData("\"Monday, November 25, 2026\"")]
    [InlineData("2026-13-01")]
    public void A_business_date_that_could_be_two_days_or_none_is_refused(string cell) => Assert.Single(
        Assert.Throws<UsageException>(() =>
            Read($"card,plan,channel,business_date\n{Iccid},phone-100,pos,{cell}\n")).Problems);

    [Fact]
    public void A_cell_that_was_copied_from_a_result_file_is_read_without_its_apostrophe()
    {
        var row = Assert.Single(Read($"card,plan,channel\n'{Iccid},phone-100,pos\n"));
        Assert.Equal(Iccid, row.Request.Card.Iccid);
    }

    [Fact]
    public void Rows_of_nothing_but_commas_are_skipped()
    {
        var rows = Read($"card,plan,channel\n,,\n{Iccid},phone-100,pos\n,,\n , ,\n,,,,\n");
        Assert.Equal([(1, 3L)], rows.Select(row => (row.Number, row.Line)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("card,plan,channel\n,,\n")]
    [InlineData("card,plan,channel\n")]
    public void A_file_without_sales_is_refused(string text) => Assert.Throws<UsageException>(() => Read(text));

    [Fact]
    public void A_file_that_is_not_UTF_8_is_refused_with_advice()
    {
        byte[] gbk = [.. "card,plan,channel,cashier\n+8613800138000,phone-100,pos,"u8, 0xD5, 0xC5, 0xC8, 0xFD];
        var exception = Assert.Throws<UsageException>(() => Read(gbk, new CreateTopUpRequest()));
        Assert.Contains("CSV UTF-8", exception.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<SaleRow> Read(string text, CreateTopUpRequest? defaults = null) =>
        Read(Encoding.UTF8.GetBytes(text), defaults ?? new CreateTopUpRequest());

    private static IReadOnlyList<SaleRow> Read(byte[] bytes, CreateTopUpRequest defaults)
    {
        using var file = new MemoryStream(bytes);
        return new SalesFileReader(defaults, Language.English).Read(file);
    }
}
