using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Reflection.V1;
using Leb.Operator.V1;
using Leb.Wire.Health.V1;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Partner.Core.Errors;
using Partner.Server.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Server.Tests.Walks;

/// <summary>Every method by everybody: each answer is the one of the table, from the server, over mutual TLS.</summary>
/// <param name="shared">The server.</param>
/// <param name="output">Told how many cells were walked.</param>
[Collection(WalkServer.Collection)]
public sealed class WhoMayCallTests(WalkServer shared, ITestOutputHelper output) : SharedServerTest(shared)
{
    private static readonly WalkTable Table = WalkTable.Read();

    /// <summary>By service.</summary>
    public static TheoryData<string> Services => [.. Methods.Select(method => method.Service.FullName).Distinct()];

    /// <summary>Every method of every contract that is in the package, and of those of others.</summary>
    internal static IReadOnlyList<MethodDescriptor> Methods { get; } =
    [
        .. typeof(Leb.Partner.V1.TopUpService).Assembly.GetTypes()
            .Where(type => type.IsAbstract && type.IsSealed)
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null))
            .OfType<FileDescriptor>()
            .Append(HealthReflection.Descriptor).Append(ReflectionReflection.Descriptor)
            .SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .OrderBy(method => method.FullName, StringComparer.Ordinal),
    ];

    private WalkServer Walk => (WalkServer)Shared;

    [Fact]
    public void Every_method_has_its_row_and_its_request_and_nothing_else_has()
    {
        var problems = new List<string>();
        foreach (var method in Methods)
        {
            if (!Table.Rows.TryGetValue(NameOf(method), out var row))
            {
                problems.Add(
                    $"{NameOf(method)} has no row: say in {WalkTable.Path}, under its service, what each of "
                    + $"{string.Join(' ', Table.Columns)} is answered.");
            }
            else if (row.Count != Table.Columns.Count || row.Any(word => !Table.Words.ContainsKey(word)))
            {
                problems.Add(
                    $"{NameOf(method)} has {row.Count} cells of {Table.Columns.Count}, or a word without a line.");
            }

            if (!Asks.Has(method))
            {
                problems.Add(
                    $"{NameOf(method)} has no request: add On<{method.InputType.Name}>(…) to a file Walks/Asks.*.cs.");
            }
        }

        var known = Methods.Select(NameOf).ToHashSet();
        problems.AddRange(Table.Rows.Keys.Where(row => !known.Contains(row)).Select(
            row => $"{row} is a row of {WalkTable.Path}, but there is no such method."));
        problems.AddRange(Served().Where(method => !known.Contains(method)).Select(
            method => $"{method} is served, but the walk does not know its descriptor."));
        Assert.Equal(Walk.Callers.All.Select(who => who.Name).Order(), Table.Columns.Order());
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        output.WriteLine($"{Methods.Count} methods, {Methods.Count * Table.Columns.Count} cells");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Everybody_is_answered_by_every_method_of_a_service_as_the_table_says(string service)
    {
        var wrong = new List<string>();
        foreach (var method in Methods.Where(method => method.Service.FullName == service))
        {
            if (!Table.Rows.TryGetValue(NameOf(method), out var row) || !Asks.Has(method))
            {
                wrong.Add($"{NameOf(method)} has no row or no request");
                continue;
            }

            foreach (var (column, word) in Table.Columns.Zip(row))
            {
                var who = Walk.Callers.Of(column);
                var request = await Asks.ForAsync(method, Walk.World, who.About(Walk.World));
                var answer = await Outcome.OfAsync(Walk.Callers.Channel(who), method, request);
                if (answer.ToString() != Table.Words[word])
                {
                    wrong.Add($"{method.Name} by {column}: {word} was expected, it is {answer}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{service}\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public async Task A_suspension_and_its_end_hold_from_the_next_call_on_at_the_server_that_made_them()
    {
        var partner = await Shared.NewPartnerAsync();
        var here = Shared.Running.Connect(partner.Certificate, Shared.Running.Server);
        var operators = new PartnerService.PartnerServiceClient(Walk.Callers.Channel(Walk.Callers.Of("op@op")));
        var name = $"partners/{partner.PartnerId}";
        await here.BalanceAsync();

        await operators.SuspendPartnerAsync(new() { Name = name, Why = "no answer" });
        await GrpcAssert.Refused(
            Reason.PartnerSuspended, StatusCode.PermissionDenied, () => here.BalanceAsync());
        await operators.ResumePartnerAsync(new() { Name = name, Why = "they answered" });

        await here.BalanceAsync();
    }

    private static string NameOf(MethodDescriptor method) => $"{method.Service.FullName}/{method.Name}";

    private IEnumerable<string> Served() => Shared.Running.Server.Services.GetRequiredService<EndpointDataSource>()
        .Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName[1..])
        .OfType<string>().Distinct();
}
