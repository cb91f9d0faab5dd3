using Leb.Partner.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Core.Cards;
using Partner.Core.TopUps;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Plans;
using Partner.Server.Projections;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;
using TopUpState = Leb.Partner.V1.TopUpState;

namespace Partner.Server.Tests.EndToEnd.Cards;

/// <summary>A comparison outlives the server and the issuer, and is given up in the end.</summary>
public sealed class CardCheckOutageTests
{
    private static readonly CardRef Card =
        new() { Iccid = SandboxCards.Number(CoreType.KeepNumber, SandboxOutcome.GrantsLess) };

    [Fact]
    public async Task A_server_that_ends_before_it_compared_leaves_the_comparison_to_the_next_one()
    {
        var looks = false;
        await using var running = await RunningServer.StartAsync(
            settings => looks
                ? CheckingServer.AtOnce(settings)
                : settings with { CardChecks = new CardCheckOptions { Every = TimeSpan.FromDays(1) } },
            alone: true);
        var partner = await running.AddPartnerAsync("till");
        var sold = await CardCheckTests.SellQuotedAsync(partner, Card, "plans/keep-1y");
        await running.StopAsync();

        looks = true;
        await running.StartAgainAsync();
        var again = running.Connect(partner.Certificate);

        var flagged = await Eventually.SeeAsync(() => again.GetAsync(sold.Name), top => top.CardDeviation is not null);
        Assert.Contains(CardPart.ValidUntil, flagged.CardDeviation.Parts);
        await running.AssertInOrderAsync();
    }

    [Fact]
    public async Task While_the_issuer_tells_nothing_of_cards_sales_go_on_and_it_is_asked_again()
    {
        await using var running = await StartAsync();
        var partner = await running.AddPartnerAsync("till");
        var sold = await CardCheckTests.SellQuotedAsync(partner, Card, "plans/keep-1y");
        var issuer = new SilentIssuer(running.Server.Services.GetRequiredService<IIssuerGateway>()) { Silent = true };

        Assert.Equal(TopUpState.Succeeded, sold.State);
        using var job = await StartJobAsync(running, issuer, new CardCheckOptions { Every = Moment });
        await Eventually.SeeAsync(() => Task.FromResult(issuer.Asked), asked => asked >= 3);
        Assert.Null((await partner.GetAsync(sold.Name)).CardDeviation);
        issuer.Silent = false;

        // A difference is looked at once more before it is told: a card may be slower than its answer.
        await Eventually.PauseAsync(TimeSpan.FromSeconds(1));
        Assert.Null((await partner.GetAsync(sold.Name)).CardDeviation);
        await job.StopAsync(CancellationToken.None);
        var later = new ShiftedClock();
        later.MoveOn(TimeSpan.FromMinutes(2));
        using var other = await StartJobAsync(
            running, issuer, new CardCheckOptions
            {
                Owner = "after the first", Every = Moment, ConfirmAfter = TimeSpan.FromMilliseconds(300),
            },
            later);
        await Eventually.SeeAsync(() => partner.GetAsync(sold.Name), top => top.CardDeviation is not null);
        await other.StopAsync(CancellationToken.None);
        await running.AssertInOrderAsync();
    }

    [Fact]
    public async Task What_the_issuer_never_tells_is_given_up_and_holds_up_no_other_card()
    {
        using var counted = new CountedChecks();
        await using var running = await StartAsync();
        var partner = await running.AddPartnerAsync("till");
        var sold = await CardCheckTests.SellQuotedAsync(partner, Card, "plans/keep-1y");
        await CardCheckTests.SellQuotedAsync(
            partner, new CardRef { Iccid = Sale.NewCard(CoreType.Travel) }, "plans/travel-1m");
        var issuer = new SilentIssuer(running.Server.Services.GetRequiredService<IIssuerGateway>())
        {
            SilentAbout = Card.Iccid,
        };

        using var job = await StartJobAsync(
            running, issuer, new CardCheckOptions { Every = Moment, GiveUpAfter = TimeSpan.FromSeconds(2) });

        await counted.SeeAsync(CoreType.Travel, CardCheckResult.AsPromised);
        await counted.SeeAsync(CoreType.KeepNumber, CardCheckResult.GivenUp);
        Assert.Null((await partner.GetAsync(sold.Name)).CardDeviation);
        Assert.Empty(await Eventually.SeeAsync(
            () => running.Store.CardChecks.BehindAsync(
                "anybody", TimeProvider.System.GetUtcNow().AddDays(1), 10, CancellationToken.None),
            behind => behind.Count == 0));
        await job.StopAsync(CancellationToken.None);
    }

    private static TimeSpan Moment => TimeSpan.FromMilliseconds(50);

    /// <summary>A server whose own job does not look in time.</summary>
    private static Task<RunningServer> StartAsync() => RunningServer.StartAsync(
        settings => settings with { CardChecks = new CardCheckOptions { Every = TimeSpan.FromDays(1) } }, alone: true);

    private static async Task<CardCheckJob> StartJobAsync(
        RunningServer running, IIssuerGateway issuer, CardCheckOptions options, TimeProvider? clock = null)
    {
        var terms = running.Server.Services.GetRequiredService<TermsSource>();
        clock ??= TimeProvider.System;
        var check = new CardCheck(running.Store, issuer, terms, new CardSightings(), clock);
        var job = new CardCheckJob(running.Store, check, options, clock, NullLogger<CardCheckJob>.Instance);
        await job.StartAsync(CancellationToken.None);
        return job;
    }

    /// <summary>An issuer that tells nothing of cards, or of one card.</summary>
    private sealed class SilentIssuer(IIssuerGateway issuer) : IIssuerGateway
    {
        private int _asked;

        public bool Silent { get; set; }

        public string? SilentAbout { get; init; }

        public int Asked => Volatile.Read(ref _asked);

        public bool AcceptsWork => issuer.AcceptsWork;

        public Task<IssuerAnswer> TopUpAsync(IssuerTopUp order, CancellationToken ct) => issuer.TopUpAsync(order, ct);

        public Task<IssuerAnswer> ReverseAsync(IssuerReversal order, CancellationToken ct) =>
            issuer.ReverseAsync(order, ct);

        public Task<IssuerAnswer> QueryAsync(string id, CancellationToken ct) => issuer.QueryAsync(id, ct);

        public Task<IssuerAnswer> WithdrawAsync(string id, CancellationToken ct) => issuer.WithdrawAsync(id, ct);

        public Task<IssuerCardAnswer> GetCardAsync(CardNumber card, CancellationToken ct)
        {
            Interlocked.Increment(ref _asked);
            return Silent || card.Value == SilentAbout
                ? Task.FromResult(new IssuerCardAnswer(IssuerCardVerdict.Unavailable))
                : issuer.GetCardAsync(card, ct);
        }
    }
}
