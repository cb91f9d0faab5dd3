using Partner.Core.Errors;

namespace Partner.Server.Security;

/// <summary>
/// Checks a message by itself, without looking anything up. Registered for a request type (as a singleton), it lets a
/// caller that is refused anyway learn first that its message is wrong, which is the order that the contract promises.
/// It is not called for callers that are let in: the service's own check is theirs.
/// </summary>
/// <typeparam name="TRequest">The request's type.</typeparam>
/// <returns>Every field that is wrong; empty when the message is right.</returns>
public delegate IReadOnlyList<FieldViolation> RequestShape<in TRequest>(TRequest request);
