using System.CommandLine;
using System.Globalization;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary><c>commission</c>: a month's sums; <c>commission entries</c>: what they are made of.</summary>
internal static class CommissionCommand
{
    private const int PageSize = 500;

    public static Command Create(Scope scope)
    {
        var month = Month(scope, scope.Pick("The month [the present one]", "月份 [本月]"));
        var command = new Command("commission", scope.Pick(
            "Sums a month's commission, and tells how far it is to the next step",
            "汇总某月佣金及距下一档的差额")) { month, Entries(scope), Children(scope) };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new GetCommissionSummaryRequest { Month = Opt.Month(session.Parsed.GetValue(month)) };
            using var call = session.Connection.Balances.GetCommissionSummaryAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Text(session.Language, answer));
            return ExitStatus.Done;
        });
    }

    private static Command Entries(Scope scope)
    {
        var month = Month(scope, scope.Pick("Only this month", "仅此月份"));
        var command = new Command("entries", scope.Pick(
            "Lists commissions, the newest first", "列出佣金明细，最新在前")) { month };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new ListCommissionEntriesRequest
            {
                Month = Opt.Month(session.Parsed.GetValue(month)),
                PageSize = PageSize,
            };
            var all = new ListCommissionEntriesResponse();
            do
            {
                using var call = session.Connection.Balances.ListCommissionEntriesAsync(
                    request, session.Call(cancellationToken));
                var page = await call.ResponseAsync;
                all.Entries.AddRange(page.Entries);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            session.Print(all, () => Table(session, all));
            return ExitStatus.Done;
        });
    }

    private static Command Children(Scope scope)
    {
        var month = Month(scope, scope.Pick("The month [the present one]", "月份 [本月]"));
        var child = Opt.Text("--child", scope.Pick("Only this partner", "仅此下级合作伙伴"));
        var command = new Command("children", scope.Pick(
            "Lists what partners beneath sold, and what that earned", "列出下级合作伙伴的销量及所得差额佣金"))
        {
            month, child,
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new ListChildVolumesRequest
            {
                Month = Opt.Month(session.Parsed.GetValue(month)),
                Child = session.Parsed.GetValue(child) ?? "",
                PageSize = PageSize,
            };
            var all = new ListChildVolumesResponse();
            do
            {
                using var call = session.Connection.Balances.ListChildVolumesAsync(
                    request, session.Call(cancellationToken));
                var page = await call.ResponseAsync;
                all.Volumes.AddRange(page.Volumes);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            session.Print(all, () => Table(session.Language, all));
            return ExitStatus.Done;
        });
    }

    private static string Table(Language language, ListChildVolumesResponse answer)
    {
        var table = new TextTable(
            language.Pick("Partner", "合作伙伴"),
            language.Pick(">Level", ">层级"),
            language.Pick("Month", "月份"),
            language.Pick(">Sales", ">笔数"),
            language.Pick(">Volume", ">销量"),
            language.Pick(">Override", ">差额佣金"));
        foreach (var one in answer.Volumes)
        {
            table.Add(
                one.Child, $"{one.Level}", one.Month, $"{one.Sales}", MoneyText.Format(one.Volume),
                MoneyText.Format(one.Override));
        }

        return table + language.Pick(
            "Months are those of each commission schedule's own time zone.", "月份按各佣金方案所在时区划分。");
    }

    private static Option<string?> Month(Scope scope, string description) =>
        Opt.Text("--month", description, "YYYY-MM");

    private static string Text(Language language, GetCommissionSummaryResponse answer) => string.Join(
        Environment.NewLine,
        answer.Summaries.Select(summary => new FieldList()
            .Add(language.Pick("Schedule", "佣金方案"), $"{summary.Schedule} ({summary.RuleId})")
            .Add(language.Pick("Month", "月份"), TimeText.InZone(summary.Month, summary.TimeZone))
            .Add(language.Pick("From, to", "起止"), TimeText.RangeOf(summary.Month, summary.TimeZone))
            .Add(
                language.Pick("Read and paid", "计算与支付"),
                $"{EnumText.Of(summary.Tiering)}, {EnumText.Of(summary.Mode)}")
            .Add(language.Pick("Volume", "累计销量"), MoneyText.Format(summary.Volume))
            .Add(language.Pick("Top-ups", "充值笔数"), summary.TopUps.ToString(CultureInfo.InvariantCulture))
            .Add(language.Pick("Rate reached", "已达费率"), Percent(summary.RateBasisPoints))
            .Add(language.Pick("Next step", "下一档"), Step(language, summary.NextStep))
            .Add(language.Pick("Accrued", "待结算"), MoneyText.Format(summary.Accrued))
            .Add(language.Pick("Paid", "已支付"), MoneyText.Format(summary.Paid))
            .Add(language.Pick("Taken back", "已收回"), MoneyText.Format(summary.ClawedBack))
            .ToString()));

    private static string Step(Language language, NextStep? step) => step is null ? "" : language.Pick(
        $"{Percent(step.RateBasisPoints)} from {MoneyText.Format(step.From)} on: "
            + $"{MoneyText.Format(step.Missing)} missing, worth {MoneyText.Format(step.Worth)}",
        $"{MoneyText.Format(step.From)} 起 {Percent(step.RateBasisPoints)}："
            + $"还差 {MoneyText.Format(step.Missing)}，可多得 {MoneyText.Format(step.Worth)}");

    private static string Percent(int basisPoints) =>
        string.Create(CultureInfo.InvariantCulture, $"{basisPoints / 100}.{basisPoints % 100:D2} %");

    private static string Table(Session session, ListCommissionEntriesResponse answer)
    {
        var language = session.Language;
        var table = new TextTable(
            language.Pick("Earned", "获得时间"),
            language.Pick("Month", "月份"),
            language.Pick("State", "状态"),
            language.Pick(">Level", ">层级"),
            language.Pick("Seller", "销售方"),
            language.Pick("Rule", "规则"),
            language.Pick(">Base", ">基数"),
            language.Pick(">Commission", ">佣金"),
            language.Pick(">Tax", ">税"),
            language.Pick(">True-up", ">补差"),
            language.Pick("Settlement", "结算单"),
            language.Pick("Top-up", "充值"));
        foreach (var entry in answer.Entries)
        {
            table.Add(
                TimeText.Format(entry.EarnTime, session.Host.Clock.LocalTimeZone),
                TimeText.InZone(entry.Month, entry.TimeZone),
                EnumText.Of(entry.State),
                $"{entry.Level}",
                entry.Seller,
                entry.Commission.RuleId,
                MoneyText.Format(entry.Commission.Base),
                MoneyText.Format(entry.Commission.Amount),
                MoneyText.Format(entry.Commission.Tax),
                MoneyText.Format(entry.TrueUp),
                entry.Settlement,
                entry.TopUp);
        }

        return table.ToString();
    }
}
