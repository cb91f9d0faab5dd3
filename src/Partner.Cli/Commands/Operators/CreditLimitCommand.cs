using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator credit-limit</c>: how far a float may go below zero.</summary>
internal static class CreditLimitCommand
{
    public static Command Create(Scope scope)
    {
        var partner = OperatorOptions.Partner(scope);
        var limit = OperatorOptions.Amount(scope, "--limit", "How far below zero, 0 or more", "可透支额度，0 或以上");
        var why = OperatorOptions.Why(scope);
        var command = new Command("credit-limit", scope.Pick(
            "Sets how far a partner's float may go below zero", "设定合作伙伴的授信额度")) { partner, limit, why };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new SetCreditLimitRequest
            {
                Name = Names.Partner(session.Parsed.GetRequiredValue(partner)),
                Limit = session.Parsed.GetValue(limit),
                Why = session.Parsed.GetRequiredValue(why),
            };
            using var call = PartnersCommand.Client(session).SetCreditLimitAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => OperatorText.Of(answer.Float, session.Language));
            return ExitStatus.Done;
        });
    }
}
