using Grpc.Core;
using Grpc.Net.Client;
using Leb.Operator.V1;
using Partner.Contracts.Client;
using Partner.Core.Actions;
using Partner.Core.Errors;
using Partner.Core.Ledger;
using Partner.Server.Security;
using Partner.Server.Tests.Security;
using Partner.Server.Tests.Support;
using AdjustmentReason = Leb.Operator.V1.AdjustmentReason;
using CoreAction = Partner.Core.Actions.RecordedAction;
using CoreActorKind = Partner.Core.Actions.ActorKind;
using CoreChange = Partner.Core.Approvals.MoneyChange;
using CoreChangeKind = Partner.Core.Approvals.MoneyChangeKind;
using CoreMoney = Partner.Core.Amounts.Money;
using CoreParty = Partner.Core.Approvals.ApprovalParty;
using Money = Leb.Partner.V1.Money;

namespace Partner.Server.Tests.BackOffice;

/// <summary>Every method of the back office: who may call it, what it does, what the log says of it.</summary>
/// <param name="shared">The server.</param>
[Collection(OperatorServer.Collection)]
public sealed partial class OperatorServiceTests(OperatorServer shared) : SharedServerTest(shared)
{
    private const string Why = "asked for by mail";
    private const string Waiting = "00000000000000000000000001";

    // Of each method one call that changes something, where it can, of a partner that is there and has no limit.
    private static readonly Dictionary<string, Func<GrpcChannel, string, Task>> Calls = new(
        TopUpCalls, StringComparer.Ordinal)
    {
        ["/leb.operator.v1.PartnerService/CreatePartner"] = async (channel, id) =>
            await Partners(channel).CreatePartnerAsync(NewPartner($"{id}-new")),
        ["/leb.operator.v1.PartnerService/GetPartner"] = async (channel, id) =>
            await Partners(channel).GetPartnerAsync(new GetPartnerRequest { Name = $"partners/{id}" }),
        ["/leb.operator.v1.PartnerService/ListPartners"] = async (channel, _) =>
            await Partners(channel).ListPartnersAsync(new ListPartnersRequest()),
        ["/leb.operator.v1.PartnerService/SuspendPartner"] = async (channel, id) =>
            await Partners(channel).SuspendPartnerAsync(
                new SuspendPartnerRequest { Name = $"partners/{id}", Why = Why }),
        ["/leb.operator.v1.PartnerService/ResumePartner"] = async (channel, id) =>
        {
            await Partners(channel).SuspendPartnerAsync(
                new SuspendPartnerRequest { Name = $"partners/{id}", Why = Why });
            await Partners(channel).ResumePartnerAsync(
                new ResumePartnerRequest { Name = $"partners/{id}", Why = Why });
        },
        ["/leb.operator.v1.PartnerService/ClosePartner"] = async (channel, id) =>
        {
            await Partners(channel).CreateWithdrawalAsync(WithdrawalOf(id, "payment-00000002", 10_000));
            await Partners(channel).ClosePartnerAsync(new ClosePartnerRequest { Name = $"partners/{id}", Why = Why });
        },
        ["/leb.operator.v1.PartnerService/SetParent"] = async (channel, id) =>
            await Partners(channel).SetParentAsync(new SetParentRequest
            {
                Name = $"partners/{id}", Parent = "partners/demo-master", Why = Why,
            }),
        ["/leb.operator.v1.PartnerService/SetTier"] = async (channel, id) =>
            await Partners(channel).SetTierAsync(
                new SetTierRequest { Name = $"partners/{id}", Tier = "silver", Why = Why }),
        ["/leb.operator.v1.PartnerService/CreateWithdrawal"] = async (channel, id) =>
            await Partners(channel).CreateWithdrawalAsync(WithdrawalOf(id, "payment-00000003", 10)),
        ["/leb.operator.v1.PartnerService/CreateAdjustment"] = async (channel, id) =>
            await Partners(channel).CreateAdjustmentAsync(new CreateAdjustmentRequest
            {
                Name = $"partners/{id}",
                RequestId = "payment-00000004",
                Amount = new Money { CurrencyCode = "CNY", Units = -10 },
                Reason = AdjustmentReason.WrongPayment,
                Evidence = "letter of the bank",
                Why = Why,
            }),
        ["/leb.operator.v1.ApprovalService/ListApprovals"] = async (channel, id) =>
            await Approvals(channel).ListApprovalsAsync(new ListApprovalsRequest { Parent = $"partners/{id}" }),
        ["/leb.operator.v1.ApprovalService/GetApproval"] = async (channel, id) =>
            await Approvals(channel).GetApprovalAsync(new GetApprovalRequest { Name = WaitingOf(id) }),
        ["/leb.operator.v1.ApprovalService/Approve"] = async (channel, id) =>
            await Approvals(channel).ApproveAsync(new ApproveRequest { Name = WaitingOf(id), Why = Why }),
        ["/leb.operator.v1.ApprovalService/Reject"] = async (channel, id) =>
            await Approvals(channel).RejectAsync(new RejectRequest { Name = WaitingOf(id), Why = Why }),
        ["/leb.operator.v1.PartnerService/SetCreditLimit"] = async (channel, id) =>
            await Partners(channel).SetCreditLimitAsync(LimitOf(id, 500)),
        ["/leb.operator.v1.PartnerService/CreateDeposit"] = async (channel, id) =>
            await Partners(channel).CreateDepositAsync(DepositOf(id, "payment-00000001", 10)),
        ["/leb.operator.v1.ActionService/ListActions"] = async (channel, id) =>
            await new ActionService.ActionServiceClient(channel).ListActionsAsync(
                new ListActionsRequest { Parent = $"partners/{id}" }),
        ["/leb.operator.v1.DocumentService/ListDocuments"] = async (channel, _) =>
            await Documents(channel).ListDocumentsAsync(new ListDocumentsRequest()),
        ["/leb.operator.v1.DocumentService/GetDocument"] = async (channel, _) =>
            await Documents(channel).GetDocumentAsync(
                new GetDocumentRequest { Name = "documents/price-list/demo-prices@1" }),
        ["/leb.operator.v1.DocumentService/DiffDocuments"] = async (channel, _) =>
            await Documents(channel).DiffDocumentsAsync(new DiffDocumentsRequest { Files = { DemoFile.Prices() } }),
        ["/leb.operator.v1.DocumentService/PublishDocuments"] = async (channel, _) =>
            await Documents(channel).PublishDocumentsAsync(
                new PublishDocumentsRequest { Files = { DemoFile.Prices() }, Why = Why }),
        ["/leb.operator.v1.SettlementService/CloseSettlement"] = async (channel, _) =>
            await Settlements(channel).CloseSettlementAsync(
                new CloseSettlementRequest { Period = "2020-01", Why = Why }),
        ["/leb.operator.v1.SettlementService/ListSettlements"] = async (channel, id) =>
            await Settlements(channel).ListSettlementsAsync(new ListSettlementsRequest { Parent = $"partners/{id}" }),
        ["/leb.operator.v1.SettlementService/GetSettlement"] = async (channel, id) =>
        {
            try
            {
                await Settlements(channel).GetSettlementAsync(
                    new GetSettlementRequest { Name = $"partners/{id}/settlements/2020-01" });
            }
            catch (RpcException missing) when (PartnerError.From(missing).Reason == "SETTLEMENT_NOT_FOUND")
            {
                // It has none; whoever may not call it is told something else.
            }
        },
        ["/leb.operator.v1.AuditService/RunAudit"] = async (channel, _) =>
        {
            using var call = new AuditService.AuditServiceClient(channel).RunAudit(new RunAuditRequest());
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        },
    };

    private OperatorServer Door => (OperatorServer)Shared;

    public static TheoryData<string> Methods => [.. OperatorPolicy.Changes.Keys.Order()];

    [Fact]
    public void Every_method_of_the_back_office_has_a_row_in_the_policy_and_here()
    {
        var methods = new[]
            {
                PartnerServiceReflection.Descriptor, ActionServiceReflection.Descriptor,
                ApprovalServiceReflection.Descriptor,
                TopUpServiceReflection.Descriptor, CaseServiceReflection.Descriptor,
                LimitServiceReflection.Descriptor, CertificateServiceReflection.Descriptor,
                DocumentServiceReflection.Descriptor, SettlementServiceReflection.Descriptor,
                AuditServiceReflection.Descriptor, NoticeServiceReflection.Descriptor,
            }
            .SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .Select(method => $"/{method.Service.FullName}/{method.Name}").Order().ToList();

        Assert.Equal(methods, OperatorPolicy.Changes.Keys.Order());
        Assert.Equal(methods, Calls.Keys.Order());
        Assert.Equal(methods, CallPolicy.Standard.Needs.Keys
            .Where(method => method.StartsWith("/leb.operator.", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_method_is_only_for_operators_and_only_at_their_port(string method)
    {
        var server = Shared.Running.Server;
        using var theirs = Door.Channel(server.OperatorPort!.Value, await Door.PartnerAsync());
        using var aside = Door.Channel(server.Port, await Door.OperatorAsync());
        using var partners = Door.Channel(server.Port, await Door.PartnerAsync());
        var before = await LogAsync("demo");

        await GrpcAssert.Refused(
            Reason.PermissionMissing, StatusCode.PermissionDenied, () => Calls[method](theirs, "demo"));
        await GrpcAssert.Refused(
            Reason.MethodUnknown, StatusCode.Unimplemented, () => Calls[method](aside, "demo"));
        await GrpcAssert.Refused(
            Reason.MethodUnknown, StatusCode.Unimplemented, () => Calls[method](partners, "demo"));

        Assert.Equal(before, await LogAsync("demo"));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task What_changes_something_is_in_the_log_with_who_and_why_and_nothing_else_is(string method)
    {
        using var partner = await Shared.NewPartnerAsync();
        var id = partner.PartnerId.Value;
        var ours = await Door.OperatorAsync();
        using var channel = Door.Channel(Shared.Running.Server.OperatorPort!.Value, ours);
        var somebody = new CoreParty(new ActionActor(CoreActorKind.Verb, "anna@office"), "anna");
        var waits = await Shared.Running.Store.Approvals.MakeAsync(
            partner.PartnerId,
            new CoreChange(CoreChangeKind.Deposit, new CoreMoney(500, Core.Amounts.Currency.Of("CNY")))
            {
                RequestId = new RequestId("payment-00000005"),
            },
            Waiting,
            new Core.Approvals.ApprovalThreshold(0),
            somebody,
            Why,
            TimeProvider.System.GetUtcNow());
        Assert.False(waits.Value.Done);
        await PrepareAsync(method, partner);
        var before = await AllAsync(id);

        await Calls[method](channel, id);

        var added = (await AllAsync(id)).Except(before).ToList();
        Assert.Equal(OperatorPolicy.Changes[method], added.Count > 0);
        Assert.All(added, action => Assert.Equal(
            (CoreActorKind.Operator, ours.Thumbprint, Why), (action.Actor.Kind, action.Actor.Name, action.Why)));
    }

    [Fact]
    public async Task A_deposit_that_many_make_at_once_under_one_id_is_made_once_and_recorded_once()
    {
        using var partner = await Shared.NewPartnerAsync(deposit: null);
        var id = partner.PartnerId.Value;
        using var channel = await OperatorsAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            await Partners(channel).CreateDepositAsync(DepositOf(id, "payment-00000001", 10))));
        var found = await Partners(channel).GetPartnerAsync(new GetPartnerRequest { Name = $"partners/{id}" });

        Assert.Single(answers, answer => !answer.Replayed);
        Assert.Single(answers.Select(answer => answer.TransferId).Distinct());
        Assert.Equal((10, "CNY"), (found.Float.Posted.Units, found.Float.Posted.CurrencyCode));
        Assert.Single(await LogAsync(id), action => action.Name == ActionNames.DepositPost);
        var conflict = await Partners(channel)
            .CreateDepositAsync(DepositOf(id, "payment-00000001", 11)).AsErrorAsync();
        conflict.Is(StatusCode.AlreadyExists, "REQUEST_ID_CONFLICT");
    }

    [Fact]
    public async Task What_is_wrong_is_named_and_changes_nothing()
    {
        using var partner = await Shared.NewPartnerAsync();
        var id = partner.PartnerId.Value;
        using var channel = await OperatorsAsync();
        var client = Partners(channel);
        var before = await LogAsync(id);

        (await client.GetPartnerAsync(new GetPartnerRequest { Name = "partners/nobody" }).AsErrorAsync())
            .Is(StatusCode.NotFound, "PARTNER_NOT_FOUND");
        (await client.SuspendPartnerAsync(new SuspendPartnerRequest { Name = "partners/nobody", Why = Why })
            .AsErrorAsync()).Is(StatusCode.NotFound, "PARTNER_NOT_FOUND");
        (await client.CreatePartnerAsync(NewPartner(id)).AsErrorAsync())
            .Is(StatusCode.AlreadyExists, "PARTNER_EXISTS");
        Assert.Equal("why", Field(await client.SuspendPartnerAsync(
            new SuspendPartnerRequest { Name = $"partners/{id}" }).AsErrorAsync()));
        var foreign = LimitOf(id, 5);
        foreign.Limit.CurrencyCode = "HKD";
        Assert.Equal("limit.currency_code", Field(await client.SetCreditLimitAsync(foreign).AsErrorAsync()));
        Assert.Equal("limit.units", Field(await client.SetCreditLimitAsync(LimitOf(id, -1)).AsErrorAsync()));
        Assert.Equal("amount", Field(await client.CreateDepositAsync(
            new CreateDepositRequest { Name = $"partners/{id}", RequestId = "payment-00000001", Why = Why })
            .AsErrorAsync()));
        foreach (var units in new[] { FloatPosition.Most / 100, long.MaxValue / 300 })
        {
            Assert.Equal("amount.units", Field(await client.CreateDepositAsync(
                DepositOf(id, "payment-00000001", units)).AsErrorAsync()));
        }

        Assert.Equal(before, await LogAsync(id));
    }

    [Fact]
    public async Task Partners_and_actions_are_listed_page_by_page()
    {
        using var partner = await Shared.NewPartnerAsync();
        var parent = $"partners/{partner.PartnerId}";
        using var channel = await OperatorsAsync();
        var names = new List<string>();
        for (string? token = ""; token is not null;)
        {
            var page = await Partners(channel).ListPartnersAsync(
                new ListPartnersRequest { PageSize = 2, PageToken = token });
            names.AddRange(page.Partners.Select(one => one.Name));
            token = page.NextPageToken.Length > 0 ? page.NextPageToken : null;
        }

        Assert.Contains(parent, names);
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
        await Partners(channel).SetCreditLimitAsync(LimitOf(partner.PartnerId.Value, 7));
        var client = new ActionService.ActionServiceClient(channel);
        var first = await client.ListActionsAsync(new ListActionsRequest { Parent = parent, PageSize = 1 });
        var second = await client.ListActionsAsync(
            new ListActionsRequest { Parent = parent, PageSize = 1, PageToken = first.NextPageToken });
        Assert.Equal("credit-limit.set", Assert.Single(first.Actions).Action);
        Assert.Equal(first.Actions[0].PreviousHash, Assert.Single(second.Actions).Hash);
        Assert.Equal("""{"creditLimitMinor":700}""", first.Actions[0].AfterJson);
    }

    private static ApprovalService.ApprovalServiceClient Approvals(GrpcChannel channel) => new(channel);

    private static string WaitingOf(string id) => $"partners/{id}/approvals/{Waiting}";

    private static CreateWithdrawalRequest WithdrawalOf(string id, string requestId, long units) => new()
    {
        Name = $"partners/{id}",
        RequestId = requestId,
        Amount = new Money { CurrencyCode = "CNY", Units = units },
        Why = Why,
    };

    private static PartnerService.PartnerServiceClient Partners(GrpcChannel channel) => new(channel);

    private static DocumentService.DocumentServiceClient Documents(GrpcChannel channel) => new(channel);

    private static SettlementService.SettlementServiceClient Settlements(GrpcChannel channel) => new(channel);

    private static CreatePartnerRequest NewPartner(string id) =>
        new() { PartnerId = id, DisplayName = "New", CurrencyCode = "CNY", Why = Why };

    private static SetCreditLimitRequest LimitOf(string id, long units) => new()
    {
        Name = $"partners/{id}", Limit = new Money { CurrencyCode = "CNY", Units = units }, Why = Why,
    };

    private static CreateDepositRequest DepositOf(string id, string requestId, long units) => new()
    {
        Name = $"partners/{id}",
        RequestId = requestId,
        Amount = new Money { CurrencyCode = "CNY", Units = units },
        Why = Why,
    };

    private static string Field(PartnerError error)
    {
        error.Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
        return Assert.Single(error.Violations).Field;
    }

    private async Task<GrpcChannel> OperatorsAsync() =>
        Door.Channel(Shared.Running.Server.OperatorPort!.Value, await Door.OperatorAsync());

    // Of a partner, of one that is made, and of what concerns none.
    private async Task<List<CoreAction>> AllAsync(string id) =>
        [.. await LogAsync(id), .. await LogAsync($"{id}-new"), .. await LogAsync("")];

    private Task<List<CoreAction>> LogAsync(string partner) =>
        Shared.Running.Store.Actions.ListAsync(new PartnerId(partner), null, 1000, CancellationToken.None);
}
