using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Approvals;
using Partner.Server.Contract;
using Partner.Storage;
using AdjustmentReason = Partner.Core.Approvals.AdjustmentReason;
using MoneyChangeKind = Partner.Core.Approvals.MoneyChangeKind;
using MoneyMoved = Leb.Partner.V1.MoneyMoved;
using WireMoney = Leb.Partner.V1.Money;

namespace Partner.Server.BackOffice;

/// <content>What moves money: at once, or after a second person approved it.</content>
internal sealed partial class PartnerGrpcService
{
    /// <inheritdoc/>
    public override async Task<SetCreditLimitResponse> SetCreditLimit(
        SetCreditLimitRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.PartnerName(request.Name);
        var limit = reader.RequiredAmount(request.Limit, "limit", orZero: true);
        reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var change = new MoneyChange(MoneyChangeKind.CreditLimit, limit!.Value);
        var answer = await ChangeAsync(id, change, request.Why, context);
        return new SetCreditLimitResponse
        {
            Float = ToWire(answer.Float, clock.GetUtcNow()),
            Approval = answer.Approval?.ToWire(clock.GetUtcNow()),
        };
    }

    /// <inheritdoc/>
    public override async Task<CreateDepositResponse> CreateDeposit(
        CreateDepositRequest request, ServerCallContext context)
    {
        var answer = await PayAsync(
            MoneyChangeKind.Deposit, (request.Name, request.RequestId, request.Amount, request.Why), context);
        return new CreateDepositResponse
        {
            TransferId = answer.Id,
            Replayed = answer.Replayed,
            MoneyMoved = Moved(answer),
            Approval = answer.Approval?.ToWire(clock.GetUtcNow()),
        };
    }

    /// <inheritdoc/>
    public override async Task<CreateWithdrawalResponse> CreateWithdrawal(
        CreateWithdrawalRequest request, ServerCallContext context)
    {
        var answer = await PayAsync(
            MoneyChangeKind.Withdrawal, (request.Name, request.RequestId, request.Amount, request.Why), context);
        return new CreateWithdrawalResponse
        {
            TransferId = answer.Id,
            Replayed = answer.Replayed,
            MoneyMoved = Moved(answer),
            Approval = answer.Approval?.ToWire(clock.GetUtcNow()),
        };
    }

    /// <inheritdoc/>
    public override async Task<CreateAdjustmentResponse> CreateAdjustment(
        CreateAdjustmentRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.PartnerName(request.Name);
        var requestId = reader.RequestId(request.RequestId);
        var amount = reader.SignedAmount(request.Amount, "amount");
        var reason = (AdjustmentReason?)reader.Choice(request.Reason, true, "reason");
        var evidence = reader.Evidence(request.Evidence, MoneyChange.LongestEvidence);
        reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var change = new MoneyChange(MoneyChangeKind.Adjustment, amount!.Value)
        {
            RequestId = requestId,
            Reason = reason,
            Evidence = evidence,
        };
        var answer = await ChangeAsync(id, change, request.Why, context);
        return new CreateAdjustmentResponse
        {
            TransferId = answer.Id,
            Replayed = answer.Replayed,
            MoneyMoved = Moved(answer),
            Approval = answer.Approval?.ToWire(clock.GetUtcNow()),
        };
    }

    private static MoneyMoved Moved(MoneyAnswer answer) => answer.Done ? MoneyMoved.Yes : MoneyMoved.No;

    private Task<MoneyAnswer> PayAsync(
        MoneyChangeKind kind,
        (string Name, string RequestId, WireMoney? Amount, string Why) request,
        ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.PartnerName(request.Name);
        var requestId = reader.RequestId(request.RequestId);
        var amount = reader.RequiredAmount(request.Amount, "amount");
        reader.By(request.Why, context);
        reader.ThrowIfRefused();
        return ChangeAsync(
            id, new MoneyChange(kind, amount!.Value) { RequestId = requestId }, request.Why, context);
    }

    private async Task<MoneyAnswer> ChangeAsync(
        PartnerId id, MoneyChange change, string why, ServerCallContext context) => (await administration
        .ChangeAsync(id, change, context.Party(), why, context.CancellationToken)).OrThrow();
}
