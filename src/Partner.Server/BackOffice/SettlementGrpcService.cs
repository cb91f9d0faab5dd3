using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Documents;
using Partner.Core.Errors;
using Partner.Core.Settlements;
using Partner.Server.Balances;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;
using Partner.Server.Settlements;
using Partner.Storage;

namespace Partner.Server.BackOffice;

/// <summary>SettlementService of the operator's contract.</summary>
/// <param name="closing">Closes months.</param>
/// <param name="administration">Finds partners.</param>
/// <param name="store">The store, to read.</param>
/// <param name="clock">The clock.</param>
internal sealed class SettlementGrpcService(
    SettlementClosing closing, PartnerAdministration administration, PartnerStore store, TimeProvider clock)
    : SettlementService.SettlementServiceBase
{
    private const int UsualPage = 24;
    private const int LargestPage = 100;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override async Task<CloseSettlementResponse> CloseSettlement(
        CloseSettlementRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        Period(reader, request.Period, required: true);
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        try
        {
            var closed = await closing.CloseAsync(
                request.Period, clock.GetUtcNow(), by, context.CancellationToken);
            if (Refused(closed.Refusal, closed.EarliestOpen) is { } refusal)
            {
                throw new RefusalException(refusal);
            }

            return new CloseSettlementResponse
            {
                Period = request.Period,
                Replayed = closed.Refusal == PeriodRefusal.AlreadySettled,
                SettlementCount = closed.Statements.Count,
            };
        }
        catch (UnreadableDocumentException)
        {
            throw new RefusalException(new Refusal(Reason.ServiceUnavailable) { RetryAfter = Again });
        }
    }

    /// <inheritdoc/>
    public override async Task<ListSettlementsResponse> ListSettlements(
        ListSettlementsRequest request, ServerCallContext context)
    {
        var (own, cancel) = (context.GetCaller().PartnerId, context.CancellationToken);
        var reader = new RequestReader();
        var partner = request.Parent.Length == 0 ? (PartnerId?)null : reader.PartnerName(request.Parent, "parent");
        Period(reader, request.Period, required: partner is null);
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        reader.ThrowIfRefused();
        var filter = $"settlements {request.Parent} {request.Period}";
        var place = PageTokens.Read(request.PageToken, own, filter).OrThrow();
        if (partner is { } known)
        {
            (await administration.FindAsync(known, cancel)).OrThrow();
        }

        var page = (partner, request.Period) switch
        {
            ({ } id, "") => await store.Settlements.ListAsync(id, place, size + 1, cancel),
            ({ } id, var month) => await store.Settlements.FindAsync(id, month, cancel) is { } one ? [one] : [],
            (null, var month) => await store.Settlements.ListOfPeriodAsync(month, place, size + 1, cancel),
        };
        var response = new ListSettlementsResponse
        {
            Settlements = { page.Take(size).Select(one => ToWire(one.Statement, one.TransferId)) },
        };
        if (page.Count > size)
        {
            var last = page[size - 1].Statement;
            response.NextPageToken = PageTokens.Make(
                own, filter, partner is null ? last.PayeeId.Value : last.Number);
        }

        return response;
    }

    /// <inheritdoc/>
    public override async Task<GetSettlementResponse> GetSettlement(
        GetSettlementRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var parts = request.Name.Split('/');
        var (partner, key) = parts is ["partners", var id, "settlements", { Length: > 0 and <= 40 } number]
            ? (PartnerId.Parse(id), number)
            : (null, "");
        if (partner is null)
        {
            reader.Note(
                "name",
                "must have the form \"partners/…/settlements/…\", with a number or a month",
                "格式必须为 \"partners/…/settlements/…\"，末尾为编号或月份");
        }

        reader.Choice(request.Document, false, "document");
        reader.ThrowIfRefused();
        var (statement, transferId) = await store.Settlements.FindAsync(partner!.Value, key, context.CancellationToken)
            ?? throw new RefusalException(new Refusal(Reason.SettlementNotFound));
        var answer = statement.ToAnswer(transferId, request.Document, context.GetLanguage());
        return new GetSettlementResponse
        {
            Settlement = ToWire(statement, transferId),
            Document = answer.Document,
            MediaType = answer.MediaType,
            FileName = answer.FileName,
        };
    }

    private static Refusal? Refused(PeriodRefusal refusal, string? earliestOpen) => refusal switch
    {
        PeriodRefusal.NotOver => new Refusal(Reason.PeriodNotOver),
        PeriodRefusal.EarlierOpen => new Refusal(Reason.PeriodNotOver).With("earliest_open", earliestOpen ?? ""),
        PeriodRefusal.BeingSettled => new Refusal(Reason.PeriodBeingSettled) { RetryAfter = Again },
        _ => null,
    };

    private static void Period(RequestReader reader, string period, bool required)
    {
        if (period.Length == 0 ? required : !SettlementPeriod.IsPeriod(period))
        {
            reader.Note("period", "must be a month such as 2026-10", "必须是月份，如 2026-10");
        }
    }

    private static PartnerSettlement ToWire(SettlementStatement statement, string? transferId) => new()
    {
        Name = $"partners/{statement.PayeeId}/settlements/{statement.Number}",
        Partner = $"partners/{statement.PayeeId}",
        Settlement = statement.ToWire(transferId),
    };
}
