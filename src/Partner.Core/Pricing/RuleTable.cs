using System.Numerics;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>
/// Rules by their selectors. A look-up tries the selectors that could match a sale, the most specific first, so that
/// its cost is bounded by the number of kinds of selectors (48) and not by the number of rules.
/// </summary>
internal sealed class RuleTable<T>
    where T : class
{
    private readonly Dictionary<SelectorKey, (string Order, T Rule)> _rules = [];
    private ulong _ranks;

    /// <summary>Adds a rule.</summary>
    /// <param name="selector">To which sales it applies.</param>
    /// <param name="order">
    /// Of two rules with one selector, which publishing refuses, the ordinally lowest wins on every replica alike.
    /// </param>
    public void Add(Selector selector, string order, T rule)
    {
        var key = SelectorKey.Of(selector);
        if (!_rules.TryGetValue(key, out var other) || string.CompareOrdinal(order, other.Order) < 0)
        {
            _rules[key] = (order, rule);
        }

        _ranks |= 1UL << key.Rank;
    }

    /// <summary>The most specific rule that matches.</summary>
    /// <param name="payee">The seller, or the parent whose level is computed.</param>
    /// <param name="outlet">The seller's outlet; null for none and for a parent's level.</param>
    public T? Find(Payee payee, Plan plan, Channel channel, string? outlet)
    {
        for (var ranks = _ranks; ranks != 0;)
        {
            var rank = BitOperations.Log2(ranks);
            ranks &= ~(1UL << rank);
            if (SelectorKey.At(rank, payee, plan, channel, outlet) is { } key
                && _rules.TryGetValue(key, out var found))
            {
                return found.Rule;
            }
        }

        return null;
    }
}

/// <summary>A selector as a key. Its rank orders by specificity: payee, product, channel, outlet.</summary>
internal readonly record struct SelectorKey(
    PartnerId? PartnerId,
    string? Tier,
    PlanCode? PlanCode,
    string? Category,
    CardType? CardType,
    Channel? Channel,
    string? Outlet)
{
    private const int PayeeStep = 16;
    private const int ProductStep = 4;
    private const int ChannelStep = 2;

    public int Rank => ((PartnerId, Tier) switch { (not null, _) => 2, (_, not null) => 1, _ => 0 } * PayeeStep)
        + ((PlanCode, Category, CardType) switch
        {
            (not null, _, _) => 3,
            (_, not null, _) => 2,
            (_, _, not null) => 1,
            _ => 0,
        } * ProductStep)
        + (Channel is null ? 0 : ChannelStep)
        + (Outlet is null ? 0 : 1);

    public static SelectorKey Of(Selector selector) => new(
        selector.PartnerId,
        selector.Tier,
        selector.PlanCode,
        selector.Category,
        selector.CardType,
        selector.Channel,
        selector.Outlet);

    /// <summary>The selector of a rank that matches a sale; null when no selector of this rank can.</summary>
    public static SelectorKey? At(int rank, Payee payee, Plan plan, Channel channel, string? outlet)
    {
        var (byPayee, byProduct) = (rank / PayeeStep, rank / ProductStep % 4);
        var byOutlet = rank % 2 == 1;
        if ((byPayee == 1 && payee.Tier is null) || (byOutlet && outlet is null))
        {
            return null;
        }

        return new SelectorKey(
            byPayee == 2 ? payee.PartnerId : null,
            byPayee == 1 ? payee.Tier : null,
            byProduct == 3 ? plan.Code : null,
            byProduct == 2 ? plan.Category : null,
            byProduct == 1 ? plan.CardType : null,
            rank / ChannelStep % 2 == 1 ? channel : null,
            byOutlet ? outlet : null);
    }
}
