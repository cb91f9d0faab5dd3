using System.CommandLine;
using Leb.Operator.V1;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;
using GetSettlementRequest = Leb.Operator.V1.GetSettlementRequest;
using ListSettlementsRequest = Leb.Operator.V1.ListSettlementsRequest;
using ListSettlementsResponse = Leb.Operator.V1.ListSettlementsResponse;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator settle</c> and <c>operator settlements</c>: closed months of all partners.</summary>
internal static class SettlementsCommand
{
    private const int PageSize = 100;

    public static Command Create(Scope scope) => new("settlements", scope.Pick(
        "Closed months of any partner", "任一合作伙伴的结算单")) { List(scope), Get(scope) };

    public static Command CreateSettle(Scope scope)
    {
        var period = new Option<string>("--period")
        {
            Required = true, HelpName = "YYYY-MM", Description = scope.Pick("The month", "月份"),
        };
        var why = OperatorOptions.Why(scope);
        var command = new Command("settle", scope.Pick(
            "Closes a month for all partners; closing it again changes nothing. Give it time with --timeout 10m",
            "为全部合作伙伴结算一个月份；重复执行不会改变。可用 --timeout 10m 延长等待")) { period, why };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new CloseSettlementRequest
            {
                Period = Opt.Month(session.Parsed.GetRequiredValue(period)),
                Why = session.Parsed.GetRequiredValue(why),
            };
            using var call = Client(session).CloseSettlementAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => answer.Replayed
                ? session.Language.Pick(
                    $"{answer.Period} was settled before; nothing changed.", $"{answer.Period} 此前已结算，未作更改。")
                : session.Language.Pick(
                    $"Settled {answer.Period}, in each schedule's time zone: {answer.SettlementCount} statement(s).",
                    $"已结算 {answer.Period}（按各佣金方案所在时区）：{answer.SettlementCount} 份结算单。"));
            return ExitStatus.Done;
        });
    }

    private static SettlementService.SettlementServiceClient Client(Session session) => new(session.Invoker);

    private static Command List(Scope scope)
    {
        var partner = Opt.Text("--partner", scope.Pick("Of this partner", "仅此合作伙伴"), "ID");
        var period = Opt.Text("--period", scope.Pick(
            "Of this month; of all partners where none is given", "仅此月份；未指定合作伙伴时为全部合作伙伴"), "YYYY-MM");
        var command = new Command("list", scope.Pick(
            "Lists a partner's settlements, or a month's", "列出某合作伙伴或某月份的结算单")) { partner, period };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new ListSettlementsRequest
            {
                Parent = Names.Partner(session.Parsed.GetValue(partner) ?? ""),
                Period = session.Parsed.GetValue(period) is { } month ? Opt.Month(month) : "",
                PageSize = PageSize,
            };
            if (request.Parent.Length == 0 && request.Period.Length == 0)
            {
                throw new UsageException(scope.Pick("Give --partner or --period.", "请指定 --partner 或 --period。"));
            }

            var all = new ListSettlementsResponse();
            do
            {
                using var call = Client(session).ListSettlementsAsync(request, session.Call(cancellationToken));
                var page = await call.ResponseAsync;
                all.Settlements.AddRange(page.Settlements);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            session.Print(all, () => Table(session, all.Settlements));
            return ExitStatus.Done;
        });
    }

    private static Command Get(Scope scope)
    {
        var partner = OperatorOptions.Partner(scope);
        var number = scope.Argument(
            "NUMBER", "Number, as 2026-10-0001, or period, as 2026-10", "编号（如 2026-10-0001）或账期（如 2026-10）");
        var csv = Opt.Text("--csv", scope.Pick("Write it as CSV", "写为 CSV 文件"), "FILE");
        var html = Opt.Text("--html", scope.Pick("Write it as a page to print", "写为可打印的网页"), "FILE");
        var command = new Command("get", scope.Pick(
            "Shows a settlement, and writes it to a file", "查看结算单，并可写入文件")) { partner, number, csv, html };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var (csvFile, htmlFile) = (session.Parsed.GetValue(csv), session.Parsed.GetValue(html));
            if (csvFile is not null && htmlFile is not null)
            {
                throw new UsageException(scope.Pick(
                    "Give --csv or --html, not both.", "--csv 与 --html 只能选其一。"));
            }

            var request = new GetSettlementRequest
            {
                Name = $"{Names.Partner(session.Parsed.GetRequiredValue(partner))}/"
                    + Names.Settlement(Opt.Month(session.Parsed.GetRequiredValue(number))),
                Document = csvFile is not null ? SettlementDocument.Csv
                    : htmlFile is not null ? SettlementDocument.Html
                    : SettlementDocument.Unspecified,
            };
            using var call = Client(session).GetSettlementAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            if ((csvFile ?? htmlFile) is { } path)
            {
                await Output.DocumentFile.WriteAsync(
                    session.Language, path, answer.Document.Memory, cancellationToken);
            }

            session.Print(answer, () => SettlementCommands.Text(session, answer.Settlement.Settlement));
            return ExitStatus.Done;
        });
    }

    private static string Table(Session session, IEnumerable<PartnerSettlement> settlements)
    {
        var language = session.Language;
        var table = new TextTable(
            language.Pick("PARTNER", "合作伙伴"), language.Pick("NUMBER", "编号"), language.Pick("POSTED", "入账时间"),
            language.Pick(">GROSS", ">税前"), language.Pick(">TAX", ">税"), language.Pick(">TOTAL", ">合计"));
        foreach (var one in settlements)
        {
            table.Add(
                one.Partner,
                one.Settlement.Number,
                TimeText.Format(one.Settlement.PostTime, session.Host.Clock.LocalTimeZone),
                MoneyText.Format(one.Settlement.Gross),
                MoneyText.Format(one.Settlement.Tax),
                MoneyText.Format(one.Settlement.Total));
        }

        return table.ToString();
    }
}
