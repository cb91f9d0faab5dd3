using Partner.Core.TopUps;

namespace Partner.Core.Notices;

/// <summary>Which events customers are told of, how often that is tried, and when it is given up.</summary>
public static class NoticeRules
{
    /// <summary>
    /// How long a number is kept after the sale that it was left with, or after the end of the auto-renewal.
    /// </summary>
    public static readonly TimeSpan NumbersKept = TimeSpan.FromDays(90);

    private static readonly TimeSpan NewsLast = TimeSpan.FromHours(6);
    private static readonly TimeSpan RemindersLast = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
    ];

    /// <summary>
    /// What a top-up's end makes its customer be told. A cancel tells nothing: the clerk and the customer are in the
    /// middle of it; nor does a refund, which is handed over at the counter.
    /// </summary>
    /// <param name="topUp">The top-up after its change.</param>
    /// <returns>The notice; null where there is none to send.</returns>
    public static Notice? Of(TopUpRecord topUp)
    {
        if (topUp.ContactId is not { } contact || contact == ContactId.NotKept || topUp.FinalAt is not { } at
            || KindOf(topUp) is not { } kind)
        {
            return null;
        }

        return new Notice
        {
            PartnerId = topUp.PartnerId,
            Kind = kind,
            Occasion = topUp.Id.Value,
            ContactId = contact,
            CreatedAt = at,
            DueAt = at,
            ExpiresAt = at + LastsFor(kind),
        };
    }

    /// <summary>How long after its event a notice is still worth sending.</summary>
    public static TimeSpan LastsFor(NoticeKind kind) => kind == NoticeKind.Reminder ? RemindersLast : NewsLast;

    /// <summary>Whether it is too late to send a notice.</summary>
    public static bool IsExpired(Notice notice, DateTimeOffset now) => now >= notice.ExpiresAt;

    /// <summary>What becomes of a notice by what the gateway said.</summary>
    /// <param name="notice">The notice, the attempt that was answered counted.</param>
    /// <param name="verdict">What it said.</param>
    /// <param name="now">The time of the answer.</param>
    public static Notice After(Notice notice, NoticeVerdict verdict, DateTimeOffset now) => verdict switch
    {
        NoticeVerdict.Taken => End(notice, NoticeState.Sent, now),
        NoticeVerdict.OptedOut => End(notice, NoticeState.OptedOut, now),
        NoticeVerdict.Refused => End(notice, NoticeState.Refused, now),
        _ => now + PauseAfter(notice.Attempts) is var again && again < notice.ExpiresAt
            ? notice with { DueAt = again }
            : End(notice, NoticeState.Expired, now),
    };

    /// <summary>A notice that has come to its end.</summary>
    /// <param name="state">How it ended.</param>
    public static Notice End(Notice notice, NoticeState state, DateTimeOffset now) =>
        notice with { State = state, EndedAt = now };

    /// <summary>How long is waited after an attempt.</summary>
    /// <param name="attempts">The attempts so far, from 1.</param>
    public static TimeSpan PauseAfter(int attempts) => Pauses[Math.Clamp(attempts, 1, Pauses.Length) - 1];

    private static NoticeKind? KindOf(TopUpRecord topUp) => topUp.State switch
    {
        TopUpState.Succeeded => NoticeKind.Arrival,
        TopUpState.Failed => NoticeKind.Failure,
        _ => null,
    };
}
