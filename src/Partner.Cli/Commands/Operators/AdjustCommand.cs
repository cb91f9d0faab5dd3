using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator adjust</c>: puts a float right by a posting of its own.</summary>
internal static class AdjustCommand
{
    public static Command Create(Scope scope)
    {
        var partner = OperatorOptions.Partner(scope);
        var amount = OperatorOptions.Amount(
            scope, "--amount", "Above 0 credits the float, below 0 debits it: --amount=-5.00",
            "正数为贷记，负数为借记：--amount=-5.00");
        var reason = Opt.Choice<AdjustmentReason>(
            scope.Language, "--reason", scope.Pick("Why the float is put right", "调账原因"));
        reason.Required = true;
        var evidence = OperatorOptions.Evidence(scope, "What proves that it has to be", "调账凭据");
        var (requestId, why) = (OperatorOptions.RequestId(scope), OperatorOptions.Why(scope));
        var command = new Command("adjust", scope.Pick(
            "Puts a float right by an entry of its own, once for each request id",
            "以单独分录调整预付款，每个请求号只调整一次"))
        {
            partner, amount, reason, evidence, requestId, why,
        };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new CreateAdjustmentRequest
            {
                Name = Names.Partner(session.Parsed.GetRequiredValue(partner)),
                RequestId = requestId.Read(session),
                Amount = session.Parsed.GetValue(amount),
                Reason = session.Parsed.GetValue(reason) ?? AdjustmentReason.Unspecified,
                Evidence = session.Parsed.GetRequiredValue(evidence),
                Why = session.Parsed.GetRequiredValue(why),
            };
            await session.AnnounceAsync(request.RequestId, cancellationToken);
            using var call = PartnersCommand.Client(session).CreateAdjustmentAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            return ApprovalText.Print(
                session, answer, (answer.TransferId, answer.Replayed, answer.MoneyMoved), answer.Approval);
        });
    }
}
