using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Cards;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;
using CardType = Leb.Partner.V1.CardType;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Cards;

/// <summary>What GetCard tells of a card of each type, in each status.</summary>
public sealed class CardLookUpTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Theory]
    [InlineData(CoreType.KeepNumber)]
    [InlineData(CoreType.RegistrationEsim)]
    [InlineData(CoreType.Phone)]
    [InlineData(CoreType.Travel)]
    public async Task A_card_is_told_with_its_status_and_what_may_be_sold_to_it(CoreType type)
    {
        var sells = type switch { CoreType.KeepNumber => 2, CoreType.Phone => 5, _ => 4 };

        await AssertAsync(type, SandboxOutcome.Success, CardStatus.Active, sells);
        await AssertAsync(type, SandboxOutcome.CardExpiring, CardStatus.Active, sells);
        await AssertAsync(type, SandboxOutcome.CardSuspended, CardStatus.Suspended, sells);
        await AssertAsync(type, SandboxOutcome.CardInGrace, CardStatus.Expired, sells);
        await AssertAsync(type, SandboxOutcome.CardExpired, CardStatus.Terminated, 0);
        await AssertAsync(type, SandboxOutcome.CardBlocked, CardStatus.Blocked, 0);
    }

    [Theory]
    [InlineData(CoreType.KeepNumber, EsimProfileState.Unspecified, false, false)]
    [InlineData(CoreType.RegistrationEsim, EsimProfileState.Enabled, true, false)]
    [InlineData(CoreType.Phone, EsimProfileState.Unspecified, false, true)]
    [InlineData(CoreType.Travel, EsimProfileState.Enabled, true, false)]
    public async Task A_card_is_told_with_balance_data_profile_and_auto_renewal(
        CoreType type, EsimProfileState profile, bool hasData, bool hasBalance)
    {
        var card = await LookAsync(SandboxCards.Number(type, SandboxOutcome.Success));

        Assert.Equal((profile, hasData), (card.EsimProfileState, card.HasRemainingDataBytes));
        Assert.Equal(hasBalance, card.Balance is not null);
        Assert.True(card.HasAutoRenewal);
        Assert.False(card.AutoRenewal);
        Assert.NotNull(card.ValidUntil);
        Assert.NotNull(card.GraceUntil);
    }

    [Fact]
    public async Task PHONE_what_may_be_sold_has_its_lowest_and_highest_amount()
    {
        var card = await LookAsync(SandboxCards.Success);

        Assert.Equal(
            [
                ("plans/phone-100", 10_000, 10_000), ("plans/phone-200", 20_000, 20_000),
                ("plans/phone-50", 5_000, 5_000), ("plans/phone-any", 1_000, 50_000),
                ("plans/phone-choice", 5_000, 20_000),
            ],
            card.Offers.Select(offer => (offer.Plan, offer.Minimum.Minor(), offer.Maximum.Minor())));
        Assert.Equal(card.Offers.Select(offer => offer.Plan), card.Plans);
    }

    [Fact]
    public async Task REGISTRATION_ESIM_packs_that_run_and_packs_that_wait_are_told_with_their_ends()
    {
        var partner = await Shared.NewPartnerAsync();
        var number = Sale.NewCard(CoreType.RegistrationEsim);
        await partner.SellAsync(Sale.Of(number, "plans/esim-30d"));

        var card = await LookAsync(number);

        Assert.Single(card.Packs);
        var waits = Assert.Single(card.QueuedPacks);
        Assert.Equal((5L << 30, LengthUnit.Day, 30), (waits.Bytes, waits.LengthUnit, waits.LengthCount));
        Assert.NotNull(waits.StartTime);
        Assert.Equal(card.Packs.Sum(pack => pack.RemainingBytes), card.RemainingDataBytes);
    }

    [Fact]
    public async Task A_card_of_another_operator_and_one_that_nobody_knows_get_the_same_answer()
    {
        const string foreign = "898610100000000000";
        var partner = await Shared.NewPartnerAsync();
        string[] cards = [foreign + CardNumber.LuhnDigit(foreign), SandboxCards.CardUnknown];

        var answers = new List<(StatusCode Status, string Reason, string Text, int Details)>();
        foreach (var iccid in cards)
        {
            var error = await Refused.AsErrorAsync(partner.Cards.GetCardAsync(
                new GetCardRequest { Card = new CardRef { Iccid = iccid } }, TestClient.In("en")));
            answers.Add((error.Status, error.Reason, error.Message, error.Facts.Count));
        }

        Assert.Equal((StatusCode.NotFound, "CARD_UNKNOWN"), (answers[0].Status, answers[0].Reason));
        Assert.Equal(answers[0], answers[1]);
    }

    private async Task AssertAsync(CoreType type, SandboxOutcome outcome, CardStatus status, int sells)
    {
        var card = await LookAsync(SandboxCards.Number(type, outcome));

        Assert.Equal(
            ((CardType)type, status, sells), (card.CardType, card.Status, card.Offers.Count));
        Assert.True(card.Expiring || outcome != SandboxOutcome.CardExpiring);
        Assert.False(card.Expiring && status != CardStatus.Active);
        if (status == CardStatus.Expired)
        {
            Assert.True(card.GraceUntil > card.ValidUntil);
        }
    }

    private async Task<Card> LookAsync(string iccid)
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        return (await demo.Cards.GetCardAsync(
            new GetCardRequest { Card = new CardRef { Iccid = iccid } }, TestClient.In("en"))).Card;
    }
}
