using Google.Protobuf;
using Partner.Core.Projections;
using Partner.Core.Receipts;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Storage.Abstractions;
using CoreReceipt = Partner.Core.Receipts.Receipt;
using PriceStep = Partner.Core.Pricing.PriceStep;
using Wire = Leb.Partner.V1;

namespace Partner.Server.Receipts;

/// <summary>Turns receipts into messages of the contract, and into what is printed.</summary>
internal static class ReceiptMapper
{
    /// <summary>The message of a receipt.</summary>
    /// <param name="stored">The receipt.</param>
    /// <param name="topUp">Its sale, as it is now.</param>
    /// <param name="options">What it says of the operator.</param>
    /// <param name="language">The caller's language.</param>
    public static Wire.Receipt ToWire(
        this StoredReceipt stored, TopUpRecord topUp, ReceiptOptions options, Language language)
    {
        var receipt = ReceiptContent.Read(stored.Content);
        var signature = stored.Signature;
        var message = new Wire.Receipt
        {
            TopUp = $"topUps/{receipt.TopUpId}",
            ReceiptNumber = receipt.Number,
            SellTime = receipt.SoldAt.ToWire(),
            ArriveTime = receipt.ArrivedAt.ToWire(),
            TimeZone = receipt.Zone,
            Outlet = receipt.Outlet,
            Terminal = receipt.Terminal,
            MaskedCard = receipt.Card,
            CardType = (Wire.CardType)receipt.CardType,
            Plan = $"plans/{receipt.PlanCode}",
            PlanName = receipt.Plan.In(language.OfReceipts()),
            CustomerPays = receipt.Total.ToWire(),
            ValidUntil = (receipt.Validity?.Until).ToWire(),
            CardTimeZone = receipt.Validity?.Zone ?? "",
            ValidAtLeast = receipt.Validity?.AtLeast ?? false,
            CardDiffers = topUp.CardDifferences != CardDifferences.None,
            ReverseTime = ReversedAt(topUp).ToWire(),
            Prints = stored.Prints,
            HelpLine = options.HelpLine,
            Code = signature?.Code ?? "",
            QrText = QrOf(stored, receipt, options) ?? "",
            Content = stored.Content,
            KeyId = signature?.KeyId ?? "",
            Signature = signature?.Value ?? "",
        };
        message.Lines.AddRange(receipt.Items.Select(item => ToWire(item, language)));
        return message;
    }

    /// <summary>The answer to a print.</summary>
    /// <param name="printed">The print.</param>
    /// <param name="topUp">The sale, as it is now.</param>
    /// <param name="form">The form that was asked for.</param>
    /// <param name="options">What it says of the operator.</param>
    /// <param name="language">The caller's language.</param>
    public static Wire.PrintReceiptResponse ToWire(
        this PrintedReceipt printed, TopUpRecord topUp, ReceiptForm form, ReceiptOptions options, Language language)
    {
        var stored = printed.Receipt;
        var receipt = ReceiptContent.Read(stored.Content);
        var document = ReceiptDocument.Of(
            new ReceiptPrint(receipt, printed.Number - 1, language.OfReceipts())
            {
                ReversedAt = ReversedAt(topUp),
                Refunded = topUp.Refunded is { } partial ? Refund.Of(topUp.Offer.Price, partial.Decision) : null,
                CardDiffers = topUp.CardDifferences != CardDifferences.None,
                Code = stored.Signature?.Code,
                Qr = QrOf(stored, receipt, options),
                HelpLine = options.HelpLine,
            },
            form);
        return new Wire.PrintReceiptResponse
        {
            Receipt = stored.ToWire(topUp, options, language),
            CopyNumber = printed.Number - 1,
            Document = ByteString.CopyFrom(document.Content),
            MediaType = document.MediaType,
            FileName = document.FileName,
            Replayed = printed.Replayed,
        };
    }

    private static ReceiptLanguage OfReceipts(this Language language) =>
        language == Language.Chinese ? ReceiptLanguage.Chinese : ReceiptLanguage.English;

    private static DateTimeOffset? ReversedAt(TopUpRecord topUp) =>
        topUp.State == TopUpState.Reversed ? topUp.FinalAt : null;

    private static string? QrOf(StoredReceipt stored, CoreReceipt receipt, ReceiptOptions options) =>
        stored.Signature is { } signature
            ? ReceiptQr.Of(stored.Content, receipt.Number, signature, options.Page)
            : null;

    private static Wire.ReceiptLine ToWire(ReceiptItem item, Language language) => new()
    {
        Kind = item.Step switch
        {
            PriceStep.Face => Wire.PriceStepKind.Face,
            PriceStep.Discount => Wire.PriceStepKind.Discount,
            PriceStep.Fee => Wire.PriceStepKind.HandlingFee,
            PriceStep.Points => Wire.PriceStepKind.Points,
            PriceStep.Data => Wire.PriceStepKind.Data,
            PriceStep.Validity => Wire.PriceStepKind.Validity,
            _ => Wire.PriceStepKind.Cashback,
        },
        Amount = item.Step == PriceStep.Points || item.Grant is not null ? null : item.Amount.ToWire(),
        Points = item.Step == PriceStep.Points ? item.Amount.Minor : 0,
        Text = item.TextIn(language.OfReceipts()),
    };
}
