using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Actions;
using Partner.Core.TopUps;
using Partner.Server.Arrivals;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;
using Partner.Storage;
using CoreCase = Partner.Core.Arrivals.ArrivalCase;
using CoreState = Partner.Core.Arrivals.CaseState;

namespace Partner.Server.BackOffice;

/// <summary>CaseService of the operator's contract.</summary>
/// <param name="store">The store, to read.</param>
/// <param name="administration">Finds partners.</param>
/// <param name="closing">Finds and closes cases.</param>
/// <param name="clock">The clock.</param>
internal sealed class OperatorCaseGrpcService(
    PartnerStore store, PartnerAdministration administration, CaseClosing closing, TimeProvider clock)
    : CaseService.CaseServiceBase
{
    private const int UsualPage = 50;
    private const int LargestPage = 500;
    private const string Form = "partners/…/topUps/…/case";

    /// <inheritdoc/>
    public override async Task<ListCasesResponse> ListCases(ListCasesRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var state = (CoreState?)reader.Choice(request.State, false, "state");
        if (request.Parent.Length > 0)
        {
            var partnerId = reader.PartnerName(request.Parent, "parent");
            reader.ThrowIfRefused();
            return await ListOfAsync(partnerId, state, size, request.PageToken, context);
        }

        if (state is not (null or CoreState.Open or CoreState.Escalated))
        {
            reader.Note(
                "state", "must be OPEN or ESCALATED without a partner; give parent for others",
                "未指定合作方时只能为 OPEN 或 ESCALATED；其他状态请填写 parent");
        }

        reader.ThrowIfRefused();
        return await ListUnclosedAsync(state ?? CoreState.Escalated, size, request.PageToken, context);
    }

    /// <inheritdoc/>
    public override async Task<GetCaseResponse> GetCase(GetCaseRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var (partnerId, id) = Named(reader, request.Name);
        reader.ThrowIfRefused();
        return new GetCaseResponse { Case = await ReadAsync(partnerId, id, context) };
    }

    /// <inheritdoc/>
    public override async Task<CloseCaseResponse> CloseCase(CloseCaseRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var (partnerId, id) = Named(reader, request.Name);
        reader.Choice(request.Outcome, true, "outcome");
        var evidence = reader.Evidence(request.Evidence, CaseClosing.LongestEvidence);
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var outcome = request.Outcome == CloseOutcome.Arrived ? CoreState.Arrived : CoreState.Repaired;
        (await closing.CloseAsync(partnerId, id, outcome, evidence, by, context.CancellationToken)).OrThrow();
        return new CloseCaseResponse { Case = await ReadAsync(partnerId, id, context) };
    }

    private static (PartnerId PartnerId, TopUpId Id) Named(RequestReader reader, string name)
    {
        var (partnerId, rest) = reader.Owned(name, Form, OperatorNames.IsCase);
        return (partnerId, new TopUpId(rest.Split('/').ElementAtOrDefault(1) ?? ""));
    }

    private async Task<PartnerCase> ReadAsync(PartnerId partnerId, TopUpId id, ServerCallContext context)
    {
        var (known, topUp) = (await closing.FindAsync(partnerId, id, context.CancellationToken)).OrThrow();
        var told = ToWire(known, context);
        told.TopUpUnfinished = topUp.State == TopUpState.Processing;
        return told;
    }

    private async Task<ListCasesResponse> ListOfAsync(
        PartnerId partnerId, CoreState? state, int size, string token, ServerCallContext context)
    {
        (await administration.FindAsync(partnerId, context.CancellationToken)).OrThrow();
        var filter = $"cases\u001f{state}";
        var before = PageTokens.Read(token, partnerId, filter).OrThrow();

        // One more than asked for: whether there are more is seen by it.
        var found = await store.Cases.ListAsync(
            partnerId, null, state, before, size + 1, context.CancellationToken);
        var next = found.Count > size ? PageTokens.Make(partnerId, filter, found[size - 1].TopUpId.Value) : "";
        return Page(found, size, next, context);
    }

    private async Task<ListCasesResponse> ListUnclosedAsync(
        CoreState state, int size, string token, ServerCallContext context)
    {
        var own = context.GetCaller().PartnerId;
        var filter = $"cases\u001f{state}";
        var after = PageTokens.ReadPlace(token, own, filter, TimedPlace.ParseTime).OrThrow();
        var found = await store.Cases.ListUnclosedAsync(
            state, after is null ? null : (after.At, new TopUpId(after.Key)), size + 1, context.CancellationToken);
        var next = found.Count > size ? PageTokens.Make(own, filter, PlaceOf(found[size - 1])) : "";
        return Page(found, size, next, context);
    }

    private ListCasesResponse Page(List<CoreCase> found, int size, string next, ServerCallContext context)
    {
        var response = new ListCasesResponse { NextPageToken = next };
        response.Cases.AddRange(found.Take(size).Select(known => ToWire(known, context)));
        return response;
    }

    private PartnerCase ToWire(CoreCase known, ServerCallContext context) => new()
    {
        Name = OperatorNames.Of(known.PartnerId, $"topUps/{known.TopUpId}/case"),
        Case = known.ToWire(clock.GetUtcNow(), context.GetLanguage()),
        Evidence = ActionFacts.Hide(known.OperatorEvidence ?? ""),
    };

    private static string PlaceOf(CoreCase known) =>
        TimedPlace.Write(known.EscalatedAt ?? known.OpenedAt, known.TopUpId.Value);
}
