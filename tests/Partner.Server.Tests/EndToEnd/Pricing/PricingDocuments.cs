using System.Globalization;

namespace Partner.Server.Tests.EndToEnd.Pricing;

/// <summary>
/// The documents of the pricing tests: a seller of the tier "small" and its parent of the tier "big", both in the
/// north. All are in force since a minute before the time that they are made for.
/// </summary>
internal sealed class PricingDocuments(DateTimeOffset now)
{
    /// <summary>What nobody may ever read.</summary>
    public const string Coupon = "SECRET-7";

    private string Head(string kind, string id, string version = "1", int fromMinutes = -1) => $$"""
        "kind": "{{kind}}", "id": "{{id}}", "version": "{{version}}", "from": "{{At(fromMinutes)}}"
        """;

    /// <summary>Everything that is in force from the beginning.</summary>
    public IEnumerable<string> All => [Network, PriceList(), Small, Big, Promotions, Dollars];

    public string Network => $$"""
        {
          {{Head("network", "t-network")}},
          "members": [
            { "partner": "t-parent", "tier": "big", "region": "north" },
            { "partner": "t-seller", "tier": "small", "region": "north", "parent": "t-parent" },
            { "partner": "t-other", "tier": "small", "region": "north" }
          ]
        }
        """;

    /// <summary>Through kiosks 1 % of the face, 0.50 to 2.00, of which the partner keeps 60 %.</summary>
    public string PriceList(string version = "1", int fromMinutes = -1, int rate = 100) => $$"""
        {
          {{Head("price-list", "t-prices", version, fromMinutes)}}, "currency": "CNY",
          "prices": [
            { "id": "small-month", "applies": { "tier": "small", "plan": "travel-1m" }, "price": "96.00 CNY" }
          ],
          "fees": [
            {
              "id": "t-kiosk", "applies": { "tier": "small", "channel": "KIOSK" },
              "rate": {{rate}}, "minimum": "0.50 CNY", "maximum": "2.00 CNY", "partnerShare": 6000
            }
          ]
        }
        """;

    /// <summary>One outlet of the seller pays less than all others.</summary>
    public string OutletPrices(string outlet) => $$"""
        {
          {{Head("price-list", "t-outlet-prices")}}, "currency": "CNY",
          "prices": [
            {
              "id": "cheap", "applies": { "partner": "t-seller", "outlet": "{{outlet}}", "plan": "phone-200" },
              "price": "160.00 CNY"
            }
          ],
          "fees": []
        }
        """;

    /// <summary>3 %, above 150.00 4 %, above 1,000.00 5 %; each part at its own rate.</summary>
    public string Small => $$"""
        {
          {{Head("commission-schedule", "t-small")}}, "currency": "CNY", "timeZone": "Asia/Shanghai", "base": "FACE",
          "tiering": "MARGINAL", "mode": "SETTLED", "taxAt": "SETTLEMENT",
          "rules": [
            {
              "id": "small", "applies": { "tier": "small" }, "rate": 300,
              "steps": [{ "from": "150.00 CNY", "rate": 400 }, { "from": "1000.00 CNY", "rate": 500 }]
            }
          ]
        }
        """;

    /// <summary>5 %, from 200.00 on 6 % for the whole month, from 5,000.00 on 7 %.</summary>
    public string Big => $$"""
        {
          {{Head("commission-schedule", "t-big")}}, "currency": "CNY", "timeZone": "Asia/Shanghai", "base": "FACE",
          "tiering": "WHOLE", "mode": "SETTLED", "taxAt": "SETTLEMENT",
          "rules": [
            {
              "id": "big", "applies": { "tier": "big" }, "rate": 500,
              "steps": [{ "from": "200.00 CNY", "rate": 600 }, { "from": "5000.00 CNY", "rate": 700 }]
            }
          ]
        }
        """;

    /// <summary>Groups 1 to 3 lower prices in the north; the others give points where they apply.</summary>
    public string Promotions => $$"""
        {
          {{Head("promotions", "t-promotions")}}, "currency": "CNY", "timeZone": "Asia/Shanghai",
          "promotions": [
            {
              "id": "first", "name": { "en": "First top-up", "zh-CN": "首充优惠" }, "group": 1, "gift": "DISCOUNT",
              "percent": { "rate": 1000, "cap": "10.00 CNY" }, "funder": "OPERATOR",
              "conditions": { "firstTopUp": true, "regions": ["north"] }, "limits": { "perCard": 1 }
            },
            {
              "id": "full", "name": { "en": "5 off every 100", "zh-CN": "每满 100 减 5" }, "group": 2,
              "gift": "DISCOUNT", "threshold": { "reach": "100.00 CNY", "gives": "5.00 CNY", "repeats": true },
              "funder": "ISSUER", "conditions": { "categories": ["amount"], "regions": ["north"] }
            },
            {
              "id": "coupon", "name": { "en": "Coupon", "zh-CN": "优惠券" }, "group": 3, "gift": "DISCOUNT",
              "amount": "2.00 CNY", "funder": "PARTNER",
              "conditions": { "coupon": "{{Coupon}}", "regions": ["north"] }
            },
            {{Point("in-time", 10, "\"beforeExpiry\": true, \"withinDays\": 3660")}},
            {{Point("for-travel", 11, "\"categories\": [\"travel-pass\"]")}},
            {{Point("for-web", 12, "\"channels\": [\"WEB\"]")}},
            {{Point("for-south", 13, "\"regions\": [\"south\"]")}},
            {{Point("for-others", 14, "\"partners\": [\"somebody\"]")}},
            {{Point("at-night", 15, $"\"window\": {{ \"from\": \"{Local(2)}\", \"to\": \"{Local(3)}\" }}")}},
            {{Point("another-day", 16, $"\"days\": [\"{AnotherDay}\"]")}},
            {{Point("once-per-card", 17, "\"regions\": [\"north\"]", "\"perCard\": 1")}},
            {{Point("once-per-partner", 18, "\"regions\": [\"north\"]", "\"perPartner\": 1")}},
            {{Point("once", 19, "\"regions\": [\"north\"]", "\"total\": 1")}},
            {{Point("poor", 20, "\"regions\": [\"north\"]", "\"budget\": 1")}},
            {
              "id": "high", "name": { "en": "High", "zh-CN": "高门槛" }, "group": 21, "gift": "POINTS",
              "threshold": { "reach": "184.00 CNY", "gives": 10, "repeats": false }, "funder": "OPERATOR",
              "conditions": { "regions": ["north"] }
            }
          ]
        }
        """;

    /// <summary>Two that take from one price: the better one 17 times, the other for 11.00 in all, 1.00 each.</summary>
    public string Rush => $$"""
        {
          {{Head("promotions", "t-rush")}}, "currency": "CNY", "timeZone": "Asia/Shanghai",
          "promotions": [
            {
              "id": "rush-total", "name": { "en": "Rush", "zh-CN": "抢购" }, "group": 40, "gift": "DISCOUNT",
              "amount": "3.00 CNY", "funder": "OPERATOR", "conditions": { "regions": ["north"] },
              "limits": { "total": 17 }
            },
            {
              "id": "rush-budget", "name": { "en": "Rush on", "zh-CN": "继续抢购" }, "group": 40, "gift": "DISCOUNT",
              "amount": "1.00 CNY", "funder": "ISSUER", "conditions": { "regions": ["north"] },
              "limits": { "budget": "11.50 CNY" }
            }
          ]
        }
        """;

    public string Dollars => $$"""
        {
          {{Head("promotions", "t-dollars")}}, "currency": "USD", "timeZone": "Asia/Shanghai",
          "promotions": [
            {
              "id": "dollars", "name": { "en": "Dollars", "zh-CN": "美元" }, "group": 30, "gift": "PARTNER_CASHBACK",
              "amount": "0.10 USD", "funder": "ISSUER", "conditions": { "regions": ["north"] }
            }
          ]
        }
        """;

    /// <summary>One that does not concern the seller, in force from the beginning.</summary>
    public string ForOthersOnly => $$"""
        {
          {{Head("price-list", "t-secret-prices")}}, "currency": "CNY", "prices": [],
          "fees": [
            {
              "id": "secret", "applies": { "partner": "t-parent", "channel": "PHONE" }, "fixed": "9.00 CNY",
              "partnerShare": 0
            }
          ]
        }
        """;

    /// <summary>A promotion that gives a point and changes no price.</summary>
    private static string Point(string id, int group, string conditions, string limits = "") => $$"""
        {
          "id": "{{id}}", "name": { "en": "{{id}}", "zh-CN": "{{id}}" }, "group": {{group}}, "gift": "POINTS",
          "amount": 1, "funder": "OPERATOR", "conditions": { {{conditions}} }
          {{(limits.Length == 0 ? "" : $", \"limits\": {{ {limits} }}")}}
        }
        """;

    private DateTimeOffset Shanghai =>
        TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    private string AnotherDay => Shanghai.AddDays(3).DayOfWeek.ToString().ToUpperInvariant();

    private string Local(int hours) => Shanghai.AddHours(hours).ToString("HH:mm", CultureInfo.InvariantCulture);

    private string At(int minutes) =>
        now.AddMinutes(minutes).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
