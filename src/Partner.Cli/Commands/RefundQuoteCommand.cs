using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>refund-quote</c>: what refunding a top-up would come to, and why; holds nothing.</summary>
internal static class RefundQuoteCommand
{
    public static Command Create(Scope scope)
    {
        var id = scope.TopUp();
        var command = new Command("refund-quote", scope.Pick(
            "Tells what refunding a top-up would come to; holds nothing", "查询一笔充值可退多少，不锁定"))
        {
            id,
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var text = session.Parsed.GetRequiredValue(id);
            var request = Names.IsTopUp(text)
                ? new QuoteRefundRequest { TopUp = text }
                : new QuoteRefundRequest { TopUpRequestId = text };
            using var call = session.Connection.TopUps.QuoteRefundAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => session.TopUpText.Of(answer.Refund, text));
            return ExitStatus.Done;
        });
    }
}
