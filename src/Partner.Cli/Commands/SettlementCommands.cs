using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary><c>settlements</c>: the closed months; <c>settlement</c>: one of them, also as a file to keep.</summary>
internal static class SettlementCommands
{
    private const int PageSize = 100;

    public static Command CreateList(Scope scope)
    {
        var command = new Command("settlements", scope.Pick("Lists the settlements", "列出结算单"));
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new ListSettlementsRequest { PageSize = PageSize };
            var all = new ListSettlementsResponse();
            do
            {
                using var call = session.Connection.Balances.ListSettlementsAsync(
                    request, session.Call(cancellationToken));
                var page = await call.ResponseAsync;
                all.Settlements.AddRange(page.Settlements);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            session.Print(all, () => Table(session, all));
            return ExitStatus.Done;
        });
    }

    public static Command CreateOne(Scope scope)
    {
        var number = scope.Argument(
            "NUMBER", "Number, as 2026-10-0001, or period, as 2026-10", "编号（如 2026-10-0001）或账期（如 2026-10）");
        var csv = Opt.Text("--csv", scope.Pick("Write it as CSV", "写为 CSV 文件"), "FILE");
        var html = Opt.Text("--html", scope.Pick("Write it as a page to print", "写为可打印的网页"), "FILE");
        var command = new Command("settlement", scope.Pick(
            "Shows a settlement, and writes it to a file", "查看结算单，并可写入文件")) { number, csv, html };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var (csvFile, htmlFile) = (session.Parsed.GetValue(csv), session.Parsed.GetValue(html));
            if (csvFile is not null && htmlFile is not null)
            {
                throw new UsageException(scope.Pick(
                    "Give --csv or --html, not both.", "--csv 与 --html 只能选其一。"));
            }

            var request = new GetSettlementRequest
            {
                Name = Names.Settlement(Opt.Month(session.Parsed.GetRequiredValue(number))),
                Document = csvFile is not null ? SettlementDocument.Csv
                    : htmlFile is not null ? SettlementDocument.Html
                    : SettlementDocument.Unspecified,
            };
            using var call = session.Connection.Balances.GetSettlementAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            if ((csvFile ?? htmlFile) is { } path)
            {
                await DocumentFile.WriteAsync(session.Language, path, answer.Document.Memory, cancellationToken);
            }

            session.Print(answer, () => Text(session, answer.Settlement));
            return ExitStatus.Done;
        });
    }

    private static string Table(Session session, ListSettlementsResponse answer)
    {
        var language = session.Language;
        var table = new TextTable(
            language.Pick("Number", "编号"),
            language.Pick("Period", "账期"),
            language.Pick("Posted", "入账时间"),
            language.Pick(">Gross", ">税前"),
            language.Pick(">Tax", ">税"),
            language.Pick(">Total", ">合计"));
        foreach (var settlement in answer.Settlements)
        {
            table.Add(
                settlement.Number,
                Period(settlement),
                TimeText.Format(settlement.PostTime, session.Host.Clock.LocalTimeZone),
                MoneyText.Format(settlement.Gross),
                MoneyText.Format(settlement.Tax),
                MoneyText.Format(settlement.Total));
        }

        return table.ToString();
    }

    /// <summary>The month with the zones in which its schedules count it.</summary>
    private static string Period(Settlement settlement) => TimeText.InZone(
        settlement.Period, string.Join(", ", settlement.Lines.Select(line => line.TimeZone)
            .Where(zone => zone.Length > 0).Distinct(StringComparer.Ordinal)));

    internal static string Text(Session session, Settlement settlement)
    {
        var language = session.Language;
        var head = new FieldList()
            .Add(language.Pick("Settlement", "结算单"), settlement.Number)
            .Add(language.Pick("Period", "账期"), Period(settlement))
            .Add(
                language.Pick("Posted", "入账时间"),
                TimeText.Format(settlement.PostTime, session.Host.Clock.LocalTimeZone))
            .Add(language.Pick("Gross", "税前"), MoneyText.Format(settlement.Gross))
            .Add(language.Pick("Tax", "税"), MoneyText.Format(settlement.Tax))
            .Add(language.Pick("Total", "合计"), MoneyText.Format(settlement.Total))
            .Add(language.Pick("Transfer", "记账流水"), settlement.Transfer)
            .ToString();
        var table = new TextTable(
            language.Pick("Schedule", "佣金方案"),
            language.Pick("Rule", "规则"),
            language.Pick(">Top-ups", ">笔数"),
            language.Pick(">Earned", ">应得"),
            language.Pick(">Taken back", ">收回"),
            language.Pick(">True-up", ">补差"),
            language.Pick(">Credited before", ">已入账"),
            language.Pick(">Pays", ">应付"));
        foreach (var line in settlement.Lines)
        {
            Money[] sums = [line.Earned, line.ClawedBack, line.TrueUp, line.AlreadyCredited, line.Payable];
            table.Add([line.Schedule, line.RuleId, $"{line.TopUps}", .. sums.Select(MoneyText.Format)]);
        }

        return head + Environment.NewLine + table;
    }
}
