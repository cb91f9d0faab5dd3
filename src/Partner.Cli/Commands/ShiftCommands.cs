using System.CommandLine;
using System.Globalization;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>shift close</c>, <c>shift show</c> and <c>shift list</c>: shifts of terminals.</summary>
internal static class ShiftCommands
{
    private const int LargestPage = 50;
    private const int Narrowest = 24;

    public static Command Create(Scope scope) =>
        new("shift", scope.Pick("Closes and shows shifts of a terminal", "终端交班及查询"))
        {
            Close(scope), Show(scope), List(scope),
        };

    private static Command Close(Scope scope)
    {
        var terminal = scope.Argument("TERMINAL", "The terminal", "终端");
        var outlet = Outlet(scope);
        var requestId = Opt.Text("--request-id", scope.Pick(
            "Id of the closing, the same on every retry [made, and printed before]",
            "交班请求号，重试不变 [自动生成并先打印]"), "ID");
        var cashier = Opt.Text("--cashier", scope.Pick("Who closes it", "交班人"));
        var day = Opt.Text("--business-date", scope.Pick(
            "The till's business day [today in the partner's zone]", "营业日 [合作方时区的今天]"), "YYYY-MM-DD");
        var last = Opt.Flag("--last-of-day", scope.Pick(
            "It is the day's last: nothing can be dated into the day any more", "当日最后一班：此后不得再记入当日"));
        var width = Width(scope);
        var command = new Command("close", scope.Pick(
            "Closes the terminal's shift: all since the one before", "交班：汇总上次交班以来的全部销售与退款"))
        {
            terminal, outlet, requestId, cashier, day, last, width,
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = new CloseShiftRequest
            {
                RequestId = parsed.GetValue(requestId) ?? Guid.NewGuid().ToString("D"),
                Outlet = parsed.GetValue(outlet) ?? "",
                Terminal = parsed.GetRequiredValue(terminal),
                Cashier = parsed.GetValue(cashier) ?? "",
                BusinessDate = Opt.Day(parsed.GetValue(day)),
                LastOfDay = parsed.GetValue(last),
            };
            await session.AnnounceAsync(request.RequestId, cancellationToken);
            session.MovesMoney = false;
            using var call = session.Connection.Organisations.CloseShiftAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Text(session, answer.Shift, parsed.GetValue(width)));
            return ExitStatus.Done;
        });
    }

    private static Command Show(Scope scope)
    {
        var terminal = scope.Argument("TERMINAL", "The terminal", "终端");
        var outlet = Outlet(scope);
        var number = new Option<long>("--number")
        {
            HelpName = "N",
            Description = scope.Pick("The shift's number [the latest]", "班次号 [最近一班]"),
        };
        var width = Width(scope);
        var command = new Command("show", scope.Pick(
            "Shows a closed shift, and what has ended since", "查看交班单及其后的结果"))
        {
            terminal, outlet, number, width,
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = new GetShiftRequest
            {
                Outlet = parsed.GetValue(outlet) ?? "",
                Terminal = parsed.GetRequiredValue(terminal),
                Number = parsed.GetValue(number),
            };
            using var call = session.Connection.Organisations.GetShiftAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Text(session, answer.Shift, parsed.GetValue(width)));
            return ExitStatus.Done;
        });
    }

    private static Command List(Scope scope)
    {
        var outlet = Outlet(scope);
        var terminal = Opt.Text("--terminal", scope.Pick("Only this terminal", "仅此终端"));
        var day = Opt.Text("--business-date", scope.Pick("Only this business day", "仅此营业日"), "YYYY-MM-DD");
        var limit = new LimitOption(scope);
        var command = new Command("list", scope.Pick("Lists closed shifts, newest first", "列出交班记录，最新在前"))
        {
            outlet, terminal, day,
        };
        limit.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var wanted = limit.Read(parsed);
            var found = new ListShiftsResponse();
            do
            {
                var request = new ListShiftsRequest
                {
                    Outlet = parsed.GetValue(outlet) ?? "",
                    Terminal = parsed.GetValue(terminal) ?? "",
                    BusinessDate = Opt.Day(parsed.GetValue(day)),
                    PageSize = Math.Min(wanted - found.Shifts.Count, LargestPage),
                    PageToken = found.NextPageToken,
                };
                using var call = session.Connection.Organisations.ListShiftsAsync(
                    request, session.Call(cancellationToken));
                var page = await call.ResponseAsync;
                found.Shifts.AddRange(page.Shifts);
                found.NextPageToken = page.NextPageToken;
            }
            while (found.NextPageToken.Length > 0 && found.Shifts.Count < wanted);

            session.Print(found, () => ShiftText.Table(found, session.Language));
            return ExitStatus.Done;
        });
    }

    private static string Text(Session session, Shift shift, int? width) => ShiftText.Of(
        shift, width ?? ShiftText.UsualWidth, session.Host.Clock.LocalTimeZone, session.Language);

    private static Option<string?> Outlet(Scope scope) => Opt.Text("--outlet", scope.Pick(
        "Its outlet; an outlet certificate may leave it out", "所属网点；网点证书可省略"));

    private static Option<int?> Width(Scope scope) => Opt.Parsed<int?>(
        scope.Language,
        "--width",
        scope.Pick("Columns of the till's printer [48]", "打印列数 [48]"),
        "N",
        scope.Pick($"a whole number from {Narrowest} on", $"不小于 {Narrowest} 的整数"),
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && width is >= Narrowest and <= 200 ? width : null);
}
