using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary><c>balance</c>: the float.</summary>
internal static class BalanceCommand
{
    public static Command Create(Scope scope)
    {
        var currency = Opt.Text("--currency", scope.Pick("Currency [the partner's own]", "币种 [合作伙伴自身币种]"), "CODE");
        var command = new Command("balance", scope.Pick("Shows the float's balance", "查询预付款余额")) { currency };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new GetBalanceRequest { CurrencyCode = session.Parsed.GetValue(currency) ?? "" };
            using var call = session.Connection.Balances.GetBalanceAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Text(session, answer));
            return ExitStatus.Done;
        });
    }

    private static string Text(Session session, GetBalanceResponse answer)
    {
        var (language, balance, outlook) = (session.Language, answer.Balance, answer.Outlook);
        var table = new TextTable(language.Pick("Float", "预付款"), language.Pick(">Amount", ">金额"))
            .Add(language.Pick("Posted", "账面余额"), MoneyText.Format(balance.Posted))
            .Add(language.Pick("Reserved", "冻结"), MoneyText.Format(balance.Reserved))
            .Add(language.Pick("Credit limit", "信用额度"), MoneyText.Format(balance.CreditLimit))
            .Add(language.Pick("Available", "可用"), MoneyText.Format(balance.Available));
        if (outlook is not null)
        {
            table.Add(
                language.Pick(
                    $"Renewals due in 7 days ({outlook.Renewals})", $"7 天内自动续费（{outlook.Renewals} 笔）"),
                MoneyText.Format(outlook.RenewalsDebit));
        }

        if (outlook?.DebitPerDay is { } perDay)
        {
            table.Add(language.Pick("Used a day at present", "近期日均消耗"), MoneyText.Format(perDay));
        }

        if (outlook is { RunOutDate.Length: > 0 })
        {
            table.Add(language.Pick("Runs out on", "预计用尽日"),
                TimeText.InZone(outlook.RunOutDate, answer.TimeZone));
        }

        var time = TimeText.Format(balance.AsOf, session.Host.Clock.LocalTimeZone);
        return table + language.Pick("As of ", "截至 ") + time;
    }
}
