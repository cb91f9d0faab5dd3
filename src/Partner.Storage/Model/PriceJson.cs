using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Storage.Model;

/// <summary>
/// The stored form of a price breakdown: all of it, the pinned terms of the levels included. Short names, since every
/// top-up has one; never rename them. What is absent is null, zero or empty.
/// </summary>
internal static class PriceJson
{
    public static string Write(PriceBreakdown price) => JsonSerializer.Serialize(
        new StoredPrice
        {
            Cur = price.Face.Currency.Code,
            Acc = price.NetDebit.Currency == price.Face.Currency ? null : price.NetDebit.Currency.Code,
            Face = price.Face.Minor,
            Lines = [.. price.Lines.Select(Write)],
            Fee = price.HandlingFee.Minor,
            Share = price.PartnerFee.Minor,
            Pays = price.CustomerPays.Minor,
            Plan = price.PlanDebit.Minor,
            Debit = price.NetDebit.Minor,
            Fx = LevelJson.Write(price.Fx),
            Com = price.Commission.Amount.Minor,
            ComCred = price.Commission.Credit.Minor,
            ComBase = price.Commission.Base.Minor,
            ComRate = price.Commission.Rate.Value,
            ComRule = price.Commission.RuleId,
            ComVer = price.Commission.Version,
            ComParts = [.. price.Commission.Parts.Select(LevelJson.Write)],
            Levels = [.. price.Levels.Select(LevelJson.Write)],
            VCat = price.Versions.Catalogue,
            VList = price.Versions.PriceList,
            VSched = price.Versions.CommissionSchedule,
            VTax = price.Versions.Tax,
            VFx = price.Versions.Fx,
            VNet = price.Versions.Network,
            Coupon = price.Coupon,
        },
        StoredPriceContext.Default.StoredPrice);

    public static PriceBreakdown Read(string json)
    {
        var stored = JsonSerializer.Deserialize(json, StoredPriceContext.Default.StoredPrice)
            ?? throw new InvalidOperationException("A stored price is empty.");
        var plan = Currency.Of(stored.Cur);
        var account = stored.Acc is { } code ? Currency.Of(code) : plan;
        return new PriceBreakdown(
            new Money(stored.Face, plan),
            [.. stored.Lines.Select(line => Read(line, plan))],
            new Money(stored.Fee, plan),
            new Money(stored.Share, plan),
            new Money(stored.Pays, plan),
            new Money(stored.Plan, plan),
            new Money(stored.Debit, account),
            LevelJson.Read(stored.Fx),
            new CommissionAmount(
                new Money(stored.Com, plan),
                new Money(stored.ComCred, account),
                new Money(stored.ComBase, plan),
                new BasisPoints(stored.ComRate),
                stored.ComRule,
                stored.ComVer,
                [.. stored.ComParts.Select(LevelJson.Read)]),
            [.. stored.Levels.Select(level => LevelJson.Read(level, plan))],
            new PriceVersions(stored.VCat, stored.VList, stored.VSched)
            {
                Tax = stored.VTax, Fx = stored.VFx, Network = stored.VNet,
            })
        {
            Coupon = stored.Coupon,
        };
    }

    /// <summary>The levels only, for those who read a great many.</summary>
    public static IReadOnlyList<CommissionLevel> ReadLevels(string json)
    {
        var stored = JsonSerializer.Deserialize(json, StoredPriceContext.Default.StoredLevels)
            ?? throw new InvalidOperationException("A stored price is empty.");
        var plan = Currency.Of(stored.Cur);
        return [.. stored.Levels.Select(level => LevelJson.Read(level, plan))];
    }

    private static StoredLine Write(PriceLine line) => new()
    {
        K = (int)line.Step,
        R = line.RuleId,
        V = line.Version,
        A = line.Amount.Minor,
        F = (int?)line.Funder,
        E = line.NameEn,
        Z = line.NameZh,
        N = line.FirstOnly,
        O = line.Rounded,
        L = line.Limits is { } limits ? [limits.PerCard, limits.PerPartner, limits.Total, limits.Budget] : null,
        G = line.Grant is { } grant ? [grant.Bytes, (long)grant.Period.Unit, grant.Period.Count] : null,
        W = line.Grant is { Region.Length: > 0 } data ? data.Region : null,
    };

    private static PriceLine Read(StoredLine line, Currency plan) => new(
        (PriceStep)line.K,
        line.R,
        line.V,
        new Money(line.A, (PriceStep)line.K == PriceStep.Points ? Currency.Points : plan),
        (Funder?)line.F,
        line.E,
        line.Z)
    {
        FirstOnly = line.N,
        Rounded = line.O,
        Limits = line.L is { } limits
            ? new PromotionLimits((int?)limits[0], (int?)limits[1], (int?)limits[2], limits[3])
            : null,
        Grant = line.G is [var bytes, var unit, var count]
            ? new CardGrant(bytes, new CalendarPeriod((PeriodUnit)unit, (int)count)) { Region = line.W ?? "" }
            : null,
    };
}

internal sealed record StoredLine
{
    public int K { get; init; }

    public string R { get; init; } = "";

    public string V { get; init; } = "";

    public long A { get; init; }

    public int? F { get; init; }

    public string? E { get; init; }

    public string? Z { get; init; }

    public bool N { get; init; }

    public bool O { get; init; }

    public long?[]? L { get; init; }

    /// <summary>What is granted: bytes, unit and count of its period.</summary>
    public long[]? G { get; init; }

    /// <summary>Where granted data works.</summary>
    public string? W { get; init; }
}

internal sealed record StoredPrice
{
    public string Cur { get; init; } = "";

    public string? Acc { get; init; }

    public long Face { get; init; }

    public StoredLine[] Lines { get; init; } = [];

    public long Fee { get; init; }

    public long Share { get; init; }

    public long Pays { get; init; }

    public long Plan { get; init; }

    public long Debit { get; init; }

    public StoredFx? Fx { get; init; }

    public long Com { get; init; }

    public long ComCred { get; init; }

    public long ComBase { get; init; }

    public int ComRate { get; init; }

    public string ComRule { get; init; } = "";

    public string ComVer { get; init; } = "";

    public long[][] ComParts { get; init; } = [];

    public StoredLevel[] Levels { get; init; } = [];

    public string VCat { get; init; } = "";

    public string VList { get; init; } = "";

    public string VSched { get; init; } = "";

    public string VTax { get; init; } = "";

    public string VFx { get; init; } = "";

    public string VNet { get; init; } = "";

    public string? Coupon { get; init; }
}

/// <summary>What of a price the levels are read from.</summary>
internal sealed record StoredLevels
{
    public string Cur { get; init; } = "";

    public StoredLevel[] Levels { get; init; } = [];
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredPrice))]
[JsonSerializable(typeof(StoredLevels))]
internal sealed partial class StoredPriceContext : JsonSerializerContext;
