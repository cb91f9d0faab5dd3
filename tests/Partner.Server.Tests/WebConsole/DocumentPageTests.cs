using System.Data.Common;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Npgsql;
using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Identity;
using Partner.Server.Hosting;
using Partner.Server.Tests.BackOffice;
using Partner.Storage;
using DocumentFile = Leb.Operator.V1.DocumentFile;

namespace Partner.Server.Tests.WebConsole;

/// <summary>Documents on the operator's pages: shown before they are published; and a page that fails.</summary>
/// <param name="shared">A server of its own: a page of it is made to fail.</param>
public sealed partial class DocumentPageTests(ConsoleServer shared) : IClassFixture<ConsoleServer>
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Path = "/documents/publish";

    public static TheoryData<string, string, string> Languages => new()
    {
        { "en", "What these documents change", "fee" },
        { "zh-CN", "这些文件带来的变化", "手续费" },
    };

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Documents_are_shown_with_what_they_change_and_published_as_they_were_shown(
        string language, string title, string what)
    {
        using var browser = await shared.OperatorAsync();
        var fee = language == "en" ? "6.60 CNY" : "6.70 CNY";
        var file = DemoFile.Prices(fee, fileName: "<b>prices</b>.json");
        file.Json = file.Json.Replace("{", "{\r\n", Ordinal);
        var name = DemoFile.NameOf(file);

        var shown = await UploadAsync(browser, language, file);
        var unsaid = await PublishAsync(browser, shown, " ", language);
        var published = await PublishAsync(browser, shown, "asked for by mail", language);

        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.Contains(title, shown.Html, Ordinal);
        Assert.Contains($"<td>{what}</td>", shown.Html, Ordinal);
        Assert.Contains(fee, shown.Html, Ordinal);
        Assert.DoesNotMatch("<script|<b>prices", shown.Html);
        Assert.Contains("id=\"why-problem\"", unsaid.Html, Ordinal);
        Assert.Equal(
            (HttpStatusCode.Redirect, "/documents?published=1"), (published.Status, published.Header("Location")));
        var list = await browser.GetAsync(published.Header("Location"), language);
        Assert.Contains("role=\"status\"", list.Html, Ordinal);
        var action = Assert.Single(await LogAsync(), one => one.Subject == name);
        Assert.Equal(("asked for by mail", ActorKind.Operator), (action.Why, action.Actor.Kind));

        // What a version changed against the one before it stands on its own page.
        var version = await browser.GetAsync(
            $"/documents/version?id=demo-prices&version={name.Split('@')[^1]}", language);
        Assert.Equal(HttpStatusCode.OK, version.Status);
        Assert.Contains($"<td>{what}</td>", version.Html, Ordinal);
        Assert.Contains(fee, version.Html, Ordinal);
        Assert.Contains("demo-prices@", version.Html, Ordinal);
        Assert.Contains("asked for by mail", version.Html, Ordinal);
    }

    [Fact]
    public async Task Another_version_that_was_published_between_is_told_and_what_is_shown_then_can_be_published()
    {
        using var browser = await shared.OperatorAsync();
        using var colleague = await shared.OperatorAsync("operator-2");
        var file = DemoFile.Prices("6.10 CNY");
        var shown = await UploadAsync(browser, "en", file);
        var between = await UploadAsync(colleague, "en", DemoFile.Prices("6.20 CNY"));
        await PublishAsync(colleague, between, "first");

        var told = await PublishAsync(browser, shown, "second");
        var changed = await PublishAsync(
            browser, shown, "second", "en", ("content", Convert.ToBase64String("{}"u8)));
        var again = await PublishAsync(browser, told, "second");

        Assert.Equal(HttpStatusCode.OK, told.Status);
        Assert.Contains("another version was published meanwhile", told.Html, Ordinal);
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(HttpStatusCode.Redirect, again.Status);
        Assert.Equal("second", Assert.Single(await LogAsync(), one => one.Subject == DemoFile.NameOf(file)).Why);
    }

    [Fact]
    public async Task Findings_files_that_are_no_text_and_forged_forms_publish_nothing()
    {
        using var browser = await shared.OperatorAsync();
        using var other = await shared.OperatorAsync("operator-2");
        var file = DemoFile.Prices();
        var noJson = new DocumentFile { Name = "bad.json", Json = "{" };
        var before = (await LogAsync()).Count;

        var bad = await UploadAsync(browser, "en", noJson, file);
        var badInChinese = await UploadAsync(browser, "zh-CN", noJson, file);
        var none = await UploadAsync(browser, "en");
        var noText = await SendAsync(browser, "en", await TokenAsync(browser), [("x.json", [0xff, 0xfe, 0x00])]);
        var shown = await UploadAsync(browser, "en", file);
        var forged = await PublishAsync(browser, shown, "forged", "en", ("form-token", await TokenAsync(other)));
        var token = await TokenAsync(browser);
        var large = await RefusedAsync(() => SendAsync(browser, "en", token, [("x.json", new byte[8 * 1024 * 1024])]));

        Assert.Contains("What stands against it", bad.Html, Ordinal);
        Assert.Contains("bad.json", bad.Html, Ordinal);
        Assert.Contains("is not JSON: the text ends too early", bad.Html, Ordinal);
        Assert.Contains("第 1 行不是 JSON：文本过早结束", badInChinese.Html, Ordinal);
        Assert.DoesNotContain("is not JSON", badInChinese.Html, Ordinal);
        Assert.DoesNotContain("Publish them", bad.Html, Ordinal);
        Assert.Contains("Choose the documents", none.Html, Ordinal);
        Assert.Contains("is no text in UTF-8", noText.Html, Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.True(large is null or HttpStatusCode.RequestEntityTooLarge, $"{large}");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Path)).Status);
        Assert.Equal(before, (await LogAsync()).Count);
    }

    [Fact]
    public async Task A_page_that_fails_tells_an_incident_number_in_both_languages_and_nothing_of_the_inside()
    {
        await shared.Running.Store.Partners.AddAsync(
            new PartnerAccount(new PartnerId("zz-broken"), "Broken", PartnerStatus.Active, Currency.Of("CNY")),
            TimeProvider.System.GetUtcNow());
        await ExecuteAsync("UPDATE partners SET status = 77 WHERE id = 'zz-broken'");
        using var browser = await shared.OperatorAsync();

        foreach (var (language, title) in new[] { ("en", "Something went wrong"), ("zh-CN", "发生错误") })
        {
            var page = await browser.GetAsync("/floats", language);

            Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
            Assert.Contains($"<html lang=\"{language}\">", page.Html, Ordinal);
            Assert.Contains(title, page.Html, Ordinal);
            Assert.DoesNotMatch("Exception|   at |partner\\.77|cshtml", page.Html);
            Assert.Equal("no-store", page.Header("Cache-Control"));
            var incident = Regex.Match(page.Html, "<strong class=\"code\">([^<]+)</strong>").Groups[1].Value;
            Assert.NotEmpty(incident);
            var line = Assert.Single(
                shared.Running.Log.Errors, one => one.Text.Contains($"Incident {incident} ", Ordinal));
            Assert.Contains("   at Partner.", line.Text, Ordinal);
        }
    }

    // A server that has heard enough may hang up before all is sent: then there is no status.
    private static async Task<HttpStatusCode?> RefusedAsync(Func<Task<Page>> send)
    {
        try
        {
            return (await send()).Status;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<string> TokenAsync(Browser browser) => (await browser.GetAsync("/documents")).Token;

    private static async Task<Page> UploadAsync(Browser browser, string language, params DocumentFile[] files) =>
        await SendAsync(
            browser, language, await TokenAsync(browser),
            [.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Json)))]);

    private static async Task<Page> SendAsync(
        Browser browser, string language, string token, IReadOnlyList<(string Name, byte[] Content)> files)
    {
        var form = new MultipartFormDataContent { { new StringContent(token), "form-token" } };
        foreach (var (name, content) in files)
        {
            form.Add(new ByteArrayContent(content), "files", name);
        }

        return await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, Path) { Content = form }, language);
    }

    /// <summary>Sends the form of a page that shows documents, as a browser does.</summary>
    private static async Task<Page> PublishAsync(
        Browser browser, Page shown, string why, string language = "en", (string Name, string Value)? instead = null)
    {
        var form = new MultipartFormDataContent();
        var own = shown.Html[shown.Html.IndexOf("action=\"/documents/publish\"", Ordinal)..];
        var fields = Hidden().Matches(own).Select(match => match.Value).Select(input => (
            Name: Attribute(input, "name"), Value: Attribute(input, "value"))).Append(("why", why));
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(instead is { } other && other.Name == name ? other.Value : value), name);
        }

        return await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, Path) { Content = form }, language);
    }

    private static string Attribute(string input, string name) =>
        WebUtility.HtmlDecode(Regex.Match(input, $" {name}=\"([^\"]*)\"").Groups[1].Value);

    private Task<List<RecordedAction>> LogAsync() =>
        shared.Running.Store.Actions.ListAsync(RecordedAction.CommonChain, null, 1000, default);

    private async Task ExecuteAsync(string statement)
    {
        await using DbConnection connection = shared.Running.DataArguments is [_, _, _, "Postgres", _, var text]
            ? new NpgsqlConnection(text)
            : new SqliteConnection($"Data Source={ServerSettings.DatabaseIn(shared.Running.Folder)};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    [GeneratedRegex("<input [^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex Hidden();
}
