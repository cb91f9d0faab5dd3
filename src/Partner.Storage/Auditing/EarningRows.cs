using System.Data.Common;
using System.Text.Json;
using Partner.Core.Auditing;
using Partner.Storage.Model;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Auditing;

/// <summary>Maps commissions, volumes, uses and settlements for audits; null for what cannot be read.</summary>
internal static class EarningRows
{
    private const int Part = 4;

    public static CommissionFacts Commission(DbDataReader row) => new()
    {
        SellerId = row.GetString(0),
        TopUpId = row.GetString(1),
        PayeeId = row.GetString(2),
        Level = row.GetInt32(3),
        Schedule = row.GetString(4),
        Rule = row.GetString(5),
        Mode = row.GetInt32(6),
        Month = row.GetString(7),
        EarnedAt = AuditRows.Instant(row.GetInt64(8)),
        Currency = row.GetString(9),
        FloatCurrency = row.GetString(10),
        Base = row.GetInt64(11),
        VolumeBefore = row.GetInt64(12),
        Own = row.GetInt64(13),
        Beneath = row.GetInt64(14),
        Amount = row.GetInt64(15),
        Credit = row.GetInt64(16),
        Tax = row.GetInt64(17),
        Parts = Parts(row.GetString(18)),
        TrueUp = row.GetInt64(19),
        TrueUpCredit = row.GetInt64(20),
        ReversedAt = AuditRows.Time(row, 21),
        Settlement = AuditRows.Text(row, 22),
        ClawbackSettlement = AuditRows.Text(row, 23),
        ReturnedPart = row.Int64OrNull(24),
        ReturnedWhole = row.Int64OrNull(25),
        ReturnedBase = row.Int64OrNull(26),
        ReturnedCredit = row.Int64OrNull(27),
    };

    public static SettlementFacts Settlement(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetInt64(5),
        row.GetInt64(6),
        row.GetInt64(7),
        AuditRows.Text(row, 8),
        Statement(row.GetString(9)));

    public static VolumeFacts Volume(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4));

    public static UsageFacts Usage(DbDataReader row) => new(
        row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4));

    private static List<PartFacts>? Parts(string json)
    {
        try
        {
            var parts = JsonSerializer.Deserialize(json, StoredPartsContext.Default.Int64ArrayArray);
            return parts is null || !parts.All(part => part is { Length: Part })
                ? null
                : [.. parts.Select(part => new PartFacts(part[0], part[1], part[2], part[3]))];
        }
        catch (JsonException)
        {
            // The audit reports it by its absence.
            return null;
        }
    }

    private static SettlementStatementFacts? Statement(string json)
    {
        StoredSettlement? statement;
        try
        {
            statement = JsonSerializer.Deserialize(json, StoredSettlementContext.Default.StoredSettlement);
        }
        catch (JsonException)
        {
            // The audit reports it by its absence.
            return null;
        }

        // A parser may leave members null that are declared as not null.
        return statement is not { Payee: not null, Number: not null, Period: not null, Currency: not null }
            || statement.Lines?.All(
                line => line is { Schedule: not null, Rule: not null, BaseCurrency: not null }) != true
            || statement.Taxes?.All(tax => tax is { Rule: not null, Version: not null }) != true
            ? null
            : new SettlementStatementFacts(
                statement.Payee,
                statement.Number,
                statement.Period,
                statement.Currency,
                [.. statement.Lines.Select(Line)],
                [.. statement.Taxes.Select(tax => new SettlementTaxFacts(
                    new TaxFacts(tax.Rule, tax.Version, tax.Rate), tax.Base, tax.Tax))]);
    }

    private static SettlementLineFacts Line(StoredPeriodLine line) => new(
        new SettlementLineKey(line.Schedule, line.Rule, line.Mode, line.BaseCurrency),
        line.TopUps,
        line.Reversals,
        line.Base,
        line.Earned,
        line.ClawedBack,
        line.TrueUp,
        line.AlreadyCredited);
}
