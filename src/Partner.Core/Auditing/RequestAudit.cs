using Partner.Core.Ledger;
using Partner.Core.Texts;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>What stands beside an operation: its request ids, the jobs that finish it, the quote it consumed.</summary>
internal static class RequestAudit
{
    private const int TopUpJob = 1;
    private const int ReversalJob = 2;
    private const int GiftJob = 3;
    private const int GiftBackJob = 4;

    /// <summary>What is under way and stays so.</summary>
    public static readonly Wording NoJob = new(
        "PROCESSING, but no job will ever finish it", "PROCESSING，但没有任务会完成它");

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
            var subject = Named.Request(operation.PartnerId, request.RequestId);
            var index = resources.FindIndex(resource => resource.Id == request.ResourceId);
            if (index < 0)
            {
                var exists = all.Exists(resource => resource.Id == request.ResourceId);
                findings.Add(
                    exists ? AuditCode.RequestMismatch : AuditCode.RequestOrphan,
                    subject,
                    exists
                        ? Told.Of(
                            $"a second request id of {request.ResourceId}", $"为 {request.ResourceId} 的第二个请求号")
                        : Told.Of(
                            $"stands for {request.ResourceId}, which does not exist",
                            $"对应的 {request.ResourceId} 不存在"));
                continue;
            }

            var resource = resources[index];
            if ((int)resource.Method != request.Method
                || (resource.RequestId is { } own && own != request.RequestId))
            {
                findings.Add(
                    AuditCode.RequestMismatch,
                    subject,
                    $"stands for {request.ResourceId}, which was made by {resource.Method} under "
                    + $"{resource.RequestId ?? "another id"}, not by method {request.Method}",
                    $"对应的 {request.ResourceId} 由 {resource.Method} 以"
                    + $"{resource.RequestId ?? "其他请求号"}创建，而非方法 {request.Method}");
            }

            resources.RemoveAt(index);
        }

        foreach (var resource in resources)
        {
            findings.Add(
                AuditCode.RequestMissing,
                resource.Subject,
                resource.RequestId is { } id
                    ? Told.Of($"its request id {id} is not stored", $"其请求号 {id} 未保存")
                    : new("no request id stands for it", "没有对应的请求号"));
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
                topUp.Id, RequestMethod.CreateTopUp, topUp.RequestId, Named.TopUp(topUp.PartnerId, topUp.Id));
        }

        foreach (var reversal in operation.Reversals)
        {
            yield return (reversal.Id, RequestMethod.ReverseTopUp, reversal.RequestId, Named.Reversal(reversal));
        }

        foreach (var transfer in operation.Transfers)
        {
            if (OperatorsMethod(transfer) is { } method)
            {
                yield return (transfer.Id, method, null, Named.Transfer(transfer.PartnerId, transfer.Id));
            }
        }

        if (operation.Approval is { RequestId: not null } approval
            && operation.Transfers.All(transfer => OperatorsMethod(transfer) is null))
        {
            yield return (
                approval.Id, ApprovalAudit.MethodOf(approval), approval.RequestId, Named.Approval(approval));
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
                    $"{Named.Partner(operation.PartnerId)}/jobs/{job.OperationId}",
                    $"a job of kind {job.Kind}, but no such operation is PROCESSING",
                    $"有类型 {job.Kind} 的任务，但没有 PROCESSING 的对应业务");
            }
        }

        foreach (var want in wanted)
        {
            findings.Add(AuditCode.JobMissing, want.Subject, NoJob);
        }
    }

    private static IEnumerable<(string Id, int Kind, string Subject)> Unfinished(OperationFacts operation)
    {
        if (operation.TopUp is { State: (int)TopUpState.Processing } topUp)
        {
            yield return (topUp.Id, TopUpJob, Named.TopUp(topUp.PartnerId, topUp.Id));
        }

        foreach (var reversal in operation.Reversals.Where(one => one.State == (int)ReversalState.Processing))
        {
            yield return (reversal.Id, ReversalJob, Named.Reversal(reversal));
        }

        if (operation.Gifts is { State: (int)GiftState.Processing or (int)GiftState.TakingBack } gifts)
        {
            var topUpId = new TopUpId(gifts.TopUpId);
            yield return gifts is { State: (int)GiftState.TakingBack, Granted: true }
                ? (CardGiftRecord.BackIdOf(topUpId), GiftBackJob, Named.Gifts(gifts))
                : (CardGiftRecord.GrantIdOf(topUpId), GiftJob, Named.Gifts(gifts));
        }
    }

    /// <summary>A quote's commission is indicative: only what is paid must agree.</summary>
    private static bool SamePrice(QuoteFacts quote, TopUpFacts topUp) =>
        quote.Amounts is { } amounts && amounts with { Commission = topUp.Amounts.Commission } == topUp.Amounts;

    private static void CheckQuotes(OperationFacts operation, Findings findings)
    {
        foreach (var quote in operation.Quotes)
        {
            var subject = $"{Named.Partner(operation.PartnerId)}/quotes/{quote.Id}";
            if (operation.TopUp is not { } topUp)
            {
                findings.Add(AuditCode.QuoteOrphan, subject,
                    $"used by top-up {operation.Id}, which does not exist",
                    $"记为充值 {operation.Id} 所用，但该充值不存在");
            }
            else if (topUp.QuoteId != quote.Id)
            {
                findings.Add(
                    AuditCode.QuoteMismatch,
                    subject,
                    $"used by top-up {topUp.Id}, which names quote {Named.OrNone(topUp.QuoteId)}",
                    $"记为充值 {topUp.Id} 所用，而该充值所指报价为 {Named.OrNone(topUp.QuoteId)}");
            }
            else if (quote.Card != topUp.Card || quote.Plan != topUp.Plan || !SamePrice(quote, topUp))
            {
                findings.Add(
                    AuditCode.QuoteMismatch,
                    subject,
                    $"was for card {Named.Card(quote.Card)}, plan {quote.Plan} at its price, but top-up {topUp.Id} "
                    + $"is for card {Named.Card(topUp.Card)}, plan {topUp.Plan}, or at another price",
                    $"报价为卡 {Named.Card(quote.Card)}、套餐 {quote.Plan}，而充值 {topUp.Id} 为卡 "
                    + $"{Named.Card(topUp.Card)}、套餐 {topUp.Plan}，或价格不同");
            }
        }

        if (operation.TopUp is { QuoteId: { } id } sold && operation.Quotes.All(quote => quote.Id != id))
        {
            findings.Add(
                AuditCode.QuoteMismatch,
                Named.TopUp(sold.PartnerId, sold.Id),
                $"names quote {id}, which does not exist or is not marked as used by it",
                $"所指报价 {id} 不存在，或未标记为其所用");
        }
    }
}
