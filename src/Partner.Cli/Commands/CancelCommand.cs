using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>cancel</c>: withdraws a top-up that was not sent to the issuer yet.</summary>
internal static class CancelCommand
{
    public static Command Create(Scope scope)
    {
        var id = scope.Argument("ID", "Name (topUps/…) or request id", "名称（topUps/…）或请求号");
        var command = new Command("cancel", scope.Pick(
            "Cancels a top-up that was not sent to the issuer",
            "取消尚未发送给发卡方的充值")) { id };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var text = session.Parsed.GetRequiredValue(id);
            var request = Names.IsTopUp(text)
                ? new CancelTopUpRequest { Name = text }
                : new CancelTopUpRequest { RequestId = text };
            session.MovesMoney = true;
            using var call = session.Connection.TopUps.CancelTopUpAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => session.TopUpText.Of(answer.TopUp, replayed: false));
            return ExitStatus.Done;
        });
    }
}
