using Partner.Core.Ledger;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>What stands beside an operation: its request ids, the jobs that finish it, the quote it consumed.</summary>
internal static class RequestAudit
{
    private const int TopUpJob = 1;
    private const int ReversalJob = 2;
    private const int GiftJob = 3;
    private const int GiftBackJob = 4;

    public static void Check(OperationFacts operation, Findings findings)
    {
        CheckRequests(operation, findings);
        CheckJobs(operation, findings);
        CheckQuotes(operation, findings);
    }

    private static void CheckRequests(OperationFacts operation, Findings findings)
    {
        var all = Resources(operation).ToList();
        var resources = all.ToList();

        // The right ids first, so that it is the second id of something that is found to be one too many.
        foreach (var request in operation.Requests.Where(request => !IsAbandoned(request)).OrderBy(
            request => !all.Exists(resource =>
                resource.Id == request.ResourceId && resource.RequestId == request.RequestId)))
        {
            var subject = Wording.Request(operation.PartnerId, request.RequestId);
            var index = resources.FindIndex(resource => resource.Id == request.ResourceId);
            if (index < 0)
            {
                var exists = all.Exists(resource => resource.Id == request.ResourceId);
                findings.Add(
                    exists ? AuditCode.RequestMismatch : AuditCode.RequestOrphan,
                    subject,
                    exists
                        ? $"a second request id of {request.ResourceId}"
                        : $"stands for {request.ResourceId}, which does not exist");
                continue;
            }

            var resource = resources[index];
            if ((int)resource.Method != request.Method
                || (resource.RequestId is { } own && own != request.RequestId))
            {
                findings.Add(
                    AuditCode.RequestMismatch,
                    subject,
                    $"stands for {request.ResourceId}, which was made by {resource.Method} under " +
                    $"{resource.RequestId ?? "another id"}, not by method {Wording.Number(request.Method)}");
            }

            resources.RemoveAt(index);
        }

        foreach (var resource in resources)
        {
            findings.Add(
                AuditCode.RequestMissing,
                resource.Subject,
                resource.RequestId is { } id ? $"its request id {id} is not stored" : "no request id stands for it");
        }
    }

    /// <summary>An id that stands for nothing on purpose; one that does stand for something is no such.</summary>
    private static bool IsAbandoned(RequestFacts request) =>
        request is { Method: (int)RequestMethod.AbandonTopUp, ResourceId: "" };

    private static RequestMethod? OperatorsMethod(TransferFacts transfer) => (TransferKind)transfer.Kind switch
    {
        TransferKind.Deposit => RequestMethod.Deposit,
        TransferKind.Withdrawal => RequestMethod.Withdrawal,
        TransferKind.Adjustment => RequestMethod.Adjustment,
        _ => null,
    };

    /// <summary>
    /// What must have exactly one request id; what operators post does not repeat it, and stands for its approval, too.
    /// </summary>
    private static IEnumerable<(string Id, RequestMethod Method, string? RequestId, string Subject)> Resources(
        OperationFacts operation)
    {
        if (operation.TopUp is { } topUp)
        {
            yield return (
                topUp.Id, RequestMethod.CreateTopUp, topUp.RequestId, Wording.TopUp(topUp.PartnerId, topUp.Id));
        }

        foreach (var reversal in operation.Reversals)
        {
            yield return (reversal.Id, RequestMethod.ReverseTopUp, reversal.RequestId, Wording.Reversal(reversal));
        }

        foreach (var transfer in operation.Transfers)
        {
            if (OperatorsMethod(transfer) is { } method)
            {
                yield return (transfer.Id, method, null, Wording.Transfer(transfer.PartnerId, transfer.Id));
            }
        }

        if (operation.Approval is { RequestId: not null } approval
            && operation.Transfers.All(transfer => OperatorsMethod(transfer) is null))
        {
            yield return (
                approval.Id, ApprovalAudit.MethodOf(approval), approval.RequestId, Wording.Approval(approval));
        }
    }

    private static void CheckJobs(OperationFacts operation, Findings findings)
    {
        var wanted = Unfinished(operation).ToList();
        foreach (var job in operation.Jobs)
        {
            if (wanted.RemoveAll(want => want.Id == job.OperationId && want.Kind == job.Kind) == 0)
            {
                findings.Add(
                    AuditCode.JobStray,
                    $"{Wording.Partner(operation.PartnerId)}/jobs/{job.OperationId}",
                    $"a job of kind {Wording.Number(job.Kind)}, but no such operation is PROCESSING");
            }
        }

        foreach (var want in wanted)
        {
            findings.Add(AuditCode.JobMissing, want.Subject, "PROCESSING, but no job will ever finish it");
        }
    }

    private static IEnumerable<(string Id, int Kind, string Subject)> Unfinished(OperationFacts operation)
    {
        if (operation.TopUp is { State: (int)TopUpState.Processing } topUp)
        {
            yield return (topUp.Id, TopUpJob, Wording.TopUp(topUp.PartnerId, topUp.Id));
        }

        foreach (var reversal in operation.Reversals.Where(one => one.State == (int)ReversalState.Processing))
        {
            yield return (reversal.Id, ReversalJob, Wording.Reversal(reversal));
        }

        if (operation.Gifts is { State: (int)GiftState.Processing or (int)GiftState.TakingBack } gifts)
        {
            var topUpId = new TopUpId(gifts.TopUpId);
            yield return gifts is { State: (int)GiftState.TakingBack, Granted: true }
                ? (CardGiftRecord.BackIdOf(topUpId), GiftBackJob, Wording.Gifts(gifts))
                : (CardGiftRecord.GrantIdOf(topUpId), GiftJob, Wording.Gifts(gifts));
        }
    }

    /// <summary>A quote's commission is indicative: only what is paid must agree.</summary>
    private static bool SamePrice(QuoteFacts quote, TopUpFacts topUp) =>
        quote.Amounts is { } amounts && amounts with { Commission = topUp.Amounts.Commission } == topUp.Amounts;

    private static void CheckQuotes(OperationFacts operation, Findings findings)
    {
        foreach (var quote in operation.Quotes)
        {
            var subject = $"{Wording.Partner(operation.PartnerId)}/quotes/{quote.Id}";
            if (operation.TopUp is not { } topUp)
            {
                findings.Add(AuditCode.QuoteOrphan, subject, $"used by top-up {operation.Id}, which does not exist");
            }
            else if (topUp.QuoteId != quote.Id)
            {
                findings.Add(
                    AuditCode.QuoteMismatch,
                    subject,
                    $"used by top-up {topUp.Id}, which names quote {topUp.QuoteId ?? "none"}");
            }
            else if (quote.Card != topUp.Card || quote.Plan != topUp.Plan || !SamePrice(quote, topUp))
            {
                findings.Add(
                    AuditCode.QuoteMismatch,
                    subject,
                    $"was for card {Wording.Card(quote.Card)}, plan {quote.Plan} at its price, but top-up {topUp.Id} " +
                    $"is for card {Wording.Card(topUp.Card)}, plan {topUp.Plan}, or at another price");
            }
        }

        if (operation.TopUp is { QuoteId: { } id } sold && operation.Quotes.All(quote => quote.Id != id))
        {
            findings.Add(
                AuditCode.QuoteMismatch,
                Wording.TopUp(sold.PartnerId, sold.Id),
                $"names quote {id}, which does not exist or is not marked as used by it");
        }
    }
}
