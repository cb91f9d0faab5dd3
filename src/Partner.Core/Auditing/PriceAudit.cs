using System.Numerics;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Texts;

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
            findings.Add(AuditCode.PriceMismatch, subject, new(
                "its price breakdown cannot be read", "其价格明细无法读取"));
            return;
        }

        if (price.Amounts != topUp.Amounts)
        {
            findings.Add(
                AuditCode.PriceMismatch,
                subject,
                $"the breakdown says {Text(price.Amounts)}; the columns say {Text(topUp.Amounts)}",
                $"价格明细为{Text(price.Amounts)}；各列为{Text(topUp.Amounts)}");
        }

        var wrong = Problems(price).ToList();
        if (wrong.Count > 0)
        {
            findings.Add(AuditCode.PriceMismatch, subject, Told.All(wrong));
        }
    }

    /// <summary>The discounts that a party funds, in minor units; 0 or more where lines are in order.</summary>
    public static BigInteger DiscountOf(PriceFacts price, Funder funder) => Sum(
        price.Lines.Where(line => line.Step == (int)PriceStep.Discount && line.Funder == (int)funder)) * -1;

    private static IEnumerable<Wording> Problems(PriceFacts price)
    {
        var (amounts, lines) = (price.Amounts, price.Lines);
        var (plan, account) = (amounts.Currency, amounts.DebitCurrency);
        var discounts = -Sum(Of(lines, PriceStep.Discount));
        var byOthers = DiscountOf(price, Funder.Operator) + DiscountOf(price, Funder.Issuer);
        var operatorFee = (BigInteger)amounts.HandlingFee - price.PartnerFee;
        BigInteger face = amounts.Face;
        return new (Wording What, BigInteger Found, BigInteger? Expected, string Currency)[]
        {
            (new("its lines of the face sum to", "面值各行合计"), Sum(Of(lines, PriceStep.Face)), face, plan),
            (new("its lines of the fee sum to", "手续费各行合计"), Sum(Of(lines, PriceStep.Fee)), amounts.HandlingFee, plan),
            (new("the customer pays", "顾客支付"), amounts.CustomerPays, face - discounts + amounts.HandlingFee, plan),
            (new("the debit before conversion is", "换算前扣款"), price.PlanDebit, face - byOthers + operatorFee, plan),
            (
                new("the debit is", "扣款"),
                amounts.NetDebit,
                ExactMath.Debit(price.PlanDebit, plan, account, price.Fx),
                account),
        }
            .Where(step => step.Found != step.Expected)
            .Select(step => Told.Of(
                $"{step.What} {Named.Amount(step.Found, step.Currency)}, but {Follows(step.Expected, step.Currency)}",
                $"{step.What} {Named.Amount(step.Found, step.Currency)}，但{Follows(step.Expected, step.Currency)}"))
            .Concat(Signs(price))
            .Concat(price.Levels.Select(level => BaseProblem(price, level, discounts)).OfType<Wording>());
    }

    private static Wording Follows(BigInteger? expected, string currency) => expected is { } known
        ? Told.Of(
            $"{Named.Amount(known, currency)} follows from the other steps",
            $"由其他步骤得出 {Named.Amount(known, currency)}")
        : new("no rate to compute it by is pinned", "未锁定用于计算的汇率");

    private static IEnumerable<Wording> Signs(PriceFacts price)
    {
        var amounts = price.Amounts;
        if (price.PartnerFee < 0 || price.PartnerFee > amounts.HandlingFee)
        {
            yield return Told.Of(
                $"the partner's part of the fee is {Named.Amount(price.PartnerFee, amounts.Currency)} of "
                + $"{Named.Amount(amounts.HandlingFee, amounts.Currency)}",
                $"合作方的手续费份额为 {Named.Amount(price.PartnerFee, amounts.Currency)}，"
                + $"手续费为 {Named.Amount(amounts.HandlingFee, amounts.Currency)}");
        }

        if (amounts.Face < 0 || amounts.CustomerPays < 0 || amounts.NetDebit < 0 || amounts.Commission < 0)
        {
            yield return Told.Of($"an amount is negative: {Text(amounts)}", $"有金额为负：{Text(amounts)}");
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
                var funder = Named.OrNone(line.Funder is { } known ? Named.Number(known) : null);
                yield return Told.Of(
                    $"line {line.Rule} of step {line.Step} has amount {line.Amount} and funder {funder}",
                    $"第 {line.Step} 步的明细 {line.Rule} 金额为 {line.Amount}，承担方为 {funder}");
            }
        }
    }

    private static Wording? BaseProblem(PriceFacts price, LevelFacts level, BigInteger discounts)
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
            : Told.Of(
                $"level {level.Number} earns on {Named.Amount(level.Base, price.Amounts.Currency)}, which is not the "
                + $"base that its schedule names",
                $"第 {level.Number} 级按 {Named.Amount(level.Base, price.Amounts.Currency)} 计佣，与其佣金方案的基数不符");
    }

    private static IEnumerable<LineFacts> Of(IReadOnlyList<LineFacts> lines, PriceStep step) =>
        lines.Where(line => line.Step == (int)step);

    private static BigInteger Sum(IEnumerable<LineFacts> lines) =>
        lines.Aggregate(BigInteger.Zero, (sum, line) => sum + line.Amount);

    private static Wording Text(AmountFacts amounts) => Told.Of(
        $"face {Named.Amount(amounts.Face, amounts.Currency)}, "
        + $"fee {Named.Amount(amounts.HandlingFee, amounts.Currency)}, "
        + $"customer pays {Named.Amount(amounts.CustomerPays, amounts.Currency)}, "
        + $"debit {Named.Amount(amounts.NetDebit, amounts.DebitCurrency)}, "
        + $"commission {Named.Amount(amounts.Commission, amounts.Currency)}",
        $"面值 {Named.Amount(amounts.Face, amounts.Currency)}、"
        + $"手续费 {Named.Amount(amounts.HandlingFee, amounts.Currency)}、"
        + $"顾客支付 {Named.Amount(amounts.CustomerPays, amounts.Currency)}、"
        + $"扣款 {Named.Amount(amounts.NetDebit, amounts.DebitCurrency)}、"
        + $"佣金 {Named.Amount(amounts.Commission, amounts.Currency)}");
}
