using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator withdraw</c>: pays money out of a float.</summary>
internal static class WithdrawCommand
{
    public static Command Create(Scope scope)
    {
        var partner = OperatorOptions.Partner(scope);
        var amount = OperatorOptions.Amount(scope, "--amount", "What is paid out", "支付金额");
        var (requestId, why) = (OperatorOptions.RequestId(scope), OperatorOptions.Why(scope));
        var command = new Command("withdraw", scope.Pick(
            "Pays money out of a float, once for each request id: never what is reserved or credit",
            "从预付款支付，每个请求号只支付一次；不得动用冻结金额或授信"))
        {
            partner, amount, requestId, why,
        };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new CreateWithdrawalRequest
            {
                Name = Names.Partner(session.Parsed.GetRequiredValue(partner)),
                RequestId = requestId.Read(session),
                Amount = session.Parsed.GetValue(amount),
                Why = session.Parsed.GetRequiredValue(why),
            };
            await session.AnnounceAsync(request.RequestId, cancellationToken);
            using var call = PartnersCommand.Client(session).CreateWithdrawalAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            return ApprovalText.Print(
                session, answer, (answer.TransferId, answer.Replayed, answer.MoneyMoved), answer.Approval);
        });
    }
}
