using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Partner.Core.Identity;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Hosting;

public sealed class ReflectionTests
{
    [Fact]
    public async Task It_lists_every_service()
    {
        var answer = await AskAsync(new ServerReflectionRequest { ListServices = "*" });

        Assert.Equal(
            [
                "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "leb.partner.v1.ArrivalService",
                "leb.partner.v1.AutoRenewalService", "leb.partner.v1.BalanceService", "leb.partner.v1.CardService",
                "leb.partner.v1.EsimService", "leb.partner.v1.LimitService", "leb.partner.v1.OrganisationService",
                "leb.partner.v1.PartnerAccountService", "leb.partner.v1.PlanCatalogService",
                "leb.partner.v1.ReceiptService",
                "leb.partner.v1.ReminderService", "leb.partner.v1.TopUpService",
            ],
            answer.ListServicesResponse.Service.Select(service => service.Name));
    }

    [Theory]
    [InlineData("leb.partner.v1.TopUpService")]
    [InlineData("leb.partner.v1.TopUpService.CreateTopUp")]
    [InlineData("leb.partner.v1.TopUp")]
    [InlineData("leb.partner.v1.TopUp.state")]
    [InlineData("leb.partner.v1.TopUpState")]
    public async Task A_symbol_leads_to_its_file_with_all_imports(string symbol)
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        var files = answer.FileDescriptorResponse.FileDescriptorProto
            .Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes)).ToList();
        var names = files.Select(file => file.Name).ToList();
        Assert.Equal("leb/partner/v1/top_up_service.proto", names[0]);
        Assert.Distinct(names);
        Assert.All(files.SelectMany(file => file.Dependency), import => Assert.Contains(import, names));
        Assert.Contains("google/protobuf/timestamp.proto", names);
    }

    [Fact]
    public async Task A_file_is_found_by_its_name()
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileByFilename = "leb/partner/v1/money.proto" });

        Assert.Single(answer.FileDescriptorResponse.FileDescriptorProto);
    }

    [Theory]
    [InlineData("leb.partner.v1.TopUpService")]
    [InlineData("leb.partner.v1.BalanceService")]
    [InlineData("leb.partner.v1.PlanCatalogService")]
    [InlineData("leb.partner.v1.CardService")]
    [InlineData("leb.partner.v1.ReceiptService")]
    [InlineData("leb.partner.v1.ArrivalService")]
    [InlineData("leb.partner.v1.AutoRenewalService")]
    [InlineData("leb.partner.v1.EsimService")]
    [InlineData("leb.partner.v1.OrganisationService")]
    [InlineData("leb.partner.v1.ReminderService")]
    [InlineData("leb.partner.v1.LimitService")]
    [InlineData("leb.partner.v1.PartnerAccountService")]
    [InlineData("grpc.health.v1.Health")]
    [InlineData("grpc.reflection.v1.ServerReflection")]
    public async Task No_served_file_extends_a_message(string service)
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = service });

        Assert.All(
            answer.FileDescriptorResponse.FileDescriptorProto
                .Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes)),
            file => Assert.Empty(file.Extension.Concat(file.MessageType.SelectMany(message => message.Extension))));
    }

    [Fact]
    public async Task A_known_type_without_extensions_has_none()
    {
        var answer = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "leb.partner.v1.Money" });

        Assert.Equal("leb.partner.v1.Money", answer.AllExtensionNumbersResponse.BaseTypeName);
        Assert.Empty(answer.AllExtensionNumbersResponse.ExtensionNumber);
    }

    public static TheoryData<ServerReflectionRequest, StatusCode> Unanswerable => new()
    {
        { new ServerReflectionRequest { FileByFilename = "no/such.proto" }, StatusCode.NotFound },
        { new ServerReflectionRequest { FileContainingSymbol = "no.Such" }, StatusCode.NotFound },
        { new ServerReflectionRequest { AllExtensionNumbersOfType = "no.Such" }, StatusCode.NotFound },
        {
            new ServerReflectionRequest
            {
                FileContainingExtension = new ExtensionRequest { ContainingType = "no.Such", ExtensionNumber = 1 },
            },
            StatusCode.NotFound
        },
        { new ServerReflectionRequest(), StatusCode.Unimplemented },
    };

    [Theory]
    [MemberData(nameof(Unanswerable))]
    public async Task A_question_without_an_answer_does_not_end_the_stream(
        ServerReflectionRequest question, StatusCode code)
    {
        await using var host = await GrpcTestHost.StartAsync();
        using var call = Client(host).ServerReflectionInfo();

        Assert.Equal((int)code, (await AskAsync(call, question)).ErrorResponse.ErrorCode);
        Assert.NotNull((await AskAsync(call, new ServerReflectionRequest { ListServices = "" })).ListServicesResponse);
    }

    private static ServerReflection.ServerReflectionClient Client(GrpcTestHost host) =>
        new(host.Channel(host.Register(Permissions.None)));

    private static async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest question)
    {
        await using var host = await GrpcTestHost.StartAsync();
        using var call = Client(host).ServerReflectionInfo();
        return await AskAsync(call, question);
    }

    private static async Task<ServerReflectionResponse> AskAsync(
        AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call,
        ServerReflectionRequest question)
    {
        await call.RequestStream.WriteAsync(question);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(question, call.ResponseStream.Current.OriginalRequest);
        return call.ResponseStream.Current;
    }
}
