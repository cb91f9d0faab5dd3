namespace Partner.Server.Connections;

/// <summary>
/// Marks a connection that came in by the operator's port. The listener sets it on the connection, so that nothing in a
/// request can pretend to it or take it away.
/// </summary>
internal sealed class OperatorDoor
{
    /// <summary>The mark.</summary>
    public static readonly OperatorDoor Mark = new();

    private OperatorDoor()
    {
    }

    /// <summary>Whether a request came in by the operator's port.</summary>
    public static bool IsOf(HttpContext http) => http.Features.Get<OperatorDoor>() is not null;

    /// <summary>Whether there is a service at a door; health and reflection are at both.</summary>
    /// <param name="service">Its full name.</param>
    /// <param name="atOperators">Whether it is the operator's door; else it is the partners'.</param>
    public static bool Has(string service, bool atOperators) => atOperators
        ? !service.StartsWith("leb.partner.", StringComparison.Ordinal)
        : !service.StartsWith("leb.operator.", StringComparison.Ordinal);
}

/// <summary>In the metadata of endpoints that exist at the operator's door alone, beside its services.</summary>
internal sealed class OperatorOnly
{
    /// <summary>The mark.</summary>
    public static readonly OperatorOnly Mark = new();

    private OperatorOnly()
    {
    }
}
