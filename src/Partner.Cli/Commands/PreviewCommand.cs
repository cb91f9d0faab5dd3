using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>preview</c>: what a top-up would cost and make of the card; holds nothing.</summary>
internal static class PreviewCommand
{
    public static Command Create(Scope scope)
    {
        var options = new QuoteOptions(scope);
        var command = new Command("preview", scope.Pick(
            "Tells what a top-up would cost and make of the card; holds nothing",
            "预览价格及充值后的卡状态，不锁定"));
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var asked = options.Read(session.Parsed);
            var request = new PreviewTopUpRequest
            {
                Card = asked.Card,
                Plan = asked.Plan,
                Amount = asked.Amount,
                Channel = asked.Channel,
                Coupon = asked.Coupon,
                Outlet = asked.Outlet,
                Terminal = asked.Terminal,
                StartNow = asked.StartNow,
            };
            using var call = session.Connection.TopUps.PreviewTopUpAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => session.TopUpText.Of(answer));
            return ExitStatus.Done;
        });
    }
}
