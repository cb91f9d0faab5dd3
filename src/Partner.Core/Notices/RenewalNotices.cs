using System.Globalization;
using Partner.Core.Renewals;

namespace Partner.Core.Notices;

/// <summary>
/// Which steps of an auto-renewal its customer is told of. Partners are told each of them; a customer what renews the
/// card, what keeps it from being renewed while there is time to do something about it, and that nothing renews it any
/// more. The sales that it makes tell nothing by themselves.
/// </summary>
/// <remarks>
/// Of a cycle's failures the first is told, and the one before the last attempt, which is made an hour before the card
/// ends, where a day or more lies between; then that it was given up. So a ladder of any length is three messages.
/// </remarks>
public static class RenewalNotices
{
    private const char Mark = '.';

    /// <summary>What a step makes the customer be told.</summary>
    /// <param name="before">The auto-renewal before the change that the step is of.</param>
    /// <param name="after">As it is after it.</param>
    /// <param name="step">The step, numbered.</param>
    /// <returns>The notice; null where there is none to send.</returns>
    public static Notice? Of(AutoRenewal before, AutoRenewal after, RenewalStep step)
    {
        if (after.ContactId is not { } contact || KindOf(before, after, step) is not { } kind)
        {
            return null;
        }

        return new Notice
        {
            PartnerId = after.PartnerId,
            Kind = kind,
            Occasion = string.Create(CultureInfo.InvariantCulture, $"{after.Id}{Mark}{step.Number}"),
            ContactId = contact,
            CreatedAt = step.At,
            DueAt = step.At,
            ExpiresAt = step.At + NoticeRules.LastsFor(kind),
        };
    }

    /// <summary>
    /// When the customer's number is deleted, where this change ends the auto-renewal: a top-up that is still under way
    /// may be told of until then.
    /// </summary>
    /// <param name="before">The auto-renewal before the change.</param>
    /// <param name="change">The change.</param>
    /// <returns>The time (UTC); null where nothing is to be deleted, or that was said before.</returns>
    public static DateTimeOffset? NumberEndsAt(AutoRenewal before, RenewalChange change) =>
        change is { After: { ContactId: not null, IsOver: true }, Steps: [.., var last] } && !before.IsOver
            ? last.At + NoticeRules.NumbersKept
            : null;

    /// <summary>The number of the step that a notice tells of; null where it tells of none.</summary>
    public static long? StepOf(Notice notice) => notice.Kind
        is NoticeKind.AutoRenewed or NoticeKind.AutoRenewalFailed or NoticeKind.AutoRenewalStopped
        ? long.Parse(notice.Occasion[(notice.Occasion.IndexOf(Mark) + 1)..], CultureInfo.InvariantCulture)
        : null;

    /// <summary>When the card ends, as a customer may be told with a step.</summary>
    /// <param name="known">The auto-renewal as it is now.</param>
    /// <param name="step">One of its steps.</param>
    /// <returns>
    /// The end (UTC); null where it has passed, or where the card was renewed since it was seen, so that it ends later.
    /// </returns>
    public static DateTimeOffset? EndOf(AutoRenewal known, RenewalStep step) =>
        step.CardEnd <= step.At || (known.Phase == RenewalPhase.Renewed && known.Cycle == step.Cycle)
            ? null
            : step.CardEnd;

    private static NoticeKind? KindOf(AutoRenewal before, AutoRenewal after, RenewalStep step) => step.Kind switch
    {
        RenewalStepKind.Renewed => NoticeKind.AutoRenewed,
        RenewalStepKind.LowFloat or RenewalStepKind.PriceAboveMaximum or RenewalStepKind.IssuerTrouble
            or RenewalStepKind.CardRefused or RenewalStepKind.NotSellable =>
            after.State == RenewalState.Active && IsTold(after) ? NoticeKind.AutoRenewalFailed : null,
        RenewalStepKind.GivenUp or RenewalStepKind.TakenBack or RenewalStepKind.NotExtended
            or RenewalStepKind.CardEnded or RenewalStepKind.Completed or RenewalStepKind.Paused
            or RenewalStepKind.Cancelled =>
            before.State == RenewalState.Active ? NoticeKind.AutoRenewalStopped : null,
        _ => null,
    };

    /// <summary>
    /// Whether a failure is told: the first of its cycle, and the last before the last attempt. Where attempts end with
    /// the card (and not a day after the first failure), the first was a day or more before that.
    /// </summary>
    private static bool IsTold(AutoRenewal failed) => failed.Failures == 1
        || (failed.GiveUpAt <= failed.CycleEnd && failed.DueAt >= failed.CycleEnd - RenewalPolicy.LastChance);
}
