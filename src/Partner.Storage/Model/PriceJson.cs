using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Amounts;
using Partner.Core.Pricing;

namespace Partner.Storage.Model;

/// <summary>The stored form of a price breakdown. Short names, since every top-up has one; never rename them.</summary>
internal static class PriceJson
{
    public static string Write(PriceBreakdown price) => JsonSerializer.Serialize(
        new StoredPrice(
            price.Face.Currency.Code,
            price.Face.Minor,
            [.. price.Lines.Select(line => new StoredLine(line.RuleId, line.Amount.Minor))],
            price.HandlingFee.Minor,
            price.CustomerPays.Minor,
            price.NetDebit.Minor,
            price.Commission.Amount.Minor,
            price.Commission.Base.Minor,
            price.Commission.Rate.Value,
            price.Commission.RuleId,
            price.Versions.Catalogue,
            price.Versions.PriceList,
            price.Versions.CommissionSchedule),
        StoredPriceContext.Default.StoredPrice);

    public static PriceBreakdown Read(string json)
    {
        var stored = JsonSerializer.Deserialize(json, StoredPriceContext.Default.StoredPrice)
            ?? throw new InvalidOperationException("A stored price is empty.");
        var currency = Currency.Of(stored.Cur);
        return new PriceBreakdown(
            new Money(stored.Face, currency),
            [.. stored.Lines.Select(line => new PriceLine(line.R, new Money(line.A, currency)))],
            new Money(stored.Fee, currency),
            new Money(stored.Pays, currency),
            new Money(stored.Debit, currency),
            new CommissionAmount(
                new Money(stored.Com, currency),
                new Money(stored.ComBase, currency),
                new BasisPoints(stored.ComRate),
                stored.ComRule),
            new PriceVersions(stored.VCat, stored.VList, stored.VSched));
    }
}

internal sealed record StoredLine(string R, long A);

internal sealed record StoredPrice(
    string Cur,
    long Face,
    StoredLine[] Lines,
    long Fee,
    long Pays,
    long Debit,
    long Com,
    long ComBase,
    int ComRate,
    string ComRule,
    string VCat,
    string VList,
    string VSched);

[JsonSerializable(typeof(StoredPrice))]
internal sealed partial class StoredPriceContext : JsonSerializerContext;
