using Google.Protobuf;
using Partner.Core.Settlements;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Wire = Leb.Partner.V1;

namespace Partner.Server.Balances;

/// <summary>Turns settlements into messages of the contract, and into the documents that bookkeepers file.</summary>
internal static class SettlementMapper
{
    /// <summary>A settlement.</summary>
    /// <param name="transferId">The transfer that posted it; null when nothing was posted.</param>
    public static Wire.Settlement ToWire(this SettlementStatement statement, string? transferId)
    {
        var message = new Wire.Settlement
        {
            Name = CommissionMapper.SettlementName(statement.Number),
            Number = statement.Number,
            Period = statement.Period,
            PostTime = statement.PostedAt.ToWire(),
            Gross = statement.Gross.ToWire(),
            Tax = statement.Tax.ToWire(),
            Total = statement.Total.ToWire(),
            Transfer = transferId ?? "",
        };
        message.Lines.AddRange(statement.Lines.Select(line => new Wire.SettlementLine
        {
            Schedule = line.ScheduleId,
            RuleId = line.RuleId,
            Mode = (Wire.CommissionMode)line.Mode,
            TopUps = line.TopUps,
            Base = line.Base.ToWire(),
            Earned = line.Earned.ToWire(),
            ClawedBack = line.ClawedBack.ToWire(),
            TrueUp = line.TrueUp.ToWire(),
            AlreadyCredited = line.AlreadyCredited.ToWire(),
            Payable = line.Payable.ToWire(),
            TimeZone = line.Zone,
        }));
        message.Taxes.AddRange(statement.Taxes.Select(tax => new Wire.SettlementTax
        {
            RuleId = tax.RuleId,
            Version = tax.Version,
            RateBasisPoints = tax.Rate.Value,
            Base = tax.Base.ToWire(),
            Tax = tax.Tax.ToWire(),
        }));
        return message;
    }

    /// <summary>The answer to a request for one settlement.</summary>
    /// <param name="transferId">The transfer that posted it; null when nothing was posted.</param>
    /// <param name="form">The document wanted beside it.</param>
    /// <param name="language">The document's language.</param>
    public static Wire.GetSettlementResponse ToAnswer(
        this SettlementStatement statement, string? transferId, Wire.SettlementDocument form, Language language)
    {
        var written = language == Language.Chinese ? SettlementLanguage.Chinese : SettlementLanguage.English;
        var (document, mediaType, fileName) = form switch
        {
            Wire.SettlementDocument.Csv => (
                SettlementCsv.Write(statement, written), SettlementCsv.MediaType, SettlementCsv.FileName(statement)),
            Wire.SettlementDocument.Html => (
                SettlementHtml.Write(statement, written), SettlementHtml.MediaType, SettlementHtml.FileName(statement)),
            _ => ([], "", ""),
        };
        return new Wire.GetSettlementResponse
        {
            Settlement = statement.ToWire(transferId),
            Document = UnsafeByteOperations.UnsafeWrap(document),
            MediaType = mediaType,
            FileName = fileName,
        };
    }
}
