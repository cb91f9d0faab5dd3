using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>quote</c>: the price of a top-up, held for some minutes.</summary>
internal static class QuoteCommand
{
    public static Command Create(Scope scope)
    {
        var language = scope.Language;
        var card = Opt.Text("--card", scope.Pick("ICCID or +phone number", "ICCID 或 +电话号码"), "CARD");
        var plan = Opt.Text("--plan", scope.Pick("Plan, as phone-100", "套餐，如 phone-100"), "PLAN");
        var amount = Opt.Amount(language, "--amount", scope.Pick("Where the plan leaves a choice", "套餐可选面额时填写"));
        var channel = Opt.Choice<Channel>(language, "--channel", scope.Pick("Where it is sold", "销售渠道"));
        var coupon = Opt.Text("--coupon", scope.Pick("Code of a promotion", "优惠券码"), "CODE");
        var outlet = Opt.Text("--outlet", scope.Pick("The outlet that will sell it", "销售网点"));
        card.Required = plan.Required = channel.Required = true;
        var command = new Command("quote", scope.Pick("Computes a price and holds it", "计算并锁定价格"))
        {
            card, plan, amount, channel, coupon, outlet,
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new QuoteTopUpRequest
            {
                Card = CardText.Read(session.Parsed.GetRequiredValue(card)!),
                Plan = Names.Plan(session.Parsed.GetRequiredValue(plan)!),
                Amount = session.Parsed.GetValue(amount),
                Channel = session.Parsed.GetValue(channel) ?? Channel.Unspecified,
                Coupon = session.Parsed.GetValue(coupon) ?? "",
                Outlet = session.Parsed.GetValue(outlet) ?? "",
            };
            using var call = session.Connection.TopUps.QuoteTopUpAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => session.TopUpText.Of(answer.Quote));
            return ExitStatus.Done;
        });
    }
}
