using Leb.Partner.V1;
using Partner.Core.Receipts;
using Partner.Core.TopUps;
using Partner.Server.Contract;

namespace Partner.Server.Receipts;

/// <summary>Reads what somebody asks about a receipt.</summary>
internal static class ReceiptRequests
{
    private const int LongestScan = 4_000;

    /// <summary>The inquiry; null where a violation was noted.</summary>
    public static ReceiptInquiry? Inquiry(VerifyReceiptRequest request, RequestReader reader)
    {
        switch (request.ReceiptCase)
        {
            case VerifyReceiptRequest.ReceiptOneofCase.Printed:
                return Printed(request.Printed, reader);
            case VerifyReceiptRequest.ReceiptOneofCase.QrText:
                return Scanned(request.QrText, reader);
            default:
                reader.Note("printed", "is required: give printed or qr_text", "必须填写：printed 或 qr_text");
                return null;
        }
    }

    private static ReceiptInquiry.ByCode? Printed(PrintedCode printed, RequestReader reader)
    {
        var number = printed.ReceiptNumber.Trim();
        if (TopUpRecord.ReceiptCounterOf(number) is null)
        {
            reader.Note(
                "printed.receipt_number",
                "must be the number as it was printed: 9 digits or more, the last of which checks the others",
                "必须与凭证上印的一致：至少 9 位数字，末位为校验位");
        }

        var code = ReceiptCode.Read(printed.Code);
        if (code is null)
        {
            reader.Note(
                "printed.code",
                "must be the code as it was printed: 12 characters, the last of which checks the others",
                "必须与凭证上印的一致：12 个字符，末位为校验位；可能输入有误");
        }

        return code is null ? null : new ReceiptInquiry.ByCode(number, code);
    }

    private static ReceiptInquiry? Scanned(string text, RequestReader reader)
    {
        if (text.Length > LongestScan)
        {
            reader.Note("qr_text", $"must be at most {LongestScan} characters", $"最多 {LongestScan} 个字符");
            return null;
        }

        var inquiry = ReceiptQr.Read(text);
        if (inquiry is null)
        {
            reader.Note("qr_text", "must be the text of a receipt's QR code", "必须为凭证二维码的内容");
        }

        return inquiry;
    }
}
