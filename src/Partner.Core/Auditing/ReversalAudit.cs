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
        var expected = topUp.State == (int)TopUpState.Reversed ? 1 : 0;
        if (succeeded != expected)
        {
            findings.Add(
                AuditCode.ReversalCount,
                subject,
                $"{Wording.State(topUp.State)} with {Wording.Number(succeeded)} SUCCEEDED reversals, not " +
                Wording.Number(expected));
        }

        if (unfinished > (topUp.State == (int)TopUpState.Succeeded ? 1 : 0))
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

        // The commission is unknown where the price cannot be read, which is a finding of its own.
        var credit = topUp.Price?.CommissionCredit ?? reversal.Clawback;
        if (reversal.Currency != amounts.DebitCurrency || reversal.Amount != amounts.NetDebit
            || reversal.Clawback != credit)
        {
            findings.Add(
                AuditCode.ReversalMismatch,
                Wording.Reversal(reversal),
                $"credits {Wording.Amount(reversal.Amount, reversal.Currency)} and takes back " +
                $"{Wording.Amount(reversal.Clawback, reversal.Currency)}, but the top-up's debit was " +
                $"{Wording.Amount(amounts.NetDebit, amounts.DebitCurrency)} and its commission " +
                Wording.Amount(credit, amounts.DebitCurrency));
        }
    }

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
