using System.CommandLine;
using Google.Protobuf;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator notices</c>: who wants no text messages, and how many wait.</summary>
internal static class NoticesCommand
{
    public static Command Create(Scope scope) => new("notices", scope.Pick(
        "Text messages to customers: who wants none, how many wait", "顾客短信：退订、恢复与待发数量"))
    {
        OptOut(scope), OptIn(scope), Status(scope),
    };

    private static NoticeService.NoticeServiceClient Client(Session session) => new(session.Invoker);

    private static Command OptOut(Scope scope) => Changing(
        scope,
        "opt-out",
        scope.Pick("From now on a number gets no text messages, of whichever partner", "该号码不再接收任何合作伙伴的短信"),
        async (session, number, why, cancellationToken) =>
        {
            using var call = Client(session).OptOutAsync(
                new OptOutRequest { PhoneNumber = number, Why = why }, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            var shown = answer.MaskedNumber;
            return (answer, answer.Changed
                ? session.Language.Pick($"{shown} gets no text messages any more.", $"{shown} 不再接收短信。")
                : session.Language.Pick(
                    $"{shown} was opted out already. Nothing changed.", $"{shown} 此前已退订，未作更改。"));
        });

    private static Command OptIn(Scope scope) => Changing(
        scope,
        "opt-in",
        scope.Pick("From now on a number gets text messages again", "该号码恢复接收短信"),
        async (session, number, why, cancellationToken) =>
        {
            using var call = Client(session).OptInAsync(
                new OptInRequest { PhoneNumber = number, Why = why }, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            var shown = answer.MaskedNumber;
            return (answer, answer.Changed
                ? session.Language.Pick($"{shown} gets text messages again.", $"{shown} 已恢复接收短信。")
                : session.Language.Pick(
                    $"{shown} was not opted out. Nothing changed.", $"{shown} 未曾退订，未作更改。"));
        });

    private static Command Changing(
        Scope scope, string name, string description,
        Func<Session, string, string, CancellationToken, Task<(IMessage Answer, string Text)>> change)
    {
        var number = scope.Argument("NUMBER", "The phone number, as +86…", "手机号，如 +86…");
        var why = OperatorOptions.Why(scope);
        return scope.RunsOperator(new Command(name, description) { number, why }, async (session, cancellationToken) =>
        {
            var (answer, text) = await change(
                session, session.Parsed.GetRequiredValue(number), session.Parsed.GetRequiredValue(why),
                cancellationToken);
            session.Print(answer, () => text);
            return ExitStatus.Done;
        });
    }

    private static Command Status(Scope scope)
    {
        var command = new Command("status", scope.Pick("How many text messages wait to be sent", "待发短信数量"));
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            using var call = Client(session).GetNoticeStatusAsync(
                new GetNoticeStatusRequest(), session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => session.Language.Pick(
                answer.Waiting == 1 ? "1 text message waits to be sent." :
                $"{OperatorOptions.Text(answer.Waiting)} text messages wait to be sent.",
                $"有 {OperatorOptions.Text(answer.Waiting)} 条短信待发。"));
            return ExitStatus.Done;
        });
    }
}
