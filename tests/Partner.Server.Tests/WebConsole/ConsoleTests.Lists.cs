using System.Net;
using Partner.Core.Amounts;
using Partner.Core.Identity;
using Partner.Storage;

namespace Partner.Server.Tests.WebConsole;

/// <content>What lists show, and how far they go at once.</content>
public sealed partial class ConsoleTests
{
    [Fact]
    public async Task Floats_and_certificates_are_listed_a_page_at_a_time()
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var number = 0; number < 60; number++)
        {
            var id = new PartnerId($"many-{number:D2}");
            await Store.Partners.AddAsync(
                new PartnerAccount(id, $"Many {number}", PartnerStatus.Active, Currency.Of("CNY")), now);
            await Store.Partners.RegisterAsync(
                new Registration(
                    $"{number:D2}" + new string('c', 62), id, PartnerStatus.Active, null, Permissions.Sell, null),
                "many", now.AddDays(300), now);
        }

        using var browser = await shared.OperatorAsync();
        foreach (var path in new[] { "/floats", "/certificates" })
        {
            var seen = new List<string>();
            for (string? next = path; next is not null;)
            {
                var page = await browser.GetAsync(next);
                seen.AddRange(System.Text.RegularExpressions.Regex.Matches(page.Html, ">(many-[0-9]{2})<")
                    .Select(match => match.Groups[1].Value).Distinct());
                var link = System.Text.RegularExpressions.Regex.Match(page.Html, "href=\"([^\"]+)\" rel=\"next\"");
                next = link.Success ? WebUtility.HtmlDecode(link.Groups[1].Value) : null;
            }

            Assert.Equal(60, seen.Count);
            Assert.Equal(60, seen.Distinct().Count());
        }
    }

    [Fact]
    public async Task A_tills_certificate_that_ends_soon_is_marked_though_another_kind_of_the_till_ends_later()
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = new PartnerId("a-till");
        await Store.Partners.AddAsync(
            new PartnerAccount(id, "Till", PartnerStatus.Active, Currency.Of("CNY")), now);
        foreach (var (digit, permissions, days) in new[]
        {
            ('e', Permissions.Read, 4), ('f', Permissions.Sell, 200),
        })
        {
            await Store.Partners.RegisterAsync(
                new Registration(
                    "0" + new string(digit, 63), id, PartnerStatus.Active, "shop-77", permissions, null)
                {
                    Terminal = "till-78",
                },
                "till", now.AddDays(days), now);
        }

        using var browser = await shared.OperatorAsync();
        var html = (await browser.GetAsync("/certificates")).Html;

        var row = System.Text.RegularExpressions.Regex.Match(
            html, "<tr>(?:(?!</tr>).)*0e{15}….*?</tr>", System.Text.RegularExpressions.RegexOptions.Singleline).Value;
        Assert.Contains("shop-77", row, Ordinal);
        Assert.Contains("till-78", row, Ordinal);
        Assert.Contains("mark bad", row, Ordinal);
        Assert.DoesNotContain("renewed", row, Ordinal);
    }
}
