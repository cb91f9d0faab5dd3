using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Limits;
using Partner.Server.Contract;
using Partner.Server.Plans;
using Partner.Server.Security;
using CoreKind = Partner.Core.Limits.LimitKind;
using CoreScope = Partner.Core.Limits.LimitScope;

namespace Partner.Server.Limits;

/// <summary>LimitService of the contract: reads messages, asks the administration, writes messages.</summary>
public sealed class LimitGrpcService(
    LimitAdministration limits,
    LimitUsage usage,
    PartnerDirectory partners) : LimitService.LimitServiceBase
{
    private const int UsualPage = 50;
    private const int LargestPage = 500;

    /// <inheritdoc/>
    public override async Task<ListLimitsResponse> ListLimits(ListLimitsRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var scope = LimitRequests.ReadOptional(reader, request.Scope, caller);
        var filter = $"limits\u001f{caller.Outlet}\u001f{caller.Terminal}\u001f{scope}";
        var after = PageTokens.Read(request.PageToken, caller.PartnerId, filter).OrThrow();
        var book = await limits.ReadAsync(caller.PartnerId, context.CancellationToken);
        var page = Entries(book, scope, caller)
            .Select(entry => (entry.Kind, entry.Scope, Place: LimitMapper.PlaceOf(entry.Kind, entry.Scope)))
            .Where(entry => after is null || string.CompareOrdinal(entry.Place, after) > 0)
            .OrderBy(entry => entry.Place, StringComparer.Ordinal)
            .Take(size + 1)
            .ToList();
        var response = new ListLimitsResponse
        {
            NextPageToken = page.Count > size
                ? PageTokens.Make(caller.PartnerId, filter, page[size - 1].Place)
                : "",
        };
        response.Limits.AddRange(await TellAsync(
            book, caller.PartnerId, [.. page.Take(size).Select(entry => (entry.Kind, entry.Scope))], context));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<SetLimitResponse> SetLimit(SetLimitRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var by = caller.By(reader.Comment(request.Comment));
        var (kind, scope) = LimitRequests.Read(reader, request.Kind, request.Scope, caller);
        var partner = await partners.GetAsync(caller.PartnerId, context.CancellationToken);
        var value = LimitRequests.Value(reader, request.Value, kind, partner.Currency);
        var book = (await limits.SetAsync(
            partner, LimitSetter.Partner, kind, scope, value, by, context.CancellationToken)).OrThrow();
        return new SetLimitResponse
        {
            Limit = (await TellAsync(book, caller.PartnerId, [(kind, scope)], context)).Single(),
        };
    }

    /// <inheritdoc/>
    public override async Task<RemoveLimitResponse> RemoveLimit(RemoveLimitRequest request, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var by = caller.By(reader.Comment(request.Comment));
        var (kind, scope) = LimitRequests.Read(reader, request.Kind, request.Scope, caller);
        var book = (await limits.RemoveAsync(
            caller.PartnerId, LimitSetter.Partner, kind, scope, by, context.CancellationToken)).OrThrow();
        return new RemoveLimitResponse
        {
            Limit = (await TellAsync(book, caller.PartnerId, [(kind, scope)], context)).SingleOrDefault(),
        };
    }

    private static IEnumerable<(CoreKind Kind, CoreScope Scope)> Entries(
        LimitBook book, CoreScope? scope, Caller caller) => scope is { } one
        ? LimitRequests.KindsOf(one)
        : book.All
            .Where(limit => LimitRequests.IsVisible(limit.Scope, caller))
            .Select(limit => (limit.Kind, limit.Scope))
            .Distinct();

    private async Task<IEnumerable<Leb.Partner.V1.Limit>> TellAsync(
        LimitBook book, PartnerId partnerId, List<(CoreKind Kind, CoreScope Scope)> entries, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var partner = await partners.GetAsync(partnerId, cancel);
        var used = await usage.ReadAsync(partnerId, entries, cancel);
        return
        [
            .. from entry in entries
               let holds = limits.Holds(book, entry.Kind, entry.Scope)
               where holds is not null
               let own = book.All.FirstOrDefault(limit => limit.Setter == LimitSetter.Partner
                   && (limit.Kind, limit.Scope) == entry)
               let use = used.TryGetValue(entry, out var known) ? known : ((long, DateTimeOffset)?)null
               select new ToldLimit(entry.Kind, entry.Scope, holds.Value, own, use).ToWire(partner.Currency),
        ];
    }
}
