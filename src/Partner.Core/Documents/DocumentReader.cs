using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Pricing;

namespace Partner.Core.Documents;

/// <summary>Reads and validates the JSON documents that prices are made from.</summary>
public static partial class DocumentReader
{
    private static readonly Dictionary<string, DocumentKind> Kinds = new()
    {
        ["catalogue"] = DocumentKind.Catalogue,
        ["price-list"] = DocumentKind.PriceList,
        ["commission-schedule"] = DocumentKind.CommissionSchedule,
    };

    private static readonly Dictionary<string, CardType> CardTypes = new()
    {
        ["KEEP_NUMBER"] = CardType.KeepNumber,
        ["REGISTRATION_ESIM"] = CardType.RegistrationEsim,
        ["PHONE"] = CardType.Phone,
        ["TRAVEL"] = CardType.Travel,
    };

    private static readonly Dictionary<string, PeriodUnit> Units = new()
    {
        ["day"] = PeriodUnit.Day,
        ["month"] = PeriodUnit.Month,
        ["year"] = PeriodUnit.Year,
    };

    private static readonly Dictionary<string, Channel> Channels = new()
    {
        ["POS"] = Channel.Pos,
        ["AGENT"] = Channel.Agent,
        ["COURIER"] = Channel.Courier,
        ["KIOSK"] = Channel.Kiosk,
        ["POST_OFFICE"] = Channel.PostOffice,
        ["PHONE"] = Channel.Phone,
        ["WEB"] = Channel.Web,
        ["APP"] = Channel.App,
    };

    private static readonly string[] PriceShapes = ["fixed", "denominations", "range"];

    /// <summary>Reads one document.</summary>
    /// <param name="json">The text.</param>
    /// <param name="findings">Every finding; the document is good only when there is none.</param>
    /// <returns>The document; null when there is a finding.</returns>
    public static ParsedDocument? Read(string json, out IReadOnlyList<Finding> findings)
    {
        var notes = new List<Finding>();
        findings = notes;
        try
        {
            using var parsed = JsonDocument.Parse(json);
            var root = new JsonCursor(parsed.RootElement, "$", notes);
            var document = new Document(
                root.Choice("kind", Kinds), root.Text("id", "a name"), root.Text("version", "a version"), From(root), json);
            var result = Content(root, document);
            return notes.Count == 0 ? result : null;
        }
        catch (JsonException broken)
        {
            notes.Add(new Finding($"line {broken.LineNumber + 1}", $"is not JSON: {broken.Message}"));
            return null;
        }
    }

    private static ParsedDocument Content(JsonCursor root, Document document) => document.Kind switch
    {
        DocumentKind.Catalogue => new ParsedDocument(document, Catalogue(root, document), null, null),
        DocumentKind.PriceList => new ParsedDocument(document, null, Prices(root, document), null),
        _ => new ParsedDocument(document, null, null, Schedule(root, document)),
    };

    private static DateTimeOffset From(JsonCursor root)
    {
        const string form = "an instant in UTC such as \"2026-01-01T00:00:00Z\"";
        var text = root.Text("from", form);
        if (text.EndsWith('Z') && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return instant.ToUniversalTime();
        }

        root.Report("from", $"'{text}' is not {form}");
        return default;
    }

    private static PlanCatalogue Catalogue(JsonCursor root, Document document)
    {
        var ranges = new Dictionary<string, NumberRange>(StringComparer.Ordinal);
        foreach (var cursor in root.Objects("numberRanges"))
        {
            var range = Range(cursor);
            if (!ranges.TryAdd(range.Prefix, range))
            {
                cursor.Report("prefix", $"'{range.Prefix}' stands twice in the catalogue");
            }
        }

        var plans = new Dictionary<string, Plan>(StringComparer.Ordinal);
        foreach (var cursor in root.Objects("plans"))
        {
            var plan = ReadPlan(cursor);
            if (!plans.TryAdd(plan.Code, plan))
            {
                cursor.Report("code", $"'{plan.Code}' stands twice in the catalogue");
            }
        }

        return new PlanCatalogue(document.FullVersion, plans.Values, ranges.Values);
    }

    private static NumberRange Range(JsonCursor cursor)
    {
        var prefix = cursor.Text("prefix", "leading digits");
        if (!PrefixForm().IsMatch(prefix))
        {
            cursor.Report("prefix", "must be digits, with a leading + for phone numbers");
        }

        return new NumberRange(prefix, cursor.Choice("cardType", CardTypes));
    }

    private static Plan ReadPlan(JsonCursor cursor)
    {
        var code = cursor.Text("code", "1 to 40 characters of [a-z0-9-]");
        if (code.Length > 0 && !CodeForm().IsMatch(code))
        {
            cursor.Report("code", "must be 1 to 40 characters of [a-z0-9-]");
        }

        var name = cursor.Object("name");
        var period = cursor.Has("period") ? cursor.Object("period") : (JsonCursor?)null;
        return new Plan(
            code,
            name.Text("en", "the name in English"),
            name.Text("zh-CN", "the name in Chinese"),
            cursor.Choice("cardType", CardTypes),
            cursor.Text("category", "a group of plans"),
            cursor.Text("region", "ISO 3166-1 alpha-2 or GLOBAL"),
            Price(cursor.Object("price")),
            period?.Choice("unit", Units) ?? PeriodUnit.None,
            period?.Integer("count", 1, 1, 1000) ?? 0,
            cursor.Long("dataBytes", 0),
            TimeSpan.FromMinutes(cursor.Integer("reversalWindowMinutes", 0, 0, 60 * 24 * 366)));
    }

    private static PlanPrice Price(JsonCursor cursor)
    {
        foreach (var second in PriceShapes.Where(cursor.Has).Skip(1))
        {
            cursor.Report(second, "stands beside another price: give exactly one of fixed, denominations and range");
        }

        if (cursor.Has("fixed"))
        {
            return new PlanPrice.Fixed(cursor.Amount("fixed"));
        }

        if (cursor.Has("denominations"))
        {
            var amounts = cursor.Amounts("denominations");
            if (amounts.Select(amount => amount.Currency).Distinct().Count() > 1)
            {
                cursor.Report("denominations", "must be in one currency");
                return new PlanPrice.Denominations(amounts[..1]);
            }

            return new PlanPrice.Denominations([.. amounts.OrderBy(amount => amount.Minor)]);
        }

        var range = cursor.Object("range");
        var (minimum, maximum, step) = (range.Amount("minimum"), range.Amount("maximum"), range.Amount("step"));
        if (minimum.Currency != maximum.Currency || minimum.Currency != step.Currency || minimum.Minor > maximum.Minor)
        {
            cursor.Report("range", "must have minimum, maximum and step in one currency, minimum not above maximum");
        }

        return new PlanPrice.Range(minimum, maximum, step);
    }

    private static PriceList Prices(JsonCursor root, Document document)
    {
        var fees = root.Object("handlingFees");
        var byChannel = new Dictionary<Channel, Money>();
        foreach (var key in fees.Keys())
        {
            if (Channels.TryGetValue(key, out var channel))
            {
                byChannel[channel] = fees.Amount(key);
            }
            else
            {
                fees.Report(key, $"is not a channel; the channels are {string.Join(", ", Channels.Keys)}");
            }
        }

        return new PriceList(document.FullVersion, byChannel);
    }

    private static CommissionSchedule Schedule(JsonCursor root, Document document) => new(
        document.FullVersion,
        root.Text("ruleId", "a name for the rule"),
        new BasisPoints(root.Integer("rateBasisPoints", null, 0, 10_000)));

    [GeneratedRegex(@"^[a-z0-9-]{1,40}\z")]
    private static partial Regex CodeForm();

    [GeneratedRegex(@"^\+?[0-9]{1,18}\z")]
    private static partial Regex PrefixForm();
}
