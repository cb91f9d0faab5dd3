using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.TopUps;
using Partner.Sandbox.Seed;
using Partner.Server.Contract;
using Partner.Server.Plans;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Benchmarks.Harness;

/// <summary>
/// The store within this process, without the service: what a sale hands over to it. All that the benchmarks know of
/// the store's own methods is here.
/// </summary>
internal sealed class StoreSales : IAsyncDisposable
{
    private const int DifferentCards = 10_000;
    private const long Float = 10_000_000_000;
    private static readonly TimeProvider Clock = TimeProvider.System;
    private readonly SellingTerms _terms;
    private readonly List<PartnerAccount> _partners;
    private int _sold;
    private int _card;

    private StoreSales(PartnerStore store, SellingTerms terms, List<PartnerAccount> partners) =>
        (Store, _terms, _partners) = (store, terms, partners);

    /// <summary>The store.</summary>
    public PartnerStore Store { get; }

    /// <summary>The partners that sell in turn: the first is the demo partner.</summary>
    public IReadOnlyList<PartnerAccount> Partners => _partners;

    /// <summary>Opens the store of a bed.</summary>
    /// <param name="bed">The bed, with its demo data.</param>
    /// <param name="floats">Partners that sell; those that are missing are added and funded.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<StoreSales> OpenAsync(TestBed bed, int floats, CancellationToken cancel)
    {
        var store = PartnerStore.Open(bed.Store);
        try
        {
            using var source = new TermsSource(store, new TopUpPolicy(), Clock, NullLogger<TermsSource>.Instance);
            await source.RefreshAsync(cancel);
            var terms = source.At(Clock.GetUtcNow())
                ?? throw new InvalidOperationException("The demo terms are not in force.");
            var demo = await store.Partners.FindAsync(DemoData.PartnerId, cancel);
            var others = await Task.WhenAll(Enumerable.Range(2, floats - 1).Select(number => AddAsync(
                store, string.Create(CultureInfo.InvariantCulture, $"float-{number}"), demo!.Currency)));
            return new StoreSales(store, terms, [demo!, .. others]);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>A top-up that the next partner wants to sell.</summary>
    public TopUpCandidate Next() => Next(_partners[Interlocked.Increment(ref _sold) % _partners.Count]);

    /// <summary>A top-up that a partner wants to sell.</summary>
    /// <param name="partner">The partner.</param>
    public TopUpCandidate Next(PartnerAccount partner)
    {
        var (order, sale) = Order(partner);
        var now = Clock.GetUtcNow();
        var dispatch = new Dispatch(new Lease("benchmark", now + TimeSpan.FromHours(1)), null);
        return new TopUpCandidate(
            partner.Id, new TopUpId(Ids.New(now)), order, sale, partner.Currency, now, true, new TopUpPolicy(),
                dispatch);
    }

    /// <summary>What a sale reads before it is saved.</summary>
    /// <param name="cancel">Stops.</param>
    public Task ReadFactsAsync(CancellationToken cancel)
    {
        var partner = _partners[0];
        var (order, sale) = Order(partner);
        return Store.TopUps.ReadFactsAsync(partner.Id, order, sale, partner.Currency, null, cancel);
    }

    /// <summary>Step 6: decides and saves.</summary>
    /// <param name="candidate">The top-up.</param>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task<TopUpRecord> SaveAsync(TopUpCandidate candidate)
    {
        var (decision, saved) = await Store.TopUps.SaveAsync(candidate);
        return saved ?? throw new InvalidOperationException($"The store refused a sale: {decision}");
    }

    /// <summary>Step 8: the issuer accepted; posted, and the commissions granted.</summary>
    /// <param name="saved">The top-up.</param>
    public Task<TopUpRecord> CompleteAsync(TopUpRecord saved)
    {
        var now = Clock.GetUtcNow();
        var answer = new IssuerAnswer(IssuerVerdict.Accepted, Reference: "SIM0000000001");
        return Store.TopUps.SettleAsync(saved, answer, now, now);
    }

    /// <summary>A top-up's whole life.</summary>
    /// <param name="candidate">The top-up.</param>
    /// <exception cref="InvalidOperationException">It was refused, or did not succeed.</exception>
    public async Task<TopUpRecord> SellAsync(TopUpCandidate candidate)
    {
        var saved = await SaveAsync(candidate);
        var settled = await CompleteAsync(saved);
        return settled.State == TopUpState.Succeeded
            ? settled
            : throw new InvalidOperationException($"A sale ended {settled.State}.");
    }

    /// <summary>The stored number of the next card.</summary>
    public string NextCard() => Cards.Number(Interlocked.Increment(ref _card) % DifferentCards);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static async Task<PartnerAccount> AddAsync(PartnerStore store, string id, Currency currency)
    {
        var now = Clock.GetUtcNow();
        var partner = new PartnerAccount(new PartnerId(id), id, PartnerStatus.Active, currency);
        await store.Partners.AddAsync(partner, now);
        await store.Partners.DepositAsync(
            partner.Id, new RequestId("benchmark-float-0001"), Ids.New(now), new Money(Float, currency), now);
        return partner;
    }

    private (TopUpOrder Order, Result<SaleProposal> Sale) Order(PartnerAccount partner)
    {
        var card = CardNumber.Iccid(NextCard());
        var order = new TopUpOrder(
            new RequestId(Guid.NewGuid().ToString("N")),
            card,
            new PlanCode("phone-100"),
            null,
            null,
            null,
            true,
            Channel.Pos,
            new Seller("store-1", "till-1", "c-17", "benchmark", null));
        var input = new SaleInput(card!, order.PlanCode!.Value, null, Channel.Pos, "store-1", null, null);
        var chain = new[] { new Payee(partner.Id, null, null, partner.Currency) };
        return (order, new SaleProposal.AtPresentPrice(
            PreparedSale.Of(input, chain, _terms, Clock.GetUtcNow()).Value));
    }
}
