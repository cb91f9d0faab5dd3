using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary><c>reverse</c>: takes a SUCCEEDED top-up back.</summary>
internal static class ReverseCommand
{
    public static Command Create(Scope scope)
    {
        var id = scope.TopUp();
        var requestId = Opt.Text("--request-id", scope.Pick(
            "The reversal's own id, the same on every retry [a new UUID, printed first]",
            "冲正自身的请求号，重试不变 [自动生成并先打印]"), "ID");
        var comment = Opt.Text("--comment", scope.Pick("Why, at most 200 characters", "原因，最多 200 字"));
        var businessDate = Opt.Text("--business-date", scope.Pick(
            "The till's business day that it counts on [today in the partner's zone]",
            "计入的营业日 [合作方时区的今天]"), "YYYY-MM-DD");
        var outlet = Opt.Text("--outlet", scope.Pick(
            "The outlet that it is made at [the sale's]", "办理冲正的网点 [原销售网点]"));
        var terminal = Opt.Text("--terminal", scope.Pick("The terminal that it is made at", "办理冲正的终端"));
        var cashier = Opt.Text("--cashier", scope.Pick("The cashier who makes it", "办理冲正的收银员"));
        var expect = Opt.Amount(scope.Language, "--expect", scope.Pick(
            "What the customer was told to get back, as of refund-quote: any other amount is refused",
            "已告知顾客的退款金额（见 refund-quote）：金额不符则拒绝"));
        var points = Opt.Parsed<long?>(
            scope.Language,
            "--expect-points",
            scope.Pick("The points that the customer was told, where it is points", "已告知顾客的积分（退积分时）"),
            "POINTS",
            scope.Pick("a whole number", "整数"),
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null);
        var wait = Opt.Duration(scope.Language, "--wait", scope.Pick(
            "How long the server waits for the end, 0s to 30s [8s]",
            "服务器等待结果的时间，0s 至 30s [8s]"));
        var command = new Command("reverse", scope.Pick("Takes a SUCCEEDED top-up back", "冲正一笔成功的充值"))
        {
            id, requestId, comment, businessDate, outlet, terminal, cashier, expect, points, wait,
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var text = parsed.GetRequiredValue(id);
            var request = new ReverseTopUpRequest
            {
                RequestId = parsed.GetValue(requestId) ?? Guid.NewGuid().ToString("D"),
                Comment = parsed.GetValue(comment) ?? "",
                BusinessDate = Opt.Day(parsed.GetValue(businessDate)),
                Outlet = parsed.GetValue(outlet) ?? "",
                Terminal = parsed.GetValue(terminal) ?? "",
                Cashier = parsed.GetValue(cashier) ?? "",
                ExpectedRefund = Expected(parsed.GetValue(expect), parsed.GetValue(points)),
                Wait = parsed.GetValue(wait) is { } time ? Duration.FromTimeSpan(time) : null,
            };
            if (Names.IsTopUp(text))
            {
                request.TopUp = text;
            }
            else
            {
                request.TopUpRequestId = text;
            }

            await session.AnnounceAsync(request.RequestId, cancellationToken);
            var answer = await session.Connection.ReverseAsync(request, session.Timeout, cancellationToken);
            session.Print(answer, () => session.TopUpText.Of(answer.Reversal, answer.Replayed));
            return ExitStatus.Of(answer.Reversal.State);
        });
    }

    private static ExpectedRefund? Expected(Money? amount, long? points) => amount is null && points is null
        ? null
        : new ExpectedRefund { CustomerGets = amount, Points = points ?? 0 };
}
