using Grpc.Core;
using Partner.Core.Errors;
using Partner.Server.Connections;

namespace Partner.Server.Errors;

/// <summary>Answers a request that is refused before it gets to a service or a page.</summary>
internal static class Refusing
{
    /// <summary>
    /// Refuses in the form that the caller reads: a status of gRPC with its details; a plain page to whoever asks for
    /// pages at the operator's door.
    /// </summary>
    public static Task RefuseAsync(this HttpContext http, Refusal refusal)
    {
        if (!OperatorDoor.IsOf(http) || IsGrpc(http))
        {
            RefusalStatus.Answer(refusal, Languages.Of(http)).WriteTo(http.Response);
            return Task.CompletedTask;
        }

        http.Response.StatusCode = RefusalStatus.CodeOf(refusal.Reason) switch
        {
            StatusCode.Unauthenticated or StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
            StatusCode.Unimplemented or StatusCode.NotFound => StatusCodes.Status404NotFound,
            StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status503ServiceUnavailable,
        };

        // What stands around the pages makes a page of it.
        return Task.CompletedTask;
    }

    /// <summary>Whether a request is a call of gRPC.</summary>
    public static bool IsGrpc(HttpContext http) =>
        http.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
}
