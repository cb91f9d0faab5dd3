using System.Text.Json.Nodes;
using Leb.Partner.V1;
using Partner.Cli.Output;

namespace Partner.Server.Tests.Cli;

public sealed class JsonShapeTests
{
    [Fact]
    public void Messages_are_Protobuf_JSON_with_all_fields_and_short_enum_names()
    {
        var json = ContractJson.Of(new ListTopUpsResponse
        {
            TopUps =
            {
                new TopUp
                {
                    Name = "topUps/a",
                    State = TopUpState.Succeeded,
                    Card = new CardRef { Iccid = "8986001234567890120" },
                    CardType = CardType.KeepNumber,
                    Channel = Channel.PostOffice,
                    Outcome = new Outcome { MoneyMoved = MoneyMoved.Yes },
                    Price = new PriceBreakdown { Face = new Money { CurrencyCode = "CNY", Units = 100 } },
                },
            },
        });
        var topUp = json["topUps"]![0]!;
        Assert.Equal("SUCCEEDED", topUp["state"]!.GetValue<string>());
        Assert.Equal("KEEP_NUMBER", topUp["cardType"]!.GetValue<string>());
        Assert.Equal("POST_OFFICE", topUp["channel"]!.GetValue<string>());
        Assert.Equal("UNSPECIFIED", topUp["outcome"]!["reason"]!.GetValue<string>());
        Assert.Equal("YES", topUp["outcome"]!["moneyMoved"]!.GetValue<string>());
        Assert.Equal("""{"currencyCode":"CNY","units":"100","nanos":0}""", topUp["price"]!["face"]!.ToJsonString());
        Assert.Equal("", topUp["receiptNumber"]!.GetValue<string>());
        Assert.Equal("", json["nextPageToken"]!.GetValue<string>());
        Assert.Null(topUp["finalTime"]);
    }

    [Fact]
    public void An_enum_value_that_is_not_known_yet_stays_a_number()
    {
        var json = ContractJson.Of(new TopUp { State = (TopUpState)99 });
        Assert.Equal(99, json["state"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_top_up_prints_one_document_and_the_request_id_elsewhere()
    {
        await using var server = await CliServer.StartAsync();
        var outcome = await server.RunAsync(
            "topup", "--card", "+8613800138000", "--plan", "phone-100", "--channel", "pos", "--json");
        var json = JsonNode.Parse(outcome.Out)!;
        Assert.False(json["replayed"]!.GetValue<bool>());
        Assert.Equal("+8613800138000", json["topUp"]!["card"]!["phoneNumber"]!.GetValue<string>());
        Assert.Contains("到账", outcome.Out, StringComparison.Ordinal);
        Assert.Contains(json["topUp"]!["requestId"]!.GetValue<string>(), outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sales_file_prints_one_document_with_a_row_for_each_sale()
    {
        await using var server = await CliServer.StartAsync();
        var sales = BatchTests.WriteSales(server, BatchTests.Rows(2));
        var outcome = await server.RunAsync("topup", "--json", "--file", sales);
        var json = JsonNode.Parse(outcome.Out)!;
        Assert.Equal(2, json["counts"]!["SUCCEEDED"]!.GetValue<int>());
        Assert.Equal([2, 3], json["rows"]!.AsArray().Select(row => row!["line"]!.GetValue<int>()));
        Assert.Equal("100.00", json["rows"]![1]!["netDebit"]!.GetValue<string>());
        Assert.Equal(0, json["exitStatus"]!.GetValue<int>());
    }

    [Fact]
    public async Task Pages_of_a_list_are_one_document()
    {
        await using var server = await CliServer.StartAsync();
        await server.RunAsync("topup", "--file", BatchTests.WriteSales(server, BatchTests.Rows(7)));
        var some = JsonNode.Parse((await server.RunAsync("list", "--json", "--limit", "3")).Out)!;
        var all = JsonNode.Parse((await server.RunAsync("list", "--json", "--all")).Out)!;
        Assert.Equal((3, "3"), (some["topUps"]!.AsArray().Count, some["nextPageToken"]!.GetValue<string>()));
        Assert.Equal((7, ""), (all["topUps"]!.AsArray().Count, all["nextPageToken"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_watched_top_up_prints_one_line_per_change_and_survives_a_broken_stream()
    {
        await using var server = await CliServer.StartAsync();
        var request = new CreateTopUpRequest { RequestId = "sale-000000000001", Plan = "plans/phone-100" };
        server.TopUps.Put(server.TopUps.Make(request, TopUpState.Processing));
        var outcome = await server.RunAsync("watch", "sale-000000000001", "--json");
        var states = outcome.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!["topUp"]!["state"]!.GetValue<string>());
        Assert.Equal(["PROCESSING", "SUCCEEDED"], states);
        Assert.Equal(0, outcome.Status);
    }
}
