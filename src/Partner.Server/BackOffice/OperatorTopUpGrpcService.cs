using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Server.Arrivals;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;
using Partner.Server.TopUps;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.BackOffice;

/// <summary>TopUpService of the operator's contract.</summary>
/// <param name="store">The store, to read.</param>
/// <param name="administration">Finds partners.</param>
/// <param name="settling">Settles by a word.</param>
/// <param name="clock">The clock.</param>
internal sealed class OperatorTopUpGrpcService(
    PartnerStore store, PartnerAdministration administration, Settling settling, TimeProvider clock)
    : TopUpService.TopUpServiceBase
{
    private const int UsualPage = 50;
    private const int LargestPage = 500;

    /// <inheritdoc/>
    public override async Task<GetTopUpResponse> GetTopUp(GetTopUpRequest request, ServerCallContext context)
    {
        var (language, cancel) = (context.GetLanguage(), context.CancellationToken);
        var topUp = await FindAsync(request, cancel)
            ?? throw new RefusalException(new Refusal(Reason.TopUpNotFound));
        var known = await store.Cases.FindAsync(topUp.PartnerId, topUp.Id, cancel);
        var job = await store.Unfinished.FindJobAsync(topUp.PartnerId, JobKind.TopUp, topUp.Id.Value, cancel);
        var response = new GetTopUpResponse
        {
            TopUp = topUp.ForOperator(language),
            Attempts = OperatorTopUpMapper.ForOperator(job, topUp.InDoubtSince, known?.Evidence, language),
            Case = known?.ToWire(clock.GetUtcNow(), language),
        };
        var postings = await store.TopUpPostings.ReadAsync(topUp, cancel);
        response.Postings.AddRange(postings.Select(one => one.ForOperator()));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListTopUpsResponse> ListTopUps(ListTopUpsRequest request, ServerCallContext context)
    {
        var (language, cancel) = (context.GetLanguage(), context.CancellationToken);
        var (partnerId, filter, size) = OperatorTopUpRequests.Read(request, context.GetCaller()).OrThrow();
        (await administration.FindAsync(partnerId, cancel)).OrThrow();
        var canonical = $"topUps\u001f{TopUpRequests.Canonical(filter)}\u001f{filter.CardEnds}";
        var before = PageTokens.Read(request.PageToken, partnerId, canonical).OrThrow();
        var page = await store.Sales.ListAsync(partnerId, filter, before, size, cancel);
        var response = new ListTopUpsResponse
        {
            NextPageToken = page.Next is { } next ? PageTokens.Make(partnerId, canonical, next) : "",
        };
        response.TopUps.AddRange(page.TopUps.Select(topUp => topUp.ForOperator(language)));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListInDoubtResponse> ListInDoubt(ListInDoubtRequest request, ServerCallContext context)
    {
        var own = context.GetCaller().PartnerId;
        var filter = $"inDoubt\u001f{request.IncludeSending}";
        var reader = new RequestReader();
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        reader.ThrowIfRefused();
        var after = PageTokens.ReadPlace(request.PageToken, own, filter, Place).OrThrow();

        // One more than asked for: whether there are more is seen by it.
        var found = await store.Unfinished.ListAsync(
            after, size + 1, context.CancellationToken, request.IncludeSending);
        var (now, language) = (clock.GetUtcNow(), context.GetLanguage());
        var response = new ListInDoubtResponse
        {
            NextPageToken = found.Count > size ? PageTokens.Make(own, filter, PlaceOf(found[size - 1].Place)) : "",
        };
        response.Operations.AddRange(found.Take(size).Select(one => one.ForOperator(now, language)));
        if (found.Count <= size)
        {
            var refused = await store.Gifts.ListRefusedAsync(now, context.CancellationToken);
            response.RefusedGifts.AddRange(refused.Select(one => one.ForOperator()));
        }

        return response;
    }

    /// <inheritdoc/>
    public override async Task<ResolveTopUpResponse> ResolveTopUp(
        ResolveTopUpRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var (partnerId, name) = reader.Owned(request.Name, OperatorNames.OperationForm, OperatorNames.IsOperation);
        reader.Choice(request.Outcome, true, "outcome");
        var evidence = reader.Evidence(request.Evidence, Settling.LongestEvidence);
        var force = reader.Text(request.Force, Settling.LongestEvidence, "force");
        if (force.Length > 0 && string.IsNullOrWhiteSpace(force))
        {
            reader.Note("force", "must say why it is settled, or be empty", "必须说明理由，或留空");
        }

        var word = new OperatorWord(
            request.Outcome == ResolveOutcome.Succeeded, evidence, force.Length == 0 ? null : force);
        if (force.Length > 0 && word.Kept.Length > Settling.LongestEvidence)
        {
            reader.Note(
                "evidence",
                $"must be at most {Settling.LongestEvidence} characters together with force",
                $"与 force 合计最多 {Settling.LongestEvidence} 个字符");
        }

        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var settled = (await settling.ResolveAsync(partnerId, name, word, by, context.CancellationToken)).OrThrow();
        return new ResolveTopUpResponse { Operation = settled.ForOperator(partnerId) };
    }

    private async Task<TopUpRecord?> FindAsync(GetTopUpRequest request, CancellationToken cancel)
    {
        if (request.KeyCase is GetTopUpRequest.KeyOneofCase.Receipt or GetTopUpRequest.KeyOneofCase.Reference)
        {
            var (owner, filter) = OperatorTopUpRequests.Key(request).OrThrow();
            var page = await store.Sales.ListAsync(owner, filter, null, 1, cancel);

            // Where nothing leads to a reference but reading, so much is read and no more.
            return page.TopUps.Count > 0 || page.Next is null
                ? page.TopUps is [var found, ..] ? found : null
                : throw new RefusalException(OperatorTopUpRequests.TooWide);
        }

        var reader = new RequestReader();
        var (partnerId, name) = reader.Owned(request.Name, OperatorNames.OperationForm, OperatorNames.IsTopUp);
        reader.ThrowIfRefused();
        return await store.TopUps.FindAsync(partnerId, new TopUpId(name.Split('/')[1]), cancel);
    }

    private static string PlaceOf(InDoubtPlace place) =>
        new TimedPlace(place.SinceTicks, place.OperationId).ToString();

    private static InDoubtPlace? Place(string text) =>
        TimedPlace.Parse(text) is { } place ? new InDoubtPlace(place.Ticks, place.Key) : null;
}
