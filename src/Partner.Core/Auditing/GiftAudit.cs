using Partner.Core.Texts;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>Whether a top-up and the gifts to its card agree.</summary>
internal static class GiftAudit
{
    public static void Check(OperationFacts operation, Findings findings)
    {
        foreach (var problem in Problems(operation))
        {
            findings.Add(
                AuditCode.GiftMismatch,
                $"{Named.TopUp(operation.PartnerId, operation.Id)}/gifts",
                problem);
        }
    }

    private static IEnumerable<Wording> Problems(OperationFacts operation)
    {
        var (topUp, gifts) = (operation.TopUp, operation.Gifts);
        var arrived = topUp?.State is (int)TopUpState.Succeeded or (int)TopUpState.Reversed;
        if (gifts is null)
        {
            if (topUp?.GiftState is { } told)
            {
                yield return Told.Of(
                    $"{Named.GiftState(told)} by the top-up, but there are none",
                    $"充值记为 {Named.GiftState(told)}，但没有赠送记录");
            }

            // Money and points were only posted before there were gifts; data and validity never were anything else.
            else if (arrived && topUp!.Price?.Lines.Any(line => line.Grant is not null) == true)
            {
                yield return new(
                    "the top-up gives something to its card, but nothing says what became of it",
                    "该充值向卡片赠送，但没有其结果的记录");
            }

            yield break;
        }

        if (topUp is null || !arrived)
        {
            yield return topUp is null
                ? new("of a top-up that does not exist", "所属充值不存在")
                : Told.Of($"of one {Named.State(topUp.State)}", $"所属充值为 {Named.State(topUp.State)}");
            yield break;
        }

        if ((topUp.GiftState, topUp.GiftReason) != (gifts.State, gifts.Reason))
        {
            var says = topUp.GiftState is { } other ? Named.GiftState(other) : Named.OrNone(null);
            yield return Told.Of(
                $"{Named.GiftState(gifts.State)}, but the top-up says {says}, or another reason",
                $"{Named.GiftState(gifts.State)}，但充值记为 {says}，或原因不同");
        }

        var isBack = gifts.State is (int)GiftState.TakingBack or (int)GiftState.TakenBack or (int)GiftState.Kept;
        if (isBack && operation.TakenBack is null)
        {
            yield return Told.Of(
                $"{Named.GiftState(gifts.State)}, but no reversal has succeeded",
                $"{Named.GiftState(gifts.State)}，但没有成功的冲正");
        }

        if (!isBack && topUp.State == (int)TopUpState.Reversed && gifts.State != (int)GiftState.Refused)
        {
            yield return Told.Of(
                $"{Named.GiftState(gifts.State)}, but the top-up was taken back",
                $"{Named.GiftState(gifts.State)}，但充值已冲正");
        }
    }
}
