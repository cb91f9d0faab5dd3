using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Notices;
using Partner.Server.Notices;

namespace Partner.Sandbox.Notices;

/// <summary>A text message that a customer got.</summary>
/// <param name="Id">Its id: there is one message for an id, however often it was handed over.</param>
/// <param name="To">The number.</param>
/// <param name="Language">"zh-CN" or "en".</param>
/// <param name="Text">What it says.</param>
/// <param name="Segments">How many text messages it takes.</param>
/// <param name="At">When it came (UTC).</param>
public sealed record DeliveredMessage(
    string Id, string To, string Language, string Text, int Segments, DateTimeOffset At);

/// <summary>What the simulated gateway delivered: in memory and, to outlive a crash, in a file of lines.</summary>
internal sealed class GatewayInbox : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DeliveredMessage> _delivered = new(StringComparer.Ordinal);
    private readonly List<string> _received = [];
    private readonly FileStream _log;

    /// <summary>Opens the file; what was delivered before is not delivered again.</summary>
    /// <param name="path">The file; made when missing.</param>
    public GatewayInbox(string path)
    {
        foreach (var line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            if (Read(line) is { } message)
            {
                _delivered.TryAdd(message.Id, message);
            }
        }

        _log = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    /// <summary>All messages, as they came.</summary>
    public IReadOnlyList<DeliveredMessage> Delivered
    {
        get
        {
            lock (_gate)
            {
                return [.. _delivered.Values.OrderBy(message => message.At)];
            }
        }
    }

    /// <summary>How often a message was handed over since the start.</summary>
    public int TimesReceived(string id)
    {
        lock (_gate)
        {
            return _received.Count(one => one == id);
        }
    }

    /// <summary>Counts a request.</summary>
    /// <returns>How many there were of this id.</returns>
    public int Receive(string id)
    {
        lock (_gate)
        {
            _received.Add(id);
            return _received.Count(one => one == id);
        }
    }

    /// <summary>Delivers a message, unless its id was delivered before.</summary>
    public void Deliver(GatewayMessage message, DateTimeOffset now)
    {
        lock (_gate)
        {
            var delivered = new DeliveredMessage(
                message.Id, message.To, message.Language, message.Text, MessageSegments.Of(message.Text), now);
            if (_delivered.TryAdd(message.Id, delivered))
            {
                JsonSerializer.Serialize(_log, delivered, InboxJson.Default.DeliveredMessage);
                _log.WriteByte((byte)'\n');
                _log.Flush(flushToDisk: true);
            }
        }
    }

    public void Dispose() => _log.Dispose();

    // The last line may be cut off where the process died: nobody was told of it.
    private static DeliveredMessage? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, InboxJson.Default.DeliveredMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DeliveredMessage))]
[JsonSerializable(typeof(IReadOnlyList<DeliveredMessage>))]
internal sealed partial class InboxJson : JsonSerializerContext;
