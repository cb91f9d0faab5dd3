using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Issuer;
using Partner.Server.Arrivals;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;
using GrpcStatus = Grpc.Core.StatusCode;

namespace Partner.Server.Tests.EndToEnd.Arrivals;

/// <summary>A server that looks into cases at once.</summary>
public sealed class ArrivalServer : SharedServer
{
    /// <inheritdoc/>
    protected override SandboxSettings Settings(SandboxSettings settings) => Quick(settings);

    internal static SandboxSettings Quick(SandboxSettings settings) => settings with
    {
        Arrivals = new ArrivalOptions
        {
            Every = TimeSpan.FromMilliseconds(50),
            Policy = new Core.Arrivals.ArrivalPolicy { ReportPause = TimeSpan.Zero },
        },
    };
}

/// <summary>未到账: what is reported is looked into at once, and goes on by itself.</summary>
public sealed class NotArrivedTests(ArrivalServer shared) : SharedServerTest(shared), IClassFixture<ArrivalServer>
{
    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y")]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d")]
    [InlineData(CoreType.Phone, "plans/phone-100")]
    [InlineData(CoreType.Travel, "plans/travel-1m")]
    public async Task What_the_issuer_delivered_and_the_card_shows_has_ARRIVED(CoreType type, string plan)
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await SellQuotedAsync(partner, Sale.NewCard(type), plan);

        var answer = await ReportAsync(partner, sold.Name);
        var again = await ReportAsync(partner, sold.Name, "zh-CN");

        var known = answer.Case;
        Assert.Equal(
            (CaseState.Arrived, CaseVerdict.OnCard, IssuerStatement.Delivered, CardStatement.AsPromised),
            (known.State, known.Verdict, known.Evidence.Issuer, known.Evidence.Card));
        Assert.Equal(($"{sold.Name}/case", sold.Plan, sold.Outlet), (known.Name, known.Plan, known.Outlet));
        Assert.Equal(sold.AcceptTime.ToDateTime().AddMinutes(30), known.ClockEndTime.ToDateTime());
        Assert.Contains("It has arrived", known.ClerkText, StringComparison.Ordinal);
        Assert.True(known is { CloseTime: not null, EscalateTime: null, SafeRetryTime: null, CheckAgainAfter: null });
        Assert.DoesNotContain(sold.Card.Iccid, known.ToString(), StringComparison.Ordinal);
        Assert.Equal((false, true), (answer.Replayed, again.Replayed));
        Assert.Contains("已到账", again.Case.ClerkText, StringComparison.Ordinal);
        (again.Case.ClerkText, again.Case.Evidence.Text) = (known.ClerkText, known.Evidence.Text);
        Assert.Equal(known, again.Case);
    }

    [Fact]
    public async Task PHONE_what_was_under_way_and_came_is_REPAIRED_by_the_report_itself()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.AppliedAnsweredLate, 0));
        Assert.Equal(TopUpState.Processing, sold.State);

        var known = await Eventually.SeeAsync(
            async () => (await ReportAsync(partner, sold.Name)).Case, one => one.State != CaseState.Open);

        // Where the dispatcher was faster than the report, it had arrived before.
        var stored = await Shared.Running.Store.Cases.FindAsync(
            partner.PartnerId, new TopUpId(Sale.IdOf(sold.Name)), CancellationToken.None);
        Assert.Equal(
            stored!.OpenedIn == Core.TopUps.TopUpState.Processing ? CaseState.Repaired : CaseState.Arrived,
            known.State);
        Assert.Equal(TopUpState.Succeeded, (await partner.GetAsync(sold.Name)).State);
    }

    [Fact]
    public async Task PHONE_what_failed_is_REFUNDED_and_may_be_sold_again_at_once()
    {
        var partner = await Shared.NewPartnerAsync();
        var sold = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.CardBlocked));

        var answer = await partner.Arrivals.ReportNotArrivedAsync(
            new ReportNotArrivedRequest { TopUpRequestId = sold.RequestId }, TestClient.In("en"));

        Assert.Equal((CaseState.Refunded, CaseVerdict.SaleFailed), (answer.Case.State, answer.Case.Verdict));
        Assert.NotNull(answer.Case.SafeRetryTime);
        await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.CardBlocked));
    }

    [Fact]
    public async Task Another_partners_and_another_outlets_top_up_does_not_exist_and_lists_are_kept_apart()
    {
        var (demo, outlet) = (await Shared.Running.ConnectDemoAsync(), await Shared.Running.ConnectDemoOutletAsync());
        var stranger = await Shared.NewPartnerAsync();
        var elsewhere = await demo.SellAsync(Sale.Of().With(sale => sale.Outlet = "store-9"));
        await ReportAsync(demo, elsewhere.Name);
        var own = await outlet.SellAsync(Sale.Of());
        await ReportAsync(outlet, own.Name);

        foreach (var client in new[] { stranger, outlet })
        {
            await GrpcAssert.Refused(
                Reason.TopUpNotFound, GrpcStatus.NotFound, () => ReportAsync(client, elsewhere.Name));
            await GrpcAssert.Refused(
                Reason.TopUpNotFound, GrpcStatus.NotFound, () => GetAsync(client, elsewhere.Name));
        }

        Assert.Empty((await stranger.Arrivals.ListCasesAsync(new(), TestClient.In("en"))).Cases);
        var seen = (await outlet.Arrivals.ListCasesAsync(new(), TestClient.In("en"))).Cases;
        Assert.Contains(seen, known => known.TopUp == own.Name);
        Assert.DoesNotContain(seen, known => known.TopUp == elsewhere.Name);
        var first = await demo.Arrivals.ListCasesAsync(new() { PageSize = 1 }, TestClient.In("en"));
        var second = await demo.Arrivals.ListCasesAsync(
            new() { PageSize = 1, PageToken = first.NextPageToken }, TestClient.In("en"));
        Assert.Equal((own.Name, elsewhere.Name), (first.Cases[0].TopUp, second.Cases[0].TopUp));
    }

    [Fact]
    public async Task A_refusal_names_no_case_of_another_outlet()
    {
        var (demo, outlet) = (await Shared.Running.ConnectDemoAsync(), await Shared.Running.ConnectDemoOutletAsync());
        var card = SandboxCards.Number(CoreType.Travel, SandboxOutcome.GrantsLess);
        var sold = await SellQuotedAsync(demo, card, "plans/travel-1m");
        Assert.Equal(CaseState.Open, (await ReportAsync(demo, sold.Name)).Case.State);

        var refused = await GrpcAssert.Refused(
            Reason.CaseOpen,
            GrpcStatus.FailedPrecondition,
            () => outlet.SellAsync(Sale.OnSandboxCard(card).With(sale => sale.Plan = "plans/travel-1m")));

        Assert.False(refused.Facts.ContainsKey("case") || refused.Facts.ContainsKey("top_up"));
    }

    internal static async Task<ReportNotArrivedResponse> ReportAsync(
        TestClient client, string topUp, string language = "en") => await client.Arrivals.ReportNotArrivedAsync(
            new ReportNotArrivedRequest { TopUp = topUp }, TestClient.In(language));

    internal static async Task<ArrivalCase> GetAsync(TestClient client, string topUp) =>
        (await client.Arrivals.GetCaseAsync(new GetCaseRequest { TopUp = topUp }, TestClient.In("en"))).Case;

    internal static Task<ArrivalCase> SeeAsync(TestClient client, string topUp, CaseState state) =>
        Eventually.SeeAsync(() => GetAsync(client, topUp), known => known.State == state);

    internal static async Task<TopUp> SellQuotedAsync(TestClient partner, string card, string plan)
    {
        var quote = (await partner.TopUps.QuoteTopUpAsync(
            new QuoteTopUpRequest { Card = new CardRef { Iccid = card }, Plan = plan, Channel = Channel.Pos },
            TestClient.In("en"))).Quote;
        return await partner.SellAsync(Sale.Of().With(sale =>
        {
            (sale.Card, sale.Plan, sale.Quote, sale.AllowDuplicate) = (null, "", quote.Name, true);
            sale.Channel = Channel.Unspecified;
        }));
    }
}
