using System.Text.Json;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Texts;

namespace Partner.Core.Publishing;

/// <summary>Where plans and card types stand in a document: a catalogue keeps them in another order.</summary>
internal sealed class CataloguePlaces
{
    private readonly Dictionary<string, int> _plans;
    private readonly Dictionary<string, int> _cardTypes;

    public CataloguePlaces(Document document)
    {
        using var json = JsonDocument.Parse(document.Json);
        _plans = Positions(json.RootElement, "plans", "code");
        _cardTypes = Positions(json.RootElement, "cardTypes", "cardType");
    }

    public string Of(Plan plan) => Path("plans", _plans, plan.Code.Value);

    public string Of(CardTypeRules rules) => Path("cardTypes", _cardTypes, EnumWord.Upper(rules.CardType));

    private static string Path(string list, Dictionary<string, int> positions, string name) =>
        positions.TryGetValue(name, out var position) ? $"$.{list}[{position}]" : $"$.{list}";

    private static Dictionary<string, int> Positions(JsonElement root, string list, string key)
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!root.TryGetProperty(list, out var items) || items.ValueKind != JsonValueKind.Array)
        {
            return positions;
        }

        foreach (var (item, index) in items.EnumerateArray().Select((item, index) => (item, index)))
        {
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty(key, out var name)
                && name.ValueKind == JsonValueKind.String)
            {
                positions.TryAdd(name.GetString()!, index);
            }
        }

        return positions;
    }
}
