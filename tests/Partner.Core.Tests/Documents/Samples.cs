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
          "handlingFees": { "POS": "1.00 CNY", "POST_OFFICE": "2.00 CNY" }
        }
        """;

    public const string Schedule = """
        {
          "kind": "commission-schedule", "id": "commissions", "version": "1", "from": "2026-01-01T00:00:00Z",
          "ruleId": "flat", "rateBasisPoints": 300
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
