using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Amounts;
using Partner.Core.Limits;
using Partner.Server.Contract;
using Partner.Server.Limits;
using Partner.Server.Security;
using CoreKind = Partner.Core.Limits.LimitKind;
using CoreScope = Partner.Core.Limits.LimitScope;
using StoredPartner = Partner.Storage.PartnerAccount;
using WireKind = Leb.Partner.V1.LimitKind;

namespace Partner.Server.BackOffice;

/// <summary>LimitService of the operator's contract.</summary>
/// <param name="limits">Does what is asked.</param>
/// <param name="administration">Finds partners.</param>
internal sealed class OperatorLimitGrpcService(LimitAdministration limits, PartnerAdministration administration)
    : LimitService.LimitServiceBase
{
    private const int UsualPage = 100;
    private const int LargestPage = 500;

    /// <inheritdoc/>
    public override async Task<ListLimitsResponse> ListLimits(ListLimitsRequest request, ServerCallContext context)
    {
        const string filter = "limits";
        var reader = new RequestReader();
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var named = request.Parent.Length > 0 ? reader.PartnerName(request.Parent, "parent") : (PartnerId?)null;
        reader.ThrowIfRefused();
        var owner = named ?? context.GetCaller().PartnerId;
        var after = PageTokens.Read(request.PageToken, owner, filter).OrThrow();
        var partner = named is { } id
            ? (await administration.FindAsync(id, context.CancellationToken)).OrThrow()
            : null;
        var book = partner is null ? LimitBook.Empty : await limits.ReadAsync(owner, context.CancellationToken);
        var page = (partner is null
                ? LimitAdministration.Usual
                : book.All.Select(limit => (limit.Kind, limit.Scope)).Distinct())
            .Select(entry => (entry.Kind, entry.Scope, Place: LimitMapper.PlaceOf(entry.Kind, entry.Scope)))
            .Where(entry => after is null || string.CompareOrdinal(entry.Place, after) > 0)
            .OrderBy(entry => entry.Place, StringComparer.Ordinal)
            .Take(size + 1)
            .ToList();
        var response = new ListLimitsResponse
        {
            NextPageToken = page.Count > size ? PageTokens.Make(owner, filter, page[size - 1].Place) : "",
        };
        response.Limits.AddRange(page.Take(size).Select(entry => Tell(book, partner, entry.Kind, entry.Scope)));
        return response;
    }

    /// <inheritdoc/>
    public override async Task<SetLimitResponse> SetLimit(SetLimitRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.PartnerName(request.Parent, "parent");
        var by = reader.By(request.Why, context);
        var (kind, scope) = LimitRequests.Read(reader, request.Kind, request.Scope, context.GetCaller());
        var partner = (await administration.FindAsync(id, context.CancellationToken)).OrThrow();
        var value = LimitRequests.Value(reader, request.Value, kind, partner.Currency);
        var book = (await limits.SetAsync(
            partner, LimitSetter.Operator, kind, scope, value, by, context.CancellationToken)).OrThrow();
        return new SetLimitResponse { Limit = Tell(book, partner, kind, scope) };
    }

    /// <inheritdoc/>
    public override async Task<DeleteLimitResponse> DeleteLimit(DeleteLimitRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.PartnerName(request.Parent, "parent");
        var by = reader.By(request.Why, context);
        var (kind, scope) = LimitRequests.Read(reader, request.Kind, request.Scope, context.GetCaller());
        var partner = (await administration.FindAsync(id, context.CancellationToken)).OrThrow();
        var book = (await limits.RemoveAsync(
            id, LimitSetter.Operator, kind, scope, by, context.CancellationToken)).OrThrow();
        return new DeleteLimitResponse { Limit = Tell(book, partner, kind, scope) };
    }

    private PartnerLimit Tell(LimitBook book, StoredPartner? partner, CoreKind kind, CoreScope scope)
    {
        // What is usual is a number, never money: whichever the currency is does not matter.
        var currency = partner?.Currency ?? Currency.Points;
        var set = book.All.FirstOrDefault(limit => limit.Setter == LimitSetter.Operator
            && (limit.Kind, limit.Scope) == (kind, scope));
        var own = book.All.FirstOrDefault(limit => limit.Setter == LimitSetter.Partner
            && (limit.Kind, limit.Scope) == (kind, scope));
        Leb.Partner.V1.LimitValue? Value(long? value) =>
            value is { } known ? LimitMapper.ToWire(kind, known, currency) : null;
        return new PartnerLimit
        {
            Partner = partner is null ? "" : $"partners/{partner.Id}",
            Kind = (WireKind)kind,
            Scope = scope.ToWire(),
            Holds = Value(limits.Holds(book, kind, scope)),
            Set = Value(set?.Value),
            SetTime = set?.SetAt.ToWire(),
            PartnersOwn = Value(own?.Value),
            Usual = Value(limits.OperatorSays(LimitBook.Empty, kind, scope)),
        };
    }
}
