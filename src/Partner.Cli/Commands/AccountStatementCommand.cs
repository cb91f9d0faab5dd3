using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace Partner.Cli.Commands;

/// <summary><c>statement</c>: every entry of a period, added up again here: opening + entries = closing.</summary>
internal static class AccountStatementCommand
{
    private const int PageSize = 1000;

    public static Command Create(Scope scope)
    {
        var currency = Opt.Text("--currency", scope.Pick("Currency [the partner's own]", "币种 [合作伙伴自身币种]"), "CODE");
        var from = Opt.Text("--from", scope.Pick("First instant, as 2026-11-01", "起始时刻，如 2026-11-01"), "TIME");
        var to = Opt.Text("--to", scope.Pick("End, exclusive, as 2026-12-01", "结束时刻（不含），如 2026-12-01"), "TIME");
        var month = Opt.Text("--month", scope.Pick("A whole month, as 2026-11", "整月，如 2026-11"), "YYYY-MM");
        var zoneName = PartnerZone.Option(scope);
        var command = new Command("statement", scope.Pick(
            "Lists the float's entries and checks that they add up",
            "列出预付款明细并核对余额")) { currency, from, to, month, zoneName };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            if (parsed.GetValue(month) is { } text && DayText.Month(text) is null)
            {
                throw NotMonth(scope, month, text);
            }

            var zone = await PartnerZone.OfAsync(session, parsed.GetValue(zoneName), cancellationToken);
            var request = new ListStatementEntriesRequest
            {
                CurrencyCode = parsed.GetValue(currency) ?? "",
                StartTime = FilterOptions.Instant(scope, parsed, from, zone),
                EndTime = FilterOptions.Instant(scope, parsed, to, zone),
                PageSize = PageSize,
            };
            if (parsed.GetValue(month) is { } whole)
            {
                var period = TimeText.ParseMonth(whole, zone) ?? throw NotMonth(scope, month, whole);
                request.StartTime = Timestamp.FromDateTimeOffset(period.Start);
                request.EndTime = Timestamp.FromDateTimeOffset(period.End);
            }

            var range = TimeText.Range(
                session.Language, request.StartTime, request.EndTime, zone, scope.Pick("the first entry", "首笔明细"));
            if (session.Json)
            {
                await session.Host.Error.WriteLineAsync(range);
            }

            var all = await FetchAsync(session, request, cancellationToken);
            var addsUp = AddsUp(all);
            session.Print(all, () => $"{range}{Environment.NewLine}{Text(session, all, addsUp, zone)}");
            if (!addsUp && session.Json)
            {
                await session.Host.Error.WriteLineAsync(Warning(session.Language));
            }

            return addsUp ? ExitStatus.Done : ExitStatus.Contradiction;
        });
    }

    /// <summary>
    /// Whether the opening balance plus all entries is the closing balance, and no number is missing.
    /// </summary>
    internal static bool AddsUp(ListStatementEntriesResponse statement)
    {
        var running = Nanos(statement.OpeningBalance);
        var sequence = 0L;
        foreach (var entry in statement.Entries)
        {
            running += Nanos(entry.Amount);
            if (running != Nanos(entry.BalanceAfter) || (sequence != 0 && entry.Sequence != sequence + 1))
            {
                return false;
            }

            sequence = entry.Sequence;
        }

        return running == Nanos(statement.ClosingBalance);
    }

    private static Int128 Nanos(Money? money) => money is null ? 0 : MoneyText.TotalNanos(money);

    private static async Task<ListStatementEntriesResponse> FetchAsync(
        Session session,
        ListStatementEntriesRequest request,
        CancellationToken cancellationToken)
    {
        ListStatementEntriesResponse? all = null;
        do
        {
            using var call = session.Connection.Balances.ListStatementEntriesAsync(
                request,
                session.Call(cancellationToken));
            var page = await call.ResponseAsync;
            request.PageToken = page.NextPageToken;
            if (all is null)
            {
                all = page;
                continue;
            }

            all.Entries.AddRange(page.Entries);
            all.NextPageToken = page.NextPageToken;
            all.ClosingBalance = page.ClosingBalance;
        }
        while (request.PageToken.Length > 0);

        return all;
    }

    private static UsageException NotMonth(Scope scope, Option option, string text) => new(scope.Pick(
        $"{option.Name}: '{text}' is not a time like 2026-11.", $"{option.Name}：“{text}”无效，例如 2026-11。"));

    private static string Text(Session session, ListStatementEntriesResponse statement, bool addsUp, TimeZoneInfo zone)
    {
        var language = session.Language;
        var table = new TextTable(
            language.Pick(">No.", ">序号"),
            language.Pick("Posted", "记账时间"),
            language.Pick("Kind", "类型"),
            language.Pick(">Amount", ">金额"),
            language.Pick(">Balance", ">余额"),
            language.Pick("Outlet", "网点"),
            language.Pick("Top-up", "充值"),
            language.Pick("Request id", "请求号"));
        table.Add("", "", language.Pick("OPENING", "期初"), "", MoneyText.Format(statement.OpeningBalance), "", "", "");
        foreach (var entry in statement.Entries)
        {
            table.Add(
                $"{entry.Sequence}",
                TimeText.Format(entry.PostedTime, zone),
                Kind(entry.Kind, language),
                MoneyText.Format(entry.Amount),
                MoneyText.Format(entry.BalanceAfter),
                entry.Outlet,
                entry.TopUp,
                entry.RequestId);
        }

        table.Add("", "", language.Pick("CLOSING", "期末"), "", MoneyText.Format(statement.ClosingBalance), "", "", "");
        return table + (addsUp
            ? language.Pick("Opening + entries = closing.", "期初 + 明细 = 期末，核对无误。")
            : Warning(language));
    }

    private static string Kind(StatementEntryKind kind, Language language) => language.Pick(
        EnumText.Of(kind),
        EnumText.Of(kind) + kind switch
        {
            StatementEntryKind.Deposit => " 入账",
            StatementEntryKind.TopUp => " 充值",
            StatementEntryKind.Commission => " 佣金",
            StatementEntryKind.Reversal => " 冲正",
            StatementEntryKind.Clawback => " 收回佣金",
            StatementEntryKind.Cashback => " 返现",
            StatementEntryKind.CashbackReversal => " 收回返现",
            StatementEntryKind.Override => " 上级佣金",
            StatementEntryKind.OverrideClawback => " 收回上级佣金",
            StatementEntryKind.Settlement => " 结算",
            StatementEntryKind.Withdrawal => " 提款",
            StatementEntryKind.Adjustment => " 运营方调账",
            _ => "",
        });

    private static string Warning(Language language) => language.Pick(
        "THE STATEMENT DOES NOT ADD UP: opening + entries is not closing, or a number is missing. Tell the operator.",
        "对账不平：期初 + 明细 ≠ 期末，或序号缺失。请联系运营方。");
}
