using System.Net;

namespace Partner.Sandbox.Notices;

/// <summary>Where the simulated gateway listens and keeps its inbox, and how slow its slow number is.</summary>
public sealed record SimulatedGatewayOptions
{
    /// <summary>Folder of its inbox, <c>inbox.log</c>; made when missing. One process at a time.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The address to listen on; plain HTTP, so only the own machine by default.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How late <see cref="SandboxNumbers.Slow"/> is answered; all, where <see cref="AllSlow"/>.</summary>
    public TimeSpan SlowFor { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether every message is answered late.</summary>
    public bool AllSlow { get; init; }

    /// <summary>The clock of all delays and times.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
