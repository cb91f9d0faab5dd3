using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Partner.Cli.Hosting;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>
/// What became of each row of a command that works on many: one row that is refused holds up no other. Done rows go to
/// standard output, the others to standard error; with --json all are one document.
/// </summary>
/// <param name="host">The process.</param>
/// <param name="language">The language of complaints.</param>
/// <param name="json">Whether to print JSON.</param>
internal sealed class RowReport(CliHost host, Language language, bool json)
{
    private readonly JsonArray _rows = [];
    private readonly List<int> _statuses = [];

    /// <summary>Does the work of one row, and notes how it ended.</summary>
    /// <param name="name">What the row is about.</param>
    /// <param name="work">The work; tells its result in a word or a file's name.</param>
    public async Task AddAsync(string name, Func<Task<string>> work)
    {
        try
        {
            var result = await work();
            Note(name, ExitStatus.Done, result, null);
        }
        catch (UsageException fault)
        {
            Note(name, ExitStatus.Usage, fault.Message, "USAGE");
        }
        catch (RpcException fault)
        {
            var error = PartnerError.From(fault);
            var told = error.ClerkText is { Length: > 0 } text ? text : error.Message;
            Note(name, ExitStatus.Of(error), told, error.Reason);
        }
    }

    /// <summary>Prints the sums, or the JSON document.</summary>
    /// <returns>5 where a row got no answer, else 1 where one was refused, else 2 where a file is wrong.</returns>
    public int End()
    {
        int[] order = [ExitStatus.NoAnswer, ExitStatus.Refused, ExitStatus.Usage];
        var status = order.FirstOrDefault(_statuses.Contains, ExitStatus.Done);
        var done = _statuses.Count(one => one == ExitStatus.Done);
        if (json)
        {
            host.Out.WriteLine(JsonOutput.Indented(new JsonObject
            {
                ["rows"] = _rows,
                ["done"] = done,
                ["failed"] = _statuses.Count - done,
                ["exitStatus"] = status,
            }));
        }
        else
        {
            host.Out.WriteLine(language.Pick(
                string.Create(CultureInfo.InvariantCulture, $"{done} done, {_statuses.Count - done} failed."),
                string.Create(CultureInfo.InvariantCulture, $"完成 {done}，失败 {_statuses.Count - done}。")));
        }

        return status;
    }

    private void Note(string name, int status, string told, string? reason)
    {
        _statuses.Add(status);
        _rows.Add(reason is null
            ? new JsonObject { ["row"] = name, ["result"] = told }
            : new JsonObject
            {
                ["row"] = name,
                ["error"] = new JsonObject { ["reason"] = reason, ["message"] = told },
            });
        if (!json)
        {
            (reason is null ? host.Out : host.Error).WriteLine(
                $"{TextTable.Clean(name)}: {(reason is null ? "" : reason + ": ")}{TextTable.Clean(told)}");
        }
    }
}
