using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Server.Tests.BackOffice;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Shutdown;

/// <summary>What an operator types while the servers run, and all of them take up.</summary>
public sealed class OperatorCommandsTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Fact]
    public async Task A_suspended_partner_is_refused_on_an_open_connection_until_it_is_resumed()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());

        Assert.Equal(0, (await RunAsync("partners", "suspend", partner.PartnerId.Value)).Status);
        var refused = await Eventually.SeeAsync(() => RefusalOfAsync(partner), error => error is not null);
        Assert.Equal(0, (await RunAsync("partners", "resume", partner.PartnerId.Value)).Status);

        // Where there are two servers, both must have seen it.
        await Eventually.SeeAsync(
            async () => await RefusalOfAsync(partner) ?? await RefusalOfAsync(partner), error => error is null);

        refused!.Is(StatusCode.PermissionDenied, "PARTNER_SUSPENDED");
        Assert.Equal((MoneyMoved.No, Fault.Partner), (refused!.MoneyMoved, refused.Fault));
        Assert.Equal(sold, await partner.GetAsync(sold.Name));
        Assert.Equal(1, await StatusOfAsync("partners", "suspend", "nobody"));
        Assert.Equal(2, await StatusOfAsync("partners", "forget", partner.PartnerId.Value));
    }

    [Fact]
    public async Task A_certificate_works_from_its_issue_to_its_revocation()
    {
        var partner = await Shared.NewPartnerAsync();
        var issued = await IssueAsync(
            partner.PartnerId.Value, "--permissions", "read", "--outlet", "store-7", "--file", "new");
        Assert.True(issued.Status == 0, issued.Error);
        var files = issued.Out.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        using var till = PartnerConnection.Open(new PartnerConnectionOptions
        {
            Address = partner.Address,
            CaFile = Shared.Running.Server.Pki.AuthorityPath,
            CertificateFile = files[1],
            KeyFile = files[2],
        });
        await till.TopUps.ListTopUpsAsync(new ListTopUpsRequest(), TestClient.In("en"));
        var selling = await till.TopUps.CreateTopUpAsync(
            Sale.Of().With(sale => sale.Outlet = "store-7"), TestClient.In("en")).AsErrorAsync();
        selling.Is(StatusCode.PermissionDenied, "PERMISSION_MISSING");

        var thumbprint = issued.Out.Split('\n')[0].Split(' ')[^1];
        Assert.Equal(0, await StatusOfAsync(
            "certificates", "revoke", $"partners/{partner.PartnerId}/certificates/{thumbprint}"));
        var refused = await Eventually.SeeAsync(
            () => RefusalOfAsync(till.TopUps.ListTopUpsAsync(new ListTopUpsRequest(), TestClient.In("en"))),
            error => error is not null);

        refused!.Is(StatusCode.Unauthenticated, "CERTIFICATE_REVOKED");
        Assert.Null(await RefusalOfAsync(partner));
        Assert.Equal(1, await StatusOfAsync(
            "certificates", "revoke", $"partners/{partner.PartnerId}/certificates/{new string('0', 64)}"));
        Assert.Equal(1, (await IssueAsync("nobody")).Status);
    }

    [Fact]
    public async Task A_deposit_is_credited_once_for_its_request_id()
    {
        var partner = await Shared.NewPartnerAsync(null);
        Task<int> DepositAsync(string amount, string id) => StatusOfAsync(
            "deposit", partner.PartnerId.Value, "--amount", amount, "--request-id", id);

        var first = await DepositAsync("100.00 CNY", "bank-0000000000001");
        var again = await DepositAsync("100.00 CNY", "bank-0000000000001");
        var other = await DepositAsync("200.00 CNY", "bank-0000000000001");
        var malformed = await DepositAsync("1e2 CNY", "bank-0000000000002");
        var foreign = await DepositAsync("1.00 USD", "bank-0000000000003");

        Assert.Equal((0, 0, 1, 2, 1), (first, again, other, malformed, foreign));
        Assert.Equal([(StatementEntryKind.Deposit, 10_000)], await partner.EntriesAsync());
        Assert.Equal(TopUpState.Succeeded, (await partner.SellAsync(Sale.Of())).State);
    }

    [Fact]
    public async Task A_credit_limit_pays_for_sales_and_lowering_it_is_always_possible()
    {
        var partner = await Shared.NewPartnerAsync(null);
        Assert.Equal(0, await LimitAsync("60.00 CNY"));

        await partner.SellAsync(Sale.Of());
        var over = await partner.TopUps.CreateTopUpAsync(Sale.Of(), TestClient.In("en")).AsErrorAsync();
        Assert.Equal(0, await LimitAsync("0.00 CNY"));

        over.Is(StatusCode.FailedPrecondition, "INSUFFICIENT_FLOAT");
        var balance = await partner.BalanceAsync();
        Assert.Equal((-4_875, -4_875), (balance.Posted.Minor(), balance.Available.Minor()));
        Assert.NotEqual(0, await LimitAsync("-1.00 CNY"));

        Task<int> LimitAsync(string amount) =>
            StatusOfAsync("credit-limit", partner.PartnerId.Value, "--limit", amount);
    }

    private Task<VerbOutcome> IssueAsync(params string[] args) =>
        VerbOutcome.OfSandboxAsync(["certificate", "issue", .. args, .. Shared.Running.DataArguments]);

    private static Task<PartnerError?> RefusalOfAsync(TestClient client) =>
        RefusalOfAsync(client.TopUps.ListTopUpsAsync(new ListTopUpsRequest(), TestClient.In("en")));

    private static async Task<PartnerError?> RefusalOfAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            using (call)
            {
                await call.ResponseAsync;
            }

            return null;
        }
        catch (RpcException refused)
        {
            return PartnerError.From(refused);
        }
    }

    private async Task<int> StatusOfAsync(params string[] args) => (await RunAsync(args)).Status;

    private Task<CliOutcome> RunAsync(params string[] args) =>
        OperatorSubjects.RunAsync(Shared.Running, [.. args, "--why", "asked for by mail"]);
}
