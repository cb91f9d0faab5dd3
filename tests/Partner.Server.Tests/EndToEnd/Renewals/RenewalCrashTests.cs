using Partner.Benchmarks.Harness;
using Partner.Core.Cards;
using Partner.Core.Renewals;
using Partner.Core.TopUps;
using Partner.Sandbox.Issuer;
using Partner.Sandbox.Seed;
using Partner.Server.Issuer;
using Partner.Server.Tests.Support;
using Partner.Storage;
using CoreMoney = Partner.Core.Amounts.Money;

namespace Partner.Server.Tests.EndToEnd.Renewals;

/// <summary>Servers that are killed while they renew.</summary>
public sealed class RenewalCrashTests
{
    private static CancellationToken Patience => new CancellationTokenSource(2 * Eventually.Longest).Token;

    [Fact]
    public async Task TRAVEL_a_server_that_is_killed_between_sale_and_note_leaves_it_to_the_next_which_sells_no_other()
    {
        await using var bed = await TestBed.CreateAsync(1, Patience);
        var (issuer, issuerUrl) = await bed.StartIssuerAsync(0, [], Patience);
        await using var issuerEnds = issuer;
        string[] arguments = ["--issuer", issuerUrl.ToString(), "--lease", "2", "--reconcile-every", "1"];
        await using var store = PartnerStore.Open(bed.Store);

        // The issuer takes 20 s: the sale is saved, and its end is seconds away.
        var card = SandboxCards.Number(CardType.Travel, SandboxOutcome.SuccessAfterLongDelay);
        var (first, _) = await bed.ServeAsync(0, arguments, Patience);
        await using var firstEnds = first;
        var id = Id(await RenewalScene.PlantAsync(
            store, DemoData.PartnerId, card, "travel-1m", CoreMoney.Parse("98.00 CNY")!.Value, TimeProvider.System));
        var selling = await SeeAsync(store, id, known => known.Phase == RenewalPhase.Selling);
        await Eventually.SeeAsync(() => SoldAsync(store, selling), sold => sold is not null);
        await first.KillAsync();
        Assert.Equal(0, (await store.Renewals.FindAsync(DemoData.PartnerId, id, default))!.Made);

        // Its lease of the renewal outlives it: the next server is told that it is over.
        var (second, _) = await bed.ServeAsync(0, arguments, Patience);
        await using var secondEnds = second;
        var renewed = await SeeAsync(store, id, known => known.Cycle == 2);

        Assert.Equal((1, 1), (renewed.Made, renewed.Attempt));
        var top = await store.TopUps.FindAsync(DemoData.PartnerId, renewed.TopUpId!.Value, default);
        Assert.Equal((TopUpState.Succeeded, selling.SaleId), (top!.State, top.RequestId));
        using var records = new IssuerRecordsClient(issuerUrl);
        var applied = 0;
        await foreach (var record in records.ReadAllAsync(Patience))
        {
            applied += record.Card == card ? 1 : 0;
        }

        Assert.Equal(1, applied);
        var steps = await store.RenewalSteps.LatestAsync(DemoData.PartnerId, id, 50, default);
        Assert.Single(steps, step => step.Kind == RenewalStepKind.Renewed);
    }

    private static RenewalId Id(string name) => new(Sale.IdOf(name));

    private static async Task<AutoRenewal> SeeAsync(PartnerStore store, RenewalId id, Func<AutoRenewal, bool> hoped) =>
        (await Eventually.SeeAsync(
            () => store.Renewals.FindAsync(DemoData.PartnerId, id, default),
            known => known is not null && hoped(known)))!;

    private static Task<string?> SoldAsync(PartnerStore store, AutoRenewal renewal) => store.TopUps.FindIdAsync(
        renewal.PartnerId, renewal.SaleId, RequestMethod.CreateTopUp, default);
}
