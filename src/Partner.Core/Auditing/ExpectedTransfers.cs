using Partner.Core.Ledger;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>A leg that a transfer must have.</summary>
internal readonly record struct ExpectedLeg(Account Account, string Currency, Int128 Amount);

/// <summary>A transfer that a top-up's state calls for.</summary>
/// <param name="PartnerId">In whose books.</param>
/// <param name="Legs">Its legs; null when they cannot be told.</param>
/// <param name="Reverses">What it takes back.</param>
/// <param name="Basis">How a commission came about; null for others, or when it cannot be told.</param>
internal sealed record ExpectedTransfer(
    string PartnerId,
    string Id,
    TransferKind Kind,
    TransferPhase Phase,
    IReadOnlyList<ExpectedLeg>? Legs,
    string? Reverses,
    BasisFacts? Basis);

/// <summary>
/// Which transfers a top-up's state calls for, and with which legs. Written out once more, apart from the code that
/// posts: an audit that asked that code would agree with its mistakes.
/// </summary>
internal static class ExpectedTransfers
{
    /// <summary>
    /// From the stored price and commission entries; a top-up without a readable price has only its sale.
    /// </summary>
    public static List<ExpectedTransfer> Of(OperationFacts operation, TopUpFacts topUp)
    {
        if (topUp.Price is not { } price)
        {
            return [Make(topUp.PartnerId, Postings.SaleId(new TopUpId(topUp.Id)), TransferKind.TopUp,
                SalePhase(topUp.State), null)];
        }

        List<ExpectedTransfer> made = [Sale(topUp, price)];
        if (topUp.State is not ((int)TopUpState.Succeeded or (int)TopUpState.Reversed))
        {
            return made;
        }

        made.AddRange(Granted(operation, topUp, price, null));
        var succeeded = operation.Reversals.Where(one => one.State == (int)ReversalState.Succeeded);
        return [.. made, .. succeeded.SelectMany(reversal => TakenBack(operation, topUp, price, made, reversal))];
    }

    /// <summary>Gifts and commissions: all that was granted, or what of it goes back with a refund.</summary>
    private static IEnumerable<ExpectedTransfer> Granted(
        OperationFacts operation, TopUpFacts topUp, PriceFacts price, RefundFacts? back)
    {
        foreach (var line in price.Lines.Where(line =>
            line.Step >= (int)PriceStep.PartnerCashback && line.Amount != 0))
        {
            yield return Gift(topUp, price, line);
        }

        foreach (var level in price.Levels)
        {
            if (operation.Commissions.FirstOrDefault(one => one.Level == level.Number) is { } entry
                && Earning(topUp, level, PartOf(entry, level, back)) is { Legs.Count: > 0 } earning)
            {
                yield return earning;
            }
        }
    }

    private static CommissionFacts PartOf(CommissionFacts entry, LevelFacts level, RefundFacts? back) =>
        back is not null && RefundRecalculation.PartOf(entry, level, back.Part, back.Whole) is { } part
            ? entry with { Amount = part.Amount, Credit = part.Credit, Tax = part.Tax }
            : entry;

    /// <summary>What a reversal calls for: all of it, the share of a partial refund, or nothing but points.</summary>
    private static IEnumerable<ExpectedTransfer> TakenBack(
        OperationFacts operation,
        TopUpFacts topUp,
        PriceFacts price,
        List<ExpectedTransfer> made,
        ReversalFacts reversal)
    {
        if (reversal.Refund is { Points: { } points })
        {
            var code = Amounts.Currency.Points.Code;
            return
            [
                Make(
                    topUp.PartnerId, Postings.RefundPointsId(new ReversalId(reversal.Id)), TransferKind.RefundPoints,
                    TransferPhase.Posted,
                    [new(Account.PromotionOperator, code, -points), new(Account.CardPoints, code, points)]),
            ];
        }

        IEnumerable<ExpectedTransfer> original = made;
        if (reversal.Refund is { MakesSense: true } refund)
        {
            var part = RefundRecalculation.PartOf(price, refund.Part, refund.Whole);
            original = [Sale(topUp, part), .. Granted(operation, topUp, part, refund)];
        }

        return original.Select(one => TakeBack(one, topUp.Id, reversal.Id));
    }

    private static ExpectedTransfer Sale(TopUpFacts topUp, PriceFacts price)
    {
        var (amounts, plan) = (price.Amounts, price.Amounts.Currency);
        var legs = new List<ExpectedLeg>
        {
            new(Account.Float, amounts.DebitCurrency, -amounts.NetDebit),
            new(Account.IssuerPayable, plan, amounts.Face),
            new(Account.FeeIncome, plan, (Int128)amounts.HandlingFee - price.PartnerFee),
            new(Account.PromotionOperator, plan, -(Int128)PriceAudit.DiscountOf(price, Funder.Operator)),
            new(Account.PromotionIssuer, plan, -(Int128)PriceAudit.DiscountOf(price, Funder.Issuer)),
        };
        if (plan != amounts.DebitCurrency)
        {
            legs.Add(new ExpectedLeg(Account.FxClearing, plan, -price.PlanDebit));
            legs.Add(new ExpectedLeg(Account.FxClearing, amounts.DebitCurrency, amounts.NetDebit));
        }

        return Make(
            topUp.PartnerId, Postings.SaleId(new TopUpId(topUp.Id)), TransferKind.TopUp,
            SalePhase(topUp.State), Some(legs));
    }

    private static ExpectedTransfer Gift(TopUpFacts topUp, PriceFacts price, LineFacts line)
    {
        var isPoints = line.Step == (int)PriceStep.Points;
        var (plan, account) = (price.Amounts.Currency, price.Amounts.DebitCurrency);
        var currency = isPoints ? Amounts.Currency.Points.Code : plan;
        var funder = line.Funder == (int)Funder.Issuer ? Account.PromotionIssuer : Account.PromotionOperator;
        List<ExpectedLeg>? legs = [new(funder, currency, -line.Amount)];
        if (line.Step != (int)PriceStep.PartnerCashback)
        {
            legs.Add(new ExpectedLeg(isPoints ? Account.CardPoints : Account.IssuerPayable, currency, line.Amount));
        }
        else if (ExactMath.Credit(line.Amount, plan, account, price.Fx) is not { } credit)
        {
            legs = null;
        }
        else
        {
            legs.Add(new ExpectedLeg(Account.Float, account, (Int128)credit));
            if (plan != account)
            {
                legs.Add(new ExpectedLeg(Account.FxClearing, plan, line.Amount));
                legs.Add(new ExpectedLeg(Account.FxClearing, account, -(Int128)credit));
            }
        }

        return Make(
            topUp.PartnerId,
            isPoints
                ? Postings.PointsId(new TopUpId(topUp.Id), line.Rule)
                : Postings.CashbackId(new TopUpId(topUp.Id), line.Rule),
            isPoints ? TransferKind.Points : TransferKind.Cashback,
            TransferPhase.Posted,
            Some(legs));
    }

    /// <summary>A commission as its entry has it; whether the entry is right is asked elsewhere.</summary>
    private static ExpectedTransfer Earning(TopUpFacts topUp, LevelFacts level, CommissionFacts entry)
    {
        var legs = new List<ExpectedLeg> { new(Account.CommissionExpense, entry.Currency, -entry.Amount) };
        if (entry.Currency != entry.FloatCurrency)
        {
            legs.Add(new ExpectedLeg(Account.FxClearing, entry.Currency, entry.Amount));
            legs.Add(new ExpectedLeg(Account.FxClearing, entry.FloatCurrency, -entry.Credit));
        }

        if (entry.Mode == (int)CommissionMode.Instant)
        {
            legs.Add(new ExpectedLeg(Account.Float, entry.FloatCurrency, (Int128)entry.Credit - entry.Tax));
            legs.Add(new ExpectedLeg(Account.TaxPayable, entry.FloatCurrency, entry.Tax));
        }
        else
        {
            legs.Add(new ExpectedLeg(Account.CommissionAccrued, entry.FloatCurrency, entry.Credit));
        }

        return Make(
            entry.PayeeId,
            Postings.CommissionId(new TopUpId(topUp.Id), level.Number),
            level.Number == 0 ? TransferKind.Commission : TransferKind.Override,
            TransferPhase.Posted,
            Some(legs)) with
        {
            Basis = entry.Parts is [.., var last]
                ? new BasisFacts(level.Rule.Id, last.Rate, level.Base, level.Version)
                : null,
        };
    }

    /// <summary>The same legs with the signs turned, in the same books, linked to the original.</summary>
    private static ExpectedTransfer TakeBack(ExpectedTransfer original, string topUpId, string reversalId)
    {
        var behind = original.Id[topUpId.Length..];
        var (kind, suffix) = original.Kind switch
        {
            TransferKind.TopUp => (TransferKind.Reversal, ".reversal"),
            TransferKind.Commission => (TransferKind.Clawback, ".clawback"),
            TransferKind.Override => (TransferKind.OverrideClawback, behind),
            TransferKind.Cashback => (TransferKind.CashbackReversal, behind),
            _ => (TransferKind.PointsReversal, behind),
        };
        return original with
        {
            Id = reversalId + suffix,
            Kind = kind,
            Phase = TransferPhase.Posted,
            Legs = original.Legs is { } legs ? [.. legs.Select(leg => leg with { Amount = -leg.Amount })] : null,
            Reverses = original.Id,
        };
    }

    private static ExpectedTransfer Make(
        string partnerId, string id, TransferKind kind, TransferPhase phase, IReadOnlyList<ExpectedLeg>? legs) =>
        new(partnerId, id, kind, phase, legs, null, null);

    private static List<ExpectedLeg>? Some(IEnumerable<ExpectedLeg>? legs) =>
        legs?.Where(leg => leg.Amount != 0).ToList();

    private static TransferPhase SalePhase(int state) => (TopUpState)state switch
    {
        TopUpState.Succeeded or TopUpState.Reversed => TransferPhase.Posted,
        TopUpState.Failed or TopUpState.Cancelled => TransferPhase.Voided,
        _ => TransferPhase.Pending,
    };
}
