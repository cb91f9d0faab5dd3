using System.Text.Json;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Server.Issuer.Wire;

namespace Partner.Server.Tests.Issuer;

/// <summary>What a look-up tells of a card, and what is not believed.</summary>
public sealed class CardReaderTests
{
    private const string Plain = """
        "logicalResource": {"value": "1"}, "cardType": "TRAVEL", "status": "active",
        "validUntil": "2027-01-01T00:00:00Z"
        """;

    private static readonly DateTimeOffset End = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_issuer_that_tells_only_a_sum_is_taken_for_one_pack_that_lasts_as_the_card()
    {
        var state = Read("\"remainingBytes\": 7")!.ToState(CardType.Travel);

        Assert.Equal([new DataPack(null, 7, null)], state.Packs);
        Assert.Equal((CardStanding.Active, End), (state.Standing, state.ValidUntil));
        Assert.Null(state.Balance);
        Assert.Null(state.Region);
    }

    [Fact]
    public void Balance_packs_queue_and_region_are_read()
    {
        var state = Read("""
            "balance": {"minorUnits": 1250, "currency": "CNY"}, "region": "JP",
            "packs": [
              {"remainingBytes": 5, "region": "JP", "validUntil": "2026-06-01T00:00:00Z"}, {"remainingBytes": 0}
            ],
            "queuedPacks": [
              {"bytes": 9, "unit": "month", "count": 2, "startsAt": "2026-06-01T00:00:00Z"},
              {"bytes": 8, "unit": "day", "count": 1, "useBy": "2026-07-01T00:00:00Z"}
            ]
            """)!.ToState(CardType.Travel);

        Assert.Equal((new Money(1250, Currency.Of("CNY")), "JP"), (state.Balance, state.Region));
        Assert.Equal([new("JP", 5, Day(6)), new(null, 0, null)], state.Packs);
        Assert.Equal(
            [
                new(null, 9, new(PeriodUnit.Month, 2), Day(6), null),
                new(null, 8, new(PeriodUnit.Day, 1), null, Day(7)),
            ],
            state.Queue);
    }

    [Theory]
    [InlineData("released", EsimProfile.Released)]
    [InlineData("installed", EsimProfile.Installed)]
    [InlineData("enabled", EsimProfile.Enabled)]
    [InlineData("disabled", EsimProfile.Disabled)]
    [InlineData("deleted", EsimProfile.Deleted)]
    public void Auto_renewal_and_the_state_of_an_eSIM_are_read(string word, EsimProfile profile)
    {
        var state = Read($"\"autoRenewal\": true, \"esimProfile\": \"{word}\"")!.ToState(CardType.Travel);

        Assert.Equal((true, profile), (state.AutoRenewal, state.EsimProfile));
    }

    [Theory]
    [InlineData("\"esimProfile\": \"lost\"")]
    [InlineData("\"remainingBytes\": -1")]
    [InlineData("\"remainingBytes\": 9223372036854775807")]
    [InlineData("\"balance\": {\"minorUnits\": 1, \"currency\": \"XXX\"}")]
    [InlineData("\"balance\": {\"minorUnits\": 9223372036854775807, \"currency\": \"CNY\"}")]
    [InlineData("\"packs\": [{\"remainingBytes\": -1}]")]
    [InlineData("\"packs\": [{\"remainingBytes\": 1, \"validUntil\": \"0001-01-01T00:00:00Z\"}]")]
    [InlineData("\"queuedPacks\": [{\"bytes\": 1, \"unit\": \"week\", \"count\": 1}]")]
    [InlineData("\"queuedPacks\": [{\"bytes\": 1, \"unit\": \"day\", \"count\": 0}]")]
    public void A_card_that_makes_no_sense_is_no_answer(string members) => Assert.Null(Read(members));

    [Fact]
    public void A_region_that_nobody_knows_is_not_told() =>
        Assert.Null(Read("\"region\": \"ATLANTIS\"")!.ToState(CardType.Travel).Region);

    private static IssuerCard? Read(string members) => CardReader.Read(JsonSerializer.Deserialize(
        $"{{{Plain}, {members}}}", IssuerJson.Default.BucketMessage)!);

    private static DateTimeOffset Day(int month) => new(2026, month, 1, 0, 0, 0, TimeSpan.Zero);
}
