using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Projections;
using Partner.Core.TopUps;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer;

namespace Partner.Server.Tests.Issuer;

/// <summary>The life of simulated cards after their validity, and of data that waits.</summary>
public sealed class SimulatedGraceTests
{
    [Fact]
    public async Task KEEP_NUMBER_in_grace_is_revived_and_after_it_refused_for_ever()
    {
        await using var bench = await SandboxBench.StartAsync();
        var card = CardNumber.Iccid(SandboxCards.Number(CardType.KeepNumber, SandboxOutcome.Success))!;
        await RenewAsync(bench, card, "T1", "keep-1y");
        var first = (await bench.Gateway.GetCardAsync(card, default)).Card!.ValidUntil!.Value;

        bench.IssuerClock.Advance(first.AddMonths(2) - bench.IssuerClock.GetUtcNow());
        Assert.Equal(CardStanding.InGrace, (await bench.Gateway.GetCardAsync(card, default)).Card!.Status);
        Assert.Equal(IssuerVerdict.Accepted, (await RenewAsync(bench, card, "T2", "keep-1y")).Verdict);
        var revived = (await bench.Gateway.GetCardAsync(card, default)).Card!;
        Assert.Equal(CardStanding.Active, revived.Status);

        bench.IssuerClock.Advance(revived.ValidUntil!.Value.AddMonths(3).AddDays(1) - bench.IssuerClock.GetUtcNow());
        Assert.Equal(CardStanding.Terminated, (await bench.Gateway.GetCardAsync(card, default)).Card!.Status);
        var refused = await RenewAsync(bench, card, "T3", "keep-1y");
        Assert.Equal((IssuerVerdict.Declined, Reason.CardExpired), (refused.Verdict, refused.Reason));
    }

    [Fact]
    public async Task REGISTRATION_ESIM_pack_begins_when_the_former_ends_and_takes_over_what_is_left()
    {
        await using var bench = await SandboxBench.StartAsync();
        var card = CardNumber.Iccid(SandboxCards.Number(CardType.RegistrationEsim, SandboxOutcome.Success))!;
        await RenewAsync(bench, card, "T1", "esim-30d");
        await RenewAsync(bench, card, "T2", "esim-30d");
        var waiting = (await bench.Gateway.GetCardAsync(card, default)).Card!;
        Assert.Equal(2, waiting.Queue.Count);

        bench.IssuerClock.Advance(waiting.Queue[1].StartsAt!.Value - bench.IssuerClock.GetUtcNow());
        var last = (await bench.Gateway.GetCardAsync(card, default)).Card!;

        Assert.Empty(last.Queue);
        Assert.Equal(10L << 30, last.Packs!.Where(pack => pack.Region == "GLOBAL").Sum(pack => pack.RemainingBytes));
    }

    private static Task<IssuerAnswer> RenewAsync(SandboxBench bench, CardNumber card, string id, string product) =>
        bench.Gateway.TopUpAsync(new IssuerTopUp(new TopUpId(id), card, product, 6_000, "CNY"), default);
}
