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
                    Wording.Reversal(orphan),
                    $"takes back {orphan.TopUpId}, which does not exist");
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
        var subject = Wording.TopUp(topUp.PartnerId, topUp.Id);
        var succeeded = reversals.Count(reversal => reversal.State == (int)ReversalState.Succeeded);
        var unfinished = reversals.Count(reversal => reversal.State == (int)ReversalState.Processing);
        var expected = topUp.State == (int)TopUpState.Reversed || topUp.Refund is not null ? 1 : 0;
        if (succeeded != expected)
        {
            findings.Add(
                AuditCode.ReversalCount,
                subject,
                $"{Wording.State(topUp.State)} with {Wording.Number(succeeded)} SUCCEEDED reversals, not " +
                Wording.Number(expected));
        }

        if (unfinished > (topUp is { State: (int)TopUpState.Succeeded, Refund: null } ? 1 : 0))
        {
            findings.Add(
                AuditCode.ReversalCount,
                subject,
                $"{Wording.State(topUp.State)} with {Wording.Number(unfinished)} PROCESSING reversals");
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
            findings.Add(
                AuditCode.ReversalMismatch,
                Wording.TopUp(topUp.PartnerId, topUp.Id),
                $"names reversal {topUp.ReversalId ?? "none"}, but its latest is " +
                (candidates.Count == 0 ? "none" : string.Join(" or ", candidates)));
        }
    }

    private static void CheckOne(TopUpFacts topUp, ReversalFacts reversal, Findings findings)
    {
        var amounts = topUp.Amounts;
        if (!Enum.IsDefined((ReversalState)reversal.State))
        {
            findings.Add(
                AuditCode.ReversalMismatch,
                Wording.Reversal(reversal),
                $"there is no {Wording.ReversalState(reversal.State)}");
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
                Wording.Reversal(reversal),
                $"credits {Wording.Amount(reversal.Amount, reversal.Currency)} and takes back " +
                $"{Wording.Amount(reversal.Clawback, reversal.Currency)}, but the top-up's debit, or its share, was " +
                $"{Wording.Amount(amounts.NetDebit, amounts.DebitCurrency)} and its commission " +
                Wording.Amount(credit, amounts.DebitCurrency));
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
        var wrong = new List<string>();
        if (took && !(refund is null ? topUp.Refund is null : refund.Agrees(topUp.Refund)))
        {
            wrong.Add($"took back {Text(refund)}, but the top-up says {Text(topUp.Refund)}");
        }

        if (took && refund is not null && topUp.State != (int)TopUpState.Succeeded)
        {
            wrong.Add($"took back {Text(refund)}, but the top-up is {Wording.State(topUp.State)}");
        }

        if (refund is { MakesSense: false })
        {
            wrong.Add($"{Text(refund)} is no share");
        }
        else if (refund is { Ground: (int)Refunds.RefundGround.UnusedData } && refund.Whole != topUp.RefundableBytes)
        {
            wrong.Add($"{Text(refund)} of its data, but the sale granted " +
                $"{Wording.Number(topUp.RefundableBytes ?? 0)} bytes");
        }

        if (refund is { Points: { } points, MakesSense: true } && topUp.Price is { } price)
        {
            var pays = RefundRecalculation.PartOf(price, refund.Part, refund.Whole).Amounts.CustomerPays;
            var unit = Amounts.Currency.Find(price.Amounts.Currency)?.MinorPerUnit ?? 1;
            if (points != pays / unit)
            {
                wrong.Add($"gives {Wording.Number(points)} points, but its share makes {Wording.Number(pays / unit)}");
            }
        }

        if (wrong.Count > 0)
        {
            findings.Add(AuditCode.ReversalMismatch, Wording.Reversal(reversal), string.Join("; ", wrong));
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
                Wording.Reversal(reversal),
                $"counts with {Text(refund.Face, refund.CustomerGets, refund.Commission)} minor units of face, price " +
                $"and commission, but its share is {Text(amounts.Face, amounts.CustomerPays, amounts.Commission)}");
        }
    }

    private static string Text(params long?[] amounts) =>
        string.Join(", ", amounts.Select(amount => amount is { } minor ? Wording.Number(minor) : "nothing"));

    private static string Text(RefundFacts? refund) => refund is null
        ? "all or nothing"
        : $"{Wording.Number(refund.Part)} of {Wording.Number(refund.Whole)}" +
            (refund.Points is { } points ? $" for {Wording.Number(points)} points" : "");

    /// <summary>The day that it counts on is near its making, and not before the sale's.</summary>
    private static void CheckDay(TopUpFacts topUp, ReversalFacts reversal, Findings findings)
    {
        var made = DateOnly.FromDateTime(reversal.CreatedAt.UtcDateTime).DayNumber;
        if (Math.Abs((long)reversal.BusinessDay - made) > MostDaysAway || reversal.BusinessDay < topUp.BusinessDay)
        {
            findings.Add(
                AuditCode.ReversalMismatch,
                Wording.Reversal(reversal),
                $"counts on {Wording.Day(reversal.BusinessDay)}, but was made on {Wording.Day(made)} for a sale of " +
                Wording.Day(topUp.BusinessDay));
        }
    }
}
