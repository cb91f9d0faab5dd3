using Grpc.Core;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>A wrong request and its documented answer.</summary>
/// <param name="Name">What is wrong, in words.</param>
/// <param name="Status">The gRPC status.</param>
/// <param name="Reason">The reason without its prefix.</param>
/// <param name="Field">The one field that the answer must name; empty when it names none.</param>
/// <param name="Send">Sends it; ends with the refusal.</param>
internal sealed record BadInputRow(
    string Name, StatusCode Status, string Reason, string Field, Func<BadInputScene, Task> Send)
{
    public const string Invalid = "INVALID_REQUEST";

    /// <summary>A row whose answer is INVALID_ARGUMENT, INVALID_REQUEST and a field.</summary>
    public static BadInputRow Of(string name, string field, Func<BadInputScene, Task> send) =>
        new(name, StatusCode.InvalidArgument, Invalid, field, send);

    /// <summary>A row whose answer names no field.</summary>
    public static BadInputRow Of(string name, StatusCode status, string reason, Func<BadInputScene, Task> send) =>
        new(name, status, reason, "", send);
}
