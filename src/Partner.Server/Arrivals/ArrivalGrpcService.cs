using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;
using Partner.Server.TopUps;
using Partner.Storage;

namespace Partner.Server.Arrivals;

/// <summary>ArrivalService of the contract: reads messages, reports, finds, writes messages.</summary>
public sealed class ArrivalGrpcService(
    PartnerStore store, VisibleTopUps topUps, ArrivalReports reports, TimeProvider clock)
    : ArrivalService.ArrivalServiceBase
{
    private const int UsualPage = 50;
    private const int LargestPage = 500;
    private const int LongestReference = 40;

    /// <inheritdoc/>
    public override async Task<ReportNotArrivedResponse> ReportNotArrived(
        ReportNotArrivedRequest request, ServerCallContext context)
    {
        var topUp = request.KeyCase == ReportNotArrivedRequest.KeyOneofCase.TopUpRequestId
            ? await topUps.ByRequestAsync(new RequestReader(), request.TopUpRequestId, "top_up_request_id", context)
            : await topUps.ByNameAsync(new RequestReader(), request.TopUp, "top_up", context);
        var left = CallTiming.Of(null, context.Deadline, clock.GetUtcNow()).Left(clock.GetUtcNow());
        var (known, replayed) = (await reports.ReportAsync(topUp, left, context.CancellationToken)).OrThrow();
        return new ReportNotArrivedResponse
        {
            Case = known.ToWire(clock.GetUtcNow(), context.GetLanguage()),
            Replayed = replayed,
        };
    }

    /// <inheritdoc/>
    public override async Task<GetCaseResponse> GetCase(GetCaseRequest request, ServerCallContext context)
    {
        var topUp = request.KeyCase == GetCaseRequest.KeyOneofCase.TopUpRequestId
            ? await topUps.ByRequestAsync(new RequestReader(), request.TopUpRequestId, "top_up_request_id", context)
            : await topUps.ByNameAsync(new RequestReader(), request.TopUp, "top_up", context);
        var known = await store.Cases.FindAsync(topUp.PartnerId, topUp.Id, context.CancellationToken)
            ?? throw new RefusalException(new Refusal(Reason.CaseNotFound));
        return new GetCaseResponse { Case = known.ToWire(clock.GetUtcNow(), context.GetLanguage()) };
    }

    /// <inheritdoc/>
    public override async Task<ListCasesResponse> ListCases(ListCasesRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var state = (Core.Arrivals.CaseState?)reader.Choice(request.State, false, "state");
        var given = reader.Text(request.Outlet, LongestReference, "outlet");
        reader.ThrowIfRefused();
        var outlet = caller.OutletFor(given).OrThrow();
        var filter = $"cases\u001f{outlet}\u001f{caller.Terminal}\u001f{state}";
        var before = PageTokens.Read(request.PageToken, caller.PartnerId, filter).OrThrow();

        // One more than asked for: whether there are more is seen by it.
        var found = await store.Cases.ListAsync(
            caller.PartnerId,
            new Core.Identity.CertificateScope(outlet.Length == 0 ? null : outlet, caller.Terminal),
            state, before, size + 1, context.CancellationToken);
        var (now, language) = (clock.GetUtcNow(), context.GetLanguage());
        var response = new ListCasesResponse();
        response.Cases.AddRange(found.Take(size).Select(known => known.ToWire(now, language)));
        response.NextPageToken = found.Count > size
            ? PageTokens.Make(caller.PartnerId, filter, found[size - 1].TopUpId.Value)
            : "";
        return response;
    }
}
