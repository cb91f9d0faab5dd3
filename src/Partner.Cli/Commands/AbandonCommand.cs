using System.CommandLine;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary><c>abandon</c>: makes sure of a sale whose answer was lost.</summary>
internal static class AbandonCommand
{
    public static Command Create(Scope scope)
    {
        var id = scope.Argument("REQUEST-ID", "Request id of the sale", "该笔销售的请求号");
        var command = new Command("abandon", scope.Pick(
            "Gives up a sale whose answer was lost: shows the top-up it made, or makes sure that it makes none",
            "放弃一笔未得到答复的销售：显示它已产生的充值，或确保它永不充值")) { id };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            try
            {
                var answer = await session.Connection.AbandonAsync(
                    session.Parsed.GetRequiredValue(id), session.Timeout, cancellationToken);
                session.Print(answer, () => Text(session, answer));
                return Status(answer);
            }
            catch (Exception exception) when (exception is RpcException or OperationCanceledException && !session.Json)
            {
                await session.Host.Error.WriteLineAsync(Uncertain(session));
                throw;
            }
        });
    }

    private static int Status(AbandonTopUpResponse answer) => answer.ResultCase switch
    {
        AbandonTopUpResponse.ResultOneofCase.TopUp => ExitStatus.Of(answer.TopUp.State),
        AbandonTopUpResponse.ResultOneofCase.Abandoned => ExitStatus.MoneyBack,
        _ => ExitStatus.NoAnswer,
    };

    private static string Text(Session session, AbandonTopUpResponse answer) => answer.ResultCase switch
    {
        AbandonTopUpResponse.ResultOneofCase.TopUp => session.TopUpText.Of(answer.TopUp, replayed: true),
        AbandonTopUpResponse.ResultOneofCase.Abandoned => session.Language.Pick(
            "ABANDONED: this request id made no top-up and never will. Nothing was charged. Refund the customer.",
            "已放弃：该请求号未产生充值，今后也不会再充值。未扣款。请退款给顾客。"),
        _ => Uncertain(session),
    };

    private static string Uncertain(Session session) => session.Language.Pick(
        "Nothing is certain yet: do not refund the customer. Repeat the command.",
        "尚无定论：请勿给顾客退款。请重复执行此命令。");
}
