using Leb.Operator.V1;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Server.TopUps;
using Partner.Storage;

namespace Partner.Server.BackOffice;

/// <summary>Reads the messages of the operator's TopUpService.</summary>
internal static class OperatorTopUpRequests
{
    private const int UsualPage = 50;
    private const int LargestPage = 500;
    private const int LongestIssuerReference = 200;
    private const int FewestDigits = 4;
    private const int MostDigits = 8;

    /// <summary>Why a reference was not found: more was saved in the time than is read for it.</summary>
    public static Refusal TooWide { get; } = Refusal.Of(Reason.InvalidRequest, new FieldViolation(
        "reference.start_time",
        $"is too early: the reference is none of the latest {Sales.MostRead} top-ups; give a narrower time range",
        $"时间范围过大：最近 {Sales.MostRead} 笔充值中没有该编号，请缩小时间范围"));

    /// <summary>Whose top-ups a list is of, and which.</summary>
    public static Result<(PartnerId PartnerId, SalesFilter Filter, int Size)> Read(
        ListTopUpsRequest request, Caller caller)
    {
        var reader = new RequestReader();
        var partnerId = reader.PartnerName(request.Parent, "parent");
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var ends = request.CardEndsWith;
        if (ends.Length > 0 && (ends.Length is < FewestDigits or > MostDigits || !ends.All(char.IsAsciiDigit)))
        {
            reader.Note(
                "card_ends_with", $"must be the last {FewestDigits} to {MostDigits} digits of a card",
                $"必须为卡号末 {FewestDigits} 至 {MostDigits} 位数字");
        }
        else if (ends.Length > 0 && request.Filter?.StartTime is null)
        {
            reader.Note(
                "filter.start_time", "is required with card_ends_with", "按卡号末位查询时必须填写");
        }

        // The operator's certificate is of no outlet: nothing is taken from the caller.
        var read = TopUpRequests.Read(request.Filter, caller, reader);
        return read.Refusal is { } refusal
            ? refusal
            : (partnerId, read.Value with { CardEnds = ends.Length > 0 ? ends : null }, size);
    }

    /// <summary>What one top-up is looked for by, beside its name.</summary>
    public static Result<(PartnerId PartnerId, SalesFilter Filter)> Key(GetTopUpRequest request)
    {
        var reader = new RequestReader();
        if (request.Receipt is { } receipt)
        {
            var owner = reader.PartnerName(receipt.Partner, "receipt.partner");
            var counter = TopUpRequests.Receipt(reader, receipt.ReceiptNumber, "receipt.receipt_number", true);
            return reader.Refusal is { } wrong ? wrong : (owner, new SalesFilter { ReceiptCounter = counter });
        }

        var key = request.Reference;
        var partnerId = reader.PartnerName(key.Partner, "reference.partner");
        var reference = reader.Text(key.IssuerReference, LongestIssuerReference, "reference.issuer_reference");
        if (reference.Length == 0)
        {
            reader.Note("reference.issuer_reference", "is required", "必须填写");
        }

        var (from, to) = reader.Period(key.StartTime, key.EndTime, "reference.");
        return reader.Refusal is { } refusal
            ? refusal
            : (partnerId, new SalesFilter { IssuerReference = reference, Saved = TopUpRequests.Saved(from, to) });
    }
}
