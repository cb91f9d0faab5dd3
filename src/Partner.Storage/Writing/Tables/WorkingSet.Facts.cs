using Partner.Core.Cards;
using Partner.Core.Ledger;
using Partner.Core.Limits;
using Partner.Core.Pricing;
using Partner.Core.Settlements;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;

namespace Partner.Storage.Writing.Tables;

/// <summary>What is true of requests, quotes, cards and jobs, and becomes true by what members do.</summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<RequestKey, UsedRequest> _requests = [];
    private readonly Dictionary<ResourceKey, string?> _quotes = [];
    private readonly Dictionary<DuplicateKey, EarlierSale> _sales = [];
    private readonly List<RecentSale> _recent = [];
    private readonly Dictionary<(string Card, PlanCode Plan), Dictionary<ResourceKey, DateTimeOffset>> _sold = [];
    private readonly HashSet<string> _liveCards = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceKey, List<Leg>> _reserved = [];
    private readonly Dictionary<ResourceKey, ReversalRecord> _latestReversals = [];
    private readonly Dictionary<ResourceKey, int> _jobs = [];
    private readonly Dictionary<ResourceKey, string> _settlements = [];

    /// <summary>A request id's first use; null while it is new.</summary>
    public UsedRequest? Used(PartnerId partnerId, RequestId requestId) =>
        _requests.GetValueOrDefault(new RequestKey(partnerId, requestId));

    /// <summary>Uses a request id, for ever.</summary>
    /// <param name="use">What for.</param>
    public void Use(PartnerId partnerId, RequestId requestId, UsedRequest use, DateTimeOffset now)
    {
        var key = new RequestKey(partnerId, requestId);
        _requests.Add(key, use);
        RequestTable.Insert(Changes, key, use, now);
    }

    /// <summary>The recent sales that the footprint names.</summary>
    public IReadOnlyList<RecentSale> Recent => _recent;

    /// <summary>What decides about a sale beside its offer.</summary>
    /// <param name="sale">What would be sold; null where nothing can be.</param>
    /// <param name="position">The float.</param>
    /// <param name="limits">The limits that hold for it; null where nothing limits it.</param>
    public SaleFacts Facts(
        PartnerId partnerId, TopUpOrder order, SaleProposal? sale, FloatPosition position, SaleLimits? limits) => new(
        Used(partnerId, order.RequestId),
        position,
        order.QuoteId is { } quote
            ? TopUpId.Of(_quotes.GetValueOrDefault(new ResourceKey(partnerId, quote.Value)))
            : null,
        sale is null || order.AllowDuplicate ? null : _sales.GetValueOrDefault(KeyOf(partnerId, sale)))
        {
            UnderCase = sale is null || !_underCase.TryGetValue(KeyOf(partnerId, sale), out var reported)
                ? null
                : reported,
            Limits = Stand(limits),
        };

    /// <summary>What a price depends on that other sales change.</summary>
    /// <param name="partnerId">The selling partner.</param>
    /// <param name="card">The card; null while it is open, and then nothing is counted by card.</param>
    /// <param name="needs">What has to be counted.</param>
    /// <param name="volume">The volume that the indicative commission is computed at.</param>
    public PricingFacts Count(
        PartnerId partnerId, CardNumber? card, PricingNeeds needs, Core.Commissions.VolumeKey? volume)
    {
        var uses = new Dictionary<string, PromotionUse>(needs.Promotions.Count, StringComparer.Ordinal);
        foreach (var promotion in needs.Promotions)
        {
            var all = UsageOf(new UsageKey(UsageScope.Promotion, promotion, ""));
            uses[promotion] = new PromotionUse(
                card is null ? 0 : UsageOf(new UsageKey(UsageScope.PromotionCard, promotion, card.Value)).Uses,
                UsageOf(new UsageKey(UsageScope.PromotionPartner, promotion, partnerId.Value)).Uses,
                all.Uses,
                all.Spent);
        }

        var first = needs.First && card is not null && !_liveCards.Contains(card.Value);
        var sold = needs.Stretch is { } stretch && card is not null
            ? _sold.GetValueOrDefault((card.Value, stretch.PlanCode))
            : null;
        return new PricingFacts(first, uses, volume is { } key ? Volume(key) : 0)
        {
            Sold = sold is null ? [] : [.. sold.Values],
        };
    }

    /// <summary>
    /// A sale is live: it is what the duplicate guard and first top-ups look for. When it ends otherwise than well, it
    /// stays so for the rest of the batch, as if those who came meanwhile had come just before.
    /// </summary>
    /// <param name="topUp">The new top-up.</param>
    public void NoteLive(TopUpRecord topUp)
    {
        _liveCards.Add(topUp.Offer.Card.Value);
        NoteSold(
            new ResourceKey(topUp.PartnerId, topUp.Id.Value),
            topUp.Offer.Card.Value,
            topUp.Offer.PlanCode,
            topUp.CreatedAt);
        _sales[new DuplicateKey(topUp.PartnerId, topUp.Offer.Card.Value, topUp.Offer.PlanCode)] =
            new EarlierSale(topUp.Id, topUp.State, topUp.CreatedAt);
    }

    // Only where a member counts them, and by id: two members may look for one since different times.
    private void NoteSold(ResourceKey sale, string card, PlanCode plan, DateTimeOffset at)
    {
        if (_sold.TryGetValue((card, plan), out var sales))
        {
            sales[sale] = at;
        }
    }

    /// <summary>Consumes a quote.</summary>
    /// <param name="topUpId">The top-up that consumes it.</param>
    public void UseQuote(PartnerId partnerId, QuoteId quoteId, TopUpId topUpId)
    {
        var key = new ResourceKey(partnerId, quoteId.Value);
        _quotes[key] = topUpId.Value;
        QuoteTable.Use(Changes, key, topUpId);
    }

    /// <summary>The float legs of a pending transfer, as they were stored.</summary>
    public IReadOnlyList<Leg> ReservedBy(ResourceKey transfer) => _reserved.TryGetValue(transfer, out var legs)
        ? legs
        : throw new InvalidOperationException($"{transfer} is not in the footprint.");

    /// <summary>The latest reversal of a top-up; null when none was asked for.</summary>
    public ReversalRecord? LatestReversal(TopUpRecord topUp) =>
        _latestReversals.GetValueOrDefault(new ResourceKey(topUp.PartnerId, topUp.Id.Value));

    /// <summary>Saves a new reversal.</summary>
    public void Insert(ReversalRecord reversal)
    {
        _latestReversals[new ResourceKey(reversal.PartnerId, reversal.TopUpId.Value)] = reversal;
        ReversalTable.Insert(Changes, reversal);
    }

    /// <summary>Whether an operation has certainly not been sent.</summary>
    /// <param name="operation">The operation; its job is locked.</param>
    public bool IsQueued(ResourceKey operation) => _jobs.GetValueOrDefault(operation) == Jobs.Queued;

    /// <summary>Whether a settlement is posted.</summary>
    public bool IsSettled(SettlementStatement statement) =>
        _settlements.GetValueOrDefault(new ResourceKey(statement.PayeeId, statement.Number)) == statement.Period;

    /// <summary>Saves a settlement.</summary>
    /// <param name="transferId">Its transfer; null when it moves nothing.</param>
    public void Settle(SettlementStatement statement, string? transferId)
    {
        _settlements[new ResourceKey(statement.PayeeId, statement.Number)] = statement.Period;
        SettlementTable.Insert(Changes, statement, transferId);
    }

    /// <summary>What the duplicate guard looks for.</summary>
    internal static DuplicateKey KeyOf(PartnerId partnerId, SaleProposal sale) =>
        new(partnerId, sale.Card.Value, sale.PlanCode);
}
