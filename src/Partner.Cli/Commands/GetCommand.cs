using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>get</c>: what became of a top-up or a reversal.</summary>
internal static class GetCommand
{
    public static Command Create(Scope scope)
    {
        var id = scope.Argument("ID", "Name (topUps/…) or request id", "名称（topUps/…）或请求号");
        var reversal = Opt.Flag("--reversal", scope.Pick("The request id is that of a reversal", "请求号属于冲正"));
        var command = new Command("get", scope.Pick("Shows a top-up or a reversal", "查询一笔充值或冲正")) { id, reversal };
        return scope.Runs(command, (session, cancellationToken) =>
        {
            var text = session.Parsed.GetRequiredValue(id);
            return session.Parsed.GetValue(reversal) || Names.IsReversal(text)
                ? ReversalAsync(session, text, cancellationToken)
                : TopUpAsync(session, text, cancellationToken);
        });
    }

    /// <summary>A request for a top-up by its name or by its request id, whichever the text is.</summary>
    internal static GetTopUpRequest Key(string id) =>
        Names.IsTopUp(id) ? new GetTopUpRequest { Name = id } : new GetTopUpRequest { RequestId = id };

    private static async Task<int> TopUpAsync(Session session, string id, CancellationToken cancellationToken)
    {
        using var call = session.Connection.TopUps.GetTopUpAsync(Key(id), session.Call(cancellationToken));
        var answer = await call.ResponseAsync;
        session.Print(answer, () => session.TopUpText.Of(answer.TopUp, replayed: false));
        return ExitStatus.Of(answer.TopUp.State);
    }

    private static async Task<int> ReversalAsync(Session session, string id, CancellationToken cancellationToken)
    {
        var request = Names.IsReversal(id)
            ? new GetReversalRequest { Name = id }
            : new GetReversalRequest { RequestId = id };
        using var call = session.Connection.TopUps.GetReversalAsync(request, session.Call(cancellationToken));
        var answer = await call.ResponseAsync;
        session.Print(answer, () => session.TopUpText.Of(answer.Reversal, replayed: false));
        return ExitStatus.Of(answer.Reversal.State);
    }
}
