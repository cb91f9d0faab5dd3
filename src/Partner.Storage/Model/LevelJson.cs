using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Commissions;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Storage.Model;

/// <summary>The stored form of a level's pinned terms; part of a price's. Never rename the members.</summary>
internal static class LevelJson
{
    public static StoredLevel Write(CommissionLevel level) => new()
    {
        N = level.Number,
        P = level.PayeeId.Value,
        C = level.FloatCurrency.Code,
        S = level.Terms.ScheduleId,
        V = level.Terms.Version,
        Z = level.Terms.Zone,
        K = (int)level.Terms.BaseKind,
        B = level.Terms.Base.Minor,
        T = (int)level.Terms.Tiering,
        M = (int)level.Terms.Mode,
        W = (int)level.Terms.TaxAt,
        Rule = Write(level.Terms.Rule),
        Fx = Write(level.Fx),
        Tax = level.Tax is { } tax ? new StoredTax { I = tax.RuleId, V = tax.Version, R = tax.Rate.Value } : null,
    };

    public static CommissionLevel Read(StoredLevel level, Currency plan) => new(
        level.N,
        new PartnerId(level.P),
        Currency.Of(level.C),
        new CommissionTerms(
            level.S,
            level.V,
            level.Z,
            (CommissionBase)level.K,
            new Money(level.B, plan),
            (Tiering)level.T,
            (CommissionMode)level.M,
            (TaxMoment)level.W,
            Read(level.Rule)),
        Read(level.Fx),
        level.Tax is { } tax ? new TaxTerms(tax.I, tax.V, new BasisPoints(tax.R)) : null);

    public static StoredFx? Write(FxTerms? fx) => fx is null
        ? null
        : new StoredFx { I = fx.RateId, V = fx.Version, R = fx.RateE8, M = fx.Margin.Value };

    public static FxTerms? Read(StoredFx? fx) =>
        fx is null ? null : new FxTerms(fx.I, fx.V, fx.R, new BasisPoints(fx.M));

    public static long[] Write(CommissionPart part) => [part.From, part.Base, part.Rate.Value, part.Amount];

    public static CommissionPart Read(long[] part) =>
        new(part[0], part[1], new BasisPoints(checked((int)part[2])), part[3]);

    private static StoredRule Write(CommissionRule rule) => new()
    {
        I = rule.Id,
        P = rule.Applies.PartnerId?.Value,
        T = rule.Applies.Tier,
        L = rule.Applies.PlanCode?.Value,
        G = rule.Applies.Category,
        C = (int?)rule.Applies.CardType,
        H = (int?)rule.Applies.Channel,
        O = rule.Applies.Outlet,
        R = rule.Rate.Value,
        F = rule.Fixed,
        Min = rule.Minimum,
        Max = rule.Maximum,
        S = [.. rule.Steps.Select(step => new[] { step.From, step.Rate.Value })],
        Over = rule.FixedOverride?.Value,
    };

    private static CommissionRule Read(StoredRule rule) => new(
        rule.I,
        new Selector(
            PartnerId.Of(rule.P), rule.T, PlanCode.Of(rule.L), rule.G, (CardType?)rule.C, (Channel?)rule.H, rule.O),
        new BasisPoints(rule.R),
        rule.F,
        rule.Min,
        rule.Max,
        [.. rule.S.Select(step => new TierStep(step[0], new BasisPoints(checked((int)step[1]))))],
        rule.Over is { } over ? new BasisPoints(over) : null);
}

internal sealed record StoredFx
{
    public string I { get; init; } = "";

    public string V { get; init; } = "";

    public long R { get; init; }

    public int M { get; init; }
}

internal sealed record StoredTax
{
    public string I { get; init; } = "";

    public string V { get; init; } = "";

    public int R { get; init; }
}

internal sealed record StoredLevel
{
    public int N { get; init; }

    public string P { get; init; } = "";

    public string C { get; init; } = "";

    public string S { get; init; } = "";

    public string V { get; init; } = "";

    public string Z { get; init; } = "";

    public int K { get; init; }

    public long B { get; init; }

    public int T { get; init; }

    public int M { get; init; }

    public int W { get; init; }

    public StoredRule Rule { get; init; } = new();

    public StoredFx? Fx { get; init; }

    public StoredTax? Tax { get; init; }
}

internal sealed record StoredRule
{
    public string I { get; init; } = "";

    public string? P { get; init; }

    public string? T { get; init; }

    public string? L { get; init; }

    public string? G { get; init; }

    public int? C { get; init; }

    public int? H { get; init; }

    public string? O { get; init; }

    public int R { get; init; }

    public long F { get; init; }

    public long? Min { get; init; }

    public long? Max { get; init; }

    public long[][] S { get; init; } = [];

    public int? Over { get; init; }
}
