namespace Partner.Core.Errors;

/// <summary>
/// Why something was refused, or how a top-up or reversal ended. Names and numbers are those of <c>ErrorReason</c> in
/// the contract, which documents each value for callers; <see cref="ReasonFacts"/> has what follows from it.
/// </summary>
public enum Reason
{
    /// <summary>No error; the reason of a top-up that succeeded.</summary>
    None = 0,

    /// <summary>One or more fields are wrong; google.rpc.BadRequest names every one of them.</summary>
    InvalidRequest = 1,

    /// <summary>The bytes are not a valid Protobuf message of the method's request type.</summary>
    MalformedMessage = 2,

    /// <summary>The request message is larger than 64 KiB.</summary>
    MessageTooLarge = 3,

    /// <summary>The page token is damaged, belongs to another partner, or was made with another filter.</summary>
    PageTokenInvalid = 4,

    /// <summary>The server has no such method.</summary>
    MethodUnknown = 5,

    /// <summary>The client certificate is genuine but not registered to a partner.</summary>
    CertificateNotRegistered = 10,

    /// <summary>The client certificate was revoked.</summary>
    CertificateRevoked = 11,

    /// <summary>The partner is suspended; the operator can resume it.</summary>
    PartnerSuspended = 12,

    /// <summary>The certificate lacks the permission that the method needs (sell, reverse, read, manage).</summary>
    PermissionMissing = 13,

    /// <summary>The certificate belongs to one outlet and the request names another.</summary>
    OutletMismatch = 14,

    /// <summary>The client certificate, or the authority that issued it, has ended.</summary>
    CertificateExpired = 15,

    /// <summary>The request id was used before with another input.</summary>
    RequestIdConflict = 20,

    /// <summary>The same card was sold the same plan by this partner minutes ago under another request id.</summary>
    DuplicateSuspected = 21,

    /// <summary>No such plan is on sale to this partner.</summary>
    PlanNotFound = 30,

    /// <summary>The plan is for another card type than this card's.</summary>
    PlanCardMismatch = 31,

    /// <summary>The number belongs to no range of the operator's cards, or the issuer does not know the card.</summary>
    CardUnknown = 32,

    /// <summary>The amount is not one that the plan is sold at, or missing where the plan leaves a choice.</summary>
    AmountNotAllowed = 33,

    /// <summary>The plan's price is in a currency in which the partner has no float.</summary>
    CurrencyNotSupported = 34,

    /// <summary>No such quote.</summary>
    QuoteNotFound = 40,

    /// <summary>The quote is older than its validity; ask for a new one.</summary>
    QuoteExpired = 41,

    /// <summary>The quote already paid for another top-up.</summary>
    QuoteUsed = 42,

    /// <summary>Card, plan, amount or channel differ from those of the quote.</summary>
    QuoteMismatch = 43,

    /// <summary>The debit would be higher than max_debit.</summary>
    MaxDebitExceeded = 44,

    /// <summary>Available float is lower than the debit; the metadata have available and needed.</summary>
    InsufficientFloat = 50,

    /// <summary>
    /// The issuer does not answer at present, so nothing was accepted; RetryInfo says when to try again.
    /// </summary>
    IssuerUnavailable = 60,

    /// <summary>
    /// The issuer has not given its final answer yet; the top-up or reversal is PROCESSING and finishes by
    /// itself.
    /// </summary>
    AwaitingIssuer = 61,

    /// <summary>The issuer refused: the card is blocked.</summary>
    CardBlocked = 62,

    /// <summary>The issuer refused: the card does not take this product.</summary>
    ProductNotAccepted = 63,

    /// <summary>The issuer refused: the card expired and its grace period is over.</summary>
    CardExpired = 64,

    /// <summary>The issuer refused for a reason that has no value of its own here.</summary>
    IssuerDeclined = 65,

    /// <summary>
    /// The issuer did not confirm in time and has acknowledged that it never will deliver; the money is back.
    /// </summary>
    WithdrawnAtIssuer = 66,

    /// <summary>The issuer refused the reversal: what was topped up is used already.</summary>
    BalanceAlreadyUsed = 67,

    /// <summary>The operator settled a top-up in doubt by hand, with evidence.</summary>
    ResolvedByOperator = 68,

    /// <summary>The partner cancelled the top-up before it was sent to the issuer.</summary>
    CancelledByPartner = 69,

    /// <summary>The partner has no such top-up.</summary>
    TopUpNotFound = 70,

    /// <summary>The top-up may have been sent to the issuer, or is final; it cannot be cancelled any more.</summary>
    TooLateToCancel = 71,

    /// <summary>Only a SUCCEEDED top-up can be reversed.</summary>
    TopUpNotReversible = 72,

    /// <summary>The plan allows no reversal, or the time for it is over.</summary>
    ReversalWindowClosed = 73,

    /// <summary>Another reversal of this top-up is unfinished or has succeeded; the metadata name it.</summary>
    ReversalExists = 74,

    /// <summary>The partner has no such reversal.</summary>
    ReversalNotFound = 75,

    /// <summary>The server is stopping or its store cannot be reached.</summary>
    ServiceUnavailable = 80,

    /// <summary>An unexpected fault; the metadata have incident_id.</summary>
    Internal = 81,

    /// <summary>The call ended before its answer.</summary>
    CallEnded = 82,

    /// <summary>
    /// Too many calls wait, or this one waited too long: nothing was saved. Try again a little later.
    /// </summary>
    Overloaded = 83,

    /// <summary>
    /// A promotion that the quote was made with is used up; the metadata name it. Ask for a new quote.
    /// </summary>
    PromotionExhausted = 90,

    /// <summary>No promotion for such a sale takes the coupon.</summary>
    CouponNotValid = 91,

    /// <summary>There is no rate from the plan's currency to a float's; the metadata have both.</summary>
    FxRateMissing = 92,

    /// <summary>The rate from the plan's currency to a float's is older than it may be.</summary>
    FxRateStale = 93,

    /// <summary>The partner has no such settlement.</summary>
    SettlementNotFound = 94,

    /// <summary>The period is not over yet in every schedule's time zone, or an earlier one is not settled.</summary>
    PeriodNotOver = 95,

    /// <summary>The request id was abandoned: nothing is ever made with it.</summary>
    RequestAbandoned = 96,

    /// <summary>Only a top-up that succeeded has a receipt.</summary>
    ReceiptNotDue = 100,

    /// <summary>The plan is never refunded.</summary>
    RefundExcluded = 110,

    /// <summary>Nothing is left to be refunded: it was used, or its days are over.</summary>
    RefundNothingLeft = 111,

    /// <summary>The refund is another than the one that was expected; the metadata have the present one.</summary>
    RefundChanged = 112,

    /// <summary>
    /// An earlier sale of the plan to the card was reported as not arrived, and it is not clear yet whether it did; the
    /// metadata name it.
    /// </summary>
    CaseOpen = 120,

    /// <summary>The top-up was never reported as not arrived.</summary>
    CaseNotFound = 121,

    /// <summary>The plan went onto the card as often as it may for now.</summary>
    CardLimitReached = 130,

    /// <summary>The partner has no such auto-renewal.</summary>
    AutoRenewalNotFound = 150,

    /// <summary>The plan does not renew itself, or the card cannot be renewed so; the metadata say which.</summary>
    AutoRenewalNotAllowed = 151,

    /// <summary>The partner has another auto-renewal of the plan for the card that is not over.</summary>
    AutoRenewalExists = 152,

    /// <summary>The auto-renewal was cancelled or has ended.</summary>
    AutoRenewalOver = 153,

    /// <summary>
    /// The sale demands an identity check, and none came with it; the metadata have plan and channel.
    /// </summary>
    IdCheckRequired = 160,

    /// <summary>The sale demands an identity check, and there is no key to keep one with.</summary>
    IdCheckUnavailable = 161,

    /// <summary>Another document than the one that is kept for the card.</summary>
    IdCheckMismatch = 162,

    /// <summary>Too many other documents were shown for the card; the metadata have room_from.</summary>
    IdCheckLocked = 163,

    /// <summary>Cards of this type are no eSIMs.</summary>
    EsimNotOffered = 165,

    /// <summary>The eSIM was issued anew as often as it may be for now.</summary>
    EsimReissueLimitReached = 166,

    /// <summary>
    /// The eSIM is being issued anew already; the metadata name the reissue where it is the partner's.
    /// </summary>
    EsimReissueUnderWay = 167,

    /// <summary>The partner has no such reissue.</summary>
    EsimReissueNotFound = 168,

    /// <summary>The partner sold nothing to such a card, or the issuer does not know it.</summary>
    EsimCardNotFound = 169,

    /// <summary>
    /// No signing request that is signed with its own key, or the key of another certificate; the metadata have
    /// problem.
    /// </summary>
    CertificateRequestInvalid = 170,

    /// <summary>The key of a signing request is too weak; the metadata have problem.</summary>
    CertificateKeyTooWeak = 171,

    /// <summary>
    /// A certificate hands out nothing that it lacks itself; the metadata have outlet, terminal or permissions.
    /// </summary>
    CertificateScopeTooWide = 172,

    /// <summary>No certificate can be enrolled with the code: why is not told.</summary>
    EnrollmentCodeInvalid = 173,

    /// <summary>The partner has no such certificate.</summary>
    CertificateNotFound = 174,

    /// <summary>No certificates are signed here; the metadata may have instructions.</summary>
    SigningUnavailable = 175,

    /// <summary>The certificate belongs to one terminal and the request names another.</summary>
    TerminalMismatch = 176,

    /// <summary>Too many wrong codes came from there, or this one too often.</summary>
    EnrollmentLocked = 177,

    /// <summary>As many certificates are good as may be; the metadata have limit and most.</summary>
    CertificateLimitReached = 178,

    /// <summary>As many enrollment codes are open as may be; the metadata have most.</summary>
    EnrollmentCodeLimitReached = 179,

    /// <summary>The partner has no such enrollment code.</summary>
    EnrollmentCodeNotFound = 180,

    /// <summary>The outlet is suspended or closed; the metadata have outlet and status.</summary>
    OutletNotActive = 185,

    /// <summary>The terminal is suspended or closed; the metadata have terminal and status.</summary>
    TerminalNotActive = 186,

    /// <summary>The cashier is suspended or closed; the metadata have cashier and status.</summary>
    CashierNotActive = 187,

    /// <summary>No such outlet is registered.</summary>
    OutletNotFound = 188,

    /// <summary>No such terminal is registered at the outlet.</summary>
    TerminalNotFound = 189,

    /// <summary>No such cashier is registered at the outlet.</summary>
    CashierNotFound = 190,

    /// <summary>The terminal has no such shift.</summary>
    ShiftNotFound = 191,

    /// <summary>The terminal's last shift of the day is closed; the metadata have closed_through.</summary>
    BusinessDayClosed = 192,

    /// <summary>The reference is registered otherwise, or looks like one that is.</summary>
    ReferenceExists = 193,

    /// <summary>The outlet, terminal or cashier is closed for ever.</summary>
    ReferenceClosed = 194,

    /// <summary>The partner has no such partner beneath it.</summary>
    ChildNotFound = 195,

    /// Calls come faster than the certificate or the partner may make them; nothing was read. The metadata have limit,
    /// value and reset.
    RateLimited = 200,

    /// The sale is above a limit; the metadata have limit, scope, value, used and reset. Nothing was saved.
    LimitExceeded = 201,

    /// Too many unknown or declined cards: the terminal, or the certificate, looks nothing up for a while.
    CardLookupsLocked = 202,

    /// <summary>The partner has set no such limit.</summary>
    LimitNotFound = 203,

    /// <summary>The operator's limit is tighter; the metadata have the value that holds.</summary>
    LimitTooWide = 204,

    /// <summary>The partner has as many limits as it may have.</summary>
    LimitsFull = 205,

    /// <summary>The partner is closed for ever.</summary>
    PartnerClosed = 215,

    /// <summary>
    /// The partner cannot be closed yet; the metadata have children, or posted, reserved, unfinished and unsettled.
    /// Only operators are told so.
    /// </summary>
    PartnerNotEmpty = 216,

    /// <summary>
    /// The network that would come about may not be published; the metadata have finding. Only operators are told so.
    /// </summary>
    NetworkRefused = 217,

    /// <summary>There is no such partner; only operators are told so.</summary>
    PartnerNotFound = 218,

    /// <summary>There is another partner of that id; only operators are told so.</summary>
    PartnerExists = 219,

    /// <summary>The float does not cover it; the metadata have available. Only operators are told so.</summary>
    FloatNotCovered = 220,

    /// <summary>There is no such approval; only operators are told so.</summary>
    ApprovalNotFound = 221,

    /// <summary>The approval is over; the metadata have state. Only operators are told so.</summary>
    ApprovalDecided = 222,

    /// <summary>Whoever asked for a change may not approve it; the metadata have maker.</summary>
    ApproverIsMaker = 223,

    /// <summary>As many changes of the partner wait as may; the metadata have limit.</summary>
    ApprovalsFull = 224,
    /// <summary>The documents are not those that were looked at, or others were published since.</summary>
    DocumentsChanged = 225,

    /// <summary>No such version of a document is published; only operators are told so.</summary>
    DocumentNotFound = 226,

    /// <summary>A month is being settled at this moment; only operators are told so.</summary>
    PeriodBeingSettled = 227,

    /// <summary>The operation or case has ended already, otherwise; the metadata have state.</summary>
    AlreadySettled = 230,

    /// <summary>The operation is being sent, and the issuer's answer is due within seconds.</summary>
    NotInDoubt = 231,

    /// <summary>The case has to wait for its top-up, which is unfinished.</summary>
    CaseTopUpUnfinished = 232,

    /// <summary>The certificate is registered otherwise; only operators are told so.</summary>
    CertificateExists = 233,

    /// <summary>There is no such rule about names in certificates.</summary>
    CertificateRuleNotFound = 234,
}
