using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.Organisations;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Organisations;

/// <summary>
/// OrganisationService of the contract: the whole organisation. Its units and the shifts stand in the other parts.
/// </summary>
public sealed partial class OrganisationGrpcService(
    PartnerStore store, UnitCalls units, OrganisationCache cache, PartnerZones zones, TimeProvider clock)
    : OrganisationService.OrganisationServiceBase
{
    private const int MostRows = 1000;

    /// <inheritdoc/>
    public override async Task<GetOrganisationResponse> GetOrganisation(
        GetOrganisationRequest request, ServerCallContext context) =>
        new() { Organisation = await SummaryAsync(context) };

    /// <inheritdoc/>
    public override async Task<UpdateOrganisationResponse> UpdateOrganisation(
        UpdateOrganisationRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        if (!request.HasRegisteredOnly)
        {
            reader.Note("registered_only", "is required", "必须填写");
        }

        var by = caller.By(reader.Comment(request.Comment));
        reader.ThrowIfRefused();
        UnitCalls.RefuseOutlets(caller, UnitKind.Outlet);
        var changed = await store.Organisations.SetRegisteredOnlyAsync(
            caller.PartnerId, request.RegisteredOnly, clock.GetUtcNow(), Arrival.Now(context.CancellationToken),
            by);
        cache.Changed();
        changed.OrThrow();
        return new UpdateOrganisationResponse { Organisation = await SummaryAsync(context) };
    }

    /// <inheritdoc/>
    public override async Task<ImportOrganisationResponse> ImportOrganisation(
        ImportOrganisationRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        if (request.Rows.Count is 0 or > MostRows)
        {
            reader.Note("rows", $"must be 1 to {MostRows}", $"必须为 1 至 {MostRows} 行");
        }

        var by = caller.By(reader.Comment(request.Comment));
        reader.ThrowIfRefused();
        var language = context.GetLanguage();
        var (orders, wrong) = OrganisationRequests.Rows(request.Rows, caller);
        var places = Enumerable.Range(0, orders.Length).Where(place => orders[place] is not null).ToList();
        var result = await store.Organisations.ImportAsync(
            caller.PartnerId,
            places.ConvertAll(place => orders[place]!),
            request.ValidateOnly || wrong.Count > 0,
            clock.GetUtcNow(),
            Arrival.Now(context.CancellationToken),
            by);
        cache.Changed();
        var import = result.OrThrow();
        wrong.AddRange(import.Wrong.Select(one => (places[one.Place], FieldOf(one.Refusal), one.Refusal)));
        var response = new ImportOrganisationResponse();
        if (wrong.Count > 0)
        {
            response.Errors.AddRange(wrong.OrderBy(one => one.Place).Select(
                one => ToWire(one.Place, one.Field, one.Refusal, language)));
            return response;
        }

        response.Applied = !request.ValidateOnly;
        response.Created = import.Outcomes.Count(outcome => outcome == UnitOutcome.Created);
        response.Updated = import.Outcomes.Count(outcome => outcome == UnitOutcome.Updated);
        response.Unchanged = import.Outcomes.Count(outcome => outcome == UnitOutcome.Unchanged);
        return response;
    }

    private async Task<Organisation> SummaryAsync(ServerCallContext context)
    {
        var caller = context.GetCaller();
        return (await store.Organisations.SummaryAsync(
            caller.PartnerId, caller.Outlet, context.CancellationToken)).ToWire();
    }

    private static string FieldOf(Refusal refusal) => refusal.Reason switch
    {
        Reason.OutletNotFound => "outlet",
        Reason.ReferenceClosed => "status",
        _ => "reference",
    };

    private static ImportError ToWire(int place, string field, Refusal refusal, Language language) => new()
    {
        Row = place + 1,
        Field = field,
        Reason = (ErrorReason)refusal.Reason,
        Text = refusal.Violations is [var violation, ..]
            ? $"{violation.Field}: {language.Pick(violation.Problem, violation.ProblemZh)}"
            : ClerkTexts.ForRefusal(refusal.Reason, language)
                + (refusal.Metadata.TryGetValue("reference", out var other) ? $" ({other})" : ""),
    };
}
