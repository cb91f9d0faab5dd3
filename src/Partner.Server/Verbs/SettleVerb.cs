using System.CommandLine;
using Partner.Core.Settlements;
using Partner.Server.Settlements;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Verbs;

/// <summary>settle: closes a calendar month for all partners.</summary>
internal static class SettleVerb
{
    private static readonly Option<string> Period = VerbOptions.Required("--period", "YYYY-MM", "The month");

    private static readonly Option<string?> Folder = VerbOptions.Text(
        "--out", "FOLDER", "Writes the statements there as CSV and HTML, in English and Chinese");

    /// <summary>The verb.</summary>
    public static Command Create() => new Command("settle", """
        Closes a calendar month for all partners: true-ups, clawbacks, tax, posted to the floats, with a numbered
        statement for each. Sales go on meanwhile. If it is interrupted, run it again: it goes on where it was, and
        everything is posted once. Closing a month again changes nothing and shows its statements. Status 1: it cannot
        be closed now
        """) { Period, Folder }.WithWhy().WithDatabase().Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var period = parsed.GetRequiredValue(Period);
        var folder = parsed.GetValue(Folder);
        var by = VerbActor.By(parsed);
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        var closed = await new SettlementClosing(store)
            .CloseAsync(period, TimeProvider.System.GetUtcNow(), by, cancel);
        if (Explain(period, closed) is { } refused)
        {
            return AdministrationVerbs.Fail(refused);
        }

        Console.WriteLine(closed.Refusal == PeriodRefusal.None
            ? $"Settled {period}: {closed.Statements.Count} statement(s)."
            : $"{period} was settled before; nothing changed.");
        new Narrator(Console.Out).Table(
            ["number", "partner", "earned", "clawed back", "true-up", "already credited", "tax", "total"],
            [.. closed.Statements.Select(Row)]);
        return folder is null ? 0 : await WriteAsync(folder, closed.Statements, cancel);
    }

    private static string? Explain(string period, ClosedPeriod closed) => closed.Refusal switch
    {
        PeriodRefusal.Malformed => $"'{period}' is not a month such as 2026-10",
        PeriodRefusal.NotOver => $"{period} still goes on in the time zone of a commission schedule",
        PeriodRefusal.EarlierOpen => $"{closed.EarliestOpen} has to be settled first",
        PeriodRefusal.BeingSettled =>
            "a month is being settled at this moment; if whoever did it was killed, try again in half a minute",
        _ => null,
    };

    private static string[] Row(SettlementStatement statement) =>
    [
        statement.Number,
        statement.PayeeId.Value,
        statement.Earned.ToString(),
        statement.ClawedBack.ToString(),
        statement.TrueUp.ToString(),
        statement.AlreadyCredited.ToString(),
        statement.Tax.ToString(),
        statement.Total.ToString(),
    ];

    private static async Task<int> WriteAsync(
        string folder, IReadOnlyList<SettlementStatement> statements, CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in statements.SelectMany(SettlementFiles.Of))
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, file.Name), file.Content, cancel);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return AdministrationVerbs.Fail($"it is settled, but --out failed: {fault.Message}");
        }

        Console.WriteLine($"Written to {folder}.");
        return 0;
    }
}
