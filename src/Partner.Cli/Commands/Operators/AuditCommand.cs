using System.CommandLine;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;
using Event = Leb.Operator.V1.RunAuditResponse.EventOneofCase;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator audit</c>: everything derived again from the entries, and compared.</summary>
internal static class AuditCommand
{
    public static Command Create(Scope scope)
    {
        var issuer = Opt.Flag("--issuer", scope.Pick(
            "Compare with the issuer's records, too", "同时与发卡方记录核对"));
        var days = Opt.Flag("--days", scope.Pick(
            "Also what was sold and given back on each business day", "同时列出各营业日的销售与退回"));
        var command = new Command("audit", scope.Pick(
            "Derives balances and states again from the entries, and compares; status 1 on findings. Give it time with "
            + "--timeout 30m",
            "根据分录重新推导余额与状态并核对；有问题时退出码为 1。可用 --timeout 30m 延长等待")) { issuer, days };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new RunAuditRequest
            {
                WithIssuer = session.Parsed.GetValue(issuer), Days = session.Parsed.GetValue(days),
            };
            var client = new AuditService.AuditServiceClient(session.Invoker);
            using var call = client.RunAudit(request, session.Call(cancellationToken));
            var found = new List<RunAuditResponse>();
            while (await call.ResponseStream.MoveNext(cancellationToken))
            {
                var message = call.ResponseStream.Current;
                if (message.EventCase == Event.Progress)
                {
                    await TellAsync(session, message.Progress);
                    continue;
                }

                found.Add(message);
            }

            if (found.Find(message => message.EventCase == Event.Verdict)?.Verdict is not { } verdict)
            {
                await session.Host.Error.WriteLineAsync(session.Language.Pick(
                    "The audit broke off without a verdict.", "核对中断，没有结论。"));
                return ExitStatus.NoAnswer;
            }

            session.Host.Out.WriteLine(session.Json
                ? JsonOutput.Indented(Json(found, verdict))
                : Text(session.Language, found, verdict).TrimEnd());
            return verdict.Ok ? ExitStatus.Done : ExitStatus.Refused;
        });
    }

    private static async Task TellAsync(Session session, AuditProgress progress)
    {
        if (!session.Json)
        {
            await session.Host.Error.WriteLineAsync(
                $"{EnumText.Of(progress.Stage)} {OperatorOptions.Text(progress.Done)}");
        }
    }

    private static JsonObject Json(List<RunAuditResponse> found, AuditVerdict verdict)
    {
        var json = ContractJson.Of(verdict);
        json["found"] = Of(Event.Finding, message => message.Finding);
        json["floats"] = Of(Event.Float, message => message.Float);
        json["days"] = Of(Event.Day, message => message.Day);
        json["unfinished"] = Of(Event.Unfinished, message => message.Unfinished);
        return json;

        JsonArray Of(Event kind, Func<RunAuditResponse, IMessage> content) => new([
            .. found.Where(message => message.EventCase == kind)
                .Select(message => ContractJson.Of(content(message))),
        ]);
    }

    private static string Text(Language language, List<RunAuditResponse> found, AuditVerdict verdict)
    {
        var floats = new TextTable(
            language.Pick("PARTNER", "合作伙伴"), language.Pick("CURRENCY", "币种"), language.Pick(">DEPOSITED", ">存入"),
            language.Pick(">DEBITED", ">扣款"), language.Pick(">COMMISSION", ">佣金"), language.Pick(">RETURNED", ">退回"),
            language.Pick(">SETTLED", ">结算"), language.Pick(">TAX", ">税"), language.Pick(">BALANCE", ">余额"),
            language.Pick(">RESERVED", ">占用"));
        foreach (var one in found.Where(message => message.EventCase == Event.Float).Select(message => message.Float))
        {
            string[] sums =
            [
                one.Deposited, one.Debited, one.Commission, one.Returned, one.Settled, one.Tax, one.Posted,
                one.Reserved,
            ];
            floats.Add([one.Partner, one.CurrencyCode, .. sums]);
        }

        var states = new TextTable(language.Pick("STATE", "状态"), language.Pick(">TOP-UPS", ">笔数"));
        foreach (var one in verdict.States)
        {
            states.Add(one.State, OperatorOptions.Text(one.TopUps));
        }

        var newLine = Environment.NewLine;
        return language.Pick("Minor units of the currency:", "金额单位为币种的最小单位：") + newLine + floats + newLine
            + states + newLine + Days(language, found) + Rest(language, found) + (verdict.Ok
                ? language.Pick($"audit ok: {verdict.Transfers} transfers", $"核对无误：{verdict.Transfers} 笔转账")
                : language.Pick($"audit found {verdict.Findings} problem(s)", $"核对发现 {verdict.Findings} 个问题"));
    }

    private static string Days(Language language, List<RunAuditResponse> found)
    {
        var days = found.Where(message => message.EventCase == Event.Day).Select(message => message.Day).ToList();
        var table = new TextTable(
            language.Pick("PARTNER", "合作伙伴"), language.Pick("BUSINESS DAY", "营业日"), language.Pick(">SOLD", ">销售"),
            language.Pick(">DEBITED", ">扣款"), language.Pick(">REVERSED", ">冲正"), language.Pick(">RETURNED", ">退回"));
        foreach (var one in days)
        {
            table.Add(
                one.Partner, one.BusinessDate, OperatorOptions.Text(one.Sold), one.Debited,
                OperatorOptions.Text(one.Reversed), one.Returned);
        }

        return days.Count == 0 ? "" : table + Environment.NewLine;
    }

    private static string Rest(Language language, List<RunAuditResponse> found)
    {
        var lines = found.Select(message => message.EventCase switch
        {
            Event.Unfinished => language.Pick("still processing: ", "处理中：") + message.Unfinished.Name,
            Event.Finding => $"{message.Finding.Code}  {message.Finding.Subject}: {message.Finding.Detail}",
            _ => null,
        }).OfType<string>().Select(line => TextTable.Clean(line) + Environment.NewLine);
        return string.Concat(lines);
    }
}
