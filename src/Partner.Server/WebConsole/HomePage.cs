using System.Text.Encodings.Web;
using Partner.Server.Security;

namespace Partner.Server.WebConsole;

/// <summary>The first page: who is logged in.</summary>
internal static class HomePage
{
    /// <summary>Writes the page.</summary>
    public static Task WriteAsync(HttpContext http)
    {
        var caller = http.GetCaller();
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Operator</title></head>
            <body><h1>Operator · 运营商后台</h1>
            <p>Logged in by certificate · 登录证书: <code>{HtmlEncoder.Default.Encode(caller.Thumbprint)}</code></p>
            </body>
            </html>

            """,
            http.RequestAborted);
    }
}
