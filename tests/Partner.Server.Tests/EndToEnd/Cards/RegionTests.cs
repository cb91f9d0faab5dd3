using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Cards;

/// <summary>Where cards and plans work, on the sandbox as anybody starts it.</summary>
public sealed class RegionTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Fact]
    public Task KEEP_NUMBER_a_plan_of_another_region_than_the_cards_is_warned_of() =>
        IsWarnedOfAsync(CoreType.KeepNumber, "plans/keep-1y", "CN");

    [Fact]
    public Task REGISTRATION_ESIM_a_plan_of_another_region_than_the_cards_is_warned_of() =>
        IsWarnedOfAsync(CoreType.RegistrationEsim, "plans/esim-jp-30d", "JP", everywhere: "plans/esim-30d");

    [Fact]
    public Task PHONE_a_plan_of_another_region_than_the_cards_is_warned_of() =>
        IsWarnedOfAsync(CoreType.Phone, "plans/phone-50", "CN");

    [Fact]
    public Task TRAVEL_a_plan_of_another_region_than_the_cards_is_warned_of() =>
        IsWarnedOfAsync(CoreType.Travel, "plans/travel-jp-7d", "JP", everywhere: "plans/travel-1m");

    [Theory]
    [InlineData(CoreType.RegistrationEsim, "plans/esim-jp-30d")]
    [InlineData(CoreType.Travel, "plans/travel-jp-7d")]
    public async Task Data_of_a_plan_for_one_region_is_told_with_the_region(CoreType type, string plan)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = Sale.NewCard(type);

        await partner.SellAsync(Sale.Of(card, plan));

        var after = await CardAsync(partner, card);
        Assert.Contains(
            "JP", after.Packs.Select(pack => pack.Region).Concat(after.QueuedPacks.Select(pack => pack.Region)));
    }

    private async Task IsWarnedOfAsync(CoreType type, string plan, string region, string? everywhere = null)
    {
        var partner = await Shared.NewPartnerAsync();
        var card = SandboxCards.Number(type, SandboxOutcome.OneRegion);

        var english = await NotesAsync(partner, card, plan, "en");
        var chinese = await NotesAsync(partner, card, plan, "zh-CN");

        Assert.Equal("HK", (await CardAsync(partner, card)).Region);
        var note = Assert.Single(english, IsOfRegion);
        Assert.Equal((region, "HK", false), (note.PlanRegion, note.CardRegion, note.Loss));
        Assert.Equal($"The plan works in {region}, the card in HK.", note.Text);
        Assert.Equal($"该套餐适用地区为 {region}，而该卡为 HK。", Assert.Single(chinese, IsOfRegion).Text);
        Assert.DoesNotContain(await NotesAsync(partner, Sale.NewCard(type), plan, "en"), IsOfRegion);
        if (everywhere is not null)
        {
            Assert.DoesNotContain(await NotesAsync(partner, card, everywhere, "en"), IsOfRegion);
        }
    }

    private static bool IsOfRegion(ProjectionNote note) => note.Kind == ProjectionNoteKind.WrongRegion;

    private static async Task<IReadOnlyList<ProjectionNote>> NotesAsync(
        TestClient partner, string card, string plan, string language) =>
        (await partner.TopUps.PreviewTopUpAsync(
            new PreviewTopUpRequest { Card = new() { Iccid = card }, Plan = plan, Channel = Channel.Pos },
            TestClient.In(language))).Projection.Notes;

    private static async Task<Card> CardAsync(TestClient partner, string card) =>
        (await partner.Cards.GetCardAsync(new() { Card = new() { Iccid = card } }, TestClient.In("en"))).Card;
}
