using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Leb.Partner.V1;
using Leb.Wire.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Partner.Contracts.Client;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Security;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

public sealed partial class PolicyTests
{
    private const Permissions All = Permissions.Sell | Permissions.Reverse | Permissions.Read | Permissions.Manage
        | Permissions.Operator;

    // What is at the operator's door is tried by OperatorServiceTests.
    private static Dictionary<string, Permissions> AtTheirDoor => CallPolicy.Standard.Needs
        .Where(need => !need.Key.StartsWith("/leb.operator.", StringComparison.Ordinal)).ToDictionary();

    public static TheoryData<string> Methods => [.. AtTheirDoor.Keys.Order()];

    public static TheoryData<string> GuardedMethods =>
        [.. AtTheirDoor.Where(need => need.Value != Permissions.None).Select(need => need.Key).Order()];

    [Theory]
    [MemberData(nameof(GuardedMethods))]
    public async Task Every_method_refuses_a_caller_who_has_every_permission_but_those_it_needs(string method)
    {
        await using var host = await GrpcTestHost.StartAsync();
        var needed = CallPolicy.Standard.Needs[method];
        var channel = host.Channel(host.Register(All & ~needed));

        var error = await GrpcAssert.Refused(
            Reason.PermissionMissing, StatusCode.PermissionDenied, () => channel.CallAsync(method, []));

        Assert.Equal(CallPolicy.Describe(needed), error.Facts["permission"]);
        Assert.Equal(0, host.TopUps.Calls);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Every_method_lets_in_whoever_has_one_of_the_permissions_it_needs(string method)
    {
        await using var host = await GrpcTestHost.StartAsync();
        var needed = CallPolicy.Standard.Needs[method];
        var enough = Enum.GetValues<Permissions>()
            .Where(one => needed == one || (one != Permissions.None && needed.HasFlag(one)));
        foreach (var permission in enough)
        {
            var channel = host.Channel(host.Register(permission));

            // The fakes lack most methods; a watch of the server's health does not end by itself.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            var exception = await Record.ExceptionAsync(() => channel.CallAsync(method, [], patience.Token));

            Assert.True(
                exception is null or RpcException { StatusCode: StatusCode.Unimplemented or StatusCode.Cancelled },
                exception?.ToString());
        }
    }

    [Fact]
    public void The_table_names_every_method_of_every_service_and_no_other()
    {
        FileDescriptor[] files =
        [
            TopUpServiceReflection.Descriptor, BalanceServiceReflection.Descriptor,
            PlanCatalogServiceReflection.Descriptor, CardServiceReflection.Descriptor,
            ReceiptServiceReflection.Descriptor,
            ArrivalServiceReflection.Descriptor,
            AutoRenewalServiceReflection.Descriptor, EsimServiceReflection.Descriptor,
            ReminderServiceReflection.Descriptor, AccountServiceReflection.Descriptor,
            LimitServiceReflection.Descriptor,
            Leb.Operator.V1.PartnerServiceReflection.Descriptor, Leb.Operator.V1.ActionServiceReflection.Descriptor,
            Leb.Operator.V1.TopUpServiceReflection.Descriptor, Leb.Operator.V1.CaseServiceReflection.Descriptor,
            Leb.Operator.V1.LimitServiceReflection.Descriptor, Leb.Operator.V1.CertificateServiceReflection.Descriptor,
            Leb.Operator.V1.DocumentServiceReflection.Descriptor, Leb.Operator.V1.ApprovalServiceReflection.Descriptor,
            Leb.Operator.V1.SettlementServiceReflection.Descriptor, Leb.Operator.V1.AuditServiceReflection.Descriptor,
            Leb.Operator.V1.NoticeServiceReflection.Descriptor, OrganisationServiceReflection.Descriptor,
            HealthReflection.Descriptor, ReflectionReflection.Descriptor,
        ];
        var methods = files.SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .Select(method => $"/{method.Service.FullName}/{method.Name}");

        Assert.Equal(methods.Order(), CallPolicy.Standard.Needs.Keys.Order());
    }

    [Fact]
    public void The_table_asks_for_what_the_contract_promises()
    {
        var promised = Directory.EnumerateFiles(ProtoFolder("leb"), "*.proto", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .SelectMany(text => Promise().Matches(text).Select(match => (
                Method: $"/{Package().Match(text).Groups[1].Value}."
                    + $"{ServiceName().Matches(text).Last(one => one.Index < match.Index).Groups[1].Value}/"
                    + match.Groups["method"].Value,
                Permissions: match.Groups["permissions"].Value)))
            .ToDictionary(one => one.Method, one => one.Permissions);

        var asked = CallPolicy.Standard.Needs.Where(need => need.Key.StartsWith("/leb.", StringComparison.Ordinal))
            .ToDictionary(need => need.Key, need => Names(need.Value));

        Assert.Equal(asked.Keys.Order(), promised.Keys.Order());
        Assert.All(promised, promise => Assert.Equal(
            asked[promise.Key], promise.Value.Split([", ", " or "], StringSplitOptions.None).Order()));
    }

    [Fact]
    public async Task A_method_that_the_table_does_not_name_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => GrpcTestHost.StartAsync(map: app => app.MapGrpcService<HoleService>()));

        Assert.Contains("/test.Hole/Peek", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_shape_is_said_before_a_missing_permission_where_the_shape_is_known()
    {
        await using var host = await GrpcTestHost.StartAsync(services =>
            services.AddSingleton<RequestShape<CreateTopUpRequest>>(request => request.RequestId.Length > 0
                ? []
                : [new FieldViolation("request_id", "is required", "必须填写")]));
        var client = host.Client(host.Register(Permissions.Read));

        var wrong = await GrpcAssert.Refused(
            Reason.InvalidRequest, StatusCode.InvalidArgument,
            async () => await client.CreateTopUpAsync(new CreateTopUpRequest()));
        await GrpcAssert.Refused(
            Reason.PermissionMissing, StatusCode.PermissionDenied,
            async () => await client.CreateTopUpAsync(new CreateTopUpRequest { RequestId = "sale-0000000000001" }));

        Assert.Equal(new FieldProblem("request_id", "is required"), Assert.Single(wrong.Violations));
        Assert.Equal(0, host.TopUps.Calls);
    }

    [Fact]
    public async Task An_unregistered_certificate_is_refused_before_anything_is_read()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var channel = host.Channel(host.Authority.Client());

        await GrpcAssert.Refused(
            Reason.CertificateNotRegistered, StatusCode.Unauthenticated,
            () => channel.CallAsync("/leb.partner.v1.TopUpService/CreateTopUp", [0xff]));
        await GrpcAssert.Refused(
            Reason.CertificateNotRegistered, StatusCode.Unauthenticated,
            () => channel.CallAsync("/no.Such/Method", []));
    }

    private static IOrderedEnumerable<string> Names(Permissions permissions) =>
        CallPolicy.Describe(permissions).Split(" or ").Order();

    private static string ProtoFolder(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Partner.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        }

        return Path.Combine(folder.FullName, "protos", name);
    }

    // "Permission: read, sell or reverse." in the comment right above "rpc GetReversal(".
    [GeneratedRegex(@"Permission: (?<permissions>[a-z, ]+)\.[^\n]*\n(?:\s*//[^\n]*\n)*\s*rpc (?<method>\w+)\(")]
    private static partial Regex Promise();

    [GeneratedRegex(@"^package (\S+);", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"^service (\w+) \{", RegexOptions.Multiline)]
    private static partial Regex ServiceName();

    [BindServiceMethod(typeof(HoleService), nameof(HoleService.BindService))]
    private abstract class HoleServiceBase
    {
        public virtual Task<HealthCheckResponse> Peek(HealthCheckRequest request, ServerCallContext context) =>
            Task.FromResult(new HealthCheckResponse());
    }

    private sealed class HoleService : HoleServiceBase
    {
        public static void BindService(ServiceBinderBase binder, HoleServiceBase? service)
        {
            var request = Marshallers.Create<HealthCheckRequest>(
                _ => throw new NotSupportedException(), bytes => HealthCheckRequest.Parser.ParseFrom(bytes));
            var response = Marshallers.Create<HealthCheckResponse>(
                _ => [], _ => throw new NotSupportedException());
            var peek = new Method<HealthCheckRequest, HealthCheckResponse>(
                MethodType.Unary, "test.Hole", "Peek", request, response);
            binder.AddMethod(peek, service is null ? null : service.Peek);
        }
    }
}
