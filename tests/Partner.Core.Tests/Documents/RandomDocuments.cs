using System.Globalization;
using System.Text.Json.Nodes;

namespace Partner.Core.Tests.Documents;

/// <summary>Documents made by chance, of values up to what is allowed: some can be published, others not.</summary>
internal sealed class RandomDocuments(Random random)
{
    private static readonly string[] Channels = ["POS", "AGENT", "KIOSK"];
    private static readonly string[] Groups = ["amount", "data"];
    private static readonly string[] Plans = ["phone-any", "phone-credit", "travel-7"];

    public IEnumerable<string> All()
    {
        var price = Amount(1, 4);
        yield return Samples.Catalogue.With("68.00 CNY", price);
        yield return Samples.Network.With("\"partner\": \"master\"", "\"partner\": \"master\", \"tier\": \"master\"");
        yield return Samples.Rates.With("0.14012345", Pick("0.00000001", "0.14012345", "99999.99999999", "1000000"));
        yield return Head("price-list", ("prices", Many(Price)), ("fees", Many(Fee)));
        yield return Head(
            "commission-schedule",
            ("timeZone", "UTC"),
            ("base", Pick("FACE", "FACE_LESS_DISCOUNT", "CUSTOMER_PAYS")),
            ("tiering", Pick("MARGINAL", "WHOLE")),
            ("mode", "INSTANT"),
            ("taxAt", "CREDIT"),
            ("rules", Many(Commission, 1)));
        yield return Head("promotions", ("timeZone", "UTC"), ("promotions", Many(Promotion, 1)));
    }

    private static string Head(string kind, params (string Key, JsonNode Value)[] content)
    {
        var document = new JsonObject
        {
            ["kind"] = kind, ["id"] = kind, ["version"] = "1", ["from"] = "2026-01-01T00:00:00Z", ["currency"] = "CNY",
        };
        foreach (var (key, value) in content)
        {
            document[key] = value;
        }

        return document.ToJsonString();
    }

    private JsonArray Many(Func<JsonObject> make, int least = 0)
    {
        var list = new JsonArray();
        for (var left = random.Next(least, least + 4); left > 0; left--)
        {
            var item = make();
            item["id"] = $"{item["id"]}{list.Count}";
            list.Add(item);
        }

        return list;
    }

    private JsonObject Price() => new()
    {
        ["id"] = "price", ["applies"] = Applies("travel-7"), ["price"] = Amount(1, 4),
    };

    private JsonObject Fee()
    {
        var fee = new JsonObject { ["id"] = "fee", ["applies"] = Applies(), ["partnerShare"] = random.Next(10_001) };
        fee[random.Next(2) == 0 ? "fixed" : "rate"] = 0;
        if (fee.ContainsKey("fixed"))
        {
            fee["fixed"] = Amount(0, 10);
        }
        else
        {
            fee["rate"] = random.Next(10_001);
            fee["minimum"] = Amount(0, 3);
            fee["maximum"] = Amount(4, 10);
        }

        return fee;
    }

    private JsonObject Commission()
    {
        var rule = new JsonObject { ["id"] = "rule", ["applies"] = Applies(), ["rate"] = random.Next(5_001) };
        if (random.Next(2) == 0)
        {
            rule["fixed"] = Amount(0, 3);
            rule["minimum"] = Amount(0, 3);
        }

        if (random.Next(2) == 0)
        {
            rule["steps"] = new JsonArray(
                new JsonObject { ["from"] = Amount(1, 4), ["rate"] = random.Next(5_001) },
                new JsonObject { ["from"] = Amount(5, 10), ["rate"] = random.Next(5_001) });
        }

        return rule;
    }

    private JsonObject Promotion()
    {
        var promotion = new JsonObject
        {
            ["id"] = "promotion",
            ["name"] = new JsonObject { ["en"] = "One", ["zh-CN"] = "一" },
            ["group"] = random.Next(3),
            ["gift"] = Pick("DISCOUNT", "DISCOUNT", "DISCOUNT", "PARTNER_CASHBACK", "CARD_CASHBACK"),
            ["funder"] = Pick("OPERATOR", "ISSUER"),
        };
        switch (random.Next(3))
        {
            case 0:
                promotion["percent"] = new JsonObject { ["rate"] = random.Next(1, 10_001) };
                break;
            case 1:
                promotion["amount"] = Amount(1, 3);
                break;
            default:
                promotion["threshold"] = new JsonObject
                {
                    ["reach"] = Amount(4, 10), ["gives"] = Amount(1, 4), ["repeats"] = random.Next(2) == 0,
                };
                break;
        }

        if (random.Next(2) == 0)
        {
            promotion["conditions"] = new JsonObject { ["categories"] = new JsonArray(Pick(Groups)) };
        }

        return promotion;
    }

    private JsonObject Applies(string? plan = null)
    {
        var applies = new JsonObject();
        if (plan is not null || random.Next(2) == 0)
        {
            applies["plan"] = plan ?? Pick(Plans);
        }

        if (random.Next(2) == 0)
        {
            applies["tier"] = Pick("gold", "master");
        }

        if (random.Next(2) == 0)
        {
            applies["channel"] = Pick(Channels);
        }

        return applies;
    }

    /// <summary>An amount with so many digits before the point: now and then the greatest that is allowed.</summary>
    private string Amount(int least, int most)
    {
        var digits = random.Next(least, most + 1);
        var units = (long)Math.Pow(10, digits) - 1 - random.Next(digits == 0 ? 1 : 9);
        return string.Create(CultureInfo.InvariantCulture, $"{units}.{random.Next(1, 100):D2} CNY");
    }

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
