using Microsoft.Extensions.Logging;
using Partner.Server.Connections;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Attacks;

/// <summary>What callers make the web server say is said once a minute, without the trace of the stack.</summary>
public sealed class BoundedLoggerTests
{
    private const int Many = 50;
    private readonly ManualTimeProvider _time = new();
    private readonly GrpcTestLog _log = new();

    [Fact]
    public void The_same_message_is_one_line_a_minute_and_the_next_one_tells_how_many_were_left_out()
    {
        using var loggers = new BoundedLoggerFactory(new LoggerFactory([_log]), _time);
        var web = loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel.Connections");
        Say(web, Many);
        Assert.Single(_log.Errors);

        _time.Advance(TimeSpan.FromMinutes(1));
        Say(web, 1);

        Assert.Equal(2, _log.Errors.Count);
        Assert.Contains($"and {Many - 1} more in the minute before", _log.Errors[1], StringComparison.Ordinal);
        Assert.Contains("IOException: too much", _log.Errors[0], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _log.All, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_ours_is_said_however_often()
    {
        using var loggers = new BoundedLoggerFactory(new LoggerFactory([_log]), _time);

        Say(loggers.CreateLogger("Partner.Server.TopUps"), Many);

        Assert.Equal(Many, _log.Errors.Count);
    }

    private static void Say(ILogger logger, int times)
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                throw new IOException("too much");
            }
            catch (IOException fault)
            {
                logger.Log(LogLevel.Error, new EventId(7), "a malformed frame", fault, (text, _) => text);
            }
        }
    }
}
