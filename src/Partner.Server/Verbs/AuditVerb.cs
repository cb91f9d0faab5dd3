using System.CommandLine;
using System.Data.Common;
using System.Text.Json;
using Partner.Server.BackOffice;
using Partner.Server.Errors;
using Partner.Storage.Abstractions;

namespace Partner.Server.Verbs;

/// <summary>audit: re-derives everything from the entries; compares with what is stored and with the issuer.</summary>
internal static class AuditVerb
{
    private const int Well = 0;
    private const int Problems = 1;
    private const int CannotRead = 2;

    private static readonly Option<bool> Days = new("--days")
    {
        Description = "also what was sold and given back on each business day, as GetSalesTotals must tell it",
    };

    private static readonly Option<string?> Lang = new Option<string?>("--lang")
    {
        Description = "The language of the report: en or zh-CN [en]",
        HelpName = "zh-CN|en",
    }.AcceptOnlyFromAmong("en", "zh-CN");

    /// <summary>The verb. Status 0: nothing found; 1: findings; 2: wrong usage, or something cannot be read.</summary>
    public static Command Create() => new Command("audit", """
        Re-derives all balances and states from the entries, and compares; with --issuer also with the issuer's
        records, both ways. May run beside a running server. Status 0: all is well; 1: it names what is not
        """) { VerbOptions.Issuer, VerbOptions.Json, Days, Lang }.WithDatabase().Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var database = VerbOptions.Database(parsed);
        try
        {
            var report = await AuditRun.CheckAsync(database, parsed.GetValue(VerbOptions.Issuer), cancel);
            var (days, language) = (parsed.GetValue(Days), Languages.Parse(parsed.GetValue(Lang)));
            var text = parsed.GetValue(VerbOptions.Json)
                ? report.ToJson(days, language).ToJsonString() + "\n"
                : report.Describe(days, language);
            await parsed.InvocationConfiguration.Output.WriteAsync(text);
            return report.Ok ? Well : Problems;
        }
        catch (Exception fault) when (IsReadFault(fault, cancel))
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"audit: cannot read: {fault.Message}");
            return CannotRead;
        }
    }

    private static bool IsReadFault(Exception fault, CancellationToken cancel) => fault switch
    {
        StoreNotReadyException or StoreUnavailableException or DbException => true,
        IOException or UnauthorizedAccessException => true,
        HttpRequestException or JsonException => true,

        // A column holds what no program of ours writes.
        InvalidCastException or InvalidOperationException or OverflowException or FormatException => true,

        // The issuer's records took too long.
        OperationCanceledException => !cancel.IsCancellationRequested,
        _ => false,
    };
}
