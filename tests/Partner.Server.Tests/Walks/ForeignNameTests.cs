using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Server.Tests.Walks;

/// <summary>
/// What is somebody else's is answered as what does not exist, by every method, whatever field its name is put into.
/// </summary>
/// <param name="shared">The server.</param>
/// <param name="output">Told how many fields were tried.</param>
[Collection(WalkServer.Collection)]
public sealed partial class ForeignNameTests(WalkServer shared, ITestOutputHelper output) : SharedServerTest(shared)
{
    private static readonly Dictionary<string, ForeignRow> Table = ForeignTable.Read();
    private static readonly WalkTable Words = WalkTable.Read();

    private static readonly JsonFormatter Format = new(new JsonFormatter.Settings(
        true, TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    /// <summary>By service.</summary>
    public static TheoryData<string> Services =>
        [.. Fields.Where(one => Table.GetValueOrDefault(KeyOf(one)) is not null and not { Kind: "-" })
            .Select(one => one.Method.Service.FullName).Distinct()];

    private static IEnumerable<(MethodDescriptor Method, string Path)> Fields => WhoMayCallTests.Methods
        .Where(method => method.Service.FullName.StartsWith("leb.", StringComparison.Ordinal))
        .SelectMany(method => ForeignTable.TextsOf(method.InputType).Select(path => (method, path)));

    private WalkServer Walk => (WalkServer)Shared;

    [Fact]
    public void Every_text_of_every_request_has_its_row_and_nothing_else_has()
    {
        var known = Fields.Select(KeyOf).ToHashSet();
        var problems = known.Where(field => !Table.ContainsKey(field)).Select(field =>
                $"{field} has no row: say in {ForeignTable.Path}, under its service, which kind of name it is, or -.")
            .Concat(Table.Keys.Where(row => !known.Contains(row)).Select(row =>
                $"{row} is a row of {ForeignTable.Path}, but there is no such field."))
            .ToList();

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        output.WriteLine($"{Table.Count} fields, {Table.Values.Count(row => row.Kind != "-")} of which take names");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_name_of_somebody_elses_is_answered_as_one_that_nobody_has(string service)
    {
        var wrong = new List<string>();
        foreach (var field in Fields.Where(one => one.Method.Service.FullName == service))
        {
            if (!Table.TryGetValue(KeyOf(field), out var row) || row.Kind == "-")
            {
                continue;
            }

            foreach (var (onlooker, expected) in new[]
            {
                (Onlooker.Theirs, row.Theirs), (Onlooker.OtherShop, row.OtherShop),
            })
            {
                if (expected != "own" && await DifferenceAsync(field, row.Kind, onlooker, expected) is { } difference)
                {
                    wrong.Add($"{field.Method.Name} {field.Path} by {onlooker.Caller}: {difference}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{service}\n{string.Join('\n', wrong)}");
    }

    private static string KeyOf((MethodDescriptor Method, string Path) field) =>
        $"{field.Method.Service.FullName}/{field.Method.Name} {field.Path}";

    private async Task<string?> DifferenceAsync(
        (MethodDescriptor Method, string Path) field, string kind, Onlooker onlooker, string expected)
    {
        var real = kind switch
        {
            "page" => await PageTokenAsync(field.Method, onlooker),
            "resume" => "500",
            _ => ForeignNames.Real(kind, Walk.World, onlooker.Others(Walk.World)),
        };
        var (there, told) = await AskAsync(field, onlooker, real);
        var (none, toldOfNone) = await AskAsync(
            field, onlooker, kind == "resume" ? "900" : ForeignNames.MadeUp(kind, real));
        if (expected != "alike")
        {
            return there.ToString() == Words.Words[expected] ? null : $"{expected} was expected, it is {there}";
        }

        return (there.ToString(), told) == (none.ToString(), toldOfNone)
            ? null
            : $"{there} for '{real}', {none} for one that nobody has\n  {told}\n  {toldOfNone}";
    }

    private async Task<(Outcome Outcome, string Told)> AskAsync(
        (MethodDescriptor Method, string Path) field, Onlooker onlooker, string name)
    {
        var who = Walk.Callers.Of(field.Method.Service.Name == "EnrollmentService" ? "enrol" : onlooker.Caller);
        var request = await Asks.ForAsync(field.Method, Walk.World, onlooker.Own(Walk.World));
        ForeignTable.Set(request, field.Path, name);

        // What others sell or register under our names would be found under them afterwards.
        (request as CreateTopUpRequest)?.With(sale => sale.ValidateOnly = true);
        (request as ImportOrganisationRequest)?.With(import => import.ValidateOnly = true);

        // Where an outlet has no cards, nothing is ever sent.
        TimeSpan? silence = request is WatchRemindersRequest ? TimeSpan.FromSeconds(1) : null;
        var outcome = await Outcome.OfAsync(Walk.Callers.Channel(who), field.Method, request, silence);
        return (outcome, Told(outcome, field.Method, name));
    }

    /// <summary>All that an answer says, without the name itself and without what differs from call to call.</summary>
    private static string Told(Outcome outcome, MethodDescriptor method, string name)
    {
        var text = outcome.Refusal is { } refusal
            ? Format.Format(GrpcAssert.Details(refusal))
            : method.OutputType.Parser.ParseFrom(outcome.Answer).ToString() ?? "";
        foreach (var part in new[] { name, name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..] })
        {
            text = Regex.Replace(text, $"(?<![0-9A-Za-z]){Regex.Escape(part)}(?![0-9A-Za-z])", "<name>");
        }

        return outcome.Refusal is null
            ? Number().Replace(Long().Replace(New().Replace(text, "<new>"), "<long>"), "#")
            : text;
    }

    /// <summary>A token of the owner's second page of the same list; of another list where there is none.</summary>
    private async Task<string> PageTokenAsync(MethodDescriptor method, Onlooker onlooker)
    {
        var owner = Walk.Callers.Channel(Walk.Callers.Of("whole"));
        var request = await Asks.ForAsync(method, Walk.World, onlooker.Others(Walk.World));
        request.Descriptor.FindFieldByName("page_size").Accessor.SetValue(request, 1);
        var answer = await Outcome.OfAsync(owner, method, request);
        var page = method.OutputType.Parser.ParseFrom(answer.Answer ?? []);
        var token = (string)page.Descriptor.FindFieldByName("next_page_token").Accessor.GetValue(page);
        return token.Length > 0
            ? token
            : (await Walk.World.Ours.TopUps.ListTopUpsAsync(
                new ListTopUpsRequest { PageSize = 1 }, TestClient.In("en"))).NextPageToken;
    }

    // A certificate, or an enrollment code.
    [GeneratedRegex(@"-----BEGIN [^""]*|(?<=""code"": "")([0-9A-Z]{4}-){2}[0-9A-Z]{4}")]
    private static partial Regex New();

    [GeneratedRegex(@"[0-9A-Za-z+/=_-]{20,}")]
    private static partial Regex Long();

    [GeneratedRegex(@"[0-9]+")]
    private static partial Regex Number();
}
