using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partner.Server.Notices;

/// <summary>A text message as the gateway is given it.</summary>
/// <param name="Id">Its id; also in the header Idempotency-Key.</param>
/// <param name="To">The number, E.164.</param>
/// <param name="Language">"zh-CN" or "en".</param>
/// <param name="Text">The text.</param>
public sealed record GatewayMessage(string Id, string To, string Language, string Text);

/// <summary>Why a gateway does not take a message.</summary>
/// <param name="Code">One of <see cref="GatewayCodes"/>; anything else says nothing of the number.</param>
public sealed record GatewayRefusal(string? Code);

/// <summary>The words by which a gateway refuses a number for good, with a status of 400 to 499.</summary>
public static class GatewayCodes
{
    /// <summary>The number's owner wants no messages.</summary>
    public const string OptedOut = "optedOut";

    /// <summary>There is no such number, or it gets no messages.</summary>
    public const string InvalidNumber = "invalidNumber";

    /// <summary>The path under the gateway's address.</summary>
    public const string Path = "messages";

    /// <summary>The header with the message's id.</summary>
    public const string IdHeader = "Idempotency-Key";
}

/// <summary>The messages as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(GatewayMessage))]
[JsonSerializable(typeof(GatewayRefusal))]
public sealed partial class GatewayJson : JsonSerializerContext;
