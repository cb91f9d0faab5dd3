using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Renewals;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Notices;
using Partner.Server.Security;
using Partner.Storage;
using CoreRenewal = Partner.Core.Renewals.AutoRenewal;
using WireRenewal = Leb.Partner.V1.AutoRenewal;

namespace Partner.Server.Renewals;

/// <summary>AutoRenewalService of the contract: reads messages, sets up, finds, writes messages.</summary>
public sealed class AutoRenewalGrpcService(
    PartnerStore store, RenewalSetup setup, ContactBook contacts, ContactKeys keys)
    : AutoRenewalService.AutoRenewalServiceBase
{
    private const string Collection = "autoRenewals";
    private const int UsualPage = 50;
    private const int LargestPage = 500;
    private const int LongestReference = 40;
    private const int StepsShown = 50;

    /// <inheritdoc/>
    public override async Task<CreateAutoRenewalResponse> CreateAutoRenewal(
        CreateAutoRenewalRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var order = RenewalRequests.Read(request, caller, keys).OrThrow();
        var language = context.GetLanguage();
        var contact = contacts.Keep(caller.PartnerId, order.Contact, language);
        var (renewal, replayed) = (await setup.CreateAsync(
            caller, order, contact, context.CancellationToken)).OrThrow();
        var told = await TellAsync(renewal, context);
        if (order.Contact is not null && !contacts.Offers)
        {
            told.ClerkText += language.Pick(" ", "") + NoticeAnswers.Of(CustomerNoticeState.NotOffered, language);
        }

        return new CreateAutoRenewalResponse { AutoRenewal = told, Replayed = replayed };
    }

    /// <inheritdoc/>
    public override async Task<PauseAutoRenewalResponse> PauseAutoRenewal(
        PauseAutoRenewalRequest request, ServerCallContext context) => new()
        {
            AutoRenewal = await ChangeAsync(request.Name, RenewalLife.Pause, context),
        };

    /// <inheritdoc/>
    public override async Task<ResumeAutoRenewalResponse> ResumeAutoRenewal(
        ResumeAutoRenewalRequest request, ServerCallContext context) => new()
        {
            AutoRenewal = await ChangeAsync(
                request.Name,
                (known, _, now) => RenewalLife.Resume(known, setup.ZoneOf(known.CardType), now),
                context),
        };

    /// <inheritdoc/>
    public override async Task<CancelAutoRenewalResponse> CancelAutoRenewal(
        CancelAutoRenewalRequest request, ServerCallContext context) => new()
        {
            AutoRenewal = await ChangeAsync(request.Name, RenewalLife.Cancel, context),
        };

    /// <inheritdoc/>
    public override async Task<GetAutoRenewalResponse> GetAutoRenewal(
        GetAutoRenewalRequest request, ServerCallContext context)
    {
        var known = request.KeyCase == GetAutoRenewalRequest.KeyOneofCase.RequestId
            ? await FindByRequestAsync(request.RequestId, context)
            : await FindAsync(request.Name, context);
        var language = context.GetLanguage();
        var steps = await store.RenewalSteps.LatestAsync(
            known.PartnerId, known.Id, StepsShown, context.CancellationToken);

        // Read once more, so that it is never older than what happened to it.
        var current = await store.Renewals.FindAsync(known.PartnerId, known.Id, context.CancellationToken) ?? known;
        var response = new GetAutoRenewalResponse { AutoRenewal = Wire(current, steps.LastOrDefault(), language) };
        response.Steps.AddRange(steps.Select(step => step.ToWire(known.Id, setup.ZoneOf(known.CardType), language)));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListAutoRenewalsResponse> ListAutoRenewals(
        ListAutoRenewalsRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var card = reader.Card(request.Card, false);
        var state = (RenewalState?)reader.Choice(request.State, false, "state");
        var outlet = Outlet(caller, reader, request.Outlet);
        var filter = $"autoRenewals\u001f{outlet}\u001f{state}\u001f{card?.Value}";
        var before = PageTokens.Read(request.PageToken, caller.PartnerId, filter).OrThrow();

        // One more than asked for: whether there are more is seen by it.
        var found = await store.Renewals.ListAsync(
            caller.PartnerId, card, state, outlet, before, size + 1, context.CancellationToken);
        var shown = found.Take(size).ToList();
        var last = await store.RenewalSteps.LatestAsync(
            caller.PartnerId, shown.ConvertAll(known => known.Id), context.CancellationToken);
        var language = context.GetLanguage();
        var response = new ListAutoRenewalsResponse();
        response.AutoRenewals.AddRange(shown.Select(known =>
            Wire(known, last.GetValueOrDefault(known.Id), language)));
        response.NextPageToken = found.Count > size
            ? PageTokens.Make(caller.PartnerId, filter, found[size - 1].Id.Value)
            : "";
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListAutoRenewalStepsResponse> ListAutoRenewalSteps(
        ListAutoRenewalStepsRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var name = reader.Name(request.AutoRenewal, Collection, false, "auto_renewal");
        if (request.AfterNumber < 0)
        {
            reader.Note("after_number", "must not be below zero", "不得小于零");
        }

        var outlet = Outlet(caller, reader, request.Outlet);
        var page = await store.RenewalSteps.ListAsync(
            caller.PartnerId, name is null ? null : new RenewalId(name), outlet, request.AfterNumber, size,
            context.CancellationToken);
        var language = context.GetLanguage();
        var response = new ListAutoRenewalStepsResponse { LastNumber = page.Last, More = page.More };
        var types = await store.Renewals.CardTypesAsync(
            caller.PartnerId, [.. page.Steps.Select(told => told.RenewalId).Distinct()], context.CancellationToken);
        response.Steps.AddRange(page.Steps.Select(told =>
            told.Step.ToWire(told.RenewalId, setup.ZoneOf(types[told.RenewalId]), language)));
        return response;
    }

    private static string? Outlet(Caller caller, RequestReader reader, string given)
    {
        reader.Text(given, LongestReference, "outlet");
        reader.ThrowIfRefused();
        var outlet = caller.OutletFor(given).OrThrow();
        return outlet.Length == 0 ? null : outlet;
    }

    private async Task<WireRenewal> ChangeAsync(
        string name,
        Func<CoreRenewal, TopUpId?, DateTimeOffset, Result<RenewalChange>> decide,
        ServerCallContext context)
    {
        var known = await FindAsync(name, context);
        var changed = (await setup.ChangeAsync(
            context.GetCaller(), known, decide, context.CancellationToken)).OrThrow();
        return await TellAsync(changed, context);
    }

    private async Task<WireRenewal> TellAsync(CoreRenewal known, ServerCallContext context)
    {
        var steps = await store.RenewalSteps.LatestAsync(known.PartnerId, known.Id, 1, context.CancellationToken);
        return Wire(known, steps.LastOrDefault(), context.GetLanguage());
    }

    private WireRenewal Wire(CoreRenewal known, RenewalStep? last, Language language) =>
        known.ToWire(
            last, known.ContactId is not null && contacts.Offers, setup.ZoneOf(known.CardType), language);

    private async Task<CoreRenewal> FindAsync(string name, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Name(name, Collection, true, "name");
        reader.ThrowIfRefused();
        return Visible(
            await store.Renewals.FindAsync(
                context.GetCaller().PartnerId, new RenewalId(id!), context.CancellationToken),
            context);
    }

    private async Task<CoreRenewal> FindByRequestAsync(string requestId, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.RequestId(requestId);
        reader.ThrowIfRefused();
        return Visible(
            await store.Renewals.FindAsync(context.GetCaller().PartnerId, id, context.CancellationToken), context);
    }

    private static CoreRenewal Visible(CoreRenewal? known, ServerCallContext context) =>
        known is not null && context.GetCaller().Sees(known.Outlet)
            ? known
            : throw new RefusalException(new Refusal(Reason.AutoRenewalNotFound));
}
