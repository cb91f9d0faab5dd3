using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Cards;

/// <summary>What a quote promises of a card is what the issuer makes of it, for each card type.</summary>
public sealed class ProjectionTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y", 0)]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d", 0)]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-6m", 0)]
    [InlineData(CoreType.Phone, "plans/phone-choice", 100)]
    [InlineData(CoreType.Phone, "plans/phone-any", 17)]
    [InlineData(CoreType.Travel, "plans/travel-1d", 0)]
    [InlineData(CoreType.Travel, "plans/travel-1m", 0)]
    public async Task The_card_after_each_of_three_sales_is_the_one_that_was_quoted(
        CoreType type, string plan, int yuan)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = NewCard(type);
        for (var i = 0; i < 3; i++)
        {
            var quote = await QuoteAsync(partner, card, plan, yuan);
            var sold = await partner.SellAsync(Sale.Of().With(sale =>
            {
                (sale.Card, sale.Plan, sale.Quote, sale.AllowDuplicate) = (null, "", quote.Name, true);
                sale.Channel = Channel.Unspecified;
            }));

            Assert.Equal(TopUpState.Succeeded, sold.State);
            var after = await CardAsync(partner, card);
            after.Plans.Clear();
            after.Offers.Clear();
            Assert.Equal(quote.Projection.After, after);
            Assert.NotEqual(quote.Projection.Before, after);
        }
    }

    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y", SandboxOutcome.CardInGrace, CardStatus.Active)]
    [InlineData(CoreType.KeepNumber, "plans/keep-2y", SandboxOutcome.CardSuspended, CardStatus.Suspended)]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y", SandboxOutcome.CardExpiring, CardStatus.Active)]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d", SandboxOutcome.CardInGrace, CardStatus.Active)]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-6m", SandboxOutcome.CardSuspended, CardStatus.Suspended)]
    [InlineData(CoreType.Phone, "plans/phone-100", SandboxOutcome.CardInGrace, CardStatus.Active)]
    [InlineData(CoreType.Phone, "plans/phone-200", SandboxOutcome.CardExpiring, CardStatus.Active)]
    [InlineData(CoreType.Travel, "plans/travel-1m", SandboxOutcome.CardInGrace, CardStatus.Active)]
    [InlineData(CoreType.Travel, "plans/travel-1y", SandboxOutcome.CardSuspended, CardStatus.Suspended)]
    public async Task A_card_that_is_not_simply_in_service_becomes_what_was_quoted(
        CoreType type, string plan, SandboxOutcome outcome, CardStatus status)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = new CardRef { Iccid = SandboxCards.Number(type, outcome) };
        var quote = await QuoteAsync(partner, card, plan, 0);

        await partner.SellAsync(Sale.OnSandboxCard(card.Iccid).With(sale => sale.Plan = plan));

        var after = await CardAsync(partner, card);
        after.Plans.Clear();
        after.Offers.Clear();
        Assert.Equal((status, quote.Projection.After), (after.Status, after));
        Assert.Equal(
            outcome == SandboxOutcome.CardInGrace,
            quote.Projection.Notes.Any(note => note.Kind == ProjectionNoteKind.Revived));
    }

    [Fact]
    public async Task TRAVEL_data_that_remains_is_kept_and_a_clerk_is_told_so_in_both_languages()
    {
        var partner = await Shared.NewPartnerAsync();
        var ask = new PreviewTopUpRequest
        {
            Card = NewCard(CoreType.Travel), Plan = "plans/travel-1m", Channel = Channel.Pos,
        };

        var english = await partner.TopUps.PreviewTopUpAsync(ask, TestClient.In("en"));
        var chinese = await partner.TopUps.PreviewTopUpAsync(ask, TestClient.In("zh-CN"));

        var (note, text) = (Assert.Single(english.Projection.Notes), Assert.Single(chinese.Projection.Notes).Text);
        Assert.Equal((ProjectionNoteKind.DataMerged, false), (note.Kind, note.Loss));
        Assert.Contains("is kept and added to the new", note.Text, StringComparison.Ordinal);
        Assert.Contains("保留", text, StringComparison.Ordinal);
        Assert.Equal(
            english.Projection.Before.RemainingDataBytes + (10L << 30), english.Projection.After.RemainingDataBytes);
        Assert.Equal(98_00, english.Price.Face.Minor());
    }

    [Fact]
    public async Task PHONE_days_that_the_card_has_already_are_named_as_lost()
    {
        var partner = await Shared.NewPartnerAsync();

        var card = NewCard(CoreType.Phone);
        await partner.SellAsync(Sale.Of(card.Iccid, "plans/phone-200"));

        var quote = await QuoteAsync(partner, card, "plans/phone-choice", 50);

        var note = quote.Projection.Notes.Single(note => note.Loss);
        Assert.Equal((ProjectionNoteKind.ValidityLost, 30), (note.Kind, note.Days));
        Assert.Contains(quote.Projection.Notes, note => note.Kind == ProjectionNoteKind.BalanceHigh);
        Assert.Equal(quote.CardValidUntil, quote.Projection.After.ValidUntil);
    }

    [Theory]
    [InlineData(CoreType.KeepNumber, "plans/keep-1y", "plans/keep-2y")]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-30d", "plans/esim-6m")]
    [InlineData(CoreType.Phone, "plans/phone-50", "plans/phone-100")]
    [InlineData(CoreType.Travel, "plans/travel-1d", "plans/travel-1m")]
    public async Task A_second_plan_of_the_kind_within_a_day_is_warned_of_with_the_first(
        CoreType type, string plan, string second)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = NewCard(type);
        var first = await partner.SellAsync(Sale.Of(card.Iccid, plan));

        var quote = await QuoteAsync(partner, card, second, 0);

        Assert.Equal(
            [first.Name],
            quote.Projection.Notes
                .Where(note => note.Kind == ProjectionNoteKind.NearDuplicate).Select(note => note.TopUp));
    }

    [Theory]
    [InlineData(SandboxOutcome.CardBlocked, Reason.CardBlocked)]
    [InlineData(SandboxOutcome.CardExpired, Reason.CardExpired)]
    [InlineData(SandboxOutcome.CardUnknown, Reason.CardUnknown)]
    public async Task A_card_that_takes_nothing_is_refused_by_a_preview_too(SandboxOutcome outcome, Reason reason)
    {
        var partner = await Shared.NewPartnerAsync();
        var ask = new PreviewTopUpRequest
        {
            Card = new CardRef { Iccid = SandboxCards.Number(CoreType.KeepNumber, outcome) },
            Plan = "plans/keep-1y",
            Channel = Channel.Pos,
        };

        var code = reason == Reason.CardUnknown ? StatusCode.NotFound : StatusCode.FailedPrecondition;
        var refused = await GrpcAssert.Refused(
            reason, code, () => partner.TopUps.PreviewTopUpAsync(ask, TestClient.In("en")).ResponseAsync);
        Assert.DoesNotContain("refund", refused.ClerkText, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_sandbox_card_that_deviates_gets_a_day_less_than_was_promised()
    {
        var partner = await Shared.NewPartnerAsync();
        var card = new CardRef { Iccid = SandboxCards.Number(CoreType.KeepNumber, SandboxOutcome.GrantsLess) };
        var quote = await QuoteAsync(partner, card, "plans/keep-1y", 0);

        await partner.SellAsync(Sale.Of(card.Iccid, "plans/keep-1y"));

        Assert.Equal(
            quote.Projection.After.ValidUntil.ToDateTimeOffset().AddDays(-1),
            (await CardAsync(partner, card)).ValidUntil.ToDateTimeOffset());
    }

    private static CardRef NewCard(CoreType type) => new() { Iccid = Sale.NewCard(type) };

    private static async Task<Quote> QuoteAsync(TestClient partner, CardRef card, string plan, int yuan)
    {
        var ask = new QuoteTopUpRequest { Card = card, Plan = plan, Channel = Channel.Pos };
        if (yuan > 0)
        {
            ask.Amount = new Money { CurrencyCode = "CNY", Units = yuan };
        }

        return (await partner.TopUps.QuoteTopUpAsync(ask, TestClient.In("en"))).Quote;
    }

    private static async Task<Card> CardAsync(TestClient client, CardRef card) =>
        (await client.Cards.GetCardAsync(new GetCardRequest { Card = card }, TestClient.In("en"))).Card;
}
