using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Receipts;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;

namespace Partner.Server.Receipts;

/// <summary>ReceiptService of the contract: reads messages, prints, verifies, writes messages.</summary>
public sealed class ReceiptGrpcService(
    VisibleTopUps topUps, ReceiptPrinting printing, ReceiptVerification verification, ReceiptOptions options)
    : ReceiptService.ReceiptServiceBase
{
    /// <inheritdoc/>
    public override async Task<PrintReceiptResponse> PrintReceipt(
        PrintReceiptRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var requestId = reader.RequestId(request.RequestId);
        var form = reader.Choice(request.Format, true, "format");
        var topUp = request.KeyCase == PrintReceiptRequest.KeyOneofCase.TopUpRequestId
            ? await topUps.ByRequestAsync(reader, request.TopUpRequestId, "top_up_request_id", context)
            : await topUps.ByNameAsync(reader, request.TopUp, "top_up", context);
        var printed = (await printing.PrintAsync(topUp, requestId, context.CancellationToken)).OrThrow();
        return printed.ToWire(topUp, (ReceiptForm)form!.Value, options, context.GetLanguage());
    }

    /// <inheritdoc/>
    public override async Task<GetReceiptResponse> GetReceipt(GetReceiptRequest request, ServerCallContext context)
    {
        var topUp = request.KeyCase == GetReceiptRequest.KeyOneofCase.TopUpRequestId
            ? await topUps.ByRequestAsync(new RequestReader(), request.TopUpRequestId, "top_up_request_id", context)
            : await topUps.ByNameAsync(new RequestReader(), request.TopUp, "top_up", context);
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
}
