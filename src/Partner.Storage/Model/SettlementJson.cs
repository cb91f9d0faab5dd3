using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Amounts;
using Partner.Core.Rules;
using Partner.Core.Settlements;

namespace Partner.Storage.Model;

/// <summary>The stored form of a settlement's statement. It is immutable: never rename a member.</summary>
internal static class SettlementJson
{
    public static string Write(SettlementStatement statement) => JsonSerializer.Serialize(
        new StoredSettlement(
            statement.PayeeId.Value,
            statement.Number,
            statement.Period,
            statement.Currency.Code,
            statement.PostedAt.UtcTicks,
            [.. statement.Lines.Select(line => new StoredPeriodLine(
                line.ScheduleId,
                line.RuleId,
                [.. line.Versions],
                (int)line.Mode,
                line.TopUps,
                line.Reversals,
                line.Base.Currency.Code,
                line.Base.Minor,
                line.Earned.Minor,
                line.ClawedBack.Minor,
                line.TrueUp.Minor,
                line.AlreadyCredited.Minor,
                line.Zone))],
            [.. statement.Taxes.Select(tax => new StoredPeriodTax(
                tax.RuleId, tax.Version, tax.Rate.Value, tax.Base.Minor, tax.Tax.Minor))]),
        StoredSettlementContext.Default.StoredSettlement);

    public static SettlementStatement Read(string json)
    {
        var stored = JsonSerializer.Deserialize(json, StoredSettlementContext.Default.StoredSettlement)
            ?? throw new InvalidOperationException("A stored statement is empty.");
        var currency = Currency.Of(stored.Currency);
        return new SettlementStatement(
            new PartnerId(stored.Payee),
            stored.Number,
            stored.Period,
            currency,
            Mapping.Instant(stored.PostedAt),
            [.. stored.Lines.Select(line => new PeriodLine(
                line.Schedule,
                line.Rule,
                line.Versions,
                (CommissionMode)line.Mode,
                line.TopUps,
                line.Reversals,
                new Money(line.Base, Currency.Of(line.BaseCurrency)),
                new Money(line.Earned, currency),
                new Money(line.ClawedBack, currency),
                new Money(line.TrueUp, currency),
                new Money(line.AlreadyCredited, currency))
            {
                Zone = line.Zone ?? "",
            })],
            [.. stored.Taxes.Select(tax => new PeriodTax(
                tax.Rule,
                tax.Version,
                new BasisPoints(tax.Rate),
                new Money(tax.Base, currency),
                new Money(tax.Tax, currency)))]);
    }
}

internal sealed record StoredPeriodLine(
    string Schedule,
    string Rule,
    string[] Versions,
    int Mode,
    int TopUps,
    int Reversals,
    string BaseCurrency,
    long Base,
    long Earned,
    long ClawedBack,
    long TrueUp,
    long AlreadyCredited,
    string? Zone = null);

internal sealed record StoredPeriodTax(string Rule, string Version, int Rate, long Base, long Tax);

internal sealed record StoredSettlement(
    string Payee,
    string Number,
    string Period,
    string Currency,
    long PostedAt,
    StoredPeriodLine[] Lines,
    StoredPeriodTax[] Taxes);

[JsonSerializable(typeof(StoredSettlement))]
internal sealed partial class StoredSettlementContext : JsonSerializerContext;
