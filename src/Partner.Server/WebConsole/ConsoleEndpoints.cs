using Partner.Server.Connections;

namespace Partner.Server.WebConsole;

/// <summary>
/// The operator's pages, at the operator's door alone: whoever gets here is an operator. (The folder is not called
/// Console, because a namespace of that name would hide System.Console from the whole server.)
/// </summary>
internal static class ConsoleEndpoints
{
    /// <summary>Maps the pages.</summary>
    /// <param name="endpoints">The host.</param>
    public static void MapWebConsole(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("").WithMetadata(OperatorOnly.Mark);
        pages.MapGet("/", HomePage.WriteAsync);
    }
}
