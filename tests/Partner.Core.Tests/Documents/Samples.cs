namespace Partner.Core.Tests.Documents;

/// <summary>Good documents; a test replaces the part that it is about.</summary>
internal static class Samples
{
    public const string Catalogue = """
        {
          "kind": "catalogue", "id": "plans", "version": "1", "from": "2026-01-01T00:00:00Z",
          "numberRanges": [
            { "prefix": "+8613", "cardType": "PHONE" },
            { "prefix": "898600", "cardType": "TRAVEL" }
          ],
          "plans": [
            {
              "code": "phone-credit", "name": { "en": "Credit", "zh-CN": "话费" }, "cardType": "PHONE",
              "category": "amount", "region": "CN",
              "price": { "denominations": ["200.00 CNY", "50.00 CNY", "100.00 CNY"] },
              "reversalWindowMinutes": 30
            },
            {
              "code": "travel-7", "name": { "en": "7 days", "zh-CN": "7天" }, "cardType": "TRAVEL",
              "category": "data", "region": "GLOBAL", "price": { "fixed": "68.00 CNY" },
              "period": { "unit": "day", "count": 7 }, "dataBytes": 5368709120
            },
            {
              "code": "phone-any", "name": { "en": "Any", "zh-CN": "任意" }, "cardType": "PHONE",
              "category": "amount", "region": "CN",
              "price": { "range": { "minimum": "10.00 CNY", "maximum": "500.00 CNY", "step": "5.00 CNY" } }
            }
          ]
        }
        """;

    public const string Prices = """
        {
          "kind": "price-list", "id": "prices", "version": "1", "from": "2026-01-01T00:00:00Z",
          "currency": "CNY",
          "prices": [
            { "id": "gold-7", "applies": { "tier": "gold", "plan": "travel-7" }, "price": "66.00 CNY" },
            { "id": "acme-7", "applies": { "partner": "acme", "category": "data" }, "price": "65.00 CNY" }
          ],
          "fees": [
            { "id": "till", "applies": { "channel": "POS" }, "fixed": "1.00 CNY", "partnerShare": 10000 },
            {
              "id": "post", "applies": { "channel": "POST_OFFICE", "cardType": "PHONE" },
              "rate": 150, "minimum": "0.50 CNY", "maximum": "3.00 CNY", "partnerShare": 2500
            }
          ]
        }
        """;

    public const string Schedule = """
        {
          "kind": "commission-schedule", "id": "commissions", "version": "1", "from": "2026-01-01T00:00:00Z",
          "currency": "CNY", "timeZone": "Asia/Shanghai", "base": "FACE_LESS_DISCOUNT", "tiering": "MARGINAL",
          "mode": "SETTLED", "taxAt": "SETTLEMENT",
          "rules": [
            { "id": "flat", "applies": {}, "rate": 300 },
            {
              "id": "gold", "applies": { "tier": "gold" }, "rate": 320, "fixed": "0.10 CNY",
              "minimum": "0.20 CNY", "maximum": "50.00 CNY",
              "steps": [{ "from": "1000.00 CNY", "rate": 350 }, { "from": "5000.00 CNY", "rate": 400 }],
              "fixedOverride": 50
            }
          ]
        }
        """;

    public const string Promotions = """
        {
          "kind": "promotions", "id": "promotions", "version": "1", "from": "2026-01-01T00:00:00Z",
          "to": "2026-07-01T00:00:00Z",
          "currency": "CNY", "timeZone": "Asia/Shanghai",
          "promotions": [
            {
              "id": "first", "name": { "en": "First top-up", "zh-CN": "首充优惠" }, "group": 1, "gift": "DISCOUNT",
              "percent": { "rate": 1000, "cap": "20.00 CNY" }, "funder": "OPERATOR",
              "conditions": {
                "firstTopUp": true, "plans": ["travel-7"], "channels": ["POS", "APP"], "partners": ["acme"],
                "regions": ["south"], "days": ["SATURDAY", "SUNDAY"],
                "window": { "from": "22:00", "to": "06:00" }, "coupon": "HELLO"
              },
              "limits": { "perCard": 1, "perPartner": 100, "total": 1000, "budget": "5000.00 CNY" }
            },
            {
              "id": "full", "name": { "en": "100 less 10", "zh-CN": "满百减十" }, "group": 2, "gift": "DISCOUNT",
              "threshold": { "reach": "100.00 CNY", "gives": "10.00 CNY", "repeats": true }, "funder": "PARTNER",
              "conditions": { "beforeExpiry": true, "withinDays": 30, "categories": ["amount"] }
            },
            {
              "id": "back", "name": { "en": "Cashback", "zh-CN": "返现" }, "group": 3, "gift": "CARD_CASHBACK",
              "amount": "2.00 CNY", "funder": "ISSUER"
            },
            {
              "id": "points", "name": { "en": "Points", "zh-CN": "积分" }, "group": 3, "gift": "POINTS",
              "percent": { "rate": 20000, "cap": 500 }, "funder": "OPERATOR", "limits": { "budget": 100000 }
            }
          ]
        }
        """;

    public const string Taxes = """
        {
          "kind": "tax-rules", "id": "taxes", "version": "1", "from": "2026-01-01T00:00:00Z", "currency": "CNY",
          "rules": [
            { "id": "small", "applies": {}, "rate": 100 },
            { "id": "acme", "applies": { "partner": "acme", "outlet": "store-1" }, "rate": 600 }
          ]
        }
        """;

    public const string Rates = """
        {
          "kind": "fx-rates", "id": "fx", "version": "1", "from": "2026-01-01T00:00:00Z", "maximumAgeMinutes": 1440,
          "rates": [
            { "plan": "CNY", "float": "USD", "rate": "0.14012345", "margin": 50 },
            { "plan": "CNY", "float": "JPY", "rate": "21.5" }
          ]
        }
        """;

    public const string Network = """
        {
          "kind": "network", "id": "network", "version": "1", "from": "2026-01-01T00:00:00Z",
          "members": [
            { "partner": "acme", "tier": "gold", "region": "south", "parent": "master" },
            { "partner": "master" }
          ]
        }
        """;

    /// <summary>A sample with one part replaced.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="part">The part; it must occur exactly once.</param>
    /// <param name="replacement">What stands there instead.</param>
    public static string With(this string sample, string part, string replacement)
    {
        Assert.Equal(2, sample.Split(part).Length);
        return sample.Replace(part, replacement, StringComparison.Ordinal);
    }
}
