using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.Receipts;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Receipts;

/// <summary>ReceiptService of the contract: reads messages, prints, verifies, writes messages.</summary>
public sealed class ReceiptGrpcService(
    PartnerStore store, ReceiptPrinting printing, ReceiptVerification verification, ReceiptOptions options)
    : ReceiptService.ReceiptServiceBase
{
    /// <inheritdoc/>
    public override async Task<PrintReceiptResponse> PrintReceipt(
        PrintReceiptRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var requestId = reader.RequestId(request.RequestId);
        var form = reader.Choice(request.Format, true, "format");
        var byRequest = request.KeyCase == PrintReceiptRequest.KeyOneofCase.TopUpRequestId;
        var topUp = await FindAsync(reader, byRequest ? request.TopUpRequestId : request.TopUp, byRequest, context);
        var printed = (await printing.PrintAsync(topUp, requestId, context.CancellationToken)).OrThrow();
        return printed.ToWire(topUp, (ReceiptForm)form!.Value, options, context.GetLanguage());
    }

    /// <inheritdoc/>
    public override async Task<GetReceiptResponse> GetReceipt(GetReceiptRequest request, ServerCallContext context)
    {
        var byRequest = request.KeyCase == GetReceiptRequest.KeyOneofCase.TopUpRequestId;
        var topUp = await FindAsync(
            new RequestReader(), byRequest ? request.TopUpRequestId : request.TopUp, byRequest, context);
        var receipt = (await printing.FindAsync(topUp, context.CancellationToken)).OrThrow();
        return new GetReceiptResponse { Receipt = receipt.ToWire(topUp, options, context.GetLanguage()) };
    }

    /// <inheritdoc/>
    public override async Task<VerifyReceiptResponse> VerifyReceipt(
        VerifyReceiptRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var inquiry = ReceiptRequests.Inquiry(request, reader);
        reader.ThrowIfRefused();
        var language = context.GetLanguage();
        var found = await verification.FindAsync(context.GetCaller(), inquiry!, context.CancellationToken);
        return new VerifyReceiptResponse
        {
            Verdict = found switch
            {
                null => ReceiptVerdict.NotGenuine,
                { KeyKnown: true } => ReceiptVerdict.Genuine,
                _ => ReceiptVerdict.KeyUnknown,
            },
            Text = VerdictWords.Of(found, language),
            Receipt = found?.Receipt.ToWire(found.TopUp, options, language),
        };
    }

    /// <summary>A top-up that the caller may see; any other one does not exist for it.</summary>
    private async Task<TopUpRecord> FindAsync(
        RequestReader reader, string key, bool byRequest, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var cancel = context.CancellationToken;
        var id = byRequest
            ? reader.RequestId(key, "top_up_request_id").Value
            : reader.Name(key, "topUps", true, "top_up");
        reader.ThrowIfRefused();
        if (byRequest)
        {
            id = await store.TopUps.FindIdAsync(
                caller.PartnerId, new RequestId(key), RequestMethod.CreateTopUp, cancel);
        }

        var topUp = id is null ? null : await store.TopUps.FindAsync(caller.PartnerId, new TopUpId(id), cancel);
        return topUp is not null && caller.Sees(topUp.Seller.Outlet)
            ? topUp
            : throw new RefusalException(new Refusal(Reason.TopUpNotFound));
    }
}
