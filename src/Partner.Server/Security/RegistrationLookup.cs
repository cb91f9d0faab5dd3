using Partner.Core.Identity;

namespace Partner.Server.Security;

/// <summary>
/// Looks a certificate up in the store. Called at most about once a second for each certificate in use; concurrent
/// calls for one certificate share one lookup.
/// </summary>
/// <param name="thumbprint">SHA-256 of the DER certificate, 64 lower-case hex digits.</param>
/// <param name="cancellationToken">Given up when the server stops; never because one call was cancelled.</param>
/// <returns>
/// The registration, also of a revoked certificate or a suspended partner; null when there is none. An exception means
/// that nobody can tell: calls are then refused with SERVICE_UNAVAILABLE.
/// </returns>
public delegate ValueTask<Registration?> RegistrationLookup(string thumbprint, CancellationToken cancellationToken);
