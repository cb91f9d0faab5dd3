using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Amounts;
using Partner.Core.Ledger;

namespace Partner.Storage.Closing;

/// <summary>The stored form of a planned transfer: its legs; the rest follows from the settlement's number.</summary>
internal static class LegsJson
{
    public static string? Write(Transfer? transfer) => transfer is null
        ? null
        : JsonSerializer.Serialize(
            [
                .. transfer.Legs.Select(leg => new StoredLeg(
                    (int)leg.Account, leg.Amount.Currency.Code, leg.Amount.Minor)),
            ],
            StoredLegsContext.Default.StoredLegArray);

    public static Transfer? Read(string? json, string number) => json is null
        ? null
        : new Transfer(
            Postings.SettlementId(number),
            TransferKind.Settlement,
            TransferPhase.Posted,
            [
                .. JsonSerializer.Deserialize(json, StoredLegsContext.Default.StoredLegArray)!.Select(
                    leg => new Leg((Account)leg.Account, new Money(leg.Amount, Currency.Of(leg.Currency)))),
            ],
            null,
            null);
}

internal sealed record StoredLeg(int Account, string Currency, long Amount);

[JsonSerializable(typeof(StoredLeg[]))]
internal sealed partial class StoredLegsContext : JsonSerializerContext;
