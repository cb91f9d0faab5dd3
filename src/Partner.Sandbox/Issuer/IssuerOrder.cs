using Partner.Server.Issuer.Wire;

namespace Partner.Sandbox.Issuer;

/// <summary>One id and what is known about it. Its members change only under the book's lock.</summary>
internal sealed class IssuerOrder(IssuerRecord record)
{
    /// <summary>The present state.</summary>
    public IssuerRecord Record { get; set; } = record;

    /// <summary>Completes when the present state is on the disk.</summary>
    public Task Durable { get; set; } = Task.CompletedTask;

    /// <summary>How often the order came.</summary>
    public int TimesReceived { get; set; }

    /// <summary>What was started by the first request and later ones join: a delay, or a delayed application.</summary>
    public Task? Started { get; set; }
}

/// <summary>A received order.</summary>
/// <param name="Entry">Its id's entry; null when the id belongs to another order.</param>
/// <param name="Times">How often it was received, this time included.</param>
internal readonly record struct Receipt(IssuerOrder? Entry, int Times);
