using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Rules;
using Partner.Core.Tests.Pricing.Tables;

namespace Partner.Core.Tests.Settlements.Tables;

/// <summary>
/// The lines above a table: "partner shop parent=city float=CNY tax=1000", "terms shop rate=300 steps=1000.00:400".
/// Terms of one partner with another "version" begin to apply where a sale names it.
/// </summary>
internal sealed class StoryTerms
{
    private readonly Dictionary<string, TableLine> _partners = [];
    private readonly Dictionary<(string Partner, string Version), TableLine> _terms = [];

    public StoryTerms(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(TableLine.Rule))
        {
            switch (line.Kind)
            {
                case "partner":
                    _partners.Add(line.Id, line);
                    break;
                case "terms":
                    _terms.Add((line.Id, line.Text("version") ?? "1"), line);
                    break;
                default:
                    throw new FormatException($"Nobody knows what '{line.Kind}' is.");
            }
        }
    }

    public Currency FloatOf(string partner) => _partners[partner].Currency("float");

    /// <summary>The levels of a sale: the seller's, its parent's and so on, those with terms only.</summary>
    public List<CommissionLevel> Levels(string seller, string version, Money size, string taxVersion)
    {
        var levels = new List<CommissionLevel>();
        var next = seller;
        for (var number = 0; next is not null; number++)
        {
            var partner = _partners[next];
            if ((_terms.GetValueOrDefault((next, version)) ?? _terms.GetValueOrDefault((next, "1"))) is { } terms)
            {
                var (fx, tax) = (Rate(partner, size.Currency), Tax(partner, taxVersion));
                levels.Add(
                    new CommissionLevel(number, new PartnerId(next), FloatOf(next), Terms(terms, size), fx, tax));
            }

            next = partner.Text("parent");
        }

        return levels;
    }

    private static CommissionTerms Terms(TableLine line, Money size)
    {
        var steps = line.List("steps").Select(step => step.Split(':')).Select(step => new TierStep(
            TableLine.MinorOf(step[0], size.Currency), new BasisPoints(Whole(step[1]))));
        var terms = new CommissionTerms(
            line.Text("schedule") ?? "schedule-" + line.Id,
            $"{line.Text("schedule") ?? line.Id}@{line.Text("version") ?? "1"}",
            line.Text("zone") ?? "UTC",
            CommissionBase.Face,
            size,
            line.Choice("tiering", Tiering.Marginal),
            line.Choice("mode", CommissionMode.Instant),
            line.Choice("tax-at", TaxMoment.Credit),
            new CommissionRule(
                line.Text("rule") ?? "rule",
                Selector.Everything,
                line.Rate("rate"),
                Minor("fixed") ?? 0,
                Minor("least"),
                Minor("most"),
                [.. steps],
                line.WholeIfAny("override") is { } rate ? new BasisPoints(rate) : null));
        line.End();
        return terms;

        long? Minor(string key) => line.Text(key) is { } text ? TableLine.MinorOf(text, size.Currency) : null;
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static FxTerms? Rate(TableLine partner, Currency plan) => plan == partner.Currency("float")
        ? null
        : new FxTerms(
            "rate",
            "rates@1",
            (long)(decimal.Parse(partner.Text("fx")!, CultureInfo.InvariantCulture) * 100_000_000m),
            new BasisPoints(200));

    /// <summary>"tax=1000" in every version, or "tax=1000,1300" for versions 1 and 2.</summary>
    private static TaxTerms? Tax(TableLine partner, string version)
    {
        var rates = partner.List("tax");
        if (rates.Length == 0)
        {
            return null;
        }

        var index = rates.Length == 1 ? 0 : Whole(version) - 1;
        return new TaxTerms("tax", $"tax@{version}", new BasisPoints(Whole(rates[index])));
    }
}
