using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class DuplicateGuardTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task Of_two_request_ids_for_one_sale_at_once_one_is_accepted_and_one_suspected(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        for (var round = 0; round < 15; round++)
        {
            var card = Given.CardNumbered(500_000 + round);
            var answers = await Task.WhenAll(stores.Select(store => Task.Run(() =>
                store.TopUps.SaveAsync(fixture.Candidate(card)))));

            var saved = Assert.Single(answers, answer => answer.Saved is not null).Saved!;
            var refusal = Assert.Single(
                answers.Select(answer => answer.Decision).OfType<TopUpDecision.Refuse>()).Refusal;
            Assert.Equal(
                (Reason.DuplicateSuspected, $"topUps/{saved.Id}", "PROCESSING"),
                (refusal.Reason, refusal.Metadata["top_up"], refusal.Metadata["top_up_state"]));
        }

        Assert.Equal(15, fixture.Count("SELECT COUNT(*) FROM top_ups"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_sale_that_succeeded_is_suspected_too_and_the_latest_is_named(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAndSucceedAsync(fixture.Candidate(Given.Card));
        var meant = fixture.Candidate(Given.Card);
        var second = await fixture.SellAndSucceedAsync(
            meant with { Order = meant.Order with { AllowDuplicate = true } });

        Assert.Equal($"topUps/{second.Id}", await SuspectedAsync(fixture, fixture.Candidate(Given.Card)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_ended_without_a_delivery_is_not_suspected(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var failed = await fixture.SellAsync(fixture.Candidate(Given.Card));
        await fixture.CompleteAsync(failed, IssuerVerdict.Declined);
        var cancelled = await fixture.SellAsync(fixture.Candidate(Given.Card));
        Assert.Null((await fixture.Store.TopUps.CancelAsync(StoreFixture.Acme, cancelled.Id, Given.Noon)).Refusal);
        var reversed = await fixture.SellAndSucceedAsync(fixture.Candidate(Given.Card));
        var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(reversed))).Value.Reversal;
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Given.Noon, Given.Noon);

        Assert.Null(await SuspectedAsync(fixture, fixture.Candidate(Given.Card)));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Another_card_plan_or_partner_is_another_sale_and_another_amount_is_not(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.DepositAsync(Given.Yuan(100), StoreFixture.Elsewhere);
        await fixture.SellAsync(fixture.Candidate(Given.Card));
        var elsewhere = fixture.Candidate(Given.Card) with { PartnerId = StoreFixture.Elsewhere };

        Assert.Null(await SuspectedAsync(fixture, fixture.Candidate(Given.CardNumbered(2))));
        Assert.Null(await SuspectedAsync(fixture, fixture.Candidate(Given.Card, plan: "phone-50")));
        Assert.Null(await SuspectedAsync(fixture, elsewhere));
        Assert.NotNull(await SuspectedAsync(fixture, fixture.Candidate(Given.Card, Given.Yuan(50))));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task After_the_window_the_same_sale_is_accepted(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAsync(fixture.Candidate(Given.Card));
        var end = Given.Noon.AddMinutes(10);

        Assert.NotNull(await SuspectedAsync(fixture, fixture.Candidate(Given.Card) with { Now = end.AddTicks(-1) }));
        Assert.Null(await SuspectedAsync(fixture, fixture.Candidate(Given.Card) with { Now = end }));
    }

    private static async Task<string?> SuspectedAsync(StoreFixture fixture, TopUpCandidate candidate)
    {
        var (decision, _) = await fixture.Store.TopUps.SaveAsync(candidate);
        var refusal = (decision as TopUpDecision.Refuse)?.Refusal;
        Assert.True(refusal is null or { Reason: Reason.DuplicateSuspected });
        return refusal?.Metadata["top_up"];
    }
}
