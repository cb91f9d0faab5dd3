using Partner.Core.Cards;
using Partner.Core.Projections;

namespace Partner.Core.Tests.Projections;

/// <summary>注册卡: packs wait for their turn, or begin at once if asked.</summary>
public sealed class RegistrationEsimProjectionTests
{
    private static readonly DataPack Running = new("GLOBAL", 2 * DemoCards.Gib, DemoCards.At("2026-01-29"));

    [Fact]
    public void REGISTRATION_ESIM_first_pack_begins_at_once()
    {
        var projection = DemoCards.Card(CardType.RegistrationEsim, "2026-06-30").Sell("esim-30d").Value;

        Assert.Equal(
            [new DataPack("GLOBAL", 5 * DemoCards.Gib, DemoCards.At("2026-02-15"))], projection.After.Packs);
        Assert.Equal("2026-06-30", projection.After.LastDay());
        Assert.Empty(projection.After.Queue);
        Assert.Empty(projection.Notes);
    }

    [Fact]
    public void REGISTRATION_ESIM_packs_queue_and_each_begins_when_the_former_ends()
    {
        var card = DemoCards.Card(CardType.RegistrationEsim, "2026-01-28", CardStanding.Active, Running);

        var one = card.Sell("esim-30d").Value;
        var two = one.After.Sell("esim-6m").Value;

        Assert.Equal([Running], two.After.Packs);
        Assert.Equal(
            [DemoCards.At("2026-01-29"), DemoCards.At("2026-02-28")],
            two.After.Queue.Select(pack => pack.StartsAt!.Value));
        Assert.Equal("2026-02-27", one.After.LastDay());
        Assert.Equal("2026-08-27", two.After.LastDay());
        Assert.Equal([ProjectionNoteKind.DataQueued], two.Kinds());
    }

    [Fact]
    public void REGISTRATION_ESIM_pack_begins_at_once_if_asked_and_keeps_what_remains()
    {
        var card = DemoCards.Card(CardType.RegistrationEsim, "2026-01-28", CardStanding.Active, Running);

        var projection = card.Sell("esim-30d", startNow: true).Value;

        Assert.Equal(
            [new DataPack("GLOBAL", 7 * DemoCards.Gib, DemoCards.At("2026-02-15"))], projection.After.Packs);
        Assert.Equal("2026-02-14", projection.After.LastDay());
        Assert.Equal([ProjectionNoteKind.DataMerged], projection.Kinds());
    }

    [Fact]
    public void REGISTRATION_ESIM_pack_at_once_puts_those_that_wait_off_and_the_card_lives_as_long()
    {
        var card = DemoCards.Card(CardType.RegistrationEsim, "2026-01-28", CardStanding.Active, Running)
            .Sell("esim-30d").Value.After;

        var after = card.Sell("esim-30d", startNow: true).Value.After;

        Assert.Equal(DemoCards.At("2026-02-15"), Assert.Single(after.Queue).StartsAt);
        Assert.Equal("2026-03-16", after.LastDay());
    }
}
