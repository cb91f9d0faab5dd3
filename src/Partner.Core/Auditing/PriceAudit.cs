using System.Numerics;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Core.Auditing;

/// <summary>
/// Whether a stored price adds up. What the customer pays less the debit is then the partner's part of the fee less the
/// discounts that the partner funds.
/// </summary>
internal static class PriceAudit
{
    public static void Check(TopUpFacts topUp, string subject, Findings findings)
    {
        if (topUp.Price is not { } price)
        {
            findings.Add(AuditCode.PriceMismatch, subject, "its price breakdown cannot be read");
            return;
        }

        if (price.Amounts != topUp.Amounts)
        {
            findings.Add(
                AuditCode.PriceMismatch,
                subject,
                $"the breakdown says {Text(price.Amounts)}; the columns say {Text(topUp.Amounts)}");
        }

        var wrong = Problems(price).ToList();
        if (wrong.Count > 0)
        {
            findings.Add(AuditCode.PriceMismatch, subject, string.Join("; ", wrong));
        }
    }

    /// <summary>The discounts that a party funds, in minor units; 0 or more where lines are in order.</summary>
    public static BigInteger DiscountOf(PriceFacts price, Funder funder) => Sum(
        price.Lines.Where(line => line.Step == (int)PriceStep.Discount && line.Funder == (int)funder)) * -1;

    private static IEnumerable<string> Problems(PriceFacts price)
    {
        var (amounts, lines) = (price.Amounts, price.Lines);
        var (plan, account) = (amounts.Currency, amounts.DebitCurrency);
        var discounts = -Sum(Of(lines, PriceStep.Discount));
        var byOthers = DiscountOf(price, Funder.Operator) + DiscountOf(price, Funder.Issuer);
        var operatorFee = (BigInteger)amounts.HandlingFee - price.PartnerFee;
        BigInteger face = amounts.Face;
        return new (string What, BigInteger Found, BigInteger? Expected, string Currency)[]
        {
            ("its lines of the face sum to", Sum(Of(lines, PriceStep.Face)), face, plan),
            ("its lines of the fee sum to", Sum(Of(lines, PriceStep.Fee)), amounts.HandlingFee, plan),
            ("the customer pays", amounts.CustomerPays, face - discounts + amounts.HandlingFee, plan),
            ("the debit before conversion is", price.PlanDebit, face - byOthers + operatorFee, plan),
            ("the debit is", amounts.NetDebit, ExactMath.Debit(price.PlanDebit, plan, account, price.Fx), account),
        }
            .Where(step => step.Found != step.Expected)
            .Select(step => $"{step.What} {Wording.Amount(step.Found, step.Currency)}, but " +
                (step.Expected is { } expected
                    ? $"{Wording.Amount(expected, step.Currency)} follows from the other steps"
                    : "no rate to compute it by is pinned"))
            .Concat(Signs(price))
            .Concat(price.Levels.Select(level => BaseProblem(price, level, discounts)).OfType<string>());
    }

    private static IEnumerable<string> Signs(PriceFacts price)
    {
        var amounts = price.Amounts;
        if (price.PartnerFee < 0 || price.PartnerFee > amounts.HandlingFee)
        {
            yield return $"the partner's part of the fee is {Wording.Amount(price.PartnerFee, amounts.Currency)} of " +
                Wording.Amount(amounts.HandlingFee, amounts.Currency);
        }

        if (amounts.Face < 0 || amounts.CustomerPays < 0 || amounts.NetDebit < 0 || amounts.Commission < 0)
        {
            yield return $"an amount is negative: {Text(amounts)}";
        }

        foreach (var line in price.Lines)
        {
            var step = (PriceStep)line.Step;
            var isPromotion = step == PriceStep.Discount || step >= PriceStep.PartnerCashback;
            if (!Enum.IsDefined(step)
                || (step == PriceStep.Discount ? line.Amount > 0 : line.Amount < 0)
                || isPromotion != line.Funder is not null
                || (isPromotion && !Enum.IsDefined((Funder)line.Funder!.Value))
                || (step >= PriceStep.PartnerCashback && line.Funder == (int)Funder.Partner))
            {
                yield return $"line {line.Rule} of step {Wording.Number(line.Step)} has amount " +
                    $"{Wording.Number(line.Amount)} " +
                    $"and funder {(line.Funder is { } funder ? Wording.Number(funder) : "none")}";
            }
        }
    }

    private static string? BaseProblem(PriceFacts price, LevelFacts level, BigInteger discounts)
    {
        BigInteger? expected = (CommissionBase)level.BaseKind switch
        {
            CommissionBase.Face => price.Amounts.Face,
            CommissionBase.FaceLessDiscount => price.Amounts.Face - discounts,
            CommissionBase.CustomerPays => price.Amounts.CustomerPays,
            _ => null,
        };
        return level.Base == expected
            ? null
            : $"level {Wording.Number(level.Number)} earns on {Wording.Amount(level.Base, price.Amounts.Currency)}, " +
                "which is not the base that its schedule names";
    }

    private static IEnumerable<LineFacts> Of(IReadOnlyList<LineFacts> lines, PriceStep step) =>
        lines.Where(line => line.Step == (int)step);

    private static BigInteger Sum(IEnumerable<LineFacts> lines) =>
        lines.Aggregate(BigInteger.Zero, (sum, line) => sum + line.Amount);

    private static string Text(AmountFacts amounts) =>
        $"face {Wording.Amount(amounts.Face, amounts.Currency)}, " +
        $"fee {Wording.Amount(amounts.HandlingFee, amounts.Currency)}, " +
        $"customer pays {Wording.Amount(amounts.CustomerPays, amounts.Currency)}, " +
        $"debit {Wording.Amount(amounts.NetDebit, amounts.DebitCurrency)}, " +
        $"commission {Wording.Amount(amounts.Commission, amounts.Currency)}";
}
