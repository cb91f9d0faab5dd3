namespace Partner.Sandbox.Issuer;

/// <summary>
/// What a sandbox card makes the simulated issuer do. The value is the code in the card's number: its last three digits
/// before the check digit.
/// </summary>
public enum SandboxOutcome
{
    /// <summary>Applied and answered at once. Also what every number that is no sandbox card does.</summary>
    Success = 1,

    /// <summary>
    /// Applied and answered after <see cref="SimulatedIssuerOptions.ShortDelay"/>; in progress until then.
    /// </summary>
    SuccessAfterShortDelay = 101,

    /// <summary>
    /// Applied and answered after <see cref="SimulatedIssuerOptions.LongDelay"/>; in progress until then.
    /// </summary>
    SuccessAfterLongDelay = 102,

    /// <summary>Refused: the card is blocked.</summary>
    CardBlocked = 201,

    /// <summary>Refused: there is no such card; look-ups do not find it either.</summary>
    CardUnknown = 202,

    /// <summary>Refused: the card does not take the product, whichever it is.</summary>
    ProductNotAccepted = 203,

    /// <summary>Refused: expired beyond grace.</summary>
    CardExpired = 204,

    /// <summary>Topped up; service is suspended, until a top-up resumes it where cards of the type are so.</summary>
    CardSuspended = 205,

    /// <summary>Topped up; past its validity for ten days, so that a top-up revives it.</summary>
    CardInGrace = 206,

    /// <summary>Topped up; at the end of its validity within a day, so that it is about to expire.</summary>
    CardExpiring = 207,

    /// <summary>The first request is answered by HTTP 500 and not applied; a repeat is applied.</summary>
    ServerErrorThenSuccess = 301,

    /// <summary>The first request is applied and never answered; a repeat is answered.</summary>
    TimeoutAfterApplying = 302,

    /// <summary>The first request is neither applied nor answered; a repeat is applied.</summary>
    TimeoutWithoutApplying = 303,

    /// <summary>The first request is applied and its answer breaks off in the middle; a repeat is answered.</summary>
    AnswerCutOff = 304,

    /// <summary>
    /// Applied at once; every request of the id is answered only <see cref="SimulatedIssuerOptions.LateAfter"/> after
    /// the first one. A query finds it at once.
    /// </summary>
    AppliedAnsweredLate = 305,

    /// <summary>
    /// The first request is applied only <see cref="SimulatedIssuerOptions.LateAfter"/> later, unless it was withdrawn
    /// or a repeat was applied before, at once. Until then a query says "not found".
    /// </summary>
    FirstRequestAppliedLate = 306,

    /// <summary>Neither applied nor answered; queries and withdrawals of the id are not answered either.</summary>
    NeverAnswers = 307,

    /// <summary>Top-ups succeed; their reversal is refused: the balance is used already.</summary>
    ReversalDeclined = 401,

    /// <summary>
    /// Top-ups succeed; the first request of a reversal is applied and never answered; a repeat is answered.
    /// </summary>
    ReversalTimeoutAfterApplying = 402,

    /// <summary>Top-ups succeed, but the card is valid for a day less than the plan promises.</summary>
    GrantsLess = 501,

    /// <summary>
    /// Top-ups succeed, and at once half of the card's data is used and ten days of its validity are over: what a
    /// partial refund looks like.
    /// </summary>
    PartlyUsed = 502,

    /// <summary>Top-ups succeed; asked about them later, the issuer says that it refused them.</summary>
    DeniedLater = 503,

    /// <summary>Top-ups succeed; the gifts of their promotions are refused.</summary>
    GiftRefused = 601,

    /// <summary>
    /// Top-ups succeed; the gifts of their promotions are neither applied nor answered, nor are queries of them; a
    /// withdrawal is.
    /// </summary>
    GiftNeverAnswered = 602,

    /// <summary>
    /// Top-ups succeed; the first request for the gifts of their promotions is applied and never answered; a query
    /// finds it.
    /// </summary>
    GiftTimeoutAfterApplying = 603,

    /// <summary>
    /// Topped up; the eSIM of a card that has one is on no device yet, and its code asks for a confirmation code.
    /// </summary>
    ConfirmationCode = 701,

    /// <summary>Topped up; the card works in <see cref="SimulatedCards.OneRegion"/> only.</summary>
    OneRegion = 702,
}
