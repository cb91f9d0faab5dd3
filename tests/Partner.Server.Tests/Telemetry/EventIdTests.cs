using System.Reflection;
using Microsoft.Extensions.Logging;
using Partner.Server.Hosting;

namespace Partner.Server.Tests.Telemetry;

/// <summary>An operator finds a message by its number, whatever its words become.</summary>
public sealed class EventIdTests
{
    private static readonly (string Method, int Id, string Message)[] Messages =
    [
        .. typeof(PartnerServer).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(
                BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
                | BindingFlags.DeclaredOnly))
            .SelectMany(method => method.GetCustomAttributes<LoggerMessageAttribute>()
                .Select(message => ($"{method.DeclaringType!.Name}.{method.Name}", message.EventId, message.Message))),
    ];

    [Fact]
    public void Every_message_has_a_number_of_its_own()
    {
        Assert.NotEmpty(Messages);
        Assert.All(Messages, message => Assert.True(message.Id > 0, $"{message.Method} has no event id."));
        var twice = Messages.GroupBy(message => message.Id).Where(same => same.Count() > 1);
        Assert.Empty(twice.Select(same => $"{same.Key}: {string.Join(", ", same.Select(one => one.Method))}"));
    }

    [Fact]
    public void No_message_has_a_place_for_a_card() => Assert.All(Messages, message =>
        Assert.DoesNotContain("{card", message.Message, StringComparison.OrdinalIgnoreCase));
}
