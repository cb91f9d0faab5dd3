using OpenTelemetry;
using OpenTelemetry.Logs;
using Partner.Core.Cards;

namespace Partner.Server.Telemetry;

/// <summary>
/// The last look at what is exported as a log: long numbers in texts, which may be cards, lose all but their last four
/// digits, and an exception is told by its text, masked too, in the attributes that the conventions have for it.
/// </summary>
internal sealed class MaskingLogProcessor : BaseProcessor<LogRecord>
{
    /// <inheritdoc/>
    public override void OnEnd(LogRecord data)
    {
        data.FormattedMessage = data.FormattedMessage is { } text ? CardMask.Hide(text) : null;
        var attributes = new List<KeyValuePair<string, object?>>();
        foreach (var (name, value) in data.Attributes ?? [])
        {
            attributes.Add(new(name, value is null or int or long or bool ? value : CardMask.Hide($"{value}")));
        }

        if (data.Exception is { } fault)
        {
            attributes.Add(new("exception.type", fault.GetType().FullName));
            attributes.Add(new("exception.message", CardMask.Hide(fault.Message)));
            attributes.Add(new("exception.stacktrace", CardMask.Hide(fault.ToString())));
            data.Exception = null;
        }

        data.Attributes = attributes;
    }
}
