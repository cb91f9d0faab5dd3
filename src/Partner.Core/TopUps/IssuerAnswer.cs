using Partner.Core.Errors;

namespace Partner.Core.TopUps;

/// <summary>What is known after a call to the issuer.</summary>
public enum IssuerVerdict
{
    /// <summary>The issuer applied the operation, now or earlier under the same id.</summary>
    Accepted,

    /// <summary>The issuer refused explicitly, naming our id; it will never apply it.</summary>
    Declined,

    /// <summary>The issuer acknowledged durably that it has not applied this id and never will.</summary>
    Withdrawn,

    /// <summary>
    /// A query found no trace of the id. A request under way may still be applied later: proves nothing.
    /// </summary>
    NotFound,

    /// <summary>Anything else after bytes were sent: time-out, broken connection, error status, nonsense.</summary>
    Unknown,

    /// <summary>Not a byte left this process: the breaker was open, the queue full or the connection refused.</summary>
    NotSent,
}

/// <summary>The answer to one operation at the issuer, after all attempts.</summary>
/// <param name="Verdict">What is known.</param>
/// <param name="Reference">The issuer's own reference, with <see cref="IssuerVerdict.Accepted"/>.</param>
/// <param name="Reason">Why it was declined, with <see cref="IssuerVerdict.Declined"/>.</param>
/// <param name="Detail">For logs and operators, without card numbers: "HTTP 503", "timed out".</param>
public sealed record IssuerAnswer(
    IssuerVerdict Verdict, string? Reference = null, Reason Reason = Reason.None, string? Detail = null)
{
    /// <summary>
    /// Why it was declined. A refusal always has a reason: "none" is that of success, and says that money moved.
    /// </summary>
    internal Reason Refusal => Reason == Reason.None ? Reason.IssuerDeclined : Reason;
}
