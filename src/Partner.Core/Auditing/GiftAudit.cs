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
                $"{Wording.TopUp(operation.PartnerId, operation.Id)}/gifts",
                problem);
        }
    }

    private static IEnumerable<string> Problems(OperationFacts operation)
    {
        var (topUp, gifts) = (operation.TopUp, operation.Gifts);
        var arrived = topUp?.State is (int)TopUpState.Succeeded or (int)TopUpState.Reversed;
        if (gifts is null)
        {
            if (topUp?.GiftState is { } told)
            {
                yield return $"{Wording.GiftState(told)} by the top-up, but there are none";
            }

            // Money and points were only posted before there were gifts; data and validity never were anything else.
            else if (arrived && topUp!.Price?.Lines.Any(line => line.Grant is not null) == true)
            {
                yield return "the top-up gives something to its card, but nothing says what became of it";
            }

            yield break;
        }

        if (topUp is null || !arrived)
        {
            yield return topUp is null ? "of a top-up that does not exist" : $"of one {Wording.State(topUp.State)}";
            yield break;
        }

        if ((topUp.GiftState, topUp.GiftReason) != (gifts.State, gifts.Reason))
        {
            yield return $"{Wording.GiftState(gifts.State)}, but the top-up says " +
                $"{(topUp.GiftState is { } other ? Wording.GiftState(other) : "none")}, or another reason";
        }

        var isBack = gifts.State is (int)GiftState.TakingBack or (int)GiftState.TakenBack or (int)GiftState.Kept;
        if (isBack && operation.TakenBack is null)
        {
            yield return $"{Wording.GiftState(gifts.State)}, but no reversal has succeeded";
        }

        if (!isBack && topUp.State == (int)TopUpState.Reversed && gifts.State != (int)GiftState.Refused)
        {
            yield return $"{Wording.GiftState(gifts.State)}, but the top-up was taken back";
        }
    }
}
