using Grpc.Core;

namespace Partner.Server.Security;

/// <summary>Who makes a call.</summary>
public static class CallerContext
{
    /// <summary>The caller, known in every method of every service.</summary>
    /// <param name="context">The call.</param>
    /// <exception cref="InvalidOperationException">The call did not come through the server's pipeline.</exception>
    public static Caller GetCaller(this ServerCallContext context) => context.GetHttpContext().GetCaller();

    /// <summary>
    /// The person whom the certificate of a request names: its common name; empty where it has none.
    /// </summary>
    /// <param name="http">The request.</param>
    internal static string GetPerson(this HttpContext http) =>
        http.Features.Get<PeerCertificate>()?.Person ?? "";

    /// <summary>The caller of a request.</summary>
    /// <param name="http">The request.</param>
    /// <exception cref="InvalidOperationException">It did not come through the server's pipeline.</exception>
    public static Caller GetCaller(this HttpContext http) =>
        http.Features.Get<CallerVerdict>()?.Caller
        ?? throw new InvalidOperationException("Nobody found out who makes this call.");
}
