using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.Organisations;
using Partner.Core.Shifts;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Organisations;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Server.Telemetry;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.TopUps;

/// <summary>A top-up as a call is answered with it.</summary>
/// <param name="Replayed">Whether the request id had been used before.</param>
public sealed record AnsweredTopUp(TopUpRecord TopUp, bool Replayed);

/// <summary>
/// The route of a top-up. Steps 1 and 2 (TLS, caller) were done by the host, step 3 (shape) by the service:
/// <list type="number">
/// <item>Kestrel checks the client certificate.</item>
/// <item>The certificate becomes a caller with permissions.</item>
/// <item>The message is parsed; every wrong field is named at once.</item>
/// <item>Load: terms in force, quote, limits; the sale that they allow, all but what other sales change.</item>
/// <item>Decide, purely: request id, offer, quote use, debit, duplicate, limits, float, issuer.</item>
/// <item>Save in one transaction: step 5 is made within it, on what no other sale can change any more.</item>
/// <item>Ask the issuer.</item>
/// <item>Decide again, purely, and save: post, release, or stay in doubt.</item>
/// <item>Reply, at the latest when the caller's wait is over; the work goes on.</item>
/// <item>Whatever stays PROCESSING is finished by the dispatcher, of this or another replica.</item>
/// </list>
/// </summary>
public sealed class TopUpWorkflow(
    PartnerStore store,
    SalePreparation preparation,
    PartnerDirectory partners,
    OrganisationCache organisations,
    SaleLimiting limiting,
    SaleIntake intake,
    IssuerWork work,
    TopUpChanges topUpChanges,
    TopUpPolicy policy,
    TimeProvider clock)
{
    /// <summary>Carries an order out, or finds what its request id stands for.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="order">The order, well-formed.</param>
    /// <param name="validateOnly">Whether to save nothing.</param>
    /// <param name="timing">When to answer.</param>
    /// <param name="cancel">The call's end. It may stop work before step 6, never after it.</param>
    public async Task<Result<AnsweredTopUp>> CreateAsync(
        Caller caller, TopUpOrder order, bool validateOnly, CallTiming timing, CancellationToken cancel)
    {
        // 4. Load.
        using var place = intake.Enter();
        var arrival = Arrival.Now(cancel);
        var now = clock.GetUtcNow();
        var partner = await partners.GetAsync(caller.PartnerId, cancel);
        var quote = await FindQuoteAsync(caller, order, cancel);
        order = order.Beside(quote);

        // The version first: what is read of the organisation after it is at least as new.
        var organisation = await organisations.GetAsync(partner.Id, cancel);
        var version = organisation.Version;
        var sale = Refuse(order, organisation, now) is { } nowhere
            ? nowhere
            : await ProposeAsync(partner, order, quote, now, cancel);
        (sale, var limits) = await LimitAsync(partner, order, sale, now, cancel);
        var accepts = work.AcceptsNew;
        if (!validateOnly)
        {
            return await SaveAndSendAsync(
                caller, partner, order, sale, limits, version, accepts, timing, now, arrival, place);
        }

        // 5. Decide, and save nothing.
        var (facts, offer) = await store.TopUps.ReadFactsAsync(
            partner.Id, order, sale, partner.Currency, limits, cancel);
        using var span = Spans.Start("top_up.decide");
        var decision = TopUpDecision.Decide(order, offer, facts, accepts, policy, now);
        span.Tell(decision);
        return decision is TopUpDecision.Reserve
            ? new AnsweredTopUp(TopUpRecord.Of(partner.Id, TopUpId.None, order, offer.Value, now), false)
            : await AnswerAsync(caller, decision, timing, cancel);
    }

    /// <summary>Waits for a top-up's final state, as long as the caller wants to.</summary>
    /// <param name="topUp">The top-up as known.</param>
    /// <param name="timing">When to answer.</param>
    /// <param name="cancel">The call's end.</param>
    public async Task<TopUpRecord> AwaitFinalAsync(TopUpRecord topUp, CallTiming timing, CancellationToken cancel)
    {
        if (topUp.State != TopUpState.Processing)
        {
            return topUp;
        }

        // What happened before it was listened for is read first.
        using var changes = topUpChanges.Listen(topUp.PartnerId, topUp.Id);
        var (current, look) = (topUp, true);
        while (current.State == TopUpState.Processing
            && timing.Left(clock.GetUtcNow()) is var left && left > TimeSpan.Zero)
        {
            try
            {
                current = !look ? current
                    : await store.TopUps.FindAsync(topUp.PartnerId, topUp.Id, cancel) ?? current;
            }
            catch (StoreUnavailableException)
            {
                // It is saved; the caller learns that much, and when to ask again.
                break;
            }

            if (current.State == TopUpState.Processing)
            {
                look = await changes.WaitAsync(left, cancel);
            }
        }

        return current;
    }

    private async Task<Result<AnsweredTopUp>> SaveAndSendAsync(
        Caller caller,
        PartnerAccount partner,
        TopUpOrder order,
        Result<SaleProposal> sale,
        SaleLimits? limits,
        long organisationVersion,
        bool accepts,
        CallTiming timing,
        DateTimeOffset now,
        Arrival arrival,
        SaleIntake.Place place)
    {
        // 5 and 6. Decide and save.
        var cancel = arrival.Caller;
        cancel.ThrowIfCancellationRequested();
        var workPlace = await work.EnterAsync(timing.Left(now), cancel);
        var dispatch = new Dispatch(workPlace is null ? null : work.NewLease(), Spans.ContextToSave());
        TopUpDecision decision;
        TopUpRecord? saved = null;
        try
        {
            var candidate = new TopUpCandidate(
                partner.Id, new TopUpId(Ids.New(now)), order, sale, partner.Currency, now, accepts, policy, dispatch)
            {
                OrganisationVersion = organisationVersion,
                Limits = limits,
            };
            using var span = Spans.Start("top_up.decide_and_save");
            (decision, saved) = await store.TopUps.SaveAsync(candidate, arrival);
            span.Tell(decision);
        }
        finally
        {
            place.Dispose();
            if (saved is null)
            {
                workPlace?.Dispose();
            }
        }

        if (saved is null)
        {
            return await AnswerAsync(caller, decision, timing, cancel);
        }

        Metrics.Changed(saved, now);

        // 7 and 8. From here on the call's end stops nothing.
        if (workPlace is not null)
        {
            var job = dispatch.ToJob(saved.PartnerId, saved.Id.Value, JobKind.TopUp, now);
            saved = await AwaitRoundAsync(work.Start(workPlace, job, saved), saved, timing, cancel);
        }
        else
        {
            work.NoteOneQueued();
        }

        // 9. Reply.
        return new AnsweredTopUp(await AwaitFinalAsync(saved, timing, cancel), false);
    }

    private async Task<TopUpRecord> AwaitRoundAsync(
        Task<TopUpRecord?> round, TopUpRecord saved, CallTiming timing, CancellationToken cancel)
    {
        var left = timing.Left(clock.GetUtcNow());
        if (left == TimeSpan.Zero)
        {
            return saved;
        }

        try
        {
            return await round.WaitAsync(left, clock, cancel) ?? saved;
        }
        catch (TimeoutException)
        {
            // The caller's wait is over; the work goes on.
            return saved;
        }
    }

    /// <summary>The order's quote; that of another outlet than the caller's does not exist for it.</summary>
    private async Task<QuoteRecord?> FindQuoteAsync(Caller caller, TopUpOrder order, CancellationToken cancel)
    {
        var quote = order.QuoteId is { } id
            ? await store.Quotes.FindAsync(caller.PartnerId, id, cancel)
            : null;
        return quote is not null && caller.Sees(quote.Outlet) ? quote : null;
    }

    /// <summary>
    /// Why nothing is sold there, or dated so; a used request id decides alone. What renews itself has no till.
    /// </summary>
    private static Refusal? Refuse(TopUpOrder order, OrganisationView organisation, DateTimeOffset now)
    {
        var seller = order.Seller;
        return order.Origin == Origin.AutoRenewal
            ? organisation.RefuseOutlet(seller.Outlet)
            : organisation.RefuseTill(seller.Outlet, seller.Terminal, seller.Cashier)
                ?? BusinessDays.Refuse(seller.BusinessDate, now)
                ?? ShiftDecision.RefuseDay(
                    seller.BusinessDate, organisation.ClosedThrough(seller.Outlet, seller.Terminal));
    }

    private async Task<Result<SaleProposal>> ProposeAsync(
        PartnerAccount partner, TopUpOrder order, QuoteRecord? quote, DateTimeOffset now, CancellationToken cancel)
    {
        using var span = Spans.Start("top_up.price");
        if (order.QuoteId is not null)
        {
            var held = TopUpOffer.FromQuote(order, quote, now);
            return held.Refusal is { } refused
                ? refused
                : new SaleProposal.AtQuotedPrice(held.Value, preparation.LimitOf(held.Value.PlanCode, now))
                {
                    DemandsIdCheck = preparation.DemandsIdCheck(held.Value.PlanCode, held.Value.Channel, now),
                };
        }

        var input = new SaleInput(
            order.Card!, order.PlanCode!.Value, order.Amount, order.Channel!.Value, order.Seller.Outlet,
            order.Coupon, null)
        {
            StartNow = order.StartNow,
        };
        var sale = await preparation.PrepareAsync(partner, input, now, cancel);
        return sale.Refusal is { } reason ? reason : new SaleProposal.AtPresentPrice(sale.Value);
    }

    /// <summary>The limits that hold for a sale, or the sale with why they cannot be found.</summary>
    private async ValueTask<(Result<SaleProposal> Sale, SaleLimits? Limits)> LimitAsync(
        PartnerAccount partner, TopUpOrder order, Result<SaleProposal> sale, DateTimeOffset now,
        CancellationToken cancel)
    {
        if (sale.Refusal is not null)
        {
            return (sale, null);
        }

        var seller = order.Seller;
        var limited = new LimitedSale(
            partner.Id, seller.Outlet, seller.Terminal, seller.Cashier, sale.Value.Card, order.Origin == Origin.Sale);
        var limits = await limiting.OfAsync(partner, limited, now, cancel);
        return limits.Refusal is { } refusal ? (refusal, null) : (sale, limits.Value);
    }

    /// <summary>A refusal that names no sale of another outlet than the caller's.</summary>
    private async Task<Refusal> VisibleAsync(Caller caller, Refusal refusal, CancellationToken cancel)
    {
        const string collection = "topUps/";
        if (caller.Outlet is null || !refusal.Metadata.TryGetValue("top_up", out var name))
        {
            return refusal;
        }

        var topUp = await store.TopUps
            .FindAsync(caller.PartnerId, new TopUpId(name[collection.Length..]), cancel);
        return topUp is not null && caller.Sees(topUp.Seller.Outlet, topUp.Seller.Terminal)
            ? refusal
            : refusal.Without("top_up").Without("top_up_state").Without("case");
    }

    private async Task<Result<AnsweredTopUp>> AnswerAsync(
        Caller caller, TopUpDecision decision, CallTiming timing, CancellationToken cancel)
    {
        if (decision is not TopUpDecision.Replay { TopUpId: var id })
        {
            return await VisibleAsync(caller, ((TopUpDecision.Refuse)decision).Refusal, cancel);
        }

        var topUp = await store.TopUps.FindAsync(caller.PartnerId, id, cancel)
            ?? throw new InvalidOperationException("A request id names a top-up that does not exist.");
        return caller.Sees(topUp.Seller.Outlet, topUp.Seller.Terminal)
            ? new AnsweredTopUp(await AwaitFinalAsync(topUp, timing, cancel), true)
            : new Refusal(Reason.RequestIdConflict);
    }
}
