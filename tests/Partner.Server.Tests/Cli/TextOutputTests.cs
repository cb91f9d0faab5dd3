using System.Globalization;
using Leb.Partner.V1;
using Partner.Cli.Commands.Operators;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Contracts.Client;

namespace Partner.Server.Tests.Cli;

public sealed class TextOutputTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("保号卡", 6)]
    [InlineData("￥1", 3)]
    [InlineData("e\u0301", 1)]
    [InlineData("𠮷", 2)]
    [InlineData("", 0)]
    public void Chinese_characters_are_two_columns_wide(string text, int expected) =>
        Assert.Equal(expected, DisplayWidth.Of(text));

    [Fact]
    public void Every_card_type_has_its_Chinese_word()
    {
        var fields = new CardFields(Language.Chinese, TimeZoneInfo.Utc);
        var number = new CardRef { Iccid = "8986010000000000018" };
        Assert.All(Enum.GetValues<CardType>().Where(type => type != CardType.Unspecified), type =>
            Assert.EndsWith(
                "卡", fields.Of(new Card { Card_ = number, CardType = type }).ElementAt(1).Value,
                StringComparison.Ordinal));
    }

    [Fact]
    public void Columns_stay_aligned_when_cells_hold_Chinese()
    {
        var table = new TextTable("套餐", ">Price", "Name").Add("phone-100", "9.00", "电话卡").Add("保号", "100.00", "x");
        Assert.Equal(
            """
            套餐        Price  Name
            ---------  ------  ------
            phone-100    9.00  电话卡
            保号       100.00  x

            """,
            table.ToString());
    }

    [Fact]
    public void Long_values_go_on_beneath_their_beginning_and_lose_nothing()
    {
        var fields = new FieldList().Add("Before", """{"name":"人民路店","status":1}""").Add("Why", "0123456789abcdefghi");

        var lines = fields.ToString("  ", 20);

        Assert.Equal(
            """
              Before  {"name":"
                      人民路店",
                      "status":1
                      }
              Why     0123456789
                      abcdefghi

            """,
            lines);
        Assert.All(lines.Split('\n'), line => Assert.InRange(DisplayWidth.Of(line.TrimEnd('\r')), 0, 20));
        Assert.Equal(2, fields.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData(0, "0 s", "0 秒")]
    [InlineData(59, "59 s", "59 秒")]
    [InlineData(60, "1 min 0 s", "1 分 0 秒")]
    [InlineData(86_399, "23 h 59 min", "23 小时 59 分")]
    [InlineData(2_000_000, "23 d 3 h", "23 天 3 小时")]
    public void Ages_are_told_in_their_two_largest_units(int seconds, string english, string chinese)
    {
        var age = TimeSpan.FromSeconds(seconds);
        Assert.Equal(
            (english, chinese),
            (OperatorWords.Age(age, Language.English), OperatorWords.Age(age, Language.Chinese)));
    }

    [Fact]
    public void Operations_and_states_have_Chinese_words_in_Chinese()
    {
        string[] words =
        [
            .. Enum.GetValues<Leb.Operator.V1.OperationKind>().Where(kind => kind != 0)
                .Select(kind => OperatorWords.Of(kind, Language.Chinese)),
            .. EnumText.All<TopUpState>().Concat(EnumText.All<GiftState>())
                .Select(word => OperatorWords.State(word, Language.Chinese)),
        ];

        Assert.All(words, word => Assert.Matches("^(eSIM )?[\u4e00-\u9fff]+$", word));
        Assert.Equal("FAILED", OperatorWords.State("FAILED", Language.English));
        Assert.Equal("ESCALATED", OperatorWords.State("ESCALATED", Language.Chinese));
    }

    [Fact]
    public void Colours_go_around_the_padding_and_only_where_they_are_wanted()
    {
        var terminal = new StateStyle(Language.English, colours: true);
        var file = new StateStyle(Language.English, colours: false);
        Assert.Equal("\e[32mSUCCEEDED  \e[0m", terminal.Paint("SUCCEEDED", "SUCCEEDED  "));
        Assert.Equal("SUCCEEDED  ", file.Paint("SUCCEEDED", "SUCCEEDED  "));
    }

    [Theory]
    [InlineData("8s", 8_000)]
    [InlineData("500ms", 500)]
    [InlineData("2m", 120_000)]
    [InlineData("0", 0)]
    public void Durations_are_read_with_their_unit(string text, int milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1.5s")]
    [InlineData("8h")]
    [InlineData("99999999999s")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void A_month_reaches_from_its_first_instant_to_that_of_the_next()
    {
        var shanghai = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(8), "east", "east");
        var month = TimeText.ParseMonth("2026-12", shanghai)!.Value;
        Assert.Equal(DateTimeOffset.Parse("2026-11-30T16:00:00Z", null), month.Start);
        Assert.Equal(DateTimeOffset.Parse("2026-12-31T16:00:00Z", null), month.End);
        var midnight = DateTimeOffset.Parse("2026-12-01T00:00:00Z", null);
        Assert.Equal(midnight, TimeText.Parse("2026-12-01T08:00:00", shanghai));
        Assert.Equal(midnight, TimeText.Parse("2026-12-01T00:00:00Z", shanghai));
        Assert.Null(TimeText.Parse("1.12.2026", shanghai));
    }

    [Theory]
    [InlineData("zh_CN.UTF-8", "zh-CN")]
    [InlineData("zh_TW.UTF-8", "zh-CN")]
    [InlineData("en_US.UTF-8", "en")]
    [InlineData("C", "en")]
    [InlineData(null, "en")]
    public void The_language_comes_from_the_locale_and_a_flag_overrides_it(string? locale, string expected)
    {
        Assert.Equal(expected, Language.Of(["balance"], name => name == "LANG" ? locale : null).Tag);
        Assert.Equal("zh-CN", Language.Of(["balance", "--lang", "zh-CN"], _ => locale).Tag);
        Assert.Equal("en", Language.Of(["balance", "--lang=en"], _ => "zh_CN").Tag);
        Assert.Equal("en", Language.Of([], name => name == "LC_ALL" ? "en_GB" : "zh_CN").Tag);
    }

    [Fact]
    public async Task A_statement_that_adds_up_says_so()
    {
        await using var server = await CliServer.StartAsync();
        server.Balances.Statement = Statement("400.00 CNY");
        var outcome = await server.RunAsync("statement", "--month", "2026-11");
        Assert.Equal(0, outcome.Status);
        Assert.Contains("Opening + entries = closing.", outcome.Out, StringComparison.Ordinal);
        Assert.Equal(
            (new DateTime(2026, 11, 1), new DateTime(2026, 12, 1)),
            (server.Balances.Asked!.StartTime.ToDateTime(), server.Balances.Asked.EndTime.ToDateTime()));
    }

    [Theory]
    [InlineData("2026-09-30T16:00:00Z", "2026-10-31T16:00:00Z", "Asia/Shanghai", "--month", "2026-10")]
    [InlineData("2026-09-30T16:00:00Z", "2026-10-31T16:00:00Z", "Asia/Shanghai", "--month", "2026/10")]
    [InlineData("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z", "UTC", "--month", "2026-10", "--zone", "UTC")]
    [InlineData("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z", "UTC", "--month", "2026-10", "--zone", "local")]
    [InlineData(
        "2026-10-01T16:00:00Z", "2026-10-04T00:00:00Z", "Asia/Shanghai",
        "--from", "2026/10/2", "--to", "2026-10-04T08:00:00")]
    public async Task A_statements_months_and_days_are_those_of_the_schedules_zone_and_its_range_is_printed(
        string start, string end, string zone, params string[] args)
    {
        await using var server = await CliServer.StartAsync();
        server.Balances.TimeZone = "Asia/Shanghai";
        server.Balances.Statement = Statement("400.00 CNY");

        var text = await server.RunAsync(["statement", .. args]);
        var json = await server.RunAsync(["statement", .. args, "--json"]);

        var asked = server.Balances.Asked!;
        Assert.Equal(
            (start, end),
            (asked.StartTime.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                asked.EndTime.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        Assert.Contains($"({zone})", text.Out.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains($"({zone})", json.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list", "Asia/Shanghai", "2026-09-30T16:00:00Z")]
    [InlineData("totals", "Asia/Shanghai", "2026-09-30T16:00:00Z")]
    [InlineData("totals", "UTC", "2026-10-01T00:00:00Z", "--zone", "UTC")]
    public async Task Days_of_sales_are_those_of_the_schedules_zone_too_and_their_range_is_printed(
        string verb, string zone, string start, params string[] more)
    {
        await using var server = await CliServer.StartAsync();
        server.Balances.TimeZone = "Asia/Shanghai";

        var text = await server.RunAsync([verb, "--from", "2026-10-01", .. more]);
        var json = await server.RunAsync([verb, "--from", "2026-10-01", .. more, "--json"]);

        Assert.Equal(
            start, server.TopUps.Filter!.StartTime.ToDateTime()
                .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Assert.Contains($"({zone})", text.Out.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains($"({zone})", json.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("399.99 CNY", 8)]
    [InlineData("400.00 CNY", 9)]
    public async Task A_statement_with_a_gap_or_a_wrong_closing_exits_with_6(string closing, long secondNumber)
    {
        await using var server = await CliServer.StartAsync();
        server.Balances.Statement = Statement(closing, secondNumber);
        var outcome = await server.RunAsync("statement");
        Assert.Equal(6, outcome.Status);
        Assert.Contains("DOES NOT ADD UP", outcome.Out, StringComparison.Ordinal);
    }

    private static ListStatementEntriesResponse Statement(string closing, long secondNumber = 8) => new()
    {
        OpeningBalance = MoneyText.Parse("500.00 CNY"),
        ClosingBalance = MoneyText.Parse(closing),
        Entries =
        {
            Entry(7, "-102.50 CNY", "397.50 CNY"),
            Entry(secondNumber, "2.50 CNY", "400.00 CNY"),
        },
    };

    private static StatementEntry Entry(long number, string amount, string after) => new()
    {
        Sequence = number,
        Kind = StatementEntryKind.TopUp,
        Amount = MoneyText.Parse(amount),
        BalanceAfter = MoneyText.Parse(after),
    };
}
