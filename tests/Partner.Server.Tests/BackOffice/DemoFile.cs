using System.Globalization;
using System.Text.Json.Nodes;
using Leb.Operator.V1;

namespace Partner.Server.Tests.BackOffice;

/// <summary>Documents of the demo set as new versions, for tests to publish.</summary>
internal static class DemoFile
{
    private static int _versions = 100;

    /// <summary>A price list with the kiosk's fee, a version that no other test has, an hour ahead or more.</summary>
    /// <param name="fee">The fee.</param>
    /// <param name="change">A further change.</param>
    /// <param name="fileName">What the file is called.</param>
    public static DocumentFile Prices(
        string fee = "1.50 CNY", Action<JsonObject>? change = null, string fileName = "price-list.json")
    {
        var demo = Path.Combine(AppContext.BaseDirectory, "Documents", "price-list.json");
        var document = JsonNode.Parse(File.ReadAllText(demo))!.AsObject();
        var number = Interlocked.Increment(ref _versions);

        // A minute each, so that no two begin at one instant; the later one begins later and has the greater name.
        document["version"] = number.ToString(CultureInfo.InvariantCulture);
        document["from"] = TimeProvider.System.GetUtcNow().AddMinutes(number)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        document["fees"]![0]!["fixed"] = fee;
        change?.Invoke(document);
        return new DocumentFile { Name = fileName, Json = document.ToJsonString() };
    }

    /// <summary>The name of the version in a file: "documents/price-list/demo-prices@101".</summary>
    public static string NameOf(DocumentFile file)
    {
        var document = JsonNode.Parse(file.Json)!;
        return $"documents/{document["kind"]}/{document["id"]}@{document["version"]}";
    }
}
