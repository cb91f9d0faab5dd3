using System.CommandLine;
using Partner.Cli.Hosting;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>quote</c>: the price of a top-up, held for some minutes, and what it makes of the card.</summary>
internal static class QuoteCommand
{
    public static Command Create(Scope scope)
    {
        var options = new QuoteOptions(scope);
        var command = new Command("quote", scope.Pick("Computes a price and holds it", "计算并锁定价格"));
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = options.Read(session.Parsed);
            using var call = session.Connection.TopUps.QuoteTopUpAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => session.TopUpText.Of(answer.Quote));
            return ExitStatus.Done;
        });
    }
}
