using Grpc.Core;
using Leb.Operator.V1;
using Leb.Partner.V1;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.EndToEnd.Accounts;
using Partner.Server.Tests.Security;
using Partner.Server.Tests.Support;
using CertificateScope = Leb.Partner.V1.CertificateScope;
using CoreStatus = Partner.Core.Identity.PartnerStatus;
using CreateEnrollmentCodeRequest = Leb.Operator.V1.CreateEnrollmentCodeRequest;
using ListEnrollmentCodesRequest = Leb.Operator.V1.ListEnrollmentCodesRequest;
using RevokeEnrollmentCodeRequest = Leb.Operator.V1.RevokeEnrollmentCodeRequest;

namespace Partner.Server.Tests.BackOffice;

/// <summary>Partners' enrollment codes, as the operator makes, lists and ends them.</summary>
/// <param name="shared">The server.</param>
[Collection(OperatorServer.Collection)]
public sealed class OperatorEnrollmentCodeTests(OperatorServer shared) : SharedServerTest(shared)
{
    private const string Why = "the till was stolen";

    private OperatorServer Door => (OperatorServer)Shared;

    [Fact]
    public async Task Codes_of_a_partner_are_listed_whoever_made_them_and_ended_with_a_reason_that_is_kept()
    {
        var (partner, other) = (await Shared.NewPartnerAsync(), await Shared.NewPartnerAsync());
        var service = await ServiceAsync();
        var parent = $"partners/{partner.PartnerId}";
        var own = (await partner.CodeAsync("store-1", "till-1")).EnrollmentCode.Name;
        var ours = (await service.CreateEnrollmentCodeAsync(Ask(parent))).EnrollmentCode.Name;

        var first = await service.ListEnrollmentCodesAsync(
            new ListEnrollmentCodesRequest { Parent = parent, PageSize = 1 });
        var rest = await service.ListEnrollmentCodesAsync(
            new ListEnrollmentCodesRequest { Parent = parent, PageToken = first.NextPageToken });
        var revoke = new RevokeEnrollmentCodeRequest { Name = $"{parent}/{own}", Why = Why };
        var revoked = (await service.RevokeEnrollmentCodeAsync(revoke)).EnrollmentCode;
        var again = (await service.RevokeEnrollmentCodeAsync(revoke)).EnrollmentCode;

        Assert.Equal($"{parent}/{ours}", Assert.Single(first.EnrollmentCodes).Name);
        Assert.Equal($"{parent}/{own}", Assert.Single(rest.EnrollmentCodes).Name);
        Assert.Equal("till-1", rest.EnrollmentCodes[0].EnrollmentCode.Scope.Terminal);
        Assert.Equal(EnrollmentCodeState.Revoked, revoked.EnrollmentCode.State);
        Assert.Equal(revoked, again);
        Assert.Equal(
            $"{parent}/{ours}",
            Assert.Single((await service.ListEnrollmentCodesAsync(new() { Parent = parent })).EnrollmentCodes).Name);
        var all = await service.ListEnrollmentCodesAsync(new() { Parent = parent, IncludePast = true });
        Assert.Equal(2, all.EnrollmentCodes.Count);
        Assert.Equal(
            EnrollmentCodeState.Revoked,
            (await partner.Account.ListEnrollmentCodesAsync(new() { IncludePast = true }, TestClient.In("en")))
                .EnrollmentCodes.Single(one => one.Name == own).State);
        var actions = await new ActionService.ActionServiceClient(await ChannelAsync())
            .ListActionsAsync(new() { Parent = parent });
        Assert.Equal(Why, Assert.Single(
            actions.Actions, one => one.ToString().Contains($"{parent}/{own}", StringComparison.Ordinal)
                && one.ToString().Contains(Why, StringComparison.Ordinal)).Why);

        (await service.RevokeEnrollmentCodeAsync(revoke.Clone().With(
            one => one.Name = $"partners/{other.PartnerId}/{own}")).AsErrorAsync())
            .Is(StatusCode.NotFound, "ENROLLMENT_CODE_NOT_FOUND");
        (await service.RevokeEnrollmentCodeAsync(revoke.Clone().With(one => one.Name = own)).AsErrorAsync())
            .Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        (await service.RevokeEnrollmentCodeAsync(revoke.Clone().With(one => one.Why = "")).AsErrorAsync())
            .Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        (await service.ListEnrollmentCodesAsync(new() { Parent = "partners/nobody" }).AsErrorAsync())
            .Is(StatusCode.NotFound, "PARTNER_NOT_FOUND");
    }

    [Fact]
    public async Task No_code_is_made_for_who_is_suspended_or_closed()
    {
        var partner = await Shared.NewPartnerAsync(deposit: null);
        var (service, parent) = (await ServiceAsync(), $"partners/{partner.PartnerId}");
        await partner.Organisations.CreateOutletAsync(
            new() { Reference = "store-1" }, TestClient.In("en"));
        await partner.Organisations.CloseOutletAsync(new() { Outlet = "store-1" }, TestClient.In("en"));
        (await service.CreateEnrollmentCodeAsync(Ask(parent).With(
            one => one.Scope = new CertificateScope { Outlet = "store-1" })).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "OUTLET_NOT_ACTIVE");

        foreach (var (status, reason) in new[]
        {
            (CoreStatus.Suspended, "PARTNER_SUSPENDED"), (CoreStatus.Closed, "PARTNER_CLOSED"),
        })
        {
            await Shared.Running.Store.Partners.SetStatusAsync(
                partner.PartnerId, status, TimeProvider.System.GetUtcNow());
            (await service.CreateEnrollmentCodeAsync(Ask(parent)).AsErrorAsync())
                .Is(StatusCode.PermissionDenied, reason);
        }

        Assert.Empty((await service.ListEnrollmentCodesAsync(
            new() { Parent = parent, IncludePast = true })).EnrollmentCodes);
    }

    [Fact]
    public async Task The_command_lists_codes_and_ends_them_in_both_languages()
    {
        var partner = await Shared.NewPartnerAsync();
        var name = $"partners/{partner.PartnerId}/{(await partner.CodeAsync("store-1")).EnrollmentCode.Name}";

        var listed = await RunAsync("list", partner.PartnerId.Value, "--lang", "en");
        var revoked = await RunAsync("revoke", name, "--why", Why, "--lang", "zh-CN");
        var left = await RunAsync("list", partner.PartnerId.Value, "--lang", "en");
        var past = await RunAsync("list", partner.PartnerId.Value, "--past", "--lang", "zh-CN");

        Assert.Matches($"OPEN .*store-1.*{name}", listed.Out);
        Assert.Matches($"REVOKED .*{name}", revoked.Out);
        Assert.DoesNotContain(name, left.Out, StringComparison.Ordinal);
        Assert.Contains(name, past.Out, StringComparison.Ordinal);
    }

    private static CreateEnrollmentCodeRequest Ask(string parent) => new()
    {
        Parent = parent, RequestId = Sale.NewRequestId(), Why = Why, Permissions = { CertificatePermission.Sell },
    };

    private async Task<Grpc.Net.Client.GrpcChannel> ChannelAsync() =>
        Door.Channel(Shared.Running.Server.OperatorPort!.Value, await Door.OperatorAsync());

    private async Task<CertificateService.CertificateServiceClient> ServiceAsync() => new(await ChannelAsync());

    private async Task<CliOutcome> RunAsync(params string[] args) =>
        await OperatorSubjects.RunAsync(Shared.Running, ["enrollment-codes", .. args]);
}
