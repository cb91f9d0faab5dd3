using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using Leb.Operator.V1;
using Partner.Contracts.Client;
using Partner.Core.Actions;
using Partner.Sandbox.Certificates;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Security;
using Partner.Server.Tests.Support;
using Money = Leb.Partner.V1.Money;
using MoneyMoved = Leb.Partner.V1.MoneyMoved;

namespace Partner.Server.Tests.BackOffice;

/// <summary>Money that two people move, partners that are closed, and where they stand in the network.</summary>
/// <param name="shared">The server; above 50000.00 a second person must approve.</param>
[Collection(OperatorServer.Collection)]
public sealed class ApprovalServiceTests(OperatorServer shared) : SharedServerTest(shared)
{
    private const string Why = "letter of Friday";

    private OperatorServer Door => (OperatorServer)Shared;

    [Fact]
    public async Task A_deposit_above_the_amount_says_that_it_waits_and_moves_once_another_person_approves()
    {
        using var partner = await Shared.NewPartnerAsync(deposit: null);
        using var maker = await ChannelAsync("operator");
        using var renewed = Channel(await Door.OperatorAsync("operator", "operator-renewed"));
        using var second = await ChannelAsync("second");
        var request = Deposit(partner, 50_001);

        var asked = await Partners(maker).CreateDepositAsync(request);
        var again = await Partners(second).CreateDepositAsync(request);

        Assert.Equal((MoneyMoved.No, false), (asked.MoneyMoved, asked.Replayed));
        Assert.Equal(ApprovalState.Pending, asked.Approval.State);
        Assert.Equal((asked.TransferId, MoneyMoved.No, true), (again.TransferId, again.MoneyMoved, again.Replayed));
        var approve = new ApproveRequest { Name = asked.Approval.Name, Why = Why };
        foreach (var own in new[] { maker, renewed })
        {
            (await Approvals(own).ApproveAsync(approve).AsErrorAsync())
                .Is(StatusCode.PermissionDenied, "APPROVER_IS_MAKER");
        }

        var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            await Approvals(second).ApproveAsync(approve)));

        Assert.All(done, one => Assert.Equal(ApprovalState.Approved, one.Approval.State));
        Assert.Equal("second", done[0].Approval.Decider.Person);
        Assert.Equal(50_001, await PostedAsync(maker, partner));
        Assert.Equal(MoneyMoved.Yes, (await Partners(maker).CreateDepositAsync(request)).MoneyMoved);
        (await Approvals(maker).RejectAsync(new RejectRequest { Name = asked.Approval.Name, Why = Why })
            .AsErrorAsync()).Is(StatusCode.FailedPrecondition, "APPROVAL_DECIDED");
        var list = await Approvals(maker).ListApprovalsAsync(
            new ListApprovalsRequest { Parent = $"partners/{partner.PartnerId}", State = ApprovalState.Approved });
        Assert.Equal(asked.Approval.Name, Assert.Single(list.Approvals).Name);
    }

    [Fact]
    public async Task Withdrawals_and_adjustments_are_what_the_float_covers_and_say_what_is_wrong()
    {
        using var partner = await Shared.NewPartnerAsync();
        using var channel = await ChannelAsync("operator");
        var (client, name) = (Partners(channel), $"partners/{partner.PartnerId}");
        var adjustment = new CreateAdjustmentRequest
        {
            Name = name,
            RequestId = "adjustment-00000001",
            Amount = new Money { CurrencyCode = "CNY", Units = -1, Nanos = -500_000_000 },
            Reason = AdjustmentReason.WrongPosting,
            Evidence = "entry 7 was posted twice",
            Why = Why,
        };

        Assert.Equal(MoneyMoved.Yes, (await client.CreateAdjustmentAsync(adjustment)).MoneyMoved);
        (await client.CreateWithdrawalAsync(Withdrawal(partner, 10_000)).AsErrorAsync())
            .Is(StatusCode.FailedPrecondition, "FLOAT_NOT_COVERED");
        Assert.Equal(MoneyMoved.Yes, (await client.CreateWithdrawalAsync(Withdrawal(partner, 9_998))).MoneyMoved);

        foreach (var (field, wrong) in new (string, Action<CreateAdjustmentRequest>)[]
        {
            ("amount", one => one.Amount.Units = one.Amount.Nanos = 0),
            ("amount.nanos", one => one.Amount.Nanos = 1_000),
            ("amount.units", one => one.Amount.Units = long.MinValue),
            ("reason", one => one.Reason = AdjustmentReason.Unspecified),
            ("evidence", one => one.Evidence = " "),
            ("why", one => one.Why = ""),
        })
        {
            var bad = adjustment.Clone();
            wrong(bad);
            var error = await client.CreateAdjustmentAsync(bad).AsErrorAsync();
            error.Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
            Assert.Equal(field, Assert.Single(error.Violations).Field);
        }

        Assert.Equal(0, await PostedAsync(channel, partner));
    }

    [Fact]
    public async Task A_closed_partner_opens_nothing_any_more_and_nothing_resumes_it()
    {
        using var partner = await Shared.NewPartnerAsync();
        using var channel = await ChannelAsync("operator");
        var (client, name) = (Partners(channel), $"partners/{partner.PartnerId}");
        var close = new ClosePartnerRequest { Name = name, Why = Why };
        var held = await client.ClosePartnerAsync(close).AsErrorAsync();
        held.Is(StatusCode.FailedPrecondition, "PARTNER_NOT_EMPTY");
        Assert.Equal("10000.00 CNY", held.Facts["posted"]);
        await client.CreateWithdrawalAsync(Withdrawal(partner, 10_000));

        Assert.Equal(PartnerStatus.Closed, (await client.ClosePartnerAsync(close)).Partner.Status);

        Assert.Equal(PartnerStatus.Closed, (await client.ClosePartnerAsync(close)).Partner.Status);
        (await client.ResumePartnerAsync(new ResumePartnerRequest { Name = name, Why = Why }).AsErrorAsync())
            .Is(StatusCode.PermissionDenied, "PARTNER_CLOSED");
        (await client.CreateDepositAsync(Deposit(partner, 1)).AsErrorAsync())
            .Is(StatusCode.PermissionDenied, "PARTNER_CLOSED");
        var refused = await Eventually.SeeAsync(
            () => Record.ExceptionAsync(async () => await partner.SellAsync(Sale.Of())),
            exception => exception is RpcException { StatusCode: StatusCode.PermissionDenied });
        Assert.Equal("PARTNER_CLOSED", PartnerError.From((RpcException)refused!).Reason);
    }

    [Fact]
    public async Task A_parent_is_set_from_a_time_on_and_never_in_a_circle()
    {
        using var partner = await Shared.NewPartnerAsync();
        using var channel = await ChannelAsync("operator");
        var (client, name) = (Partners(channel), $"partners/{partner.PartnerId}");
        var request = new SetParentRequest { Name = name, Parent = "partners/demo-agent", Why = Why };

        var set = await client.SetParentAsync(request);
        var again = await client.SetParentAsync(request);

        Assert.False(set.Change.Replayed);
        Assert.True(set.Change.EffectiveTime.ToDateTimeOffset() > TimeProvider.System.GetUtcNow());
        Assert.Equal((set.Change.Network, true), (again.Change.Network, again.Change.Replayed));
        foreach (var (language, told) in new[] { ("en", "makes a cycle: "), ("zh-CN", "形成循环：") })
        {
            var circle = await client.SetParentAsync(
                new SetParentRequest { Name = "partners/demo-master", Parent = name, Why = Why },
                TestClient.In(language)).AsErrorAsync();
            circle.Is(StatusCode.FailedPrecondition, "NETWORK_REFUSED");
            Assert.Contains($".parent: {told}", circle.Facts["finding"], StringComparison.Ordinal);
        }

        var tier = await client.SetTierAsync(
            new SetTierRequest { Name = name, Tier = "no tier", Why = Why }, TestClient.In("zh-CN")).AsErrorAsync();
        tier.Is(StatusCode.FailedPrecondition, "NETWORK_REFUSED");
        Assert.Contains(
            ".tier: 必须是由 1 至 64 个 [A-Za-z0-9._/-] 字符组成的名称", tier.Facts["finding"], StringComparison.Ordinal);
        var parent = await client.ClosePartnerAsync(
            new ClosePartnerRequest { Name = "partners/demo-agent", Why = Why }).AsErrorAsync();
        parent.Is(StatusCode.FailedPrecondition, "PARTNER_NOT_EMPTY");
        Assert.Equal("1", parent.Facts["children"]);
        (await client.SetParentAsync(new SetParentRequest { Name = name, Parent = "partners/nobody", Why = Why })
            .AsErrorAsync()).Is(StatusCode.NotFound, "PARTNER_NOT_FOUND");
        foreach (var time in new[] { set.Change.EffectiveTime, new Google.Protobuf.WellKnownTypes.Timestamp() })
        {
            var early = await client.SetParentAsync(
                new SetParentRequest { Name = name, EffectiveTime = time, Why = Why }).AsErrorAsync();
            early.Is(StatusCode.InvalidArgument, "INVALID_REQUEST");
            Assert.Equal("effective_time", Assert.Single(early.Violations).Field);
        }

        var log = await Shared.Running.Store.Actions.ListAsync(partner.PartnerId, null, 1, default);
        Assert.Equal((ActionNames.PartnerSetParent, """{"parent":null}"""), (log[0].Name, log[0].Before));
        Assert.Contains("\"parent\":\"demo-agent\"", log[0].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_says_whether_money_moved_and_lets_another_person_approve()
    {
        using var partner = await Shared.NewPartnerAsync(deposit: null);
        var (maker, second) = (await Door.OperatorAsync("operator"), await Door.OperatorAsync("second"));
        var id = partner.PartnerId.Value;
        string[] deposit =
        [
            "operator", "deposit", id, "--amount", "60000.00", "--request-id", "payment-00000009", "--why", Why,
        ];

        var asked = await RunAsync(maker, [.. deposit, "--json"]);
        Assert.Equal(3, asked.Status);
        var answer = JsonNode.Parse(asked.Out)!;
        Assert.Equal("NO", (string?)answer["moneyMoved"]);
        var name = (string)answer["approval"]!["name"]!;
        var own = await RunAsync(maker, ["operator", "approvals", "approve", name, "--why", Why, "--json"]);
        Assert.Equal(1, own.Status);
        var error = JsonNode.Parse(own.Out)!["error"]!;
        Assert.Equal(
            ("APPROVER_IS_MAKER", "NO", true),
            ((string?)error["reason"], (string?)error["moneyMoved"], (bool)error["retrySafe"]!));
        Assert.Contains(name, (await RunAsync(
            second, ["operator", "approvals", "list", "--state", "pending"])).Out, StringComparison.Ordinal);
        var approved = await RunAsync(
            second, ["operator", "approvals", "approve", name, "--why", Why, "--lang", "zh-CN"]);
        Assert.Equal(0, approved.Status);
        Assert.Contains("已批准", approved.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(maker, deposit)).Status);
        Assert.Equal(0, (await RunAsync(maker,
            ["operator", "withdraw", id, "--amount", "10.00", "--why", Why])).Status);
        Assert.Equal(0, (await RunAsync(maker,
        [
            "operator", "adjust", id, "--amount=-5.00", "--reason", "wrong-posting", "--evidence", "e", "--why", Why,
        ])).Status);
        var found = await RunAsync(maker, ["operator", "partners", "get", id]);
        Assert.Contains("59985.00 CNY", found.Out, StringComparison.Ordinal);
        var actions = (await RunAsync(maker, ["operator", "actions", id])).Out;
        Assert.Contains("adjustment.post", actions, StringComparison.Ordinal);
        Assert.All(actions.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        var statement = await CliOutcome.RunAsync(Shared.Running, partner, "statement", "--lang", "zh-CN");
        Assert.Contains("运营方调账", statement.Out, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(maker, ["operator", "partners", "close", id, "--why", Why])).Status);
        Assert.Equal(0, (await RunAsync(maker, ["operator", "partners", "list", "--all", "--json"])).Status);
        Assert.Equal(2, (await RunAsync(maker, ["operator", "partners", "suspend", id])).Status);
    }

    private static PartnerService.PartnerServiceClient Partners(GrpcChannel channel) => new(channel);

    private static ApprovalService.ApprovalServiceClient Approvals(GrpcChannel channel) => new(channel);

    private static async Task<long> PostedAsync(GrpcChannel channel, TestClient partner) => (await Partners(channel)
        .GetPartnerAsync(new GetPartnerRequest { Name = $"partners/{partner.PartnerId}" })).Float.Posted.Units;

    private static CreateDepositRequest Deposit(TestClient partner, long units) => new()
    {
        Name = $"partners/{partner.PartnerId}",
        RequestId = $"deposit-{units:D12}",
        Amount = new Money { CurrencyCode = "CNY", Units = units },
        Why = Why,
    };

    private static CreateWithdrawalRequest Withdrawal(TestClient partner, long units) => new()
    {
        Name = $"partners/{partner.PartnerId}",
        RequestId = $"withdrawal-{units:D12}",
        Amount = new Money { CurrencyCode = "CNY", Units = units },
        Why = Why,
    };

    private GrpcChannel Channel(PartnerCertificate certificate) =>
        Door.Channel(Shared.Running.Server.OperatorPort!.Value, certificate);

    private async Task<GrpcChannel> ChannelAsync(string person) => Channel(await Door.OperatorAsync(person));

    private Task<CliOutcome> RunAsync(PartnerCertificate certificate, string[] args) => CliOutcome.RunAsync(
    [
        .. args,
        "--address", $"https://localhost:{Shared.Running.Server.OperatorPort}",
        "--ca", Shared.Running.Server.Pki.AuthorityPath,
        "--cert", certificate.CertificatePath,
        "--key", certificate.KeyPath,
    ]);
}
