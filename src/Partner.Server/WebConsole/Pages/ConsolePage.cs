using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Partner.Core.Actions;
using Partner.Server.WebConsole.Display;
using Partner.Server.WebConsole.Readings;

namespace Partner.Server.WebConsole.Pages;

/// <summary>What all pages have in common. Pages are thin: what they show is read by classes of their own.</summary>
internal abstract class ConsolePage : PageModel
{
    /// <summary>The request.</summary>
    protected Visit Visit => HttpContext.RequestServices.GetRequiredService<Visit>();

    /// <summary>An operator, as the action log names one.</summary>
    /// <param name="why">Why something is done; null where nothing was said.</param>
    protected ActionBy By(string? why) => new(ActionActor.Operator(Visit.Caller.Thumbprint), why ?? "");

    /// <summary>The title, and which place of the navigation it is at.</summary>
    protected void Title(string key, string place, params object[] values)
    {
        ViewData["Title"] = Visit.Fill(key, values);
        ViewData["Nav"] = place;
    }

    /// <summary>Tells times in the zone of all partners.</summary>
    protected void InCommonZone() =>
        Visit.Zone = HttpContext.RequestServices.GetRequiredService<OperatorZone>().Common();

    /// <summary>Where a list begins and goes on.</summary>
    /// <param name="next">The place where it goes on; null where it has ended.</param>
    /// <param name="isFurther">Whether this page is not the first.</param>
    /// <param name="kept">What stays in the address.</param>
    protected Pager PagerOf(string? next, bool isFurther, params (string Name, string? Value)[] kept)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in kept.Where(one => !string.IsNullOrEmpty(one.Value)))
        {
            query.Add(name, value!);
        }

        var first = Request.Path + query.ToQueryString().ToString();
        if (next is null)
        {
            return new Pager(first, null, isFurther);
        }

        query.Add("after", next);
        return new Pager(first, Request.Path + query.ToQueryString().ToString(), isFurther);
    }
}

/// <summary>Where a list begins and goes on.</summary>
/// <param name="First">The address of its first page.</param>
/// <param name="Next">That of the next; null where it has ended.</param>
/// <param name="IsFurther">Whether the present page is not the first.</param>
internal sealed record Pager(string First, string? Next, bool IsFurther);
