using System.CommandLine;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary>
/// <c>catalog watch</c>: tells of new versions before they take effect. A stream that breaks is opened again until the
/// time is up; the first message of a stream is the present state, so nothing is missed.
/// </summary>
internal static class CatalogCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Create(Scope scope)
    {
        var watch = new Command("watch", scope.Pick(
            "Follows the versions until --timeout is up; with --json one document per line and change",
            "跟踪版本直到 --timeout 到时；--json 时每次变化一行"));
        scope.Runs(watch, FollowAsync);
        return new Command("catalog", scope.Pick(
            "Versions of plans, prices, promotions and commissions",
            "套餐、价格、优惠和佣金的版本")) { watch };
    }

    private static async Task<int> FollowAsync(Session session, CancellationToken cancellationToken)
    {
        var clock = session.Host.Clock;
        var start = clock.GetTimestamp();
        WatchCatalogResponse? printed = null;
        while (true)
        {
            try
            {
                var left = session.Timeout - clock.GetElapsedTime(start);
                using var call = session.Connection.Plans.WatchCatalog(
                    new WatchCatalogRequest(), session.Connection.Call(left, cancellationToken));
                while (await call.ResponseStream.MoveNext(cancellationToken))
                {
                    if (!call.ResponseStream.Current.Equals(printed))
                    {
                        printed = call.ResponseStream.Current;
                        Print(session, printed);
                    }
                }
            }
            catch (RpcException exception) when (PartnerError.From(exception).IsUnanswered
                && !cancellationToken.IsCancellationRequested)
            {
                if (clock.GetElapsedTime(start) + Pause >= session.Timeout && printed is null)
                {
                    throw;
                }
            }

            if (clock.GetElapsedTime(start) + Pause >= session.Timeout)
            {
                return ExitStatus.Done;
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private static void Print(Session session, WatchCatalogResponse answer)
    {
        if (session.Json)
        {
            session.Host.Out.WriteLine(JsonOutput.Line(ContractJson.Of(answer)));
            return;
        }

        var (language, zone) = (session.Language, session.Host.Clock.LocalTimeZone);
        var table = new TextTable(
            language.Pick("State", "状态"),
            language.Pick("Kind", "类型"),
            language.Pick("Version", "版本"),
            language.Pick("From", "生效时间"),
            language.Pick("Until", "失效时间"));
        Add(answer.Current, language.Pick("in force", "生效中"));
        Add(answer.Upcoming, language.Pick("to come", "即将生效"));
        session.Host.Out.WriteLine(table.ToString());

        void Add(IEnumerable<CatalogVersion> versions, string state)
        {
            foreach (var version in versions)
            {
                table.Add(
                    state,
                    version.Kind,
                    version.Version,
                    TimeText.Format(version.StartTime, zone),
                    TimeText.Format(version.EndTime, zone));
            }
        }
    }
}
