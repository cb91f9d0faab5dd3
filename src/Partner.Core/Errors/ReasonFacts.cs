using static Partner.Core.Errors.Fault;
using static Partner.Core.Errors.MoneyMoved;
using static Partner.Core.Errors.RetryWith;
using static Partner.Core.Errors.StatusKind;

namespace Partner.Core.Errors;

/// <summary>Who has to act so that the next attempt can succeed.</summary>
public enum Fault
{
    /// <summary>Nobody: nothing failed, or it is not known yet.</summary>
    Nobody = 0,

    /// <summary>The calling program.</summary>
    Caller = 1,

    /// <summary>The partner: its float, certificate or status.</summary>
    ThePartner = 2,

    /// <summary>The operator of this service.</summary>
    Operator = 3,

    /// <summary>The card issuer, or the card.</summary>
    Issuer = 4,
}

/// <summary>With which request id a new attempt should be made.</summary>
public enum RetryWith
{
    /// <summary>There is nothing to retry.</summary>
    NotApplicable = 0,

    /// <summary>The same call with the same request id.</summary>
    SameRequestId = 1,

    /// <summary>A corrected call with a new request id.</summary>
    NewRequestId = 2,

    /// <summary>No further attempt.</summary>
    Never = 3,
}

/// <summary>Whether the partner's float was charged (for a reversal: credited).</summary>
public enum MoneyMoved
{
    /// <summary>Not stated.</summary>
    Unstated = 0,

    /// <summary>It was not, and will not be.</summary>
    No = 1,

    /// <summary>It was.</summary>
    Yes = 2,

    /// <summary>Not known yet.</summary>
    Unknown = 3,
}

/// <summary>
/// The gRPC status that a reason is answered with; <see cref="InBody"/> ones only occur in an outcome.
/// </summary>
public enum StatusKind
{
    /// <summary>Never a status: part of a top-up's or reversal's outcome.</summary>
    InBody,

    /// <summary>INVALID_ARGUMENT.</summary>
    InvalidArgument,

    /// <summary>NOT_FOUND.</summary>
    NotFound,

    /// <summary>ALREADY_EXISTS.</summary>
    AlreadyExists,

    /// <summary>FAILED_PRECONDITION.</summary>
    FailedPrecondition,

    /// <summary>PERMISSION_DENIED.</summary>
    PermissionDenied,

    /// <summary>UNAUTHENTICATED.</summary>
    Unauthenticated,

    /// <summary>RESOURCE_EXHAUSTED.</summary>
    ResourceExhausted,

    /// <summary>UNAVAILABLE.</summary>
    Unavailable,

    /// <summary>UNIMPLEMENTED.</summary>
    Unimplemented,

    /// <summary>INTERNAL.</summary>
    Internal,

    /// <summary>DEADLINE_EXCEEDED or CANCELLED, as the call ended.</summary>
    CallEnded,
}

/// <summary>
/// The answers to a clerk's four questions (did money move, is a retry safe, with which id, whose fault) and the
/// status, for each <see cref="Reason"/>. The one table that every error and every outcome is built from.
/// </summary>
/// <param name="Status">The gRPC status.</param>
/// <param name="MoneyMoved">Whether the float was charged.</param>
/// <param name="RetryWith">With which id to try again. A retry made so can never charge twice.</param>
/// <param name="Fault">Who has to act.</param>
public sealed record ReasonFacts(StatusKind Status, MoneyMoved MoneyMoved, RetryWith RetryWith, Fault Fault)
{
    private static readonly Dictionary<Reason, ReasonFacts> Table = new()
    {
        [Reason.None] = new(InBody, Yes, NotApplicable, Nobody),

        [Reason.InvalidRequest] = new(InvalidArgument, No, NewRequestId, Caller),
        [Reason.MalformedMessage] = new(InvalidArgument, No, NewRequestId, Caller),
        [Reason.MessageTooLarge] = new(ResourceExhausted, No, NewRequestId, Caller),
        [Reason.PageTokenInvalid] = new(InvalidArgument, No, NewRequestId, Caller),
        [Reason.MethodUnknown] = new(Unimplemented, No, Never, Caller),

        [Reason.CertificateNotRegistered] = new(Unauthenticated, No, SameRequestId, ThePartner),
        [Reason.CertificateRevoked] = new(Unauthenticated, No, SameRequestId, ThePartner),
        [Reason.PartnerSuspended] = new(PermissionDenied, No, SameRequestId, ThePartner),
        [Reason.PermissionMissing] = new(PermissionDenied, No, SameRequestId, ThePartner),
        [Reason.OutletMismatch] = new(PermissionDenied, No, NewRequestId, Caller),
        [Reason.CertificateExpired] = new(Unauthenticated, No, SameRequestId, ThePartner),

        [Reason.RequestIdConflict] = new(AlreadyExists, No, NewRequestId, Caller),
        // Never by a program: once the window is over it would sell twice. A person may send it with allow_duplicate.
        [Reason.DuplicateSuspected] = new(FailedPrecondition, No, Never, Caller),

        [Reason.PlanNotFound] = new(NotFound, No, NewRequestId, Caller),
        [Reason.PlanCardMismatch] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.CardUnknown] = new(NotFound, No, NewRequestId, Caller),
        [Reason.AmountNotAllowed] = new(InvalidArgument, No, NewRequestId, Caller),
        [Reason.CurrencyNotSupported] = new(FailedPrecondition, No, NewRequestId, ThePartner),

        [Reason.QuoteNotFound] = new(NotFound, No, NewRequestId, Caller),
        [Reason.QuoteExpired] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.QuoteUsed] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.QuoteMismatch] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.MaxDebitExceeded] = new(FailedPrecondition, No, NewRequestId, Caller),

        [Reason.InsufficientFloat] = new(FailedPrecondition, No, SameRequestId, ThePartner),

        [Reason.IssuerUnavailable] = new(Unavailable, No, SameRequestId, Fault.Issuer),
        [Reason.AwaitingIssuer] = new(InBody, MoneyMoved.Unknown, SameRequestId, Nobody),
        [Reason.CardBlocked] = new(FailedPrecondition, No, NewRequestId, Fault.Issuer),
        [Reason.ProductNotAccepted] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.CardExpired] = new(FailedPrecondition, No, NewRequestId, Fault.Issuer),
        [Reason.IssuerDeclined] = new(FailedPrecondition, No, NewRequestId, Fault.Issuer),
        [Reason.WithdrawnAtIssuer] = new(InBody, No, NewRequestId, Fault.Issuer),
        [Reason.BalanceAlreadyUsed] = new(InBody, No, Never, Fault.Issuer),
        [Reason.ResolvedByOperator] = new(InBody, No, NewRequestId, Fault.Operator),
        [Reason.CancelledByPartner] = new(InBody, No, NewRequestId, ThePartner),

        [Reason.TopUpNotFound] = new(NotFound, No, Never, Caller),
        [Reason.TooLateToCancel] = new(FailedPrecondition, MoneyMoved.Unknown, Never, Caller),
        [Reason.TopUpNotReversible] = new(FailedPrecondition, No, Never, Caller),
        [Reason.ReversalWindowClosed] = new(FailedPrecondition, No, Never, Caller),
        [Reason.ReversalExists] = new(FailedPrecondition, No, Never, Caller),
        [Reason.ReversalNotFound] = new(NotFound, No, Never, Caller),

        [Reason.ServiceUnavailable] = new(Unavailable, MoneyMoved.Unknown, SameRequestId, Fault.Operator),
        [Reason.Internal] = new(StatusKind.Internal, MoneyMoved.Unknown, SameRequestId, Fault.Operator),
        [Reason.CallEnded] = new(StatusKind.CallEnded, MoneyMoved.Unknown, SameRequestId, Nobody),
        [Reason.Overloaded] = new(ResourceExhausted, No, SameRequestId, Fault.Operator),

        [Reason.PromotionExhausted] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.CouponNotValid] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.FxRateMissing] = new(FailedPrecondition, No, SameRequestId, Fault.Operator),
        [Reason.FxRateStale] = new(FailedPrecondition, No, SameRequestId, Fault.Operator),
        [Reason.SettlementNotFound] = new(NotFound, No, Never, Caller),
        [Reason.PeriodNotOver] = new(FailedPrecondition, No, SameRequestId, Caller),
        [Reason.RequestAbandoned] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.ReceiptNotDue] = new(FailedPrecondition, No, SameRequestId, Caller),
        [Reason.RefundExcluded] = new(FailedPrecondition, No, Never, Caller),
        [Reason.RefundNothingLeft] = new(FailedPrecondition, No, Never, Caller),
        // Nothing was saved: with the refund that the customer agrees to, under the same id.
        [Reason.RefundChanged] = new(FailedPrecondition, No, SameRequestId, Caller),
        [Reason.CaseOpen] = new(FailedPrecondition, No, Never, Caller),
        [Reason.CaseNotFound] = new(NotFound, No, Never, Caller),
        [Reason.CardLimitReached] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.AutoRenewalNotFound] = new(NotFound, No, Never, Caller),
        [Reason.AutoRenewalNotAllowed] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.AutoRenewalExists] = new(FailedPrecondition, No, Never, Caller),
        [Reason.AutoRenewalOver] = new(FailedPrecondition, No, Never, Caller),
        // Nothing was saved, and the check is no part of what the id stands for.
        [Reason.IdCheckRequired] = new(FailedPrecondition, No, SameRequestId, Caller),
        [Reason.IdCheckUnavailable] = new(FailedPrecondition, No, SameRequestId, Fault.Operator),
        [Reason.IdCheckMismatch] = new(InBody, No, NewRequestId, Caller),
        [Reason.IdCheckLocked] = new(FailedPrecondition, No, SameRequestId, Caller),
        [Reason.EsimNotOffered] = new(FailedPrecondition, No, Never, Caller),
        [Reason.EsimReissueLimitReached] = new(FailedPrecondition, No, SameRequestId, Caller),
        [Reason.EsimReissueUnderWay] = new(FailedPrecondition, No, SameRequestId, Caller),
        [Reason.EsimReissueNotFound] = new(NotFound, No, Never, Caller),
        [Reason.EsimCardNotFound] = new(NotFound, No, Never, Caller),
        [Reason.CertificateRequestInvalid] = new(InvalidArgument, No, SameRequestId, Caller),
        [Reason.CertificateKeyTooWeak] = new(InvalidArgument, No, SameRequestId, Caller),
        [Reason.CertificateScopeTooWide] = new(PermissionDenied, No, SameRequestId, ThePartner),
        [Reason.EnrollmentCodeInvalid] = new(PermissionDenied, No, SameRequestId, ThePartner),
        [Reason.CertificateNotFound] = new(NotFound, No, Never, Caller),
        [Reason.SigningUnavailable] = new(FailedPrecondition, No, SameRequestId, Fault.Operator),
        [Reason.TerminalMismatch] = new(PermissionDenied, No, NewRequestId, Caller),
        [Reason.EnrollmentLocked] = new(ResourceExhausted, No, SameRequestId, Caller),
        [Reason.CertificateLimitReached] = new(ResourceExhausted, No, SameRequestId, ThePartner),
        [Reason.EnrollmentCodeLimitReached] = new(ResourceExhausted, No, SameRequestId, ThePartner),
        [Reason.EnrollmentCodeNotFound] = new(NotFound, No, Never, Caller),
        [Reason.OutletNotActive] = new(FailedPrecondition, No, SameRequestId, ThePartner),
        [Reason.TerminalNotActive] = new(FailedPrecondition, No, SameRequestId, ThePartner),
        [Reason.CashierNotActive] = new(FailedPrecondition, No, SameRequestId, ThePartner),
        [Reason.OutletNotFound] = new(NotFound, No, NewRequestId, Caller),
        [Reason.TerminalNotFound] = new(NotFound, No, NewRequestId, Caller),
        [Reason.CashierNotFound] = new(NotFound, No, NewRequestId, Caller),
        [Reason.ShiftNotFound] = new(NotFound, No, Never, Caller),
        [Reason.BusinessDayClosed] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.ReferenceExists] = new(AlreadyExists, No, NewRequestId, Caller),
        [Reason.ReferenceClosed] = new(FailedPrecondition, No, Never, Caller),
        [Reason.ChildNotFound] = new(NotFound, No, Never, Caller),
        [Reason.RateLimited] = new(ResourceExhausted, No, SameRequestId, Caller),
        // Nothing was saved: with the same id once the period is over, or the limit is wider.
        [Reason.LimitExceeded] = new(FailedPrecondition, No, SameRequestId, ThePartner),
        [Reason.CardLookupsLocked] = new(ResourceExhausted, No, SameRequestId, Caller),
        [Reason.LimitNotFound] = new(NotFound, No, Never, Caller),
        [Reason.LimitTooWide] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.LimitsFull] = new(ResourceExhausted, No, NewRequestId, Caller),
        [Reason.PartnerClosed] = new(PermissionDenied, No, Never, ThePartner),
        // Nothing was changed: once the float is empty, or with another network.
        [Reason.PartnerNotEmpty] = new(FailedPrecondition, No, SameRequestId, Caller),
        [Reason.NetworkRefused] = new(FailedPrecondition, No, NewRequestId, Caller),
        [Reason.PartnerNotFound] = new(NotFound, No, Never, Caller),
        [Reason.PartnerExists] = new(AlreadyExists, No, Never, Caller),
        // Nothing was saved, or the approval stays open: once the float covers it, the same again.
        [Reason.FloatNotCovered] = new(FailedPrecondition, No, SameRequestId, Caller),
        [Reason.ApprovalNotFound] = new(NotFound, No, Never, Caller),
        [Reason.ApprovalDecided] = new(FailedPrecondition, No, Never, Caller),
        [Reason.ApproverIsMaker] = new(PermissionDenied, No, SameRequestId, Caller),
        [Reason.ApprovalsFull] = new(ResourceExhausted, No, SameRequestId, Caller),
        [Reason.DocumentsChanged] = new(FailedPrecondition, No, Never, Caller),
        [Reason.DocumentNotFound] = new(NotFound, No, Never, Caller),
        [Reason.PeriodBeingSettled] = new(FailedPrecondition, No, SameRequestId, Nobody),
        [Reason.AlreadySettled] = new(FailedPrecondition, MoneyMoved.Unknown, Never, Caller),
        [Reason.NotInDoubt] = new(FailedPrecondition, MoneyMoved.Unknown, SameRequestId, Caller),
        [Reason.CaseTopUpUnfinished] = new(FailedPrecondition, MoneyMoved.Unknown, SameRequestId, Caller),
        [Reason.CertificateExists] = new(AlreadyExists, No, Never, Caller),
        [Reason.CertificateRuleNotFound] = new(NotFound, No, Never, Caller),
    };

    /// <summary>
    /// Whether a further attempt, made as <see cref="RetryWith"/> says, makes sense and cannot charge twice.
    /// </summary>
    public bool RetrySafe => RetryWith is SameRequestId or NewRequestId;

    /// <summary>The facts of a reason. Every value of the enum has a row.</summary>
    public static ReasonFacts Of(Reason reason) => Table[reason];

    /// <summary>The facts of a refusal: those of its reason, but where what it tells changes them.</summary>
    /// <param name="refusal">The refusal.</param>
    public static ReasonFacts Of(Refusal refusal) => refusal.IsForEver
        ? Table[refusal.Reason] with { RetryWith = NewRequestId, Fault = Caller }
        : Table[refusal.Reason];
}
