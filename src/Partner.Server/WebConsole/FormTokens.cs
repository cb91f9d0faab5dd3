using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Partner.Server.Security;

namespace Partner.Server.WebConsole;

/// <summary>
/// Makes sure that a form was sent by one of our pages, in the browser of the one whose certificate it is. Each browser
/// gets a random secret in a cookie that no script and no other site can read or set; a form carries a hash of the
/// certificate's thumbprint under that secret. Whoever lacks the cookie cannot make the token, and a token of another
/// person or browser does not fit. No server keeps anything, so that any replica answers what another one asked, and
/// there are no keys to share or lose. (ASP.NET's own tokens need data protection keys that all replicas share.)
/// </summary>
internal sealed class FormTokens : IAntiforgery
{
    /// <summary>The cookie: __Host- cookies are set by this very host, over TLS, for all of it.</summary>
    public const string Cookie = "__Host-console-form";

    /// <summary>The form's field.</summary>
    public const string Field = "form-token";

    private const int SecretBytes = 32;

    /// <inheritdoc/>
    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext)
    {
        var secret = SecretOf(httpContext);
        if (secret is null)
        {
            secret = RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true);
            httpContext.Response.Cookies.Append(Cookie, secret, new CookieOptions
            {
                Secure = true,
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Path = "/",
                IsEssential = true,
            });

            // A second form of the same page takes the same one.
            httpContext.Items[Cookie] = secret;
        }

        return new AntiforgeryTokenSet(TokenOf(secret, httpContext), secret, Field, null);
    }

    /// <inheritdoc/>
    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) => GetAndStoreTokens(httpContext);

    /// <inheritdoc/>
    public async Task<bool> IsRequestValidAsync(HttpContext httpContext)
    {
        var request = httpContext.Request;
        if (HttpMethods.IsGet(request.Method))
        {
            return true;
        }

        if (IsForeign(request) || SecretOf(httpContext) is not { } secret || !request.HasFormContentType)
        {
            return false;
        }

        var form = await request.ReadFormAsync(httpContext.RequestAborted);
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(form[Field].ToString()), Encoding.UTF8.GetBytes(TokenOf(secret, httpContext)));
    }

    /// <inheritdoc/>
    public async Task ValidateRequestAsync(HttpContext httpContext)
    {
        if (!await IsRequestValidAsync(httpContext))
        {
            throw new AntiforgeryValidationException("The form was not sent by a page of ours.");
        }
    }

    /// <inheritdoc/>
    public void SetCookieTokenAndHeader(HttpContext httpContext) => GetAndStoreTokens(httpContext);

    // Browsers say where a request comes from, and no page can make them say otherwise.
    private static bool IsForeign(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none")
        || (request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != $"https://{request.Host}");

    private static string? SecretOf(HttpContext http) =>
        http.Items[Cookie] as string
        ?? (http.Request.Cookies[Cookie] is { Length: SecretBytes * 2 } secret && secret.All(char.IsAsciiHexDigitLower)
            ? secret
            : null);

    private static string TokenOf(string secret, HttpContext http) => Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.ASCII.GetBytes(secret), Encoding.ASCII.GetBytes(http.GetCaller().Thumbprint)));
}
