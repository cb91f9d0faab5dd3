using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator deposit</c>: credits what a partner paid in.</summary>
internal static class DepositCommand
{
    public static Command Create(Scope scope)
    {
        var partner = OperatorOptions.Partner(scope);
        var amount = OperatorOptions.Amount(scope, "--amount", "What was paid in", "入账金额");
        var (requestId, why) = (OperatorOptions.RequestId(scope), OperatorOptions.Why(scope));
        var command = new Command("deposit", scope.Pick(
            "Credits money that a partner paid in, once for each request id", "为合作伙伴入账，每个请求号只入账一次"))
        {
            partner, amount, requestId, why,
        };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new CreateDepositRequest
            {
                Name = Names.Partner(session.Parsed.GetRequiredValue(partner)),
                RequestId = requestId.Read(session),
                Amount = session.Parsed.GetValue(amount),
                Why = session.Parsed.GetRequiredValue(why),
            };
            await session.AnnounceAsync(request.RequestId, cancellationToken);
            using var call = PartnersCommand.Client(session).CreateDepositAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => new FieldList()
                .Add(session.Language.Pick("Transfer", "流水号"), answer.TransferId)
                .Add(session.Language.Pick("Note", "说明"), answer.Replayed
                    ? session.Language.Pick("it had been credited before", "此前已入账")
                    : "")
                .ToString());
            return ExitStatus.Done;
        });
    }
}
