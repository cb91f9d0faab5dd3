using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Core.Cards;
using Partner.Core.Projections;
using Partner.Core.Reminders;
using Partner.Sandbox.Hosting;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Plans;
using Partner.Server.Projections;
using Partner.Server.Reminders;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Cards;

/// <summary>What the issuer said of a card after its sale is known, also where that came before the sale was.</summary>
public sealed class CardSightingTests(CardSightingTests.UnfollowedServer shared)
    : SharedServerTest(shared), IClassFixture<CardSightingTests.UnfollowedServer>
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task What_was_seen_before_the_sale_was_followed_is_learnt_with_it()
    {
        var partner = await Shared.NewPartnerAsync();
        var (card, sightings) = (Sale.NewCard(CardType.KeepNumber), new CardSightings());
        await partner.SellAsync(Sale.Of(card, "plans/keep-1y"));
        var until = Note(sightings, partner, card, CardFactSource.LookUp);

        using var job = await StartJobAsync(sightings);

        Assert.Equal(until, (await SeenAsync(partner, card)).ValidUntil);
        await job.StopAsync(default);
    }

    [Fact]
    public async Task What_was_seen_before_its_sale_can_be_read_waits_for_it_and_a_strangers_card_does_not()
    {
        var partner = await Shared.NewPartnerAsync();
        var (card, strange, sightings) = (
            Sale.NewCard(CardType.Travel), Sale.NewCard(CardType.Travel), new CardSightings());
        using var job = await StartJobAsync(sightings);
        var until = Note(sightings, partner, card, CardFactSource.Refresh);
        Note(sightings, partner, strange, CardFactSource.LookUp);
        await TakenAsync(sightings, partner);

        await partner.SellAsync(Sale.Of(strange, "plans/travel-1m"));
        await partner.SellAsync(Sale.Of(card, "plans/travel-1m"));

        Assert.Equal(until, (await SeenAsync(partner, card)).ValidUntil);
        Assert.Equal(CardFactSource.Sale, (await FindAsync(partner, strange))!.Fact.Source);
        await job.StopAsync(default);
    }

    [Fact]
    public async Task What_was_seen_before_a_refund_is_not_learnt_after_it()
    {
        var partner = await Shared.NewPartnerAsync();
        var (card, sightings) = (Sale.NewCard(CardType.KeepNumber), new CardSightings());
        await partner.SellAsync(Sale.Of(card, "plans/keep-1y"));
        var sold = await partner.SellAsync(Sale.Of(card, "plans/keep-2y"));
        Note(sightings, partner, card, CardFactSource.Refresh, asked: TimeProvider.System.GetUtcNow());
        await partner.TopUps.ReverseTopUpAsync(
            new() { TopUp = sold.Name, RequestId = Sale.NewRequestId(), Wait = Sale.Longest }, TestClient.In("en"));

        using var job = await StartJobAsync(sightings);

        await TakenAsync(sightings, partner);
        var known = (await FindAsync(partner, card))!;
        Assert.Equal((true, CardFactSource.Sale), (known.IsStale, known.Fact.Source));
        await job.StopAsync(default);
    }

    /// <summary>Waits until all that was noted so far is learnt or dropped: what comes last is learnt last.</summary>
    private async Task TakenAsync(CardSightings sightings, TestClient partner)
    {
        var last = Sale.NewCard(CardType.Travel);
        await partner.SellAsync(Sale.Of(last, "plans/travel-1m"));
        Note(sightings, partner, last, CardFactSource.Refresh);
        await SeenAsync(partner, last);
    }

    /// <summary>Notes what the issuer says, by default after a sale that is made soon.</summary>
    private static DateTimeOffset Note(
        CardSightings sightings, TestClient partner, string card, CardFactSource source, DateTimeOffset? asked = null)
    {
        var number = CardNumber.Iccid(card)!;
        var type = SandboxCards.TypeOf(card)!.Value;
        var at = asked ?? TimeProvider.System.GetUtcNow().AddMinutes(1);
        var until = new DateTimeOffset(2031, 1, 31, 16, 0, 0, TimeSpan.Zero);
        sightings.Note(
            partner.PartnerId, number, type,
            new IssuerCardAnswer(
                IssuerCardVerdict.Found, new IssuerCard(type, CardStanding.Active, until, null)), at, source);
        return until;
    }

    private async Task<CustomerCardJob> StartJobAsync(CardSightings sightings)
    {
        var job = new CustomerCardJob(
            Shared.Running.Store, sightings, Shared.Running.Server.Services.GetRequiredService<TermsSource>(),
            new ReminderOptions { FollowEvery = Moment, Lease = 4 * Moment }, TimeProvider.System,
            NullLogger<CustomerCardJob>.Instance);
        await job.StartAsync(default);
        return job;
    }

    private async Task<CardFact> SeenAsync(TestClient partner, string card) => (await Eventually.SeeAsync(
        () => FindAsync(partner, card), known => known is { Fact.Source: not CardFactSource.Sale }))!.Fact;

    private Task<CustomerCard?> FindAsync(TestClient partner, string card) =>
        Shared.Running.Store.CustomerCards.FindAsync(partner.PartnerId, CardNumber.Iccid(card)!, default);

    /// <summary>A server whose own jobs neither follow nor look at cards in time.</summary>
    public sealed class UnfollowedServer : SharedServer
    {
        /// <inheritdoc/>
        protected override SandboxSettings Settings(SandboxSettings settings) => settings with
        {
            CardChecks = new CardCheckOptions { Every = TimeSpan.FromDays(1) },
            Reminders = new ReminderOptions { FollowEvery = TimeSpan.FromDays(1), Every = TimeSpan.FromDays(1) },
        };
    }
}
