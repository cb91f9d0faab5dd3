using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;
using static Partner.Server.Tests.EndToEnd.Arrivals.NotArrivedTests;
using CoreType = Partner.Core.Cards.CardType;
using GrpcStatus = Grpc.Core.StatusCode;

namespace Partner.Server.Tests.EndToEnd.Arrivals;

/// <summary>The clock of a case runs out on any replica, and whatever ends in between.</summary>
public sealed class ArrivalClockTests
{
    private const string Plan = "plans/phone-200";

    private static readonly string Less = SandboxCards.Number(CoreType.Phone, SandboxOutcome.GrantsLess);

    [Fact]
    public async Task PHONE_a_card_that_does_not_show_it_is_ESCALATED_when_the_clock_runs_out_and_is_on_the_list()
    {
        var clock = new ShiftedClock();
        await using var running = await StartAsync(clock);
        var partner = await running.AddPartnerAsync("till");
        var sold = await SellQuotedAsync(partner, Less, Plan);

        var open = (await ReportAsync(partner, sold.Name)).Case;
        Assert.Equal((CaseState.Open, CaseVerdict.NotOnCard), (open.State, open.Verdict));
        Assert.Contains(CardPart.ValidUntil, open.Evidence.CardDeviation.Parts);
        Assert.NotNull(open.CheckAgainAfter);
        var again = Sale.OnSandboxCard(Less).With(sale => sale.Plan = Plan);
        await RefusedAsync(partner, again, open);

        clock.MoveOn(TimeSpan.FromMinutes(30));
        var escalated = await SeeAsync(partner, sold.Name, CaseState.Escalated);
        Assert.Equal(CaseVerdict.NotOnCard, escalated.Verdict);
        Assert.True(escalated is { EscalateTime: not null, CloseTime: null, SafeRetryTime: null });
        var listed = await partner.Arrivals.ListCasesAsync(
            new ListCasesRequest { State = CaseState.Escalated }, TestClient.In("en"));
        Assert.Equal(sold.Name, Assert.Single(listed.Cases).TopUp);
        var operators = Assert.Single(await running.Store.Cases.ListUnclosedAsync(
            Core.Arrivals.CaseState.Escalated, null, 10, default));
        Assert.Equal(Sale.IdOf(sold.Name), operators.TopUpId.Value);

        await RefusedAsync(partner, again, open);
        var meant = await partner.SellAsync(again.With(sale => sale.AllowOpenCase = true));
        Assert.Equal(meant.Name, (await GetAsync(partner, sold.Name)).SoldAgain);
        await running.AssertInOrderAsync();
    }

    [Fact]
    public async Task PHONE_what_the_issuer_never_answers_is_ESCALATED_and_follows_the_operators_word_on_the_sale()
    {
        var clock = new ShiftedClock();
        await using var running = await StartAsync(clock);
        var partner = await running.AddPartnerAsync("till");
        var sold = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, 0));

        var open = (await ReportAsync(partner, sold.Name)).Case;
        Assert.Equal(CaseState.Open, open.State);
        Assert.Equal(sold.CreateTime.ToDateTime().AddMinutes(30), open.ClockEndTime.ToDateTime());
        clock.MoveOn(TimeSpan.FromMinutes(31));
        var escalated = await SeeAsync(partner, sold.Name, CaseState.Escalated);
        Assert.Equal(
            (CaseVerdict.AwaitingIssuer, CardStatement.NotLookedAt), (escalated.Verdict, escalated.Evidence.Card));

        await running.Store.TopUps.ResolveAsync(
            partner.PartnerId, new TopUpId(Sale.IdOf(sold.Name)), new OperatorWord(false, "the issuer's mail", "test"),
            clock.GetUtcNow());
        var refunded = await SeeAsync(partner, sold.Name, CaseState.Refunded);
        Assert.Equal(CaseVerdict.SaleFailed, refunded.Verdict);
        Assert.Equal(refunded.CloseTime, refunded.SafeRetryTime);
        await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, 0));
    }

    [Fact]
    public async Task PHONE_a_report_whose_caller_and_server_are_gone_is_looked_into_by_the_next_server()
    {
        var clock = new ShiftedClock();
        await using var running = await StartAsync(clock);
        var partner = await running.AddPartnerAsync("till");
        var sold = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, 0));
        using (var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(100)))
        {
            var left = TestClient.In("en").WithCancellationToken(gone.Token);
            await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await partner.Arrivals.ReportNotArrivedAsync(
                new ReportNotArrivedRequest { TopUp = sold.Name }, left));
        }

        var saved = await Eventually.SeeAsync(
            () => running.Store.Cases.FindAsync(partner.PartnerId, new TopUpId(Sale.IdOf(sold.Name)), default),
            known => known is not null);
        Assert.Equal(Core.Arrivals.CaseState.Open, saved!.State);
        await running.StopAsync();
        clock.MoveOn(TimeSpan.FromMinutes(31));
        await running.StartAgainAsync();

        // The issuer was started anew as well, and may now acknowledge that it never will deliver.
        var again = running.Connect(partner.Certificate);
        var moved = await Eventually.SeeAsync(
            () => GetAsync(again, sold.Name), known => known.State != CaseState.Open);
        Assert.True(moved.State is CaseState.Escalated or CaseState.Refunded, moved.ToString());
    }

    [Fact]
    public async Task PHONE_a_sale_that_was_reversed_while_its_case_was_open_closes_it_as_REFUNDED()
    {
        await using var running = await StartAsync(new ShiftedClock());
        var partner = await running.AddPartnerAsync("till");
        var sold = await SellQuotedAsync(partner, Less, Plan);
        Assert.Equal(CaseState.Open, (await ReportAsync(partner, sold.Name)).Case.State);

        await partner.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = sold.Name, Wait = Sale.Longest },
            TestClient.In("en"));

        var refunded = await SeeAsync(partner, sold.Name, CaseState.Refunded);
        Assert.Equal(CaseVerdict.SaleReversed, refunded.Verdict);
        await partner.SellAsync(Sale.OnSandboxCard(Less).With(sale => sale.Plan = Plan));
        await running.AssertInOrderAsync();
    }

    [Fact]
    public async Task PHONE_two_servers_look_into_cases_and_each_is_escalated_once()
    {
        var clock = new ShiftedClock();
        await using var running = await StartAsync(clock);
        await using var replica = await running.StartReplicaAsync();
        var partner = await running.AddPartnerAsync("till");
        var names = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            names.Add((await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, 0))).Name);
        }

        await Task.WhenAll(names.SelectMany(name => new[] { name, name }).Select(name => ReportAsync(partner, name)));
        clock.MoveOn(TimeSpan.FromMinutes(31));
        foreach (var name in names)
        {
            await SeeAsync(partner, name, CaseState.Escalated);
        }

        var cases = await running.Store.Cases.ListAsync(partner.PartnerId, null, null, null, 10, default);
        Assert.Equal(4, cases.Count);
        Assert.All(cases, known => Assert.True(known.EscalatedAt >= known.ClockEndsAt && known.Looks <= 8));
    }

    private static Task<RunningServer> StartAsync(ShiftedClock clock) => RunningServer.StartAsync(
        settings => ArrivalServer.Quick(settings) with { Clock = clock }, alone: true);

    private static async Task RefusedAsync(TestClient partner, CreateTopUpRequest sale, ArrivalCase open)
    {
        var refused = await GrpcAssert.Refused(
            Reason.CaseOpen, GrpcStatus.FailedPrecondition, () => partner.SellAsync(sale));
        Assert.Equal((open.TopUp, open.Name), (refused.Facts["top_up"], refused.Facts["case"]));
    }
}
