using System.Text.Json;
using Partner.Core.Auditing;
using Partner.Core.Plans;
using Partner.Core.Texts;
using Partner.Storage.Model;

namespace Partner.Storage.Auditing;

/// <summary>Reads stored prices for audits: null for what cannot be read, which the audit reports.</summary>
internal static class PriceRows
{
    private const int Limits = 4;
    private const int Step = 2;

    public static PriceFacts? Price(string json)
    {
        StoredPrice? price;
        try
        {
            price = JsonSerializer.Deserialize(json, StoredPriceContext.Default.StoredPrice);
        }
        catch (JsonException)
        {
            // The audit reports it by its absence.
            return null;
        }

        return price is null || !IsWhole(price)
            ? null
            : new PriceFacts
            {
                Amounts = new AmountFacts(
                    price.Cur, price.Acc ?? price.Cur, price.Face, price.Fee, price.Pays, price.Debit, price.Com),
                PartnerFee = price.Share,
                PlanDebit = price.Plan,
                CommissionCredit = price.ComCred,
                Lines = [.. price.Lines.Select(Line)],
                Fx = Fx(price.Fx),
                Levels = [.. price.Levels.Select(Level)],
            };
    }

    /// <summary>Members that are declared as not null and that a parser may leave null.</summary>
    private static bool IsWhole(StoredPrice price) => price is { Cur: not null, Lines: not null, Levels: not null }
        && price.Lines.All(line => line is { R: not null, L: null or { Length: Limits } })
        && price.Levels.All(level => level is { P: not null, C: not null, S: not null, V: not null, Z: not null }
            && level.Rule is { I: not null, S: not null }
            && level.Rule.S.All(step => step is { Length: Step }));

    private static LineFacts Line(StoredLine line) => new(
        line.K,
        line.R,
        line.A,
        line.F,
        line.L is { } limits ? new LimitFacts(limits[0], limits[1], limits[2], limits[3]) : null)
    {
        Grant = line.G is [var bytes, var unit, var count]
            ? new GrantFacts(bytes, EnumWord.Lower((PeriodUnit)unit), count, line.W ?? "")
            : null,
    };

    private static FxFacts? Fx(StoredFx? fx) => fx is null ? null : new FxFacts(fx.I, fx.R, fx.M);

    private static LevelFacts Level(StoredLevel level) => new()
    {
        Number = level.N,
        PayeeId = level.P,
        FloatCurrency = level.C,
        Schedule = level.S,
        Version = level.V,
        Zone = level.Z,
        BaseKind = level.K,
        Base = level.B,
        Tiering = level.T,
        Mode = level.M,
        TaxAt = level.W,
        Rule = new RuleFacts(
            level.Rule.I,
            level.Rule.R,
            level.Rule.F,
            level.Rule.Min,
            level.Rule.Max,
            [.. level.Rule.S.Select(step => new StepFacts(step[0], step[1]))],
            level.Rule.Over),
        Fx = Fx(level.Fx),
        Tax = level.Tax is { } tax ? new TaxFacts(tax.I, tax.V, tax.R) : null,
    };
}
