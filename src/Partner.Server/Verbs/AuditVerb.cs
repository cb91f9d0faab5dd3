using System.Data.Common;
using System.Text.Json;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>audit: re-derives everything from the entries; compares with what is stored and with the issuer.</summary>
public static class AuditVerb
{
    /// <summary>How it is called.</summary>
    public const string Usage = """
        audit [--data DIR] [--issuer URL] [--json]
            Re-derives all balances and states from the entries, and compares; with --issuer also with the issuer's
            records, both ways. May run beside a running server. Status 0: all is well; 1: it names what is not.
        """;

    private const int Well = 0;
    private const int Problems = 1;
    private const int CannotRead = 2;

    /// <summary>Runs the verb.</summary>
    /// <param name="args">The words behind it.</param>
    /// <param name="output">Takes the report.</param>
    /// <param name="error">Takes what went wrong.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>0: nothing found; 1: findings; 2: wrong usage, or something cannot be read.</returns>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        try
        {
            var arguments = new Arguments(args, "--json");
            var asJson = arguments.Has("--json");
            var issuer = IssuerOf(arguments.Option("--issuer"));
            var database = AdministrationVerbs.DatabaseOf(arguments);
            arguments.End();
            var report = await AuditRun.CheckAsync(database, issuer, cancel).ConfigureAwait(false);
            var text = asJson ? report.ToJson().ToJsonString() + "\n" : report.Describe();
            await output.WriteAsync(text).ConfigureAwait(false);
            return report.Ok ? Well : Problems;
        }
        catch (UsageException wrong)
        {
            await error.WriteLineAsync($"audit: {wrong.Message}\n\n{Usage}").ConfigureAwait(false);
            return CannotRead;
        }
        catch (Exception fault) when (IsReadFault(fault, cancel))
        {
            await error.WriteLineAsync($"audit: cannot read: {fault.Message}").ConfigureAwait(false);
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

    private static Uri? IssuerOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new UsageException("--issuer takes an address such as http://127.0.0.1:7070");
    }
}
