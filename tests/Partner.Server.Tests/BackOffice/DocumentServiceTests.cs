using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using Leb.Operator.V1;
using Microsoft.Extensions.DependencyInjection;
using Partner.Contracts.Client;
using Partner.Core.Actions;
using Partner.Core.Texts;
using Partner.Server.BackOffice;
using Partner.Server.Plans;
using Partner.Server.Tests.Security;
using Partner.Server.Tests.Support;
using ActorKind = Leb.Operator.V1.ActorKind;
using RecordedAction = Partner.Core.Actions.RecordedAction;

namespace Partner.Server.Tests.BackOffice;

/// <summary>Documents by the operator's API, through a running server.</summary>
/// <param name="shared">The server.</param>
[Collection(OperatorServer.Collection)]
public sealed class DocumentServiceTests(OperatorServer shared) : SharedServerTest(shared), IAsyncLifetime
{
    private const string Why = "prices of next month";
    private GrpcChannel? _channel;

    private OperatorServer Door => (OperatorServer)Shared;

    private DocumentService.DocumentServiceClient Client => new(_channel!);

    private TermsSource Terms => Shared.Running.Server.Services.GetRequiredService<TermsSource>();

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _channel = Door.Channel(Shared.Running.Server.OperatorPort!.Value, await Door.OperatorAsync());
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        _channel!.Dispose();
        await DisposeAsync();
    }

    [Fact]
    public async Task What_is_published_is_known_here_at_once_and_listed_with_who_and_why_and_again_it_is_nothing()
    {
        var file = DemoFile.Prices();
        var name = DemoFile.NameOf(file);

        var first = await PublishAsync(file);
        var now = TimeProvider.System.GetUtcNow();
        var known = Terms.TimelineAt(now).Upcoming(now).Select(one => Storage.Documents.NameOf(one.Parsed.Document));
        var again = await PublishAsync(file);
        file.Json = JsonNode.Parse(file.Json)!.ToJsonString(new() { WriteIndented = true });
        var indented = await PublishAsync(file);

        Assert.Contains(name, known);
        Assert.True(first.Published && again.Published && indented.Published);
        Assert.Equal([name], first.Documents.Select(one => one.Name));
        Assert.Empty(again.Documents.Concat(indented.Documents));
        Assert.Equal([name], indented.Unchanged.Select(one => one.Name));
        var log = await Shared.Running.Store.Actions.ListAsync(RecordedAction.CommonChain, null, 1000, default);
        var action = Assert.Single(log, one => one.Subject == name);
        Assert.Equal((ActionNames.DocumentsPublish, Why), (action.Name, action.Why));
        var listed = Assert.Single(await ListAsync(DocumentState.Upcoming), one => one.Name == name);
        var ours = await Door.OperatorAsync();
        Assert.Equal(
            (ActorKind.Operator, ours.Thumbprint, Why, true),
            (listed.PublisherKind, listed.Publisher, listed.Why, listed.Readable));
        Assert.True(listed.PublishTime.ToDateTimeOffset() <= now);
        Assert.Equal(listed, (await Client.GetDocumentAsync(new GetDocumentRequest { Name = name })).Document);
    }

    [Fact]
    public async Task All_findings_of_all_files_are_told_at_once_and_nothing_is_published()
    {
        var prices = DemoFile.Prices(change: one => one["colour"] = "red", fileName: "a.json");
        var unknown = DemoFile.Prices(
            change: one => one["prices"]![0]!["applies"]!["plan"] = "travel-9y", fileName: "b.json");
        var broken = new DocumentFile { Name = "c.json", Json = "{" };
        var good = DemoFile.Prices(fileName: "d.json");
        var before = await ListAsync();

        var checkedOnly = await Client.PublishDocumentsAsync(new PublishDocumentsRequest
        {
            Files = { prices, unknown, broken, good }, ValidateOnly = true,
        });
        var refused = await PublishAsync(prices, unknown, broken, good);

        Assert.False(refused.Published || checkedOnly.Published);
        Assert.Equal(["a.json", "b.json", "c.json"], refused.Findings.Select(one => one.File).Distinct().Order());
        Assert.Equal(refused.Findings, checkedOnly.Findings);
        Assert.Empty(refused.Documents);
        Assert.Equal(before, await ListAsync());
    }

    [Fact]
    public async Task Findings_and_warnings_are_told_in_the_language_of_whoever_asks()
    {
        var (english, chinese) = (TestClient.In("en"), TestClient.In("zh-CN"));
        var broken = new DocumentFile { Name = "a.json", Json = "{" };
        var unknown = DemoFile.Prices(
            change: one => one["prices"]![0]!["applies"]!["plan"] = "travel-9y", fileName: "b.json");
        var request = new PublishDocumentsRequest { Files = { broken, unknown }, Why = Why };
        var checkOnly = new PublishDocumentsRequest { Files = { broken, unknown }, ValidateOnly = true };
        var from = InstantText.Utc(TimeProvider.System.GetUtcNow().AddHours(1));
        var nothing = new DocumentFile
        {
            Name = "c.json",
            Json = $$"""
                {
                  "kind": "promotions", "id": "none", "version": "1", "from": "{{from}}",
                  "currency": "CNY", "timeZone": "UTC", "promotions": []
                }
                """,
        };
        var warned = new PublishDocumentsRequest { Files = { nothing }, ValidateOnly = true };

        var compared = await Client.DiffDocumentsAsync(
            new DiffDocumentsRequest { Files = { broken, unknown } }, chinese);
        var told = await Client.PublishDocumentsAsync(request, english);
        foreach (var findings in new[]
        {
            (await Client.PublishDocumentsAsync(request, chinese)).Findings,
            (await Client.PublishDocumentsAsync(checkOnly, chinese)).Findings,
            compared.Findings,
        })
        {
            Assert.Equal(Places(told.Findings), Places(findings));
            Assert.StartsWith("第 1 行不是 JSON：文本过早结束", findings[0].Problem, StringComparison.Ordinal);
            Assert.EndsWith(" 中没有套餐“travel-9y”", findings[1].Problem, StringComparison.Ordinal);
        }

        Assert.StartsWith("is not JSON: the text ends too early", told.Findings[0].Problem, StringComparison.Ordinal);
        Assert.StartsWith("'travel-9y' is no plan of ", told.Findings[1].Problem, StringComparison.Ordinal);
        var warnings = (await Client.PublishDocumentsAsync(warned, chinese)).Warnings.Concat(
            (await Client.DiffDocumentsAsync(new DiffDocumentsRequest { Files = { nothing } }, chinese)).Warnings);
        Assert.Equal(2, warnings.Count());
        Assert.All(
            warnings, one => Assert.StartsWith("为空：“none”的全部促销将于 ", one.Problem, StringComparison.Ordinal));
        Assert.StartsWith(
            "is empty: every promotion of 'none' ends at ",
            Assert.Single((await Client.PublishDocumentsAsync(warned, english)).Warnings).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diff_says_what_changes_for_whom_in_the_callers_language_and_binds_what_is_published_to_it()
    {
        var file = DemoFile.Prices("7.70 CNY");
        var request = new DiffDocumentsRequest { Files = { file }, Partners = { "partners/demo" } };

        var english = await Client.DiffDocumentsAsync(request, TestClient.In("en"));
        var chinese = await Client.DiffDocumentsAsync(request, TestClient.In("zh-CN"));
        request.Partners.Clear();
        var all = await Client.DiffDocumentsAsync(request);

        var change = english.Changes.First(one => one.New.StartsWith("7.70 CNY", StringComparison.Ordinal));
        Assert.Equal(("fee", "fee"), (change.What, change.Title));
        Assert.Equal("7.70 CNY, partner keeps 100.00 %", change.New);
        Assert.Equal(1, change.PartnerCount);
        Assert.Equal(["partners/demo"], change.Partners);
        Assert.Equal(["KIOSK"], change.Channels);
        Assert.True(change.PlanCount >= change.Plans.Count && change.Plans.Count > 1);
        var same = chinese.Changes.First(one => one.New.StartsWith("7.70 CNY", StringComparison.Ordinal));
        Assert.Equal(("fee", "手续费", "7.70 CNY，合作方留存 100.00 %"), (same.What, same.Title, same.New));
        Assert.Equal(1, english.ComparedPartners);
        Assert.True(all.ComparedPartners > 1);
        Assert.DoesNotContain(DemoFile.NameOf(file), (await ListAsync()).Select(one => one.Name));

        await PublishAsync(DemoFile.Prices("8.80 CNY"));
        var late = await Client.PublishDocumentsAsync(new PublishDocumentsRequest
        {
            Files = { file }, Why = Why, Etag = english.Etag,
        }).AsErrorAsync();
        var fresh = await Client.DiffDocumentsAsync(request);
        var other = await Client.PublishDocumentsAsync(new PublishDocumentsRequest
        {
            Files = { DemoFile.Prices() }, Why = Why, Etag = fresh.Etag,
        }).AsErrorAsync();
        var published = await Client.PublishDocumentsAsync(new PublishDocumentsRequest
        {
            Files = { file }, Why = Why, Etag = fresh.Etag,
        });

        late.Is(StatusCode.FailedPrecondition, "DOCUMENTS_CHANGED");
        other.Is(StatusCode.FailedPrecondition, "DOCUMENTS_CHANGED");
        Assert.True(published.Published);
    }

    [Fact]
    public async Task Of_publishers_of_one_version_with_other_contents_one_wins_and_of_others_all()
    {
        var one = DemoFile.Prices("2.10 CNY");
        var contents = Enumerable.Range(0, 6).Select(number => new DocumentFile
        {
            Name = one.Name, Json = one.Json.Replace("2.10 CNY", $"2.1{number} CNY", StringComparison.Ordinal),
        });
        var versions = Enumerable.Range(0, 4).Select(_ => DemoFile.Prices("3.30 CNY")).ToList();

        var same = await Task.WhenAll(contents.Select(file => PublishAsync(file)));
        var others = await Task.WhenAll(versions.Select(file => PublishAsync(file)));

        Assert.Single(same, answer => answer.Published);
        Assert.All(same.Where(answer => !answer.Published), answer => Assert.Contains(
            answer.Findings, found => found.Problem.EndsWith("another content", StringComparison.Ordinal)));
        Assert.All(others, answer => Assert.True(answer.Published));
    }

    [Fact]
    public async Task A_large_file_fits_and_one_that_is_too_large_is_named()
    {
        var large = DemoFile.Prices();
        large.Json += new string(' ', DocumentFiles.LargestFile - Encoding.UTF8.GetByteCount(large.Json));
        var second = DemoFile.Prices(fileName: "second.json");
        second.Json += new string(' ', DocumentFiles.LargestFile - Encoding.UTF8.GetByteCount(second.Json));
        var tooLarge = new DocumentFile { Name = "huge.json", Json = large.Json + " " };

        var fits = await ValidateAsync(large, second);
        var one = await ValidateAsync(tooLarge).AsErrorAsync();
        var all = await ValidateAsync(large, second, new DocumentFile { Name = "last.json", Json = "{}" })
            .AsErrorAsync();
        var beyond = await ValidateAsync(large, second, tooLarge).AsErrorAsync();
        var twice = await ValidateAsync(second, second).AsErrorAsync();
        var none = await ValidateAsync().AsErrorAsync();

        Assert.Empty(fits.Findings);
        Assert.Contains("'huge.json' has 2097153 bytes", Problem(one), StringComparison.Ordinal);
        Assert.Contains("with 'last.json'", Problem(all), StringComparison.Ordinal);
        beyond.Is(StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE");
        Assert.Equal("files[1].name", Assert.Single(twice.Violations).Field);
        Assert.Equal("files", Assert.Single(none.Violations).Field);
    }

    [Fact]
    public async Task Versions_are_listed_by_kind_and_state_page_by_page_and_what_is_not_there_is_not_found()
    {
        await PublishAsync(DemoFile.Prices());
        var names = new List<string>();
        var request = new ListDocumentsRequest { PageSize = 2 };
        do
        {
            var page = await Client.ListDocumentsAsync(request);
            names.AddRange(page.Documents.Select(one => one.Name));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal((await ListAsync()).Select(one => one.Name), names);
        Assert.Equal(names.Distinct(), names);
        var lists = (await Client.ListDocumentsAsync(new ListDocumentsRequest
        {
            Kind = "price-list", Id = "demo-prices", State = DocumentState.InForce,
        })).Documents;
        Assert.Equal("documents/price-list/demo-prices@1", Assert.Single(lists).Name);
        (await Client.ListDocumentsAsync(new ListDocumentsRequest { Kind = "novel" }).AsErrorAsync())
            .Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        (await Client.GetDocumentAsync(new GetDocumentRequest { Name = "documents/price-list/demo-prices@0" })
            .AsErrorAsync()).Is(StatusCode.NotFound, "DOCUMENT_NOT_FOUND");
        (await Client.DiffDocumentsAsync(new DiffDocumentsRequest
        {
            Files = { DemoFile.Prices() }, Partners = { "partners/nobody" },
        }).AsErrorAsync()).Is(StatusCode.NotFound, "PARTNER_NOT_FOUND");
    }

    private static IEnumerable<(string File, string Path)> Places(IEnumerable<DocumentFinding> findings) =>
        findings.Select(one => (one.File, one.Path));

    private static string Problem(PartnerError error)
    {
        error.Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        return Assert.Single(error.Violations).Problem;
    }

    private async Task<PublishDocumentsResponse> PublishAsync(params DocumentFile[] files) =>
        await Client.PublishDocumentsAsync(new PublishDocumentsRequest { Files = { files }, Why = Why });

    private AsyncUnaryCall<PublishDocumentsResponse> ValidateAsync(params DocumentFile[] files) =>
        Client.PublishDocumentsAsync(new PublishDocumentsRequest { Files = { files }, ValidateOnly = true });

    private async Task<IReadOnlyList<DocumentVersion>> ListAsync(DocumentState state = DocumentState.Unspecified) =>
        (await Client.ListDocumentsAsync(new ListDocumentsRequest { State = state, PageSize = 500 })).Documents;
}
