using System.Text.Json.Nodes;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Output;
using Partner.Contracts.Client;

namespace Partner.Cli.Batch;

/// <summary>What became of a sales file: counts, exact sums and the exit status.</summary>
/// <param name="Rows">All sales of the file.</param>
/// <param name="Results">The latest result of each, in the same order; null where there is none.</param>
/// <param name="Sent">How many this run sent.</param>
/// <param name="Stopped">The error that stopped the run early, or null.</param>
/// <param name="Interrupted">Whether the user stopped the run.</param>
internal sealed record BatchReport(
    IReadOnlyList<SaleRow> Rows,
    IReadOnlyList<ResultRow?> Results,
    int Sent,
    PartnerError? Stopped,
    bool Interrupted)
{
    /// <summary>What is allowed in the file, but seldom meant.</summary>
    public IReadOnlyList<FileProblem> Warnings { get; init; } = [];

    private const string NotSent = "NOT_SENT";
    private const int NanosPerUnit = 1_000_000_000;

    /// <summary>The first that applies: without answer, still open, money back, refused, done.</summary>
    public int ExitStatus => States() switch
    {
        _ when Stopped is { IsUnanswered: false } => Hosting.ExitStatus.Refused,
        var states when states.Contains(NotSent) => Hosting.ExitStatus.NoAnswer,
        var states when states.Contains(ResultRow.Unanswered) => Hosting.ExitStatus.NoAnswer,
        var states when states.Contains(EnumText.Of(TopUpState.Processing)) => Hosting.ExitStatus.Processing,
        _ when Results.Any(row => row is { IsFinal: true, IsSurelyNotCharged: true }) => Hosting.ExitStatus.MoneyBack,
        var states when states.Contains(ResultRow.Refused) => Hosting.ExitStatus.Refused,
        _ => Hosting.ExitStatus.Done,
    };

    public string ToText(Language language, StateStyle style, BatchPlan plan)
    {
        var table = new TextTable(
            language.Pick("State", "状态"),
            language.Pick(">Sales", ">笔数"),
            language.Pick(">Customers pay", ">顾客支付"),
            language.Pick(">Float debit", ">预付款扣款"),
            language.Pick(">Commission", ">佣金"))
        { Paint = style.Paint };
        foreach (var group in Groups())
        {
            var (state, currency) = group.Key;
            table.Add(
                state,
                $"{group.Count()}",
                Sum(group, "customer_pays", currency),
                Sum(group, "net_debit", currency),
                Sum(group, "commission", currency));
        }

        return table + language.Pick(
            $"{Sent} of {Rows.Count} rows sent now; results in {plan.ResultFile}",
            $"本次发送 {Sent}/{Rows.Count} 行；结果见 {plan.ResultFile}");
    }

    /// <summary>What to do next, for people; empty when everything is done.</summary>
    public string Advice(Language language) => ExitStatus switch
    {
        Hosting.ExitStatus.NoAnswer or Hosting.ExitStatus.Processing => language.Pick(
            "Run the same command again: open rows are asked for under the same request ids, nothing is sent twice.",
            "请重新运行同一命令：未完成的行按同一请求号查询，不会重复发送。"),
        Hosting.ExitStatus.Refused or Hosting.ExitStatus.MoneyBack when States().Contains(ResultRow.Refused) =>
            language.Pick(
                "Refused rows moved no money. Mend the cause, then run again with --retry-refused.",
                "被拒绝的行未扣款。解决原因后，用 --retry-refused 重新运行。"),
        _ => "",
    };

    public JsonObject ToJson(BatchPlan plan)
    {
        var counts = new JsonObject();
        foreach (var group in States().GroupBy(state => state).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            counts[group.Key] = group.Count();
        }

        var rows = Results.Select((result, i) =>
        {
            var row = new JsonObject { ["line"] = Rows[i].Line, ["state"] = NotSent };
            foreach (var column in ResultRow.Columns.Where(column => column != "line" && result is not null))
            {
                row[Camel(column)] = result![column];
            }

            return (JsonNode)row;
        });
        return new JsonObject
        {
            ["file"] = plan.SalesFile,
            ["result"] = plan.ResultFile,
            ["sentNow"] = Sent,
            ["counts"] = counts,
            ["stoppedBy"] = Stopped?.Reason,
            ["interrupted"] = Interrupted,
            ["warnings"] = new JsonArray([.. Warnings.Select(ErrorReport.ToJson)]),
            ["rows"] = new JsonArray([.. rows]),
            ["exitStatus"] = ExitStatus,
        };
    }

    /// <summary>One for each sale: rows with one request id are one, and count once.</summary>
    private IEnumerable<ResultRow?> Sales() => Rows.Zip(Results)
        .DistinctBy(pair => pair.First.Request.RequestId, StringComparer.Ordinal)
        .Select(pair => pair.Second);

    private List<string> States() => [.. Sales().Select(result => result?.State ?? NotSent)];

    private IEnumerable<IGrouping<(string State, string Currency), ResultRow?>> Groups() => Sales()
        .GroupBy(result => (result?.State ?? NotSent, result?["currency"] ?? ""))
        .OrderBy(group => group.Key, Comparer<(string, string)>.Default);

    /// <summary>Adds amounts up exactly.</summary>
    private static string Sum(IEnumerable<ResultRow?> rows, string column, string currency)
    {
        var total = Int128.Zero;
        foreach (var row in rows.OfType<ResultRow>())
        {
            total += MoneyText.TryParse(row[column], currency, out var money) ? MoneyText.TotalNanos(money) : 0;
        }

        return currency.Length == 0 ? "" : MoneyText.Format(new Money
        {
            CurrencyCode = currency,
            Units = (long)(total / NanosPerUnit),
            Nanos = (int)(total % NanosPerUnit),
        });
    }

    private static string Camel(string column)
    {
        var words = column.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
