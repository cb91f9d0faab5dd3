using Grpc.Core;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;
using Partner.Server.Verbs;

namespace Partner.Server.Tests.EndToEnd.Shutdown;

/// <summary>What an operator types, in processes of their own, while the server runs and takes it up.</summary>
public sealed class VerbsBesideServerTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Fact]
    public async Task A_suspended_partner_is_refused_on_an_open_connection_until_it_is_resumed()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());

        Assert.Equal(0, (await RunAsync("partner", "suspend", partner.PartnerId.Value)).Status);
        var refused = await Eventually.SeeAsync(() => RefusalOfAsync(partner), error => error is not null);
        Assert.Equal(0, (await RunAsync("partner", "resume", partner.PartnerId.Value)).Status);

        // Where there are two servers, both must have seen it.
        await Eventually.SeeAsync(
            async () => await RefusalOfAsync(partner) ?? await RefusalOfAsync(partner), error => error is null);

        refused!.Is(StatusCode.PermissionDenied, "PARTNER_SUSPENDED");
        Assert.Equal((MoneyMoved.No, Fault.Partner), (refused!.MoneyMoved, refused.Fault));
        Assert.Equal(sold, await partner.GetAsync(sold.Name));
        Assert.Equal(1, await StatusOfAsync("partner", "suspend", "nobody"));
        Assert.Equal(2, await StatusOfAsync("partner", "forget", partner.PartnerId.Value));
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

        Assert.Equal(0, (await RunAsync("certificate", "revoke", files[1])).Status);
        var refused = await Eventually.SeeAsync(
            () => RefusalOfAsync(till.TopUps.ListTopUpsAsync(new ListTopUpsRequest(), TestClient.In("en"))),
            error => error is not null);

        refused!.Is(StatusCode.Unauthenticated, "CERTIFICATE_REVOKED");
        Assert.Null(await RefusalOfAsync(partner));
        Assert.Equal(1, await StatusOfAsync("certificate", "revoke", new string('0', 64)));
        Assert.Equal(1, (await IssueAsync("nobody")).Status);
    }

    [Fact]
    public async Task A_deposit_is_credited_once_for_its_request_id()
    {
        var partner = await Shared.NewPartnerAsync(null);
        string[] deposit = ["deposit", partner.PartnerId.Value, "100.00 CNY", "--request-id", "bank-0000000000001"];

        var first = await RunAsync(deposit);
        var again = await RunAsync(deposit);
        var other = await StatusOfAsync([.. deposit[..2], "200.00 CNY", .. deposit[3..]]);
        var malformed = await StatusOfAsync([.. deposit[..2], "1e2 CNY", "--request-id", "bank-0000000000002"]);
        var foreign = await StatusOfAsync([.. deposit[..2], "1.00 USD", "--request-id", "bank-0000000000003"]);

        Assert.Equal((0, 0, 1, 2, 1), (first.Status, again.Status, other, malformed, foreign));
        Assert.Contains("nothing was credited again", again.Out, StringComparison.Ordinal);
        Assert.Equal([(StatementEntryKind.Deposit, 10_000)], await partner.EntriesAsync());
        Assert.Equal(TopUpState.Succeeded, (await partner.SellAsync(Sale.Of())).State);
    }

    [Fact]
    public async Task A_credit_limit_pays_for_sales_and_lowering_it_is_always_possible()
    {
        var partner = await Shared.NewPartnerAsync(null);
        Assert.Equal(0, (await RunAsync("credit-limit", "set", partner.PartnerId.Value, "60.00 CNY")).Status);

        await partner.SellAsync(Sale.Of());
        var over = await partner.TopUps.CreateTopUpAsync(Sale.Of(), TestClient.In("en")).AsErrorAsync();
        Assert.Equal(0, await StatusOfAsync("credit-limit", "set", partner.PartnerId.Value, "0.00 CNY"));

        over.Is(StatusCode.FailedPrecondition, "INSUFFICIENT_FLOAT");
        var balance = await partner.BalanceAsync();
        Assert.Equal((-4_875, -4_875), (balance.Posted.Minor(), balance.Available.Minor()));
        Assert.Equal(2, await StatusOfAsync("credit-limit", "set", partner.PartnerId.Value, "-1.00 CNY"));
    }

    [Fact]
    public async Task What_is_in_doubt_is_listed_and_settled_by_an_operators_word()
    {
        var partner = await Shared.NewPartnerAsync();
        var saved = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, waitSeconds: 0));
        await Eventually.SeeAsync(() => partner.GetAsync(saved.Name), topUp => topUp.InDoubtSince is not null);

        var listed = await RunAsync("in-doubt", "list");
        string[] resolve = ["in-doubt", "resolve", partner.PartnerId.Value, saved.Name, "--outcome", "failed"];
        var unproven = await StatusOfAsync(resolve);
        var resolved = await RunAsync([.. resolve, "--evidence", "mail of the issuer"]);
        var again = await StatusOfAsync([.. resolve, "--evidence", "another mail"]);

        Assert.Equal((0, 2, 0, 1), (listed.Status, unproven, resolved.Status, again));
        Assert.Contains(saved.Name, listed.Out, StringComparison.Ordinal);
        Assert.Contains("in doubt since", listed.Out, StringComparison.Ordinal);
        var seen = await partner.GetAsync(saved.Name);
        Assert.Equal((TopUpState.Failed, ErrorReason.ResolvedByOperator), (seen.State, seen.Outcome.Reason));
        Assert.Empty(await Shared.Running.Store.UnfinishedAsync());
    }

    [Fact]
    public async Task Escalated_cases_are_listed_and_closed_by_an_operators_word()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.Of());
        var topUp = (await Shared.Running.Store.TopUps.FindAsync(
            partner.PartnerId, new TopUpId(Sale.IdOf(sold.Name)), CancellationToken.None))!;
        string[] close = ["cases", "close", partner.PartnerId.Value, $"{sold.Name}/case", "--outcome", "repaired"];
        Assert.Equal(1, await StatusOfAsync([.. close, "--evidence", "never reported"]));
        var (policy, late) = (new Core.Arrivals.ArrivalPolicy(), topUp.CreatedAt.AddMinutes(31));
        await Shared.Running.Store.Cases.OpenAsync(topUp, policy, topUp.CreatedAt);
        await Shared.Running.Store.Cases.DecideAsync(
            topUp,
            new Core.Arrivals.CaseEvidence(
                late, Core.TopUps.TopUpState.Succeeded, Core.Arrivals.IssuerStatement.Delivered,
                Core.Arrivals.CardStatement.NotComparable),
            policy,
            late);

        var listed = await RunAsync("cases", "list");
        var unproven = await StatusOfAsync(close);
        var refunded = await StatusOfAsync([.. close[..^1], "refunded", "--evidence", "mail"]);
        var closed = await RunAsync([.. close, "--evidence", "mail of the issuer"]);
        var again = await StatusOfAsync([.. close, "--evidence", "another mail"]);

        Assert.Equal((0, 2, 2, 0, 1), (listed.Status, unproven, refunded, closed.Status, again));
        Assert.Contains($"{sold.Name}/case  CARD_NOT_COMPARABLE", listed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(sold.Card.Iccid, listed.Out, StringComparison.Ordinal);
        Assert.Contains("is REPAIRED", closed.Out, StringComparison.Ordinal);
        Assert.Equal(
            (Core.Arrivals.CaseState.Repaired, "mail of the issuer"),
            await Shared.Running.Store.Cases.FindAsync(topUp.PartnerId, topUp.Id, CancellationToken.None)
                is { } known ? (known.State, known.OperatorEvidence) : default);
        Assert.Equal(
            CaseVerdict.ClosedByOperator,
            (await partner.Arrivals.GetCaseAsync(new GetCaseRequest { TopUp = sold.Name }, TestClient.In("en")))
                .Case.Verdict);
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

    /// <summary>Only the exit status is looked at, so the verb need not have a process of its own.</summary>
    private Task<int> StatusOfAsync(params string[] args) =>
        VerbTable.RunAsync([.. args, .. Shared.Running.DataArguments]);

    private Task<VerbOutcome> RunAsync(params string[] args) =>
        VerbOutcome.RunAsync([.. args, .. Shared.Running.DataArguments]);
}
