using Partner.Core.Errors;

namespace Partner.Server.Contract;

/// <summary>
/// Carries a refusal from a service's method to the one place that answers with it. Thrown only at the edge, where gRPC
/// leaves no other way: inside, refusals are values.
/// </summary>
public sealed class RefusalException(Refusal refusal) : Exception($"Refused: {refusal.Reason}.")
{
    /// <summary>The refusal.</summary>
    public Refusal Refusal { get; } = refusal;
}
