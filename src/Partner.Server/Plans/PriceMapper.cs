using Partner.Core.Commissions;
using Partner.Core.Pricing;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Wire = Leb.Partner.V1;

namespace Partner.Server.Plans;

/// <summary>Turns prices into messages of the contract: the sums, and every step that explains them.</summary>
internal static class PriceMapper
{
    /// <summary>A price.</summary>
    /// <param name="language">The caller's language.</param>
    /// <param name="indicative">Whether the commission may still change.</param>
    public static Wire.PriceBreakdown ToWire(this PriceBreakdown price, Language language, bool indicative)
    {
        var message = new Wire.PriceBreakdown
        {
            Face = price.Face.ToWire(),
            HandlingFee = price.HandlingFee.ToWire(),
            CustomerPays = price.CustomerPays.ToWire(),
            NetDebit = price.NetDebit.ToWire(),
            Commission = CommissionOf(price, indicative),
            Versions = new Wire.PriceVersions
            {
                Catalogue = price.Versions.Catalogue,
                PriceList = price.Versions.PriceList,
                CommissionSchedule = price.Versions.CommissionSchedule,
            },
            PlanDebit = price.PlanDebit.ToWire(),
            PartnerFee = price.PartnerFee.ToWire(),
            Exchange = price.Fx is { } fx ? ToWire(fx) : null,
            CardGifts = GiftMapper.ToWire(price, language),
        };
        message.Versions.All.AddRange(price.AllVersions());
        message.Lines.AddRange(price.Lines.Where(line => !line.IsGift).Select(line => new Wire.PriceLine
        {
            RuleId = line.RuleId,
            Amount = line.Amount.ToWire(),
            Text = PriceWords.Of(line, language),
        }));
        message.Steps.AddRange(StepsOf(price, language));
        return message;
    }

    /// <summary>A commission by the terms that it was granted by.</summary>
    /// <param name="parts">How its rate part came about.</param>
    public static Wire.Commission ToWire(this CommissionTerms terms, IReadOnlyList<CommissionPart> parts)
    {
        var message = new Wire.Commission
        {
            Base = terms.Base.ToWire(),
            RateBasisPoints = parts[^1].Rate.Value,
            RuleId = terms.Rule.Id,
            Version = terms.Version,
            Mode = (Wire.CommissionMode)terms.Mode,
            Tiering = (Wire.Tiering)terms.Tiering,
        };
        message.Parts.AddRange(parts.Select(part => new Wire.CommissionPart
        {
            From = (terms.Base with { Minor = part.From }).ToWire(),
            Base = (terms.Base with { Minor = part.Base }).ToWire(),
            RateBasisPoints = part.Rate.Value,
            Amount = (terms.Base with { Minor = part.Amount }).ToWire(),
        }));
        return message;
    }

    private static Wire.Commission CommissionOf(PriceBreakdown price, bool indicative)
    {
        var (commission, level) = (price.Commission, SellersLevel(price));
        var message = level is null
            ? new Wire.Commission { Base = commission.Base.ToWire() }
            : level.Terms.ToWire(commission.Parts);
        message.Amount = commission.Amount.ToWire();
        message.Credit = commission.Credit.ToWire();
        message.Tax = TaxOf(price).ToWire();
        message.Indicative = indicative;
        return message;
    }

    private static CommissionLevel? SellersLevel(PriceBreakdown price) =>
        price.Levels is [{ Number: 0 } seller, ..] ? seller : null;

    private static Core.Amounts.Money TaxOf(PriceBreakdown price) => SellersLevel(price) is { } level
        ? CommissionAccrual.TaxAtCredit(level, price.Commission.Credit)
        : Core.Amounts.Money.Zero(price.Commission.Credit.Currency);

    private static Wire.Exchange ToWire(FxTerms fx) => new()
    {
        RateId = fx.RateId,
        Version = fx.Version,
        Rate = PriceWords.Rate(fx),
        MarginBasisPoints = fx.Margin.Value,
    };

    private static IEnumerable<Wire.PriceStep> StepsOf(PriceBreakdown price, Language language)
    {
        foreach (var line in price.Lines.Where(line => !line.IsGift))
        {
            yield return Step(line, language);
        }

        var shared = price.PartnerFee.Minor > 0 && price.PartnerFee < price.HandlingFee;
        yield return Sum(Wire.PriceStepKind.PartnerFee, price.PartnerFee, PriceWords.PartnerFee(shared, language));
        yield return Sum(Wire.PriceStepKind.CustomerPays, price.CustomerPays, PriceWords.CustomerPays(language));
        yield return Sum(Wire.PriceStepKind.PlanDebit, price.PlanDebit, PriceWords.PlanDebit(language));
        if (price.Fx is { } fx)
        {
            yield return new Wire.PriceStep
            {
                Kind = Wire.PriceStepKind.Conversion,
                RuleId = fx.RateId,
                Version = fx.Version,
                Amount = price.NetDebit.ToWire(),
                Text = PriceWords.Conversion(fx, price.Face.Currency, price.NetDebit.Currency, language),
            };
        }

        var level = SellersLevel(price);
        yield return new Wire.PriceStep
        {
            Kind = Wire.PriceStepKind.Commission,
            RuleId = price.Commission.RuleId,
            Version = price.Commission.Version,
            Amount = price.Commission.Amount.ToWire(),
            Text = PriceWords.Commission(price.Commission, level?.Terms, language),
        };
        if (level?.Tax is { } tax && TaxOf(price) is { Minor: > 0 } withheld)
        {
            yield return new Wire.PriceStep
            {
                Kind = Wire.PriceStepKind.Tax,
                RuleId = tax.RuleId,
                Version = tax.Version,
                Amount = (-withheld).ToWire(),
                Text = PriceWords.Tax(tax, price.Commission.Credit, language),
            };
        }

        foreach (var line in price.Gifts)
        {
            yield return Step(line, language);
        }
    }

    private static Wire.PriceStep Step(PriceLine line, Language language) => new()
    {
        Kind = line.Step switch
        {
            PriceStep.Face => Wire.PriceStepKind.Face,
            PriceStep.Discount => Wire.PriceStepKind.Discount,
            PriceStep.Fee => Wire.PriceStepKind.HandlingFee,
            PriceStep.Points => Wire.PriceStepKind.Points,
            PriceStep.Data => Wire.PriceStepKind.Data,
            PriceStep.Validity => Wire.PriceStepKind.Validity,
            _ => Wire.PriceStepKind.Cashback,
        },
        RuleId = line.RuleId,
        Version = line.Version,
        Amount = line.Step == PriceStep.Points || line.Grant is not null ? null : line.Amount.ToWire(),
        Points = line.Step == PriceStep.Points ? line.Amount.Minor : 0,
        Funder = (Wire.PromotionFunder)(line.Funder ?? 0),
        Text = PriceWords.Of(line, language),
    };

    private static Wire.PriceStep Sum(Wire.PriceStepKind kind, Core.Amounts.Money amount, string text) =>
        new() { Kind = kind, Amount = amount.ToWire(), Text = text };
}
