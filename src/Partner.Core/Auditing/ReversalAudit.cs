using Partner.Core.Texts;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>How a top-up and its reversals must agree.</summary>
internal static class ReversalAudit
{
    private const int MostDaysAway = 7;

    public static void Check(OperationFacts operation, Findings findings)
    {
        if (operation.TopUp is not { } topUp)
        {
            foreach (var orphan in operation.Reversals)
            {
                findings.Add(
                    AuditCode.ReversalOrphan,
                    Named.Reversal(orphan),
                    $"takes back {orphan.TopUpId}, which does not exist",
                    $"冲正的 {orphan.TopUpId} 不存在");
            }

            return;
        }

        CheckCount(topUp, operation.Reversals, findings);
        CheckLink(topUp, operation.Reversals, findings);
        foreach (var reversal in operation.Reversals)
        {
            CheckOne(topUp, reversal, findings);
        }
    }

    private static void CheckCount(TopUpFacts topUp, IReadOnlyList<ReversalFacts> reversals, Findings findings)
    {
        var subject = Named.TopUp(topUp.PartnerId, topUp.Id);
        var succeeded = reversals.Count(reversal => reversal.State == (int)ReversalState.Succeeded);
        var unfinished = reversals.Count(reversal => reversal.State == (int)ReversalState.Processing);
        var expected = topUp.State == (int)TopUpState.Reversed || topUp.Refund is not null ? 1 : 0;
        if (succeeded != expected)
        {
            findings.Add(
                AuditCode.ReversalCount,
                subject,
                $"{Named.State(topUp.State)} with {succeeded} SUCCEEDED reversals, not {expected}",
                $"{Named.State(topUp.State)}，有 {succeeded} 笔 SUCCEEDED 冲正，应为 {expected} 笔");
        }

        if (unfinished > (topUp is { State: (int)TopUpState.Succeeded, Refund: null } ? 1 : 0))
        {
            findings.Add(
                AuditCode.ReversalCount,
                subject,
                $"{Named.State(topUp.State)} with {unfinished} PROCESSING reversals",
                $"{Named.State(topUp.State)}，有 {unfinished} 笔 PROCESSING 冲正");
        }
    }

    /// <summary>
    /// The top-up names the reversal that is under way or has succeeded; where all have failed, one of them. Which one
    /// came last does not show in their ids, since replicas' clocks differ.
    /// </summary>
    private static void CheckLink(TopUpFacts topUp, IReadOnlyList<ReversalFacts> reversals, Findings findings)
    {
        var live = reversals.Where(reversal => reversal.State != (int)ReversalState.Failed).ToList();
        var candidates = (live.Count > 0 ? live : reversals).Select(reversal => reversal.Id).ToList();
        if (candidates.Count == 0 ? topUp.ReversalId is not null : !candidates.Contains(topUp.ReversalId!))
        {
            var (named, latest) = (Named.OrNone(topUp.ReversalId), candidates.Count == 0
                ? Named.OrNone(null)
                : new(string.Join(" or ", candidates), string.Join("或", candidates)));
            findings.Add(
                AuditCode.ReversalMismatch,
                Named.TopUp(topUp.PartnerId, topUp.Id),
                $"names reversal {named}, but its latest is {latest}",
                $"所指冲正为 {named}，而最近一笔为 {latest}");
        }
    }

    private static void CheckOne(TopUpFacts topUp, ReversalFacts reversal, Findings findings)
    {
        var amounts = topUp.Amounts;
        if (!Enum.IsDefined((ReversalState)reversal.State))
        {
            findings.Add(
                AuditCode.ReversalMismatch,
                Named.Reversal(reversal),
                $"there is no {Named.ReversalState(reversal.State)}",
                $"不存在的{Named.ReversalState(reversal.State)}");
        }

        CheckDay(topUp, reversal, findings);

        CheckShare(topUp, reversal, findings);

        // The commission is unknown where the price cannot be read, which is a finding of its own.
        var price = topUp.Price is { } whole ? PartOf(whole, reversal.Refund) : null;
        var credit = price?.CommissionCredit ?? reversal.Clawback;
        amounts = reversal.Refund is not null && price is not null ? price.Amounts : amounts;
        CheckSums(reversal, amounts, findings);
        if (reversal.Currency != amounts.DebitCurrency || reversal.Amount != amounts.NetDebit
            || reversal.Clawback != credit)
        {
            findings.Add(
                AuditCode.ReversalMismatch,
                Named.Reversal(reversal),
                $"credits {Named.Amount(reversal.Amount, reversal.Currency)} and takes back "
                + $"{Named.Amount(reversal.Clawback, reversal.Currency)}, but the top-up's debit, or its share, was "
                + $"{Named.Amount(amounts.NetDebit, amounts.DebitCurrency)} and its commission "
                + $"{Named.Amount(credit, amounts.DebitCurrency)}",
                $"退回 {Named.Amount(reversal.Amount, reversal.Currency)}、收回 "
                + $"{Named.Amount(reversal.Clawback, reversal.Currency)}，而该充值的扣款（或其份额）为 "
                + $"{Named.Amount(amounts.NetDebit, amounts.DebitCurrency)}、佣金为 "
                + $"{Named.Amount(credit, amounts.DebitCurrency)}");
        }
    }

    /// <summary>What a refund takes back of a price: none of its money where the customer gets points.</summary>
    private static PriceFacts PartOf(PriceFacts price, RefundFacts? refund) => refund switch
    {
        null or { MakesSense: false } => price,
        { Points: not null } => RefundRecalculation.PartOf(price, 0, refund.Whole),
        _ => RefundRecalculation.PartOf(price, refund.Part, refund.Whole),
    };

    /// <summary>
    /// A share is one that there can be, is the same at the sale once it took effect, goes by the data that the sale
    /// granted, and makes the points that it says.
    /// </summary>
    private static void CheckShare(TopUpFacts topUp, ReversalFacts reversal, Findings findings)
    {
        var refund = reversal.Refund;
        var took = reversal.State == (int)ReversalState.Succeeded;
        var wrong = new List<Wording>();
        if (took && !(refund is null ? topUp.Refund is null : refund.Agrees(topUp.Refund)))
        {
            wrong.Add(Told.Of(
                $"took back {Text(refund)}, but the top-up says {Text(topUp.Refund)}",
                $"收回{Text(refund)}，而充值记为{Text(topUp.Refund)}"));
        }

        if (took && refund is not null && topUp.State != (int)TopUpState.Succeeded)
        {
            wrong.Add(Told.Of(
                $"took back {Text(refund)}, but the top-up is {Named.State(topUp.State)}",
                $"收回{Text(refund)}，而充值为 {Named.State(topUp.State)}"));
        }

        if (refund is { MakesSense: false })
        {
            wrong.Add(Told.Of($"{Text(refund)} is no share", $"{Text(refund)}不是有效份额"));
        }
        else if (refund is { Ground: (int)Refunds.RefundGround.UnusedData } && refund.Whole != topUp.RefundableBytes)
        {
            wrong.Add(Told.Of(
                $"{Text(refund)} of its data, but the sale granted {topUp.RefundableBytes ?? 0} bytes",
                $"收回流量的{Text(refund)}，而该充值给予 {topUp.RefundableBytes ?? 0} 字节"));
        }

        if (refund is { Points: { } points, MakesSense: true } && topUp.Price is { } price)
        {
            var pays = RefundRecalculation.PartOf(price, refund.Part, refund.Whole).Amounts.CustomerPays;
            var unit = Amounts.Currency.Find(price.Amounts.Currency)?.MinorPerUnit ?? 1;
            if (points != pays / unit)
            {
                wrong.Add(Told.Of(
                    $"gives {points} points, but its share makes {pays / unit}",
                    $"退 {points} 积分，而其份额为 {pays / unit} 积分"));
            }
        }

        if (wrong.Count > 0)
        {
            findings.Add(AuditCode.ReversalMismatch, Named.Reversal(reversal), Told.All(wrong));
        }
    }

    private static void CheckSums(ReversalFacts reversal, AmountFacts amounts, Findings findings)
    {
        if (reversal.Refund is { } refund
            && (refund.Face, refund.CustomerGets, refund.Commission)
                != (amounts.Face, amounts.CustomerPays, amounts.Commission))
        {
            findings.Add(
                AuditCode.ReversalMismatch,
                Named.Reversal(reversal),
                $"counts with {Text(refund.Face, refund.CustomerGets, refund.Commission)} minor units of face, price "
                + $"and commission, but its share is {Text(amounts.Face, amounts.CustomerPays, amounts.Commission)}",
                $"面值、价格和佣金按 {Text(refund.Face, refund.CustomerGets, refund.Commission)} 最小单位计，"
                + $"而其份额为 {Text(amounts.Face, amounts.CustomerPays, amounts.Commission)}");
        }
    }

    private static Wording Text(params long?[] amounts) => Told.List([
        .. amounts.Select(amount => amount is { } minor
            ? Told.Of($"{minor}", $"{minor}")
            : new Wording("nothing", "无")),
    ]);

    private static Wording Text(RefundFacts? refund) => refund switch
    {
        null => new("all or nothing", "全部或零"),
        { Points: { } points } => Told.Of(
            $"{refund.Part} of {refund.Whole} for {points} points",
            $" {refund.Part}/{refund.Whole}（退 {points} 积分）"),
        _ => Told.Of($"{refund.Part} of {refund.Whole}", $" {refund.Part}/{refund.Whole}"),
    };

    /// <summary>The day that it counts on is near its making, and not before the sale's.</summary>
    private static void CheckDay(TopUpFacts topUp, ReversalFacts reversal, Findings findings)
    {
        var made = DateOnly.FromDateTime(reversal.CreatedAt.UtcDateTime).DayNumber;
        if (Math.Abs((long)reversal.BusinessDay - made) > MostDaysAway || reversal.BusinessDay < topUp.BusinessDay)
        {
            findings.Add(
                AuditCode.ReversalMismatch,
                Named.Reversal(reversal),
                $"counts on {Named.Day(reversal.BusinessDay)}, but was made on {Named.Day(made)} for a sale of "
                + $"{Named.Day(topUp.BusinessDay)}",
                $"计入 {Named.Day(reversal.BusinessDay)}，但于 {Named.Day(made)} 办理，"
                + $"所冲正的交易在 {Named.Day(topUp.BusinessDay)}");
        }
    }
}
