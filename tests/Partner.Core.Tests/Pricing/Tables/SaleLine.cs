using System.Globalization;
using System.Text.RegularExpressions;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing.Tables;

/// <summary>One row: a sale, its price, and every step's value as text.</summary>
internal sealed partial class SaleLine
{
    private const string Nothing = "-";

    private readonly SaleRules _rules;
    private readonly PricingRequest _request;
    private readonly PricingFacts _facts;
    private readonly Result<PriceBreakdown> _price;
    private readonly Promotion? _asked;
    private readonly Dictionary<string, PromotionUse> _later;

    public SaleLine(string text, RuleLines lines)
    {
        var line = TableLine.Sale(text);
        var index = new RuleIndex(lines.Book());
        var plan = index.Rules.Catalogue.Find(new PlanCode(line.Text("plan") ?? "phone"))!;
        var currency = plan.Price.Currency;
        var chain = index.Chain(new PartnerId(line.Text("partner") ?? "acme")).Select(member => new Payee(
            member.PartnerId,
            member.Tier,
            member.Region,
            lines.Floats.GetValueOrDefault(member.PartnerId.Value, Given.Cny))).ToArray();
        _rules = index.Resolve(chain, plan, line.Choice("channel", Channel.Pos), line.Text("outlet") ?? "");
        var amount = line.Text("amount");
        _request = new PricingRequest(
            amount is null ? _rules.FixedFace!.Value : new Money(TableLine.MinorOf(amount, currency), currency),
            line.Instant("at", Given.Noon),
            line.Text("coupon"),
            line.Text("valid-until") is not { } end ? null
                : new CardFacts(end == "for-ever" ? null : line.Instant("valid-until", default)));
        _facts = new PricingFacts(
            line.Yes("first", otherwise: true),
            UsesOf(line, "used", currency),
            line.Text("volume") is { } volume ? TableLine.MinorOf(volume, currency) : 0);
        _later = UsesOf(line, "later", currency);
        _asked = line.Text("of") is { } id ? index.Rules.Promotions.Single(promotion => promotion.Id == id) : null;
        line.End();
        _price = Pricer.Price(_rules, _request, _facts);
    }

    public string Value(string column) => column switch
    {
        "refused" => _price.Refusal is { } refusal ? Snake(refusal.Reason.ToString()) : Nothing,
        "why" => Snake(Promotions.Eligibility(
            _asked!,
            new PromotionSale(
                _rules.Seller, _rules.Plan, _rules.Channel, _request.DecisionTime, _request.Coupon, _request.Card),
            _facts,
            _request.Face.Minor).ToString()),
        _ when _price.Refusal is not null => Nothing,
        _ => Value(column, _price.Value),
    };

    private string Value(string column, PriceBreakdown price) => column switch
    {
        "price" => price.Lines[0].RuleId,
        "face" => Number(price.Face),
        "discounts" => Lines(price.Lines.Where(line => line.Step == PriceStep.Discount)),
        "gifts" => Lines(price.Gifts),
        "fee" => Lines(price.Lines.Where(line => line.Step == PriceStep.Fee)),
        "kept" => Number(price.PartnerFee),
        "pays" => Number(price.CustomerPays),
        "debit" => Number(price.PlanDebit),
        "charged" => price.NetDebit.ToString(),
        "rate" => price.Fx?.RateId ?? Nothing,
        "commission" => price.Commission.RuleId.Length == 0
            ? Nothing
            : $"{price.Commission.RuleId} {Number(price.Commission.Amount)}",
        "credit" => price.Commission.Credit.ToString(),
        "base" => Number(price.Commission.Base),
        "levels" => Joined(price.Levels.Select(level => $"{level.PayeeId} {level.Terms.Rule.Id}")),
        "taxes" => Joined(price.Levels.Where(level => level.Tax is not null)
            .Select(level => $"{level.PayeeId} {level.Tax!.RuleId}")),
        "room" => Promotions.CheckRoom(price, new PricingFacts(true, _later, 0)) is { } refusal
            ? $"{Snake(refusal.Reason.ToString())} {refusal.Metadata["promotion"]}"
            : Nothing,
        _ => throw new FormatException($"'{column}' is no column."),
    };

    private static Dictionary<string, PromotionUse> UsesOf(TableLine line, string word, Currency currency) =>
        line.Named(word).ToDictionary(named => named.Name, named =>
        {
            var parts = named.Value.Split('/');
            var points = !parts[3].Contains('.', StringComparison.Ordinal);
            return new PromotionUse(
                Count(parts[0]),
                Count(parts[1]),
                Count(parts[2]),
                points ? Count(parts[3]) : TableLine.MinorOf(parts[3], currency));
        });

    private static long Count(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Lines(IEnumerable<PriceLine> lines) =>
        Joined(lines.Select(line => $"{line.RuleId} {Number(line.Amount)}"));

    private static string Joined(IEnumerable<string> parts) =>
        string.Join(", ", parts) is { Length: > 0 } text ? text : Nothing;

    private static string Number(Money amount) => amount.ToString().Split(' ')[0];

    private static string Snake(string name) => WordStart().Replace(name, "_$0").ToUpperInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
