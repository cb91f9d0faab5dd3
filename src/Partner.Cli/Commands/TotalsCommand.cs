using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary><c>totals</c>: counts and sums by state, to close a till's day with.</summary>
internal static class TotalsCommand
{
    public static Command Create(Scope scope)
    {
        var filter = new FilterOptions(scope);
        var command = new Command("totals", scope.Pick("Counts and sums top-ups by state", "按状态汇总充值"));
        filter.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var (asked, range) = await filter.ReadAsync(session, cancellationToken);
            var request = new GetSalesTotalsRequest { Filter = asked };
            using var call = session.Connection.TopUps.GetSalesTotalsAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => range + Text(session, answer));
            return ExitStatus.Done;
        });
    }

    private static string Text(Session session, GetSalesTotalsResponse answer)
    {
        var language = session.Language;
        var style = new StateStyle(language, session.Host.Colours);
        var table = new TextTable(
            language.Pick("State", "状态"),
            language.Pick(">Count", ">笔数"),
            language.Pick(">Face value", ">面额"),
            language.Pick(">Customers pay", ">顾客支付"),
            language.Pick(">Float debit", ">预付款扣款"),
            language.Pick(">Commission", ">佣金"))
        { Paint = style.Paint };
        foreach (var total in answer.Totals)
        {
            table.Add(
                style.Of(total.State),
                $"{total.Count}",
                MoneyText.Format(total.Face),
                MoneyText.Format(total.CustomerPays),
                MoneyText.Format(total.NetDebit),
                MoneyText.Format(total.Commission));
        }

        var time = TimeText.Format(answer.AsOf, session.Host.Clock.LocalTimeZone);
        var unfinished = answer.UnfinishedReversals == 0 ? "" : Environment.NewLine + language.Pick(
            $"Not final: {answer.UnfinishedReversals} reversal(s) under way.",
            $"尚未最终确定：{answer.UnfinishedReversals} 笔冲正处理中。");
        return table + language.Pick("As of ", "截至 ") + time + unfinished;
    }
}
