using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Wire = Leb.Partner.V1;

namespace Partner.Server.Plans;

/// <summary>Turns what a price gives to the card into messages of the contract.</summary>
internal static class GiftMapper
{
    /// <summary>What a price gives to the card; null when nothing.</summary>
    /// <param name="language">The caller's language.</param>
    public static Wire.CardGifts? ToWire(PriceBreakdown price, Language language)
    {
        if (price.CardGifts is not { } gifts)
        {
            return null;
        }

        var message = new Wire.CardGifts
        {
            Credit = gifts.Credit.Minor > 0 ? gifts.Credit.ToWire() : null,
            Points = gifts.Points,
            Text = GiftWords.Of(gifts, language),
        };
        message.Grants.AddRange(price.Lines.Where(line => line.Grant is not null)
            .Select(line => ToWire(line.Grant!, line.RuleId)));
        return message;
    }

    private static Wire.CardGrant ToWire(CardGrant grant, string ruleId) => new()
    {
        RuleId = ruleId,
        DataBytes = grant.Bytes,
        LengthUnit = (Wire.LengthUnit)grant.Period.Unit,
        LengthCount = grant.Period.Count,
        Region = grant.Region,
    };
}
