using System.Globalization;
using Leb.Partner.V1;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Contracts.Client;
using Partner.Core.Texts;

namespace Partner.Cli.Batch;

/// <summary>What became of one sale: a line of the result file.</summary>
internal sealed record ResultRow
{
    /// <summary>State of a sale that the service refused before saving anything.</summary>
    public const string Refused = "REFUSED";

    /// <summary>State of a sale for which there was no usable answer within the time.</summary>
    public const string Unanswered = "UNANSWERED";

    /// <summary>The columns of the result file, in their order.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "line", "request_id", "state", "receipt_number", "card", "plan", "currency", "customer_pays", "net_debit",
        "commission", "reason", "money_moved", "retry_safe", "retry_with", "fault", "clerk_text", "details", "replayed",
        "top_up", "time",
    ];

    /// <summary>Columns of numbers and of true and false, which a spreadsheet may take as they are.</summary>
    private static readonly HashSet<string> Plain =
        ["line", "customer_pays", "net_debit", "commission", "retry_safe", "replayed"];

    private readonly Dictionary<string, string> _cells;

    private ResultRow(Dictionary<string, string> cells) => _cells = cells;

    public string this[string column] => _cells.GetValueOrDefault(column, "");

    public string RequestId => this["request_id"];

    public string State => this["state"];

    /// <summary>The cells as they stand in the file: texts so that a spreadsheet keeps them.</summary>
    public IEnumerable<string> Cells => Columns.Select(
        column => Plain.Contains(column) ? this[column] : SpreadsheetCell.Protect(this[column]));

    /// <summary>Whether the sale has an end that sending it again would not change.</summary>
    public bool IsFinal => EnumText.Parse<TopUpState>(State) is not (TopUpState.Unspecified or TopUpState.Processing);

    /// <summary>Whether the float is surely not charged, so that a corrected row may become a new sale.</summary>
    public bool IsSurelyNotCharged => State == Refused || (IsFinal && State != EnumText.Of(TopUpState.Succeeded));

    /// <summary>Whether the sale was refused and can only be made with another request id.</summary>
    public bool NeedsNewRequestId =>
        State == Refused && EnumText.Parse<RetryWith>(this["retry_with"]) == RetryWith.NewRequestId;

    /// <summary>Reads the cells of the file.</summary>
    public static ResultRow Of(IReadOnlyList<string> cells) => new(Columns.Zip(cells).ToDictionary(
        pair => pair.First, pair => SpreadsheetText.Unprotect(pair.Second)));

    public static ResultRow Of(SaleRow row, CreateTopUpResponse answer, DateTimeOffset time)
    {
        var topUp = answer.TopUp;
        var outcome = topUp.Outcome ?? new Outcome();
        var cells = Start(row, EnumText.Of(topUp.State), time);
        cells["receipt_number"] = topUp.ReceiptNumber;
        cells["card"] = CardText.Format(topUp.Card);
        cells["plan"] = topUp.Plan;
        cells["currency"] = topUp.Price?.NetDebit?.CurrencyCode ?? "";
        cells["customer_pays"] = MoneyText.Number(topUp.Price?.CustomerPays);
        cells["net_debit"] = MoneyText.Number(topUp.Price?.NetDebit);
        cells["commission"] = MoneyText.Number(topUp.Price?.Commission?.Amount);
        cells["reason"] = outcome.Reason == ErrorReason.Unspecified ? "" : EnumText.Of(outcome.Reason);
        Answer(cells, outcome.MoneyMoved, outcome.RetrySafe, outcome.RetryWith, outcome.Fault);
        cells["clerk_text"] = outcome.ClerkText;
        cells["replayed"] = answer.Replayed ? "true" : "false";
        cells["top_up"] = topUp.Name;
        return Cleaned(cells);
    }

    public static ResultRow Of(SaleRow row, PartnerError error, DateTimeOffset time)
    {
        var cells = Start(row, error.IsUnanswered ? Unanswered : Refused, time);
        cells["reason"] = error.Reason;
        Answer(cells, error.MoneyMoved, error.RetrySafe, error.RetryWith, error.Fault);
        cells["clerk_text"] = error.ClerkText ?? error.Message;
        var violations = error.Violations.Select(problem => $"{problem.Field}: {problem.Problem}");
        var facts = error.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal)
            .Select(fact => $"{fact.Key}={fact.Value}");
        cells["details"] = string.Join("; ", violations.Concat(facts));
        return Cleaned(cells);
    }

    private static Dictionary<string, string> Start(SaleRow row, string state, DateTimeOffset time) => new()
    {
        ["line"] = row.Line.ToString(CultureInfo.InvariantCulture),
        ["request_id"] = row.Request.RequestId,
        ["state"] = state,
        ["card"] = CardText.Format(row.Request.Card),
        ["plan"] = row.Request.Plan,
        ["time"] = time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
    };

    private static void Answer(
        Dictionary<string, string> cells,
        MoneyMoved moneyMoved,
        bool retrySafe,
        RetryWith retryWith,
        Fault fault)
    {
        cells["money_moved"] = EnumText.Of(moneyMoved);
        cells["retry_safe"] = retrySafe ? "true" : "false";
        cells["retry_with"] = retryWith == RetryWith.Unspecified ? "" : EnumText.Of(retryWith);
        cells["fault"] = fault == Fault.Unspecified ? "" : EnumText.Of(fault);
    }

    /// <summary>
    /// One result is one line of the file, so that a line cut off by a crash is recognised and dropped.
    /// </summary>
    private static ResultRow Cleaned(Dictionary<string, string> cells) =>
        new(cells.ToDictionary(cell => cell.Key, cell => TextTable.Clean(cell.Value)));
}
