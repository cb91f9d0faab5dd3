using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Projections;
using Partner.Core.Renewals;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Organisations;
using Partner.Server.Plans;
using Partner.Server.Projections;
using Partner.Server.Security;
using Partner.Server.Telemetry;
using Partner.Storage;

namespace Partner.Server.Renewals;

/// <summary>Sets auto-renewals up, and does to them what partners ask for. Nothing here moves money.</summary>
public sealed class RenewalSetup(
    PartnerStore store,
    PartnerDirectory partners,
    RenewalPricing pricing,
    CardProjections projections,
    OrganisationCache organisations,
    TermsSource terms,
    RenewalOptions options,
    TopUpPolicy policy,
    TimeProvider clock)
{
    private const int MostTries = 10;

    /// <summary>Creates one, or finds what its request id stands for.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="order">What is asked for.</param>
    /// <param name="contact">The customer's number, to be kept with what this creates; null where none is.</param>
    /// <param name="cancel">The call's end; it may stop this before it is saved, never after.</param>
    /// <returns>The auto-renewal, and whether the request id had been used before; or why there is none.</returns>
    internal async Task<Result<(AutoRenewal Renewal, bool Replayed)>> CreateAsync(
        Caller caller, RenewalOrder order, KeptContact? contact, CancellationToken cancel)
    {
        var agreed = order.Terms;
        var known = await store.Renewals.FindAsync(caller.PartnerId, order.RequestId, cancel);
        if (known is not null)
        {
            return Replay(caller, known, agreed);
        }

        var now = clock.GetUtcNow();
        var draft = await DraftAsync(caller, order, now, cancel);
        if (draft.Refusal is { } refusal)
        {
            return refusal;
        }

        // The issuer may have taken its time: what must not wait for long is the saving.
        var created = await store.Renewals.CreateAsync(
            draft.Value, contact, Arrival.Now(cancel), caller.By());
        if (created.Refusal is { } refused)
        {
            return await VisibleAsync(caller, refused, cancel);
        }

        var (id, replayed) = (created.Value.Id, created.Value.Replayed);
        var saved = await store.Renewals.FindAsync(caller.PartnerId, id, CancellationToken.None)
            ?? throw new InvalidOperationException("A request id names an auto-renewal that does not exist.");
        if (replayed)
        {
            return Replay(caller, saved, agreed);
        }

        Metrics.Happened(draft.Value.Steps);
        return (saved, false);
    }

    /// <summary>The zone of a type's cards, in which people are told of them; UTC while no catalogue says it.</summary>
    /// <param name="cardType">The type.</param>
    public TimeZoneInfo ZoneOf(CardType cardType) =>
        terms.CatalogueAt(clock.GetUtcNow())?.RulesOf(cardType).Zone ?? TimeZoneInfo.Utc;

    /// <summary>Does what a partner asks for.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="known">The auto-renewal, visible to the caller.</param>
    /// <param name="decide">What is asked for, on the auto-renewal as it is and the top-up that is under way.</param>
    /// <param name="cancel">The call's end.</param>
    /// <returns>The auto-renewal after it, or why not.</returns>
    public async Task<Result<AutoRenewal>> ChangeAsync(
        Caller caller,
        AutoRenewal known,
        Func<AutoRenewal, TopUpId?, DateTimeOffset, Result<RenewalChange>> decide,
        CancellationToken cancel)
    {
        var arrival = Arrival.Now(cancel);
        var current = known;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var now = clock.GetUtcNow();
            IReadOnlyList<RenewalStep> told = [];
            var outcome = await store.Renewals.ChangeAsync(
                current,
                (renewal, sold) =>
                {
                    var decided = decide(renewal, sold, now);
                    told = decided.Refusal is null ? decided.Value.Steps : [];
                    return decided;
                },
                now,
                arrival,
                caller.By());
            if (outcome.Refusal is { } refusal)
            {
                return refusal;
            }

            if (outcome.Value.Changed)
            {
                Metrics.Happened(told);
                return outcome.Value.Now;
            }

            current = outcome.Value.Now;
        }

        return Arrival.Overloaded;
    }

    private async Task<Result<RenewalChange>> DraftAsync(
        Caller caller, RenewalOrder order, DateTimeOffset now, CancellationToken cancel)
    {
        var agreed = order.Terms;
        var organisation = await organisations.GetAsync(caller.PartnerId, cancel);
        if (organisation.RefuseOutlet(order.Outlet) is { } nowhere)
        {
            return nowhere;
        }

        var partner = await partners.GetAsync(caller.PartnerId, cancel);
        var sale = await pricing.PrepareAsync(partner, agreed, order.Outlet, now, cancel);
        if (sale.Refusal is { } refusal)
        {
            return refusal;
        }

        if (TopUpDecision.RefuseIdCheck(
            sale.Value.DemandsIdCheck, order.IdCheck is not null, agreed.PlanCode, agreed.Channel, policy)
            is { } uncheckable)
        {
            return uncheckable;
        }

        var projection = await projections.ProjectAsync(sale.Value, now, cancel);
        if (projection.Refusal is { } refused)
        {
            return refused;
        }

        var card = projection.Value.Projection.Before;
        if (RefuseTerms(sale.Value, card, agreed, now) is { } wrong)
        {
            return wrong;
        }

        var price = await pricing.PriceAsync(partner, sale.Value, now, cancel);
        if (price.Refusal is { } unpriced)
        {
            return unpriced;
        }

        var pays = price.Value.CustomerPays;
        if (pays > agreed.MaxPrice)
        {
            return new Refusal(Reason.MaxDebitExceeded)
                .With("needed", pays.ToString()).With("max_price", agreed.MaxPrice.ToString());
        }

        var draft = new AutoRenewal
        {
            PartnerId = caller.PartnerId,
            Id = new RenewalId(Ids.New(now)),
            RequestId = order.RequestId,
            Terms = agreed,
            CardType = sale.Value.CardType,
            Outlet = order.Outlet,
            IdCheck = order.IdCheck,
            CreatedAt = now,
            CycleEnd = card.ValidUntil!.Value,
        };
        return RenewalLife.Create(
            draft, projection.Value.Rules.Zone, price.Value.NetDebit, options.Policy, now);
    }

    /// <summary>What the customer agreed to must fit the plan and the card.</summary>
    private Refusal? RefuseTerms(PreparedSale sale, CardState card, RenewalTerms agreed, DateTimeOffset now)
    {
        var currency = sale.Rules.Plan.Price.Currency;
        if (agreed.MaxPrice.Currency != currency)
        {
            return Wrong("max_price", $"must be in {currency}, the plan's currency", $"币种必须为套餐的 {currency}");
        }

        if (card.ValidUntil is not { } end)
        {
            return new Refusal(Reason.AutoRenewalNotAllowed).With("why", "card");
        }

        var rules = terms.At(now)!.Catalogue.RulesOf(sale.CardType);
        var sold = new ProjectedSale(sale.Rules.Plan, sale.Request.Face);
        if (!RenewalCycle.Holds(card, sold, rules, agreed.DaysBefore))
        {
            return Wrong(
                "days_before_expiry",
                "must be at most as many days as a renewal then adds",
                "不得超过届时续费所增加的天数");
        }

        var due = RenewalCycle.Due(end, agreed.DaysBefore, rules.Zone);
        return agreed.LastDay < RenewalCycle.DayOf(due > now ? due : now, rules.Zone)
            ? Wrong("end_date", "must not be before the first renewal", "不得早于首次续费日")
            : null;
    }

    private static Refusal Wrong(string field, string problem, string problemZh) =>
        Refusal.Of(Reason.InvalidRequest, new FieldViolation(field, problem, problemZh));

    private static Result<(AutoRenewal Renewal, bool Replayed)> Replay(
        Caller caller, AutoRenewal known, RenewalTerms agreed) => known.Terms == agreed && caller.Sees(known.Outlet)
        ? (known, true)
        : new Refusal(Reason.RequestIdConflict);

    /// <summary>A refusal that names no auto-renewal of another outlet than the caller's.</summary>
    private async Task<Refusal> VisibleAsync(Caller caller, Refusal refusal, CancellationToken cancel)
    {
        const string collection = "autoRenewals/";
        if (caller.Outlet is null || !refusal.Metadata.TryGetValue("auto_renewal", out var name))
        {
            return refusal;
        }

        var other = await store.Renewals
            .FindAsync(caller.PartnerId, new RenewalId(name[collection.Length..]), cancel);
        return other is not null && caller.Sees(other.Outlet) ? refusal : refusal.Without("auto_renewal");
    }
}
