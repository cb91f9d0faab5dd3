using System.Text.Json.Nodes;
using Leb.Partner.V1;
using Partner.Cli.Batch;
using Partner.Contracts.Client;

namespace Partner.Server.Tests.Cli;

/// <summary>Whatever happens to a run over a file, each row is sold once.</summary>
public sealed class BatchTests
{
    private const string Header = "card,plan,channel\n";

    [Fact]
    public async Task A_file_is_sold_row_by_row_and_a_second_run_sends_nothing()
    {
        await using var server = await CliServer.StartAsync();
        var sales = WriteSales(server, Rows(5));
        var first = await server.RunAsync("topup", "--file", sales);
        Assert.Equal((0, 5), (first.Status, server.TopUps.Calls.Count));

        var second = await server.RunAsync("topup", "--file", sales);
        Assert.Equal((0, 5), (second.Status, server.TopUps.Calls.Count));
        Assert.Contains("0 of 5 rows sent now", second.Out, StringComparison.Ordinal);
        Assert.Equal(["2", "3", "4", "5", "6"], Results(server).Select(row => row["line"]));
        Assert.All(Results(server), row => Assert.Equal("SUCCEEDED", row.State));
    }

    [Fact]
    public async Task Another_result_file_does_not_make_second_sales()
    {
        await using var server = await CliServer.StartAsync();
        var sales = WriteSales(server, Rows(2));
        await server.RunAsync("topup", "--file", sales);
        await server.RunAsync("topup", "--file", sales, "--result", server.PathOf("other.csv"));
        Assert.Equal(2, server.TopUps.Sales.Count);
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_asked_for_under_the_same_request_id()
    {
        await using var server = await CliServer.StartAsync();
        var lost = 0;
        server.TopUps.After = _ =>
            Interlocked.Increment(ref lost) == 1 ? throw Refusals.Internal() : Task.CompletedTask;
        var outcome = await server.RunAsync("topup", "--file", WriteSales(server, Rows(1)));
        Assert.Equal(0, outcome.Status);
        Assert.Equal(2, server.TopUps.Calls.Count);
        Assert.Single(server.TopUps.Sales);
        Assert.Equal("true", Assert.Single(Results(server))["replayed"]);
    }

    [Fact]
    public async Task A_row_that_stays_PROCESSING_is_asked_again_in_the_next_run()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => Task.FromResult(TopUpState.Processing);
        var sales = WriteSales(server, Rows(1));
        var first = await server.RunAsync("topup", "--file", sales, "--timeout", "20s");
        Assert.Equal(3, first.Status);
        Assert.Equal("PROCESSING", Assert.Single(Results(server)).State);

        server.TopUps.Before = _ => Task.FromResult(TopUpState.Succeeded);
        var second = await server.RunAsync("topup", "--file", sales);
        Assert.Equal(0, second.Status);
        Assert.Single(server.TopUps.Sales);
        Assert.Equal("SUCCEEDED", Assert.Single(Results(server)).State);
    }

    [Fact]
    public async Task The_same_row_twice_is_two_sales_and_the_result_says_which_is_suspected()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = request => server.TopUps.Sales.Count == 0
            ? Task.FromResult(TopUpState.Succeeded)
            : throw Refusals.DuplicateSuspected("topUps/earlier");
        var sales = WriteSales(server, "+8613800138000,phone-100,pos\n+8613800138000,phone-100,pos\n");
        var outcome = await server.RunAsync("topup", "--file", sales, "--parallel", "1");
        Assert.Equal(1, outcome.Status);
        Assert.Equal(2, server.TopUps.Calls.Select(call => call.RequestId).Distinct().Count());
        var suspected = Results(server)[1];
        Assert.Equal(
            ("REFUSED", "DUPLICATE_SUSPECTED", "NO"),
            (suspected.State, suspected["reason"], suspected["money_moved"]));
        Assert.Contains("top_up=topUps/earlier", suspected["details"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_row_is_sent_again_only_when_asked_for()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => throw Refusals.InsufficientFloat();
        var sales = WriteSales(server, Rows(1));
        Assert.Equal(1, (await server.RunAsync("topup", "--file", sales)).Status);
        server.TopUps.Before = _ => Task.FromResult(TopUpState.Succeeded);
        Assert.Equal(1, (await server.RunAsync("topup", "--file", sales)).Status);
        Assert.Single(server.TopUps.Calls);
        Assert.Equal(0, (await server.RunAsync("topup", "--file", sales, "--retry-refused")).Status);
        Assert.Single(server.TopUps.Calls.Select(call => call.RequestId).Distinct());
    }

    [Fact]
    public async Task A_refused_row_may_be_corrected_and_becomes_a_new_sale()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = request => request.Plan == "plans/phone-100"
            ? Task.FromResult(TopUpState.Succeeded)
            : throw Refusals.InvalidRequest(("plan", "is not on sale"));
        var sales = WriteSales(server, "+8613800138000,phone-1,pos\n");
        Assert.Equal(1, (await server.RunAsync("topup", "--file", sales)).Status);
        WriteSales(server, "+8613800138000,phone-100,pos\n");
        Assert.Equal(0, (await server.RunAsync("topup", "--file", sales)).Status);
        Assert.Equal(2, server.TopUps.Calls.Select(call => call.RequestId).Distinct().Count());
    }

    [Fact]
    public async Task A_row_that_may_have_been_sold_must_not_be_changed()
    {
        await using var server = await CliServer.StartAsync();
        var sales = WriteSales(server, Rows(2));
        await server.RunAsync("topup", "--file", sales);
        WriteSales(server, Rows(1) + "+8613900139000,phone-50,pos\n");
        var outcome = await server.RunAsync("topup", "--file", sales);
        Assert.Equal(2, outcome.Status);
        Assert.Contains("line 3", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, server.TopUps.Calls.Count);
    }

    [Fact]
    public async Task Rows_that_were_added_to_the_file_are_sold_by_the_next_run()
    {
        await using var server = await CliServer.StartAsync();
        var sales = WriteSales(server, Rows(2));
        await server.RunAsync("topup", "--file", sales);
        WriteSales(server, Rows(3));
        Assert.Equal(0, (await server.RunAsync("topup", "--file", sales)).Status);
        Assert.Equal((3, 3), (server.TopUps.Calls.Count, Results(server).Count));
    }

    [Fact]
    public async Task Request_ids_of_the_file_are_used_and_one_id_is_one_sale()
    {
        await using var server = await CliServer.StartAsync();
        var sales = server.PathOf("sales.csv");
        const string Row = "+8613800138000,phone-100,pos,sale-000000000001\n";
        await File.WriteAllTextAsync(sales, "card,plan,channel,request_id\n" + Row + Row);
        Assert.Equal(0, (await server.RunAsync("topup", "--file", sales)).Status);
        Assert.Equal("sale-000000000001", Assert.Single(server.TopUps.Calls).RequestId);
        Assert.False(File.Exists(sales + ".ids"));
    }

    [Fact]
    public async Task Rows_that_share_a_request_id_are_named_in_a_warning_and_count_as_one_sale()
    {
        await using var server = await CliServer.StartAsync();
        var sales = server.PathOf("sales.csv");
        const string Row = "+8613800138000,phone-100,pos,sale-000000000001\n";
        await File.WriteAllTextAsync(sales, "card,plan,channel,request_id\n" + Row + Row);
        var text = await server.RunAsync("topup", "--file", sales);
        Assert.Contains("Warning: line 3, column request_id", text.Error, StringComparison.Ordinal);
        Assert.Contains("line 2", text.Error, StringComparison.Ordinal);
        var line = text.Out.Split('\n').Single(text => text.StartsWith("SUCCEEDED", StringComparison.Ordinal));
        Assert.Equal("1", line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

        var json = JsonNode.Parse((await server.RunAsync("topup", "--file", sales, "--json")).Out)!;
        Assert.Equal(3, (int?)Assert.Single(json["warnings"]!.AsArray())!["line"]);
        Assert.Equal(1, (int?)json["counts"]!["SUCCEEDED"]);
    }

    [Fact]
    public async Task Nothing_is_sent_while_one_row_of_the_file_is_wrong()
    {
        await using var server = await CliServer.StartAsync();
        var outcome = await server.RunAsync("topup", "--file", WriteSales(server, Rows(3) + "123,phone-100,pos\n"));
        Assert.Equal(2, outcome.Status);
        Assert.Contains("line 5, column card", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(server.TopUps.Calls);
    }

    [Fact]
    public async Task An_error_that_concerns_the_caller_stops_the_run_and_leaves_the_rows_unsent()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => throw Refusals.CertificateRevoked();
        var sales = WriteSales(server, Rows(20));
        var outcome = await server.RunAsync("topup", "--file", sales, "--parallel", "1");
        Assert.Equal(1, outcome.Status);
        Assert.Single(server.TopUps.Calls);
        Assert.Contains("CERTIFICATE_REVOKED", outcome.Error, StringComparison.Ordinal);
        server.TopUps.Before = _ => Task.FromResult(TopUpState.Succeeded);
        Assert.Equal(0, (await server.RunAsync("topup", "--file", sales)).Status);
    }

    [Fact]
    public async Task A_silent_server_stops_the_run_after_three_rows()
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = _ => throw Refusals.Internal();
        var outcome = await server.RunAsync(
            "topup", "--file", WriteSales(server, Rows(9)), "--parallel", "1", "--timeout", "100ms");
        Assert.Equal(5, outcome.Status);
        Assert.Equal(3, Results(server).Count(row => row.State == "UNANSWERED"));
    }

    [Fact]
    public async Task Two_runs_over_one_file_at_once_are_refused()
    {
        await using var server = await CliServer.StartAsync();
        var sales = WriteSales(server, Rows(1));
        using var other = new FileStream(sales, FileMode.Open, FileAccess.Read, FileShare.None);
        var outcome = await server.RunAsync("topup", "--file", sales);
        Assert.Equal(2, outcome.Status);
        Assert.Empty(server.TopUps.Calls);
    }

    [Fact]
    public async Task The_result_file_keeps_its_texts_in_a_spreadsheet_and_gives_them_back_to_programs()
    {
        await using var server = await CliServer.StartAsync();
        await server.RunAsync("topup", "--file", WriteSales(server, "8986030000000000014,phone-100,pos\n"));

        using var text = new StreamReader(server.PathOf("sales.result.csv"));
        var records = Csv.Read(text).ToList();
        var cells = records[0].Cells.Zip(records[1].Cells).ToDictionary(pair => pair.First, pair => pair.Second);
        Assert.Equal("'8986030000000000014", cells["card"]);
        Assert.StartsWith("'20", cells["time"], StringComparison.Ordinal);
        Assert.Equal(("2", "100.00", "phone-100"), (cells["line"], cells["net_debit"], cells["plan"][^9..]));
        Assert.All(
            cells.Where(cell => cell.Key is not ("line" or "customer_pays" or "net_debit" or "commission")),
            cell => Assert.DoesNotMatch(@"^[\d.,:/ +=@-]+\z", cell.Value));
        Assert.Equal("8986030000000000014", Assert.Single(Results(server))["card"]);
    }

    [Fact]
    public async Task A_result_line_that_a_crash_cut_off_is_dropped_and_its_row_asked_for_again()
    {
        await using var server = await CliServer.StartAsync();
        var sales = WriteSales(server, Rows(3));
        await server.RunAsync("topup", "--file", sales);
        var result = server.PathOf("sales.result.csv");
        var bytes = await File.ReadAllBytesAsync(result);
        await File.WriteAllBytesAsync(result, bytes[..^20]);
        Assert.Equal(0, (await server.RunAsync("topup", "--file", sales)).Status);
        Assert.Equal((4, 3), (server.TopUps.Calls.Count, server.TopUps.Sales.Count));
        Assert.Equal(3, Results(server).Count);
    }

    [Fact]
    public async Task A_journal_line_that_a_crash_cut_off_was_never_sent_and_gets_a_new_id()
    {
        await using var server = await CliServer.StartAsync();
        var sales = WriteSales(server, Rows(2));
        await server.RunAsync("topup", "--file", sales);
        var kept = (await File.ReadAllLinesAsync(sales + ".ids"))[1];
        await File.WriteAllTextAsync(sales + ".ids", $"leb-request-ids 1\n{kept}\n2 cut-o");
        File.Delete(server.PathOf("sales.result.csv"));
        Assert.Equal(0, (await server.RunAsync("topup", "--file", sales)).Status);
        Assert.Equal(3, server.TopUps.Sales.Count);
        Assert.Equal(kept, (await File.ReadAllLinesAsync(sales + ".ids"))[1]);
    }

    [Fact]
    public async Task A_damaged_journal_is_refused_rather_than_guessed()
    {
        await using var server = await CliServer.StartAsync();
        var sales = WriteSales(server, Rows(1));
        await File.WriteAllTextAsync(sales + ".ids", "leb-request-ids 1\nnonsense\n");
        Assert.Equal(2, (await server.RunAsync("topup", "--file", sales)).Status);
        Assert.Empty(server.TopUps.Calls);
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_is_no_usage_error_and_the_next_run_completes_it()
    {
        await using var server = await CliServer.StartAsync();
        var sales = WriteSales(server, Rows(2));
        var inTheWay = server.PathOf("sales.result.csv.new");
        Directory.CreateDirectory(inTheWay);
        var outcome = await server.RunAsync("topup", "--file", sales);
        Assert.Equal(5, outcome.Status);
        Assert.Contains("nothing is sent twice", outcome.Error, StringComparison.Ordinal);
        Directory.Delete(inTheWay);
        Assert.Equal(0, (await server.RunAsync("topup", "--file", sales)).Status);
        Assert.Equal(2, server.TopUps.Calls.Count);
    }

    [Fact]
    public async Task A_file_that_is_no_result_file_is_not_overwritten()
    {
        await using var server = await CliServer.StartAsync();
        var other = server.PathOf("letter.txt");
        await File.WriteAllTextAsync(other, "Dear Sir,\n");
        var outcome = await server.RunAsync("topup", "--file", WriteSales(server, Rows(1)), "--result", other);
        Assert.Equal(2, outcome.Status);
        Assert.Equal("Dear Sir,\n", await File.ReadAllTextAsync(other));
    }

    [Theory]
    [InlineData("FAILED", 4)]
    [InlineData("CANCELLED", 4)]
    [InlineData("REVERSED", 4)]
    [InlineData("SUCCEEDED", 0)]
    public async Task The_exit_status_tells_the_worst_row(string state, int expected)
    {
        await using var server = await CliServer.StartAsync();
        server.TopUps.Before = request => Task.FromResult(
            request.Card.PhoneNumber.EndsWith('1') ? EnumText.Parse<TopUpState>(state) : TopUpState.Succeeded);
        Assert.Equal(expected, (await server.RunAsync("topup", "--file", WriteSales(server, Rows(3)))).Status);
    }

    [Fact]
    public async Task The_summary_adds_amounts_up_exactly()
    {
        await using var server = await CliServer.StartAsync();
        var outcome = await server.RunAsync("topup", "--file", WriteSales(server, Rows(3)));
        var line = outcome.Out.Split('\n').Single(text => text.StartsWith("SUCCEEDED", StringComparison.Ordinal));
        Assert.Equal(
            ["SUCCEEDED", "3", "300.00 CNY", "300.00 CNY", "7.50 CNY"],
            line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    internal static string Rows(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"+86138001380{i:00},phone-100,pos\n"));

    internal static string WriteSales(CliServer server, string rows)
    {
        var path = server.PathOf("sales.csv");
        File.WriteAllText(path, Header + rows);
        return path;
    }

    internal static IReadOnlyList<ResultRow> Results(CliServer server)
    {
        using var text = new StreamReader(server.PathOf("sales.result.csv"));
        return [.. Csv.Read(text).Skip(1).Select(record => ResultRow.Of(record.Cells))];
    }
}
