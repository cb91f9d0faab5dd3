using System.Net;
using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Approvals;
using Partner.Core.Arrivals;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Sandbox.Issuer;
using Partner.Server.Contract;
using Partner.Server.Tests.Support;
using Partner.Storage;

namespace Partner.Server.Tests.WebConsole;

/// <summary>The operator's pages over real mutual TLS: who gets in, what browsers are told, what forms do.</summary>
/// <param name="shared">The server.</param>
public sealed partial class ConsoleTests(ConsoleServer shared) : SharedServerTest(shared), IClassFixture<ConsoleServer>
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Hostile = "<script>x</script>\"'>\u202Eשלום";

    public static TheoryData<string> Paths =>
    [
        "/", "/floats", "/statement?partner=demo", "/statement?partner=demo&month=2025-01", "/in-doubt", "/cases",
        "/approvals", "/documents", "/certificates", "/actions", "/actions?chain=demo", "/actions?chain=nobody",
    ];

    private PartnerStore Store => Shared.Running.Store;

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_page_opens_in_both_languages_with_the_headers_that_browsers_keep_to(string path)
    {
        using var browser = await shared.OperatorAsync();
        foreach (var (language, title) in new[] { ("en", "Operator console"), ("zh-CN", "运营控制台") })
        {
            var page = await browser.GetAsync(path, language);

            Assert.True(page.Status == HttpStatusCode.OK, page.Html);
            Assert.Contains($"<html lang=\"{language}\">", page.Html, Ordinal);
            Assert.Contains(title, page.Html, Ordinal);
            AssertHeaders(page);
            Assert.DoesNotMatch("<script|<style| style=| on[a-z]+=|javascript:", page.Html);
        }
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Whoever_is_no_operator_gets_a_page_that_says_nothing_of_the_inside(string version)
    {
        var partner = await Shared.Running.ConnectDemoAsync();
        using var browser = shared.Browse(partner.Certificate, version);
        foreach (var path in new[] { "/", "/floats", "/nothing", "/console.css" })
        {
            var page = await browser.GetAsync(path);

            Assert.Equal(HttpStatusCode.Forbidden, page.Status);
            Assert.Contains("You are not let in here", page.Html, Ordinal);
            AssertHeaders(page);
        }
    }

    [Fact]
    public async Task What_is_not_there_or_cannot_be_read_is_answered_with_a_page()
    {
        using var browser = await shared.OperatorAsync(version: "1.1");
        foreach (var (path, status) in new[]
        {
            ("/nothing", 404), ("/statement?partner=nobody", 404), ("/statement?partner=demo&month=2025-13", 400),
            ("/statement?partner=demo&after=x", 400), ("/in-doubt?after=x", 400), ("/cases?after=1", 400),
            ("/certificates?after=99999999999999999999.x", 400), ("/documents?after=-1", 400),
            ("/approvals?after=x", 400), ("/approvals/decide", 404),
            ("/approvals/decide?name=partners/demo/approvals/00000000000000000000000009", 404),
            ("/documents/version?id=x&version=y", 404), ("/in-doubt/settle?partner=demo&name=topUps/none", 404),
            ("/in-doubt/settle", 404), ("/cases/close?partner=demo&topup=none", 404), ("/actions?chain=A%27", 400),
        })
        {
            var page = await browser.GetAsync(path);

            Assert.Equal((path, status), (path, (int)page.Status));
            Assert.Contains("<p class=\"status\">", page.Html, Ordinal);
            AssertHeaders(page);
        }

        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Head, HttpMethod.Options })
        {
            var page = await browser.SendAsync(new HttpRequestMessage(method, "/"), "en");
            Assert.Equal(HttpStatusCode.MethodNotAllowed, page.Status);
        }
    }

    [Fact]
    public async Task A_sale_in_doubt_is_settled_by_evidence_which_stays_text_and_is_recorded_under_the_certificate()
    {
        var (name, browser) = await InDoubtAsync();
        using var _ = browser;
        var path = $"/in-doubt/settle?partner={name.Partner}&name={Uri.EscapeDataString(name.Name)}";
        var form = await browser.GetAsync(path);
        Assert.Contains("&lt;script&gt;", form.Html, Ordinal);
        Assert.DoesNotContain("<script", form.Html, Ordinal);
        Assert.DoesNotContain('\u202E', form.Html);
        foreach (var page in new[] { path, "/in-doubt" })
        {
            Assert.Contains("No certain answer", (await browser.GetAsync(page)).Html, Ordinal);
            Assert.Contains("无确定答复", (await browser.GetAsync(page, "zh-CN")).Html, Ordinal);
        }

        (string, string)[] fields =
        [
            ("partner", name.Partner), ("name", name.Name), ("outcome", "failed"),
            ("evidence", "<b>\"mail\"</b> of 13800138000"), ("why", "asked <i>twice</i>"),
        ];

        var refused = await browser.PostAsync(
            path, null, [("form-token", form.Token), .. fields.Where(field => field.Item1 != "outcome")]);
        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.Contains("role=\"alert\"", refused.Html, Ordinal);
        foreach (var why in new (string, string)[][] { [], [("why", " ")] })
        {
            var unsaid = await browser.PostAsync(
                path, null, [("form-token", form.Token), .. fields.Where(field => field.Item1 != "why"), .. why]);
            Assert.Contains("Say why: it goes into the action log.", unsaid.Html, Ordinal);
        }

        var hidden = await browser.PostAsync(
            path, null, [("form-token", form.Token), .. fields.Where(field => field.Item1 != "evidence"),
            ("evidence", "\u202Edesrever")]);
        Assert.Contains("role=\"alert\"", hidden.Html, Ordinal);
        Assert.Contains("Evidence", (await browser.GetAsync(path)).Html, Ordinal);

        var settled = await browser.PostAsync(path, null, [("form-token", form.Token), .. fields]);

        Assert.Equal(HttpStatusCode.Redirect, settled.Status);
        var after = await browser.GetAsync(settled.Header("Location"));
        Assert.Contains("This is over", after.Html, Ordinal);
        Assert.Contains("&lt;b&gt;", after.Html, Ordinal);
        Assert.DoesNotContain("13800138000", after.Html, Ordinal);
        var action = (await Store.Actions.ListAsync(new PartnerId(name.Partner), null, 1, default))[0];
        Assert.Equal(("in-doubt.resolve", "asked <i>twice</i>"), (action.Name, action.Why));
        var log = await browser.GetAsync($"/actions?chain={name.Partner}");
        Assert.Contains("in-doubt.resolve", log.Html, Ordinal);
        Assert.Contains("asked &lt;i&gt;twice&lt;/i&gt;", log.Html, Ordinal);
    }

    [Fact]
    public async Task An_escalated_case_is_listed_with_what_to_do_and_closed_by_evidence()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());
        var topUp = (await Store.TopUps.FindAsync(partner.PartnerId, new TopUpId(Sale.IdOf(sold.Name)), default))!;
        var (policy, now) = (new ArrivalPolicy(), TimeProvider.System.GetUtcNow());
        await Store.Cases.OpenAsync(topUp, policy, now);
        await Store.Cases.DecideAsync(
            topUp,
            new CaseEvidence(now, topUp.State, IssuerStatement.Refused, CardStatement.NotLookedAt),
            policy,
            now);
        using var browser = await shared.OperatorAsync();
        var list = await browser.GetAsync("/cases");
        Assert.Contains(sold.Name, list.Html, Ordinal);
        Assert.Contains("now it says that it never applied the top-up", list.Html, Ordinal);
        var path = $"/cases/close?partner={partner.PartnerId}&topup={topUp.Id}";

        (string, string)[] fields =
        [
            ("form-token", (await browser.GetAsync(path)).Token), ("partner", partner.PartnerId.Value),
            ("topup", topUp.Id.Value), ("outcome", "repaired"), ("evidence", "the issuer's mail"),
        ];
        var unsaid = await browser.PostAsync(path, null, fields);
        Assert.Contains("id=\"why-problem\"", unsaid.Html, Ordinal);
        Assert.Contains(sold.Name, (await browser.GetAsync("/cases")).Html, Ordinal);
        var closed = await browser.PostAsync(path, null, [.. fields, ("why", "it was found")]);

        var after = await browser.GetAsync(closed.Header("Location"));
        Assert.Contains("This case is closed", after.Html, Ordinal);
        Assert.Contains("the issuer&#x27;s mail", after.Html, Ordinal);
        Assert.DoesNotContain(sold.Name, (await browser.GetAsync("/cases")).Html, Ordinal);
        Assert.Contains("case.resolve", (await browser.GetAsync($"/actions?chain={partner.PartnerId}")).Html, Ordinal);
    }

    [Fact]
    public async Task A_change_above_the_amount_waits_on_a_page_for_another_person()
    {
        using var partner = await Shared.NewPartnerAsync();
        var now = TimeProvider.System.GetUtcNow();
        var waiting = (await Store.Approvals.MakeAsync(
            partner.PartnerId,
            new MoneyChange(MoneyChangeKind.Withdrawal, new Money(6_000_000, Currency.Of("CNY")))
            {
                RequestId = new RequestId("withdrawal-00000001"),
            },
            Ids.New(now),
            null,
            new ApprovalParty(ActionActor.Operator("x"), "operator"),
            "never",
            now)).Refusal;
        Assert.Equal(Reason.FloatNotCovered, waiting?.Reason);
        var asked = (await Store.Approvals.MakeAsync(
            partner.PartnerId,
            new MoneyChange(MoneyChangeKind.Withdrawal, new Money(900_000, Currency.Of("CNY")))
            {
                RequestId = new RequestId("withdrawal-00000002"),
            },
            Ids.New(now),
            new ApprovalThreshold(0),
            new ApprovalParty(ActionActor.Operator("x"), "Operator"),
            Hostile,
            now)).Value.Approval!;
        using var maker = await shared.OperatorAsync();
        using var other = await shared.OperatorAsync("operator-2");
        var path = $"/approvals/decide?name=partners/{partner.PartnerId}/approvals/{asked.Id}";
        (string, string)[] Fields(Page page, string outcome, string why) =>
        [
            ("form-token", page.Token), ("name", $"partners/{partner.PartnerId}/approvals/{asked.Id}"),
            ("outcome", outcome), ("why", why),
        ];

        Assert.Matches(
            "<strong>(1</strong> change|[1-9][0-9]*</strong> changes) to approve", (await other.GetAsync("/")).Html);
        var list = await other.GetAsync("/approvals");
        Assert.Contains("Pay 9,000.00 CNY out of the float", list.Html, Ordinal);
        Assert.DoesNotMatch("<script|\u202E", list.Html);
        var own = await maker.PostAsync(path, null, Fields(await maker.GetAsync(path), "approve", "mine"));
        Assert.Contains("cannot approve it", own.Html, Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await other.PostAsync(
            path, null, Fields(await maker.GetAsync(path), "approve", "a token of somebody else"))).Status);
        var form = await other.GetAsync(path);
        foreach (var (outcome, why) in new[] { ("approve", " "), ("", "x") })
        {
            var wrong = await other.PostAsync(path, null, Fields(form, outcome, why));
            Assert.Contains("role=\"alert\"", wrong.Html, Ordinal);
        }

        var done = await other.PostAsync(path, null, Fields(form, "approve", "seen the letter"));

        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        Assert.Contains("Approved and carried out", (await other.GetAsync(done.Header("Location"))).Html, Ordinal);
        Assert.Contains("Withdrawal", (await other.GetAsync($"/statement?partner={partner.PartnerId}")).Html, Ordinal);
        Assert.DoesNotContain(asked.Id, (await other.GetAsync("/approvals")).Html, Ordinal);
    }

    [Fact]
    public async Task A_form_without_a_token_or_with_one_of_another_browser_or_person_or_site_changes_nothing()
    {
        var (name, browser) = await InDoubtAsync();
        using var _ = browser;
        using var sameCertificate = await shared.OperatorAsync();
        using var other = await shared.OperatorAsync("operator-2");
        var path = $"/in-doubt/settle?partner={name.Partner}&name={Uri.EscapeDataString(name.Name)}";
        var own = (await browser.GetAsync(path)).Token;
        (string, string)[] fields =
        [
            ("partner", name.Partner), ("name", name.Name), ("outcome", "succeeded"), ("evidence", "forged"),
        ];
        (string Token, Action<HttpRequestMessage>? Change)[] forged =
        [
            ("", null),
            ((await sameCertificate.GetAsync(path)).Token, null),
            ((await other.GetAsync(path)).Token, null),
            (own, request => request.Headers.Add("Origin", "https://elsewhere.example")),
            (own, request => request.Headers.Add("Sec-Fetch-Site", "cross-site")),
        ];
        foreach (var (token, change) in forged)
        {
            var answer = await browser.PostAsync(path, change, [("form-token", token), .. fields]);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            AssertHeaders(answer);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(path, null, fields)).Status);
        Assert.Contains("What became of it", (await browser.GetAsync(path)).Html, Ordinal);
    }

    [Fact]
    public async Task What_partners_call_themselves_and_their_outlets_is_text_on_every_page()
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = new PartnerId("a-hostile");
        await Store.Partners.AddAsync(
            new PartnerAccount(id, Hostile, PartnerStatus.Active, Currency.Of("CNY")), now);
        await Store.Partners.DepositAsync(
            id, new RequestId("hostile-deposit-0001"), Ids.New(now), new Money(100, Currency.Of("CNY")), now);
        await Store.Partners.RegisterAsync(
            new Registration(new string('d', 64), id, PartnerStatus.Active, "\"><img src=x>", Permissions.Sell, null),
            Hostile, now.AddDays(1), now);
        using var browser = await shared.OperatorAsync();
        foreach (var path in new[]
        {
            "/floats", "/statement?partner=a-hostile", "/certificates", "/actions?chain=a-hostile",
        })
        {
            var page = await browser.GetAsync(path);

            Assert.Contains("a-hostile", page.Html, Ordinal);
            Assert.DoesNotMatch("<script|<img|\u202E", page.Html);
        }

        Assert.Contains(
            "<bdi>&lt;script&gt;x&lt;/script&gt;&quot;&#x27;&gt;[U&#x2B;202E]",
            (await browser.GetAsync("/floats")).Html,
            Ordinal);
        Assert.Contains("Deposit", (await browser.GetAsync("/statement?partner=a-hostile")).Html, Ordinal);
    }

    [Fact]
    public async Task The_language_that_was_chosen_is_kept_and_no_form_leads_elsewhere()
    {
        using var browser = await shared.OperatorAsync();
        var token = (await browser.GetAsync("/floats")).Token;

        var chosen = await browser.PostAsync(
            "/language", null, ("form-token", token), ("to", "zh-CN"), ("back", "/floats?after=a"));
        Assert.Equal("/floats?after=a", chosen.Header("Location"));
        Assert.Contains("lang=\"zh-CN\"", (await browser.GetAsync("/floats")).Html, Ordinal);
        foreach (var elsewhere in new[] { "https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere" })
        {
            var answer = await browser.PostAsync(
                "/language", null, ("form-token", token), ("to", "en"), ("back", elsewhere));
            Assert.Equal("/", answer.Header("Location"));
        }
    }

    private static void AssertHeaders(Page page)
    {
        Assert.Equal(
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
            + "base-uri 'none'",
            page.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", page.Header("Referrer-Policy"));
        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.StartsWith("max-age=", page.Header("Strict-Transport-Security"), Ordinal);
        Assert.Equal("", page.Header("Server"));
    }

    private async Task<((string Partner, string Name) Operation, Browser Browser)> InDoubtAsync()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, 0).With(sale =>
        {
            sale.Outlet = "<script>'\"";
            sale.ClientReference = "\"><script>x</script>";
        }));
        await Eventually.SeeAsync(
            () => Store.TopUps.FindAsync(partner.PartnerId, new TopUpId(Sale.IdOf(sold.Name)), default),
            topUp => topUp is { InDoubtSince: not null });
        var browser = await shared.OperatorAsync();
        var list = await browser.GetAsync("/in-doubt");
        Assert.Contains(sold.Name, list.Html, Ordinal);
        Assert.DoesNotContain(SandboxCards.NeverAnswers, list.Html, Ordinal);
        return ((partner.PartnerId.Value, sold.Name), browser);
    }
}
