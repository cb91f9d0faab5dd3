using System.CommandLine;
using System.Globalization;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>expiring</c> and <c>reminders</c>: which customers' cards are about to end.</summary>
internal static class ReminderCommands
{
    public static Command CreateList(Scope scope)
    {
        var type = Opt.Choice<CardType>(scope.Language, "--type", scope.Pick("Of this card type", "卡类型"));
        var within = Opt.Parsed<ReminderWindow?>(
            scope.Language,
            "--within",
            scope.Pick(
                "Only those that end within this time; without, from the first window of their type on",
                "仅列出在此期限内到期的卡；不填则按各卡类型的最早提醒期"),
            "TIME",
            scope.Language.Pick("a time like 14d, 3m or 1y", "期限，例如 14d、3m 或 1y"),
            Window);
        var running = Opt.Flag("--not-ended", scope.Pick("Without those that have ended", "不含已到期的卡"));
        var outlet = Opt.Text("--outlet", scope.Pick("The outlet", "网点"));
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("expiring", scope.Pick(
            "Lists the customers' cards that are about to end, with the best renewal",
            "到期雷达：列出即将到期的顾客卡及推荐续费")) { type, within, running, outlet };
        limit.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = new ListExpiringCardsRequest
            {
                Within = parsed.GetValue(within),
                ExcludeEnded = parsed.GetValue(running),
                Outlet = parsed.GetValue(outlet) ?? "",
            };
            if (parsed.GetValue(type) is { } one)
            {
                request.CardTypes.Add(one);
            }

            var wanted = limit.Read(parsed);
            var found = await FetchAsync(session, request, wanted, cancellationToken);
            session.Print(found, () => ReminderOutput.Table(found, session.Language));
            return ExitStatus.Done;
        });
    }

    public static Command Create(Scope scope)
    {
        var command = new Command("reminders", scope.Pick("Reminders of cards that end", "到期提醒"));
        var after = Opt.Text(
            "--after", scope.Pick("Only those after this resume token", "仅此续传标记之后的提醒"), "TOKEN");
        var outlet = Opt.Text("--outlet", scope.Pick("The outlet", "网点"));
        var watch = new Command("watch", scope.Pick(
            "Follows reminders as they fall due, until --timeout; with --json one document per line",
            "跟踪到期提醒，直到 --timeout；--json 时每条一行")) { after, outlet };
        command.Subcommands.Add(scope.Runs(watch, (session, cancellationToken) => FollowAsync(
            session,
            new WatchRemindersRequest
            {
                ResumeToken = session.Parsed.GetValue(after) ?? "",
                Outlet = session.Parsed.GetValue(outlet) ?? "",
            },
            cancellationToken)));
        return command;
    }

    private static Task<int> FollowAsync(
        Session session, WatchRemindersRequest request, CancellationToken cancellationToken) =>
        NumberedStream.FollowAsync(
            session,
            call => session.Connection.Reminders.WatchReminders(request, call),
            answer =>
            {
                request.ResumeToken = answer.ResumeToken;
                Print(session, answer);
            },
            cancellationToken);

    private static void Print(Session session, WatchRemindersResponse answer) => session.Host.Out.WriteLine(
        session.Json
            ? JsonOutput.Line(ContractJson.Of(answer))
            : TextTable.Clean(ReminderOutput.Line(answer, session.Language)).TrimEnd());

    private static ReminderWindow? Window(string text)
    {
        var unit = text.Length == 0 ? LengthUnit.Unspecified : text[^1] switch
        {
            'd' => LengthUnit.Day,
            'm' => LengthUnit.Month,
            'y' => LengthUnit.Year,
            _ => LengthUnit.Unspecified,
        };
        return unit != LengthUnit.Unspecified
            && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new ReminderWindow { Unit = unit, Count = count }
            : null;
    }

    private static async Task<ListExpiringCardsResponse> FetchAsync(
        Session session, ListExpiringCardsRequest request, int wanted, CancellationToken cancellationToken)
    {
        var found = new ListExpiringCardsResponse();
        do
        {
            request.PageSize = Math.Min(wanted - found.Cards.Count, LimitOption.LargestPage);
            request.PageToken = found.NextPageToken;
            using var call = session.Connection.Reminders.ListExpiringCardsAsync(
                request, session.Call(cancellationToken));
            var page = await call.ResponseAsync;
            found.Cards.AddRange(page.Cards);
            found.NextPageToken = page.NextPageToken;
        }
        while (found.NextPageToken.Length > 0 && found.Cards.Count < wanted);

        return found;
    }
}
