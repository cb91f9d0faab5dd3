namespace Partner.Sandbox.Notices;

/// <summary>Phone numbers to which the simulated gateway does something else than to deliver.</summary>
public static class SandboxNumbers
{
    /// <summary>Any other number: the message arrives at once.</summary>
    public const string Arrives = "+8613900000000";

    /// <summary>Every attempt fails, with status 500; nothing is delivered.</summary>
    public const string Fails = "+8613900000001";

    /// <summary>Delivered and answered late.</summary>
    public const string Slow = "+8613900000002";

    /// <summary>Delivered, but the first request's connection is cut before it is answered.</summary>
    public const string LosesFirstAnswer = "+8613900000003";

    /// <summary>Its owner wants no messages.</summary>
    public const string OptedOut = "+8613900000004";

    /// <summary>There is no such number.</summary>
    public const string Invalid = "+8613900000005";

    /// <summary>Answered with a status that says nothing of the number (401).</summary>
    public const string Unclear = "+8613900000006";
}
