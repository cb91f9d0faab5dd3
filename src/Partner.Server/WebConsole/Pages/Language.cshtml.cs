using Microsoft.AspNetCore.Mvc;
using Partner.Server.WebConsole.Display;

namespace Partner.Server.WebConsole.Pages;

/// <summary>Keeps the language that a person chose, in the browser.</summary>
internal sealed class LanguageModel : ConsolePage
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);

    /// <summary>There is nothing to see here.</summary>
    public IActionResult OnGet() => LocalRedirect("/");

    /// <summary>Keeps it, and goes back to where it was chosen.</summary>
    /// <param name="to">"en" or "zh-CN".</param>
    /// <param name="back">A page of ours.</param>
    public IActionResult OnPost(string? to, string? back)
    {
        if (to is not ("en" or "zh-CN"))
        {
            return BadRequest();
        }

        Response.Cookies.Append(Visit.LanguageCookie, to, new CookieOptions
        {
            Secure = true,
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            MaxAge = KeptFor,
            IsEssential = true,
        });
        return Url.IsLocalUrl(back) ? LocalRedirect(back) : LocalRedirect("/");
    }
}
