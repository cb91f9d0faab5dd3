using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Commissions;
using Partner.Core.Errors;
using Partner.Core.Ledger;
using Partner.Core.Limits;
using Partner.Core.Pricing;
using Partner.Core.Shifts;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Writing;

/// <summary>Steps 5 and 6 of a top-up's route: what a sale is about, whether it is made, what is saved of it.</summary>
internal static class SaleReservation
{
    /// <summary>What a new sale is about.</summary>
    /// <param name="looksAtSales">Whether earlier sales of the plan to the card are read, and their cases.</param>
    /// <param name="limits">The limits that hold for it; null where nothing limits it.</param>
    /// <param name="looksAtDay">Whether it is read which days of the terminal are closed.</param>
    public static void Declare(
        Footprint footprint, PartnerId partnerId, TopUpOrder order, Result<SaleProposal> sale, Currency currency,
        bool looksAtSales, SaleLimits? limits, bool looksAtDay = false)
    {
        if (looksAtDay && TerminalOf(partnerId, order) is { } terminal)
        {
            footprint.ClosedDays.Add(terminal);
        }

        footprint.AddRequest(partnerId, order.RequestId);
        footprint.AddFloat(partnerId, currency);
        if (order.QuoteId is { } quote)
        {
            footprint.Quotes.Add(new ResourceKey(partnerId, quote.Value));
        }

        if (sale.Refusal is null)
        {
            var proposal = sale.Value;
            if (looksAtSales)
            {
                footprint.Sales.Add(WorkingSet.KeyOf(partnerId, proposal));
            }

            DeclareCounts(footprint, partnerId, proposal.Card, proposal.Needs, proposal.Volume);
        }

        if (limits is not null)
        {
            footprint.LimitUses.UnionWith(limits.Uses);
        }
    }

    /// <summary>What its price depends on that other sales change.</summary>
    public static void DeclareCounts(
        Footprint footprint, PartnerId partnerId, CardNumber? card, PricingNeeds needs, VolumeKey? volume)
    {
        if (volume is { } key)
        {
            footprint.Add(key);
        }

        if (needs.First && card is not null)
        {
            // The lock makes two partners' first top-ups of one card come one after the other.
            footprint.Usages.Add(new UsageKey(UsageScope.Card, "", card.Value));
            footprint.Cards.Add(card.Value);
        }

        if (needs.Stretch is { } stretch && card is not null)
        {
            footprint.Usages.Add(new UsageKey(UsageScope.Card, "", card.Value));
            footprint.Stretches.Add(new StretchKey(card.Value, stretch.PlanCode, stretch.Since.UtcTicks));
        }

        foreach (var promotion in needs.Promotions)
        {
            footprint.Usages.Add(new UsageKey(UsageScope.Promotion, promotion, ""));
            footprint.Usages.Add(new UsageKey(UsageScope.PromotionPartner, promotion, partnerId.Value));
            if (card is not null)
            {
                footprint.Usages.Add(new UsageKey(UsageScope.PromotionCard, promotion, card.Value));
            }
        }
    }

    /// <summary>What decides about it beside its offer.</summary>
    public static SaleFacts Facts(
        WorkingSet set, PartnerId partnerId, TopUpOrder order, Result<SaleProposal> sale, Currency currency,
        SaleLimits? limits) => set.Facts(
        partnerId, order, sale.Refusal is null ? sale.Value : null, set.Float(partnerId, currency), limits);

    /// <summary>The offer of this moment.</summary>
    public static Result<TopUpOffer> Offer(WorkingSet set, PartnerId partnerId, Result<SaleProposal> sale) =>
        sale.Refusal is { } refusal
            ? refusal
            : sale.Value.Offer(set.Count(partnerId, sale.Value.Card, sale.Value.Needs, sale.Value.Volume));

    /// <summary>Decides, and saves what is reserved.</summary>
    /// <param name="lookedAtSales">Whether earlier sales and their cases were read.</param>
    /// <param name="lookedAtDay">Whether it was read which days of the terminal are closed.</param>
    /// <returns>
    /// Null where more has to be read first: the partner has cases, and nobody looked at the sales; or its organisation
    /// changed since somebody looked whether the business day is open.
    /// </returns>
    public static (TopUpDecision Decision, TopUpRecord? Saved)? Decide(
        WorkingSet set, TopUpCandidate candidate, bool lookedAtSales, bool lookedAtDay)
    {
        var facts = Facts(
            set, candidate.PartnerId, candidate.Order, candidate.Sale, candidate.Currency, candidate.Limits);
        var terminal = TerminalOf(candidate.PartnerId, candidate.Order);
        if (facts.Used is null
            && ((!lookedAtSales && set.MayHaveCases(candidate.PartnerId))
                || (!lookedAtDay && terminal is not null
                    && set.OrganisationVersion(candidate.PartnerId) != candidate.OrganisationVersion)))
        {
            return null;
        }

        var closed = lookedAtDay && terminal is { } till
            ? ShiftDecision.RefuseDay(candidate.Order.Seller.BusinessDate, set.ClosedThrough(till))
            : null;

        // A request id that is used decides alone.
        var offer = facts.Used is not null ? new Refusal(Reason.RequestIdConflict)
            : closed is not null ? closed
            : Offer(set, candidate.PartnerId, candidate.Sale);
        var decision = TopUpDecision.Decide(
            candidate.Order, offer, facts, candidate.IssuerAccepts, candidate.Policy, candidate.Now);
        var saved = decision is TopUpDecision.Reserve reserve ? Insert(set, candidate, reserve.Offer, facts) : null;
        return (decision, saved);
    }

    /// <summary>Uses a request id up, unless it was used before: then it stays what it is.</summary>
    public static UsedRequest Abandon(WorkingSet set, PartnerId partnerId, RequestId requestId, DateTimeOffset now)
    {
        if (set.Used(partnerId, requestId) is { } used)
        {
            return used;
        }

        var abandoned = new UsedRequest(RequestMethod.AbandonTopUp, InputHash.OfAbandonment(), "");
        set.Use(partnerId, requestId, abandoned, now);
        return abandoned;
    }

    /// <summary>The terminal whose days matter; null where the caller dates nothing, or names none.</summary>
    private static TerminalKey? TerminalOf(PartnerId partnerId, TopUpOrder order) =>
        order.Seller is { BusinessDate: not null, Terminal.Length: > 0 } seller
            ? new TerminalKey(partnerId, seller.Outlet, seller.Terminal)
            : null;

    private static TopUpRecord Insert(WorkingSet set, TopUpCandidate candidate, TopUpOffer offer, SaleFacts facts)
    {
        var (order, now) = (candidate.Order, candidate.Now);
        var draft = TopUpRecord.Of(candidate.PartnerId, candidate.Id, order, offer, now) with
        {
            ReceiptCounter = set.NextReceipt(candidate.PartnerId),
            Counted = candidate.Limits?.Counted,
        };
        var saved = set.Insert(draft, now);
        set.NoteLive(saved);
        set.Use(
            saved.PartnerId,
            saved.RequestId,
            new UsedRequest(RequestMethod.CreateTopUp, order.Hash, saved.Id.Value),
            now);
        LedgerTable.Insert(set, saved.PartnerId, Postings.Reserve(saved.Id, offer.Price), now);
        Earnings.CountUses(set, saved);
        if (candidate.Limits is { } limits)
        {
            set.Count(limits, saved);
        }

        JobTable.Insert(
            set.Changes, new ResourceKey(saved.PartnerId, saved.Id.Value), JobKind.TopUp, candidate.Dispatch, now);
        if (order.QuoteId is { } quoteId)
        {
            set.UseQuote(saved.PartnerId, quoteId, saved.Id);
        }

        if (order.Contact?.Kept is { } contact)
        {
            NoticeTable.Keep(set.Changes, saved.PartnerId, contact, now);
        }

        if (facts.UnderCase is { } reported)
        {
            set.NoteSoldAgain(saved.PartnerId, reported, saved.Id);
        }

        return saved;
    }
}
