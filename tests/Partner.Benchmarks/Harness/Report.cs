using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partner.Benchmarks.Harness;

/// <summary>How the verbs tell what they found.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,

        // A ratio to nothing is NaN, and says so.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,

        // For people and files, never for a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What it was measured on.</summary>
    public static object Machine => new
    {
        at = TimeProvider.System.GetUtcNow().ToString("u", CultureInfo.InvariantCulture),
        cores = Environment.ProcessorCount,
        system = RuntimeInformation.OSDescription,
        runtime = RuntimeInformation.FrameworkDescription,
    };

    /// <summary>Writes a file of JSON, if one is wanted.</summary>
    /// <param name="file">The file; null for none.</param>
    /// <param name="content">What to write.</param>
    /// <param name="cancel">Gives up.</param>
    public static Task WriteAsync(string? file, object content, CancellationToken cancel) => file is null
        ? Task.CompletedTask
        : File.WriteAllTextAsync(file, JsonSerializer.Serialize(content, Json) + "\n", cancel);

    /// <summary>Writes a line for people.</summary>
    /// <param name="text">The line.</param>
    public static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number in a column of a table; a dash where there is none.</summary>
    /// <param name="value">The number.</param>
    /// <param name="width">Width of the column.</param>
    /// <param name="format">Form of the number.</param>
    public static string Cell(double? value, int width, string format = "F1") =>
        (value?.ToString(format, CultureInfo.InvariantCulture) ?? "–").PadLeft(width);
}
