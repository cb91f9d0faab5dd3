using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>
/// The time zone in which a command understands months and days: that in which the partner's commissions and
/// settlements are counted, so that a month means the same everywhere, whatever the machine's own zone is.
/// </summary>
internal static class PartnerZone
{
    /// <summary>What the machine's own zone is called.</summary>
    internal const string OfMachine = "local";

    /// <summary>The option that names another one.</summary>
    public static Option<string?> Option(Scope scope) => Opt.Text(
        "--zone",
        scope.Pick(
            "Time zone of months, days and times, as Asia/Shanghai, or local [that of your commission schedule]",
            "月份、日期和时间的时区，如 Asia/Shanghai，或 local（本机）[佣金方案的时区]"),
        "ZONE");

    /// <summary>The zone: the one named, else the server's answer, else the machine's.</summary>
    /// <exception cref="UsageException">There is no such zone.</exception>
    public static async Task<TimeZoneInfo> OfAsync(Session session, string? named, CancellationToken cancellationToken)
    {
        var ofMachine = session.Host.Clock.LocalTimeZone;
        if (named is not null)
        {
            return named == OfMachine ? ofMachine
                : TimeZoneInfo.TryFindSystemTimeZoneById(named, out var found) ? found
                : throw new UsageException(session.Language.Pick(
                    $"--zone: '{named}' is no time zone such as Asia/Shanghai.",
                    $"--zone：没有时区“{named}”，例如 Asia/Shanghai。"));
        }

        using var call = session.Connection.Balances.GetBalanceAsync(
            new GetBalanceRequest(), session.Call(cancellationToken));
        var answer = await call.ResponseAsync;
        return TimeZoneInfo.TryFindSystemTimeZoneById(answer.TimeZone, out var told) ? told : ofMachine;
    }
}
