using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Partner.Server.Errors;
using Partner.Server.WebConsole.Display;

namespace Partner.Server.WebConsole;

/// <summary>
/// What is answered where there is no page to show. It is made of the table's texts alone, so that it can be shown to
/// anybody, also to one who is not let in.
/// </summary>
internal static class ErrorPage
{
    /// <summary>
    /// What pages write as it is, Chinese too; what is not listed is written as a number, which shows the same.
    /// </summary>
    public static TextEncoderSettings AsTheyAre { get; } = new(
        UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.GeneralPunctuation,
        UnicodeRanges.Arrows, UnicodeRanges.CjkSymbolsandPunctuation, UnicodeRanges.CjkUnifiedIdeographs,
        UnicodeRanges.HalfwidthandFullwidthForms);

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(AsTheyAre);

    /// <summary>Writes it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="incident">What the log knows it by; null where there is nothing to look up.</param>
    public static Task WriteAsync(HttpContext http, int status, string? incident = null)
    {
        var language = Visit.LanguageOf(http);
        var (title, advice) = KeysOf(status);
        string Text(string key) => Encoder.Encode(ConsoleTexts.Of(key, language));
        var told = incident is null
            ? ""
            : $"<p>{Text("error.incident")} <strong class=\"code\">{incident}</strong></p>\n";
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $"""
                <!DOCTYPE html>
                <html lang="{language.Tag()}">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <title>{Text(title)}</title>
                <link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/console.css">
                </head>
                <body class="error"><main>
                <p class="status">{status}</p>
                <h1>{Text(title)}</h1>
                <p>{Text(advice)}</p>
                {told}<p><a href="/">{Text("error.home")}</a></p>
                </main></body>
                </html>

                """),
            http.RequestAborted);
    }

    private static (string Title, string Advice) KeysOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ("error.400", "error.400.advice"),
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => ("error.403", "error.403.advice"),
        StatusCodes.Status404NotFound => ("error.404", "error.404.advice"),
        StatusCodes.Status405MethodNotAllowed => ("error.405", "error.405.advice"),
        StatusCodes.Status413PayloadTooLarge => ("error.413", "error.413.advice"),
        StatusCodes.Status429TooManyRequests => ("error.429", "error.429.advice"),
        StatusCodes.Status503ServiceUnavailable => ("error.503", "error.503.advice"),
        _ => ("error.500", "error.500.advice"),
    };
}
