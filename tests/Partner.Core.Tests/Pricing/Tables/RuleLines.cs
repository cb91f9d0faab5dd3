using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing.Tables;

/// <summary>Makes a rule book of the rules that stand above a table.</summary>
internal sealed class RuleLines
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly List<Plan> _plans = [];
    private readonly List<Promotion> _promotions = [];
    private readonly List<PriceList> _lists = [];
    private readonly List<CommissionSchedule> _schedules = [];
    private readonly List<TaxTable> _taxes = [];
    private readonly List<FxTable> _tables = [];
    private readonly List<NetworkMember> _members = [];

    public RuleLines(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(TableLine.Rule))
        {
            Read(line);
            line.End();
        }
    }

    /// <summary>Currencies of the floats that are not CNY.</summary>
    public Dictionary<string, Currency> Floats { get; } = [];

    public RulesInForce Book() => new(
        new PlanCatalogue("plans@1", _plans, [new NumberRange("+8613", CardType.Phone)]),
        _lists,
        _promotions,
        _schedules,
        _taxes,
        _tables,
        _members.Count == 0 ? null : new PartnerNetwork("network@1", _members));

    private void Read(TableLine line)
    {
        switch (line.Kind)
        {
            case "plan":
                _plans.Add(PlanOf(line));
                break;
            case "price":
                _lists.Add(new PriceList($"{line.Id}@1", line.Currency(), [PriceOf(line)], []));
                break;
            case "fee":
                _lists.Add(new PriceList($"{line.Id}@1", line.Currency(), [], [FeeOf(line)]));
                break;
            case "promotion":
                _promotions.Add(PromotionLines.Of(line));
                break;
            case "schedule":
                _schedules.Add(ScheduleOf(line));
                break;
            case "commission":
                _schedules[^1] = _schedules[^1] with { Rules = [.. _schedules[^1].Rules, CommissionOf(line)] };
                break;
            case "tax":
                _taxes.Add(new TaxTable(
                    $"{line.Id}@1", line.Currency(), [new TaxRule(line.Id, line.Selector(), line.Rate("rate"))]));
                break;
            case "rate":
                _tables.Add(RateOf(line));
                break;
            case "partner":
                _members.Add(new NetworkMember(
                    new PartnerId(line.Id), line.Text("tier"), line.Text("region"), PartnerId.Of(line.Text("parent"))));
                Floats[line.Id] = line.Currency("float");
                break;
            default:
                throw new FormatException($"'{line.Kind}' is no kind of rule.");
        }
    }

    private static Plan PlanOf(TableLine line)
    {
        var currency = line.Currency();
        PlanPrice price = line.Text("price") is { } one
            ? new PlanPrice.Fixed(new Money(TableLine.MinorOf(one, currency), currency))
            : new PlanPrice.Range(new Money(1, currency), new Money(long.MaxValue, currency), new Money(1, currency));
        return Given.Plan(line.Id, price, line.Choice("type", CardType.Phone)) with
        {
            Category = line.Text("category") ?? "amount",
        };
    }

    private static PriceEntry PriceOf(TableLine line) => new(
        line.Id, line.Selector(), new Money(line.Minor("price")!.Value, line.Currency()));

    private static FeeEntry FeeOf(TableLine line)
    {
        return new FeeEntry(
            line.Id,
            line.Selector(),
            Money("fixed"),
            line.Rate("rate"),
            Money("least"),
            Money("most"),
            line.Rate("share"));

        Money? Money(string key) => line.Minor(key) is { } minor ? new Money(minor, line.Currency()) : null;
    }

    private static CommissionSchedule ScheduleOf(TableLine line) => new(
        line.Id,
        $"{line.Id}@1",
        line.Currency(),
        line.Zone(),
        line.Choice("base", CommissionBase.Face),
        line.Choice("tiering", Tiering.Marginal),
        line.Choice("mode", CommissionMode.Instant),
        line.Choice("tax-at", TaxMoment.Credit),
        []);

    private static CommissionRule CommissionOf(TableLine line)
    {
        var currency = line.Currency();
        return new CommissionRule(
            line.Id,
            line.Selector(),
            line.Rate("rate"),
            line.Minor("fixed") ?? 0,
            line.Minor("least"),
            line.Minor("most"),
            [.. line.List("steps").Select(step => step.Split(':')).Select(step => new TierStep(
                TableLine.MinorOf(step[0], currency),
                new BasisPoints(int.Parse(step[1], CultureInfo.InvariantCulture))))],
            line.WholeIfAny("override") is { } rate ? new BasisPoints(rate) : null);
    }

    /// <summary>"8 decimals" of a rate are read as an amount that has eight.</summary>
    private static FxTable RateOf(TableLine line)
    {
        var rate = decimal.Parse(line.Text("rate")!, CultureInfo.InvariantCulture) * 100_000_000;
        var entry = new FxRate(
            line.Id, line.Currency("plan"), line.Currency("float"), (long)rate, line.Rate("margin"));
        var from = line.Instant("from", Given.Noon - Day);
        return new FxTable($"{line.Id}@1", from, TimeSpan.FromHours(line.WholeIfAny("hours") ?? 48), [entry]);
    }
}
