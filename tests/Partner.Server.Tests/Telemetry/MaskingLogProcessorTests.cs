using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using Partner.Server.Telemetry;

namespace Partner.Server.Tests.Telemetry;

/// <summary>The last look at a log before it is exported.</summary>
public sealed partial class MaskingLogProcessorTests
{
    private const string Card = "8986030000000000014";

    [Fact]
    public void A_card_is_masked_in_text_attributes_and_exceptions_and_numbers_stay()
    {
        var seen = new Seen();
        using (var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.AddProcessor(new MaskingLogProcessor());
            options.AddProcessor(seen);
        })))
        {
            LogCard(
                factory.CreateLogger("test"), new InvalidOperationException($"row {Card}"),
                Card, new Uri($"http://i/{Card}"), 7);
        }

        var text = string.Join('\n', seen.Texts);
        Assert.DoesNotContain(Card, text, StringComparison.Ordinal);
        Assert.Contains("took …0014 to", text, StringComparison.Ordinal);
        Assert.Contains("attempt=7", text, StringComparison.Ordinal);
        Assert.Contains("exception.type=System.InvalidOperationException", text, StringComparison.Ordinal);
        Assert.Contains("exception.message=row …0014", text, StringComparison.Ordinal);
    }

    [LoggerMessage(1, LogLevel.Error, "took {Number} to {Place}, attempt {Attempt}")]
    private static partial void LogCard(ILogger log, Exception fault, string number, Uri place, int attempt);

    private sealed class Seen : BaseProcessor<LogRecord>
    {
        public List<string> Texts { get; } = [];

        public override void OnEnd(LogRecord data)
        {
            Texts.Add($"{data.FormattedMessage} {data.Body} {data.Exception}");
            Texts.AddRange(data.Attributes!.Select(pair => $"{pair.Key.ToLowerInvariant()}={pair.Value}"));
        }
    }
}
