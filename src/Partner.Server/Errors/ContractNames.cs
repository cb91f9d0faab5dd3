using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using Partner.Core.Errors;

namespace Partner.Server.Errors;

/// <summary>
/// Names of values as callers see them: the contract's without its prefix. They are read from the contract, so they
/// cannot differ from it; a value that the contract lacks stops the server when it starts.
/// </summary>
public static class ContractNames
{
    private static readonly FrozenDictionary<Reason, string> Reasons =
        Names<Reason>("ErrorReason", "ERROR_REASON_", reason => (int)reason);

    private static readonly FrozenDictionary<MoneyMoved, string> MoneyMovements =
        Names<MoneyMoved>("MoneyMoved", "MONEY_MOVED_", moved => (int)moved);

    private static readonly FrozenDictionary<RetryWith, string> Retries =
        Names<RetryWith>("RetryWith", "RETRY_WITH_", with => (int)with);

    private static readonly FrozenDictionary<Fault, string> Faults =
        Names<Fault>("Fault", "FAULT_", fault => (int)fault);

    /// <summary>The reason in upper case: <c>CARD_UNKNOWN</c>.</summary>
    public static string Of(Reason reason) => Reasons[reason];

    /// <summary>Lower case: <c>no</c>, <c>yes</c>, <c>unknown</c>.</summary>
    /// <param name="moved">The value.</param>
    public static string Of(MoneyMoved moved) => MoneyMovements[moved];

    /// <summary>Lower case: <c>same_request_id</c>, <c>new_request_id</c>, <c>never</c>.</summary>
    /// <param name="with">The value.</param>
    public static string Of(RetryWith with) => Retries[with];

    /// <summary>
    /// Lower case: <c>caller</c>, <c>partner</c>, <c>operator</c>, <c>issuer</c>, <c>unspecified</c>.
    /// </summary>
    /// <param name="fault">The value.</param>
    public static string Of(Fault fault) => Faults[fault];

    private static FrozenDictionary<T, string> Names<T>(string type, string prefix, Func<T, int> number)
        where T : struct, Enum
    {
        var descriptor = Leb.Partner.V1.ErrorReasonReflection.Descriptor.EnumTypes.Single(e => e.Name == type);
        return Enum.GetValues<T>()
            .ToFrozenDictionary(value => value, value => Short(descriptor, number(value), prefix));
    }

    private static string Short(EnumDescriptor type, int number, string prefix)
    {
        var name = type.FindValueByNumber(number)?.Name
            ?? throw new InvalidOperationException($"The contract's {type.Name} has no value {number}.");
        var bare = name[prefix.Length..];
        return type.Name == "ErrorReason" ? bare : bare.ToLowerInvariant();
    }
}
