using System.Net;
using Partner.Core.Plans;

namespace Partner.Sandbox.Issuer;

/// <summary>Where the simulated issuer listens and keeps its log, and how slow its slow cards are.</summary>
public sealed record SimulatedIssuerOptions
{
    /// <summary>Folder of its log, <c>issuer.log</c>; made when missing. One process at a time.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The address to listen on; plain HTTP, so only the own machine by default.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Delay of <see cref="SandboxOutcome.SuccessAfterShortDelay"/>.</summary>
    public TimeSpan ShortDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Delay of <see cref="SandboxOutcome.SuccessAfterLongDelay"/>.</summary>
    public TimeSpan LongDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How late <see cref="SandboxOutcome.AppliedAnsweredLate"/> answers and
    /// <see cref="SandboxOutcome.FirstRequestAppliedLate"/> applies, counted from the first request.
    /// </summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After how long a request that is never answered has its connection dropped.</summary>
    public TimeSpan HangFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The published catalogue at a time, by which it works its cards out; where it is null or knows none, the demo's.
    /// </summary>
    public Func<DateTimeOffset, PlanCatalogue?>? Catalogue { get; init; }

    /// <summary>The clock of all delays and times.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
