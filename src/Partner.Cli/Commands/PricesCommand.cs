using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary><c>prices</c>: what each plan costs and earns, by channel, without promotions.</summary>
internal static class PricesCommand
{
    private const int PageSize = 500;

    public static Command Create(Scope scope)
    {
        var plan = Opt.Text("--plan", scope.Pick("Only this plan", "仅此套餐"), "PLAN");
        var channel = Opt.Choice<Channel>(scope.Language, "--channel", scope.Pick("Only this channel", "仅此渠道"));
        var outlet = Opt.Text("--outlet", scope.Pick("For this outlet", "针对此网点"));
        var command = new Command("prices", scope.Pick(
            "Lists prices, fees and commissions by plan and channel",
            "按套餐和渠道列出价格、手续费和佣金")) { plan, channel, outlet };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new ListPricesRequest
            {
                Plan = Names.Plan(session.Parsed.GetValue(plan) ?? ""),
                Channel = session.Parsed.GetValue(channel) ?? Channel.Unspecified,
                Outlet = session.Parsed.GetValue(outlet) ?? "",
                PageSize = PageSize,
            };
            var all = new ListPricesResponse();
            do
            {
                using var call = session.Connection.Plans.ListPricesAsync(request, session.Call(cancellationToken));
                var page = await call.ResponseAsync;
                all.Prices.AddRange(page.Prices);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            session.Print(all, () => Table(session, all));
            return ExitStatus.Done;
        });
    }

    private static string Table(Session session, ListPricesResponse answer)
    {
        var language = session.Language;
        var table = new TextTable(
            language.Pick("Plan", "套餐"),
            language.Pick("Channel", "渠道"),
            language.Pick(">Face value", ">面额"),
            language.Pick(">Handling fee", ">手续费"),
            language.Pick(">Customer pays", ">顾客支付"),
            language.Pick(">Float debit", ">预付款扣款"),
            language.Pick(">Commission", ">佣金"),
            language.Pick("Valid until", "有效期至"));
        foreach (var listed in answer.Prices)
        {
            table.Add(
                listed.Plan,
                EnumText.Of(listed.Channel),
                MoneyText.Format(listed.Price.Face),
                MoneyText.Format(listed.Price.HandlingFee),
                MoneyText.Format(listed.Price.CustomerPays),
                MoneyText.Format(listed.Price.NetDebit),
                MoneyText.Format(listed.Price.Commission.Amount),
                TimeText.Format(listed.ValidUntil, session.Host.Clock.LocalTimeZone));
        }

        return table + language.Pick(
            "Without promotions: 'promotions' and 'quote' tell of them. Commission is that of this moment.",
            "不含优惠：请用 promotions 和 quote 查询。佣金为当前时刻的值。");
    }
}
