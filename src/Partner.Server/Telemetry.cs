using System.Diagnostics;

namespace Partner.Server;

/// <summary>The names under which the server's traces appear.</summary>
public static class Telemetry
{
    /// <summary>Source of the server's own spans.</summary>
    public static ActivitySource Source { get; } = new("Leb.Partner");
}
