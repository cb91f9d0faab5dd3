using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;
using Channel = Partner.Core.Plans.Channel;
using CorePlan = Partner.Core.Plans.Plan;
using WirePlan = Leb.Partner.V1.Plan;

namespace Partner.Server.Plans;

/// <summary>PlanCatalogService of the contract: reads messages, asks this folder's classes, writes messages.</summary>
internal sealed class PlanCatalogGrpcService(
    TermsSource terms, PriceListing prices, PromotionInquiries promotions, CatalogWatch watch, TimeProvider clock)
    : PlanCatalogService.PlanCatalogServiceBase
{
    private const int UsualPage = 100;
    private const int LargestPage = 500;
    private const int LongestRegion = 10;
    private const int LongestReference = 40;

    /// <inheritdoc/>
    public override Task<ListPlansResponse> ListPlans(ListPlansRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var reader = new RequestReader();
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var cardType = reader.Choice(request.CardType, false, "card_type");
        var region = reader.Text(request.Region, LongestRegion, "region");
        reader.ThrowIfRefused();
        var filter = $"plans\u001f{cardType}\u001f{region}";
        var after = PageTokens.Read(request.PageToken, caller.PartnerId, filter).OrThrow();
        var catalogue = terms.At(clock.GetUtcNow())?.Catalogue;
        var page = (catalogue?.Plans ?? [])
            .Where(plan => (cardType is null || (int)plan.CardType == cardType)
                && (region.Length == 0 || plan.Region == region)
                && (after is null || string.CompareOrdinal(plan.Code.Value, after) > 0))
            .Take(size + 1)
            .ToList();
        var response = new ListPlansResponse { CatalogueVersion = catalogue?.Version ?? "" };
        response.Plans.AddRange(page.Take(size).Select(plan => ToWire(plan, catalogue!, context.GetLanguage())));
        response.NextPageToken = page.Count > size
            ? PageTokens.Make(caller.PartnerId, filter, page[size - 1].Code.Value)
            : "";
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<GetPlanResponse> GetPlan(GetPlanRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var code = reader.Plan(request.Name, true, "name");
        reader.ThrowIfRefused();
        var catalogue = terms.At(clock.GetUtcNow())?.Catalogue;
        var plan = catalogue?.Find(code!.Value)
            ?? throw new RefusalException(new Refusal(Reason.PlanNotFound).With("plan", request.Name));
        return Task.FromResult(new GetPlanResponse { Plan = ToWire(plan, catalogue!, context.GetLanguage()) });
    }

    /// <inheritdoc/>
    public override async Task<ListPricesResponse> ListPrices(ListPricesRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var reader = new RequestReader();
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var plan = reader.Plan(request.Plan, false, "plan");
        var channel = (Channel?)reader.Choice(request.Channel, false, "channel");
        var given = reader.Text(request.Outlet, LongestReference, "outlet");
        reader.ThrowIfRefused();
        var outlet = caller.OutletFor(given).OrThrow();
        var filter = $"prices\u001f{plan}\u001f{channel}\u001f{outlet}";
        var place = PageTokens.ReadPlace(request.PageToken, caller.PartnerId, filter, PricePlace.Parse).OrThrow();
        var page = (await prices
            .ListAsync(
                caller.PartnerId,
                new PriceQuery(plan, channel, outlet, place, size + 1),
                context.CancellationToken)).OrThrow();
        var response = new ListPricesResponse();
        response.Prices.AddRange(page.Take(size).Select(one => new ListedPrice
        {
            Plan = $"plans/{one.Place.Plan}",
            Channel = (Leb.Partner.V1.Channel)one.Place.Channel,
            Price = one.Price.ToWire(context.GetLanguage(), indicative: true),
            ValidUntil = one.ValidUntil.ToWire(),
        }));
        response.NextPageToken = page.Count > size
            ? PageTokens.Make(caller.PartnerId, filter, page[size - 1].Place.ToString())
            : "";
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListPromotionsResponse> ListPromotions(
        ListPromotionsRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var coupon = reader.Text(request.Coupon, LongestReference, "coupon");
        var inquiry = new PromotionInquiry(
            reader.Card(request.Card, false),
            reader.Plan(request.Plan, false, "plan"),
            reader.Amount(request.Amount, "amount"),
            (Channel?)reader.Choice(request.Channel, false, "channel"),
            coupon.Length == 0 ? null : coupon);
        if (request.Amount is not null && request.Plan.Length == 0)
        {
            reader.Note("plan", "is required beside an amount", "填写金额时必须同时填写套餐");
        }

        reader.ThrowIfRefused();
        var judged = (await promotions.JudgeAsync(context.GetCaller(), inquiry, context.CancellationToken)).OrThrow();
        var response = new ListPromotionsResponse();
        response.Promotions.AddRange(judged.Select(one => one.ToWire(context.GetLanguage())));
        return response;
    }

    /// <inheritdoc/>
    public override Task WatchCatalog(
        WatchCatalogRequest request,
        IServerStreamWriter<WatchCatalogResponse> responseStream,
        ServerCallContext context) => watch.RunAsync(responseStream, context);

    private static IdCheckRule? IdCheckOf(CorePlan plan, PlanCatalogue catalogue)
    {
        if (plan.Conditions.IdCheck)
        {
            return new IdCheckRule { Demand = IdCheckDemand.Always };
        }

        var channels = catalogue.RulesOf(plan.CardType).IdCheckChannels;
        return channels.Count == 0 ? null : new IdCheckRule
        {
            Demand = IdCheckDemand.ByChannel,
            Channels = { channels.Select(channel => (Leb.Partner.V1.Channel)channel) },
        };
    }

    private static WirePlan ToWire(CorePlan plan, PlanCatalogue catalogue, Language language)
    {
        var message = new WirePlan
        {
            Name = $"plans/{plan.Code}",
            DisplayName = language == Language.Chinese ? plan.NameZh : plan.NameEn,
            CardType = (CardType)plan.CardType,
            Category = plan.Category,
            Region = plan.Region,
            PeriodUnit = (Leb.Partner.V1.PeriodUnit)plan.PeriodUnit,
            PeriodCount = plan.PeriodCount,
            DataBytes = plan.DataBytes,
            ReversalWindow = Duration.FromTimeSpan(plan.ReversibleFor),
            IdCheck = IdCheckOf(plan, catalogue),
        };
        switch (plan.Price)
        {
            case PlanPrice.Fixed price:
                message.FixedPrice = price.Amount.ToWire();
                break;
            case PlanPrice.Denominations price:
                message.Denominations = new Denominations();
                message.Denominations.Amounts.AddRange(price.Amounts.Select(amount => amount.ToWire()));
                break;
            case PlanPrice.Range price:
                message.Range = new AmountRange
                {
                    Minimum = price.Lowest.ToWire(),
                    Maximum = price.Highest.ToWire(),
                    Step = price.Step.ToWire(),
                };
                break;
        }

        return message;
    }
}
