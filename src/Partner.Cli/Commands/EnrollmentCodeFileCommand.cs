using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Cli.Batch;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Core.Texts;

namespace Partner.Cli.Commands;

/// <summary><c>enrollment-code create-all</c>: a code for each till of a file, as a chain opens its shops.</summary>
internal static class EnrollmentCodeFileCommand
{
    private static readonly string[] Columns = ["outlet", "terminal", "code", "ends", "name"];

    public static Command Create(Scope scope)
    {
        var (options, validFor) = (new ScopeOptions(scope), EnrollmentCodeCommands.ValidFor(scope));
        var file = scope.Argument(
            "FILE", "CSV with the columns outlet, terminal and label; UTF-8 or GBK",
            "CSV 文件，列为 outlet、terminal、label；UTF-8 或 GBK 编码");
        var output = new Option<string>("--out")
        {
            HelpName = "FILE",
            Required = true,
            Description = scope.Pick(
                "Writes the codes there, CSV, which only you can read; it must not be there yet",
                "注册码写入该 CSV 文件（仅本人可读），文件不得已存在"),
        };
        var command = new Command("create-all", scope.Pick(
            "Makes one for each till of a file", "为文件中的每个终端生成注册码")) { file, output, validFor };
        foreach (var option in options.OfFile)
        {
            command.Options.Add(option);
        }

        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var tills = TillFile.Read(
                await DocumentFile.ReadBytesAsync(scope.Language, parsed.GetRequiredValue(file), cancellationToken),
                scope.Language);
            await using var codes = New(scope, parsed.GetRequiredValue(output));
            await codes.WriteAsync(Csv.Lines([Columns]));
            var report = new RowReport(session.Host, session.Language, session.Json);
            foreach (var till in tills)
            {
                var request = new CreateEnrollmentCodeRequest
                {
                    RequestId = Guid.NewGuid().ToString("D"),
                    Scope = new CertificateScope { Outlet = till.Outlet, Terminal = till.Terminal },
                    Days = options.DaysOf(parsed),
                    Label = till.Label,
                    ValidFor = parsed.GetValue(validFor) is { } time ? Duration.FromTimeSpan(time) : null,
                };
                request.Permissions.AddRange(options.PermissionsOf(parsed));
                await report.AddAsync($"{till.Outlet}/{till.Terminal}", async () =>
                {
                    using var call = session.Connection.Account.CreateEnrollmentCodeAsync(
                        request, session.Call(cancellationToken));
                    var answer = await call.ResponseAsync;

                    // On the disk before the next one is made: no answer tells a code twice.
                    await codes.WriteAsync(Csv.Lines([Line(till, answer)]));
                    await codes.FlushAsync(cancellationToken);
                    return answer.EnrollmentCode.Name;
                });
            }

            return report.End();
        });
    }

    private static string[] Line(Till till, CreateEnrollmentCodeResponse answer) =>
    [
        SpreadsheetCell.Protect(till.Outlet),
        SpreadsheetCell.Protect(till.Terminal),
        SpreadsheetCell.Protect(answer.Code),
        $"{answer.EnrollmentCode.EndTime.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ssZ}",
        answer.EnrollmentCode.Name,
    ];

    private static StreamWriter New(Scope scope, string path)
    {
        try
        {
            return new StreamWriter(SecretFile.Open(path, FileMode.CreateNew));
        }
        catch (Exception fault) when (DocumentFile.IsOfFile(fault))
        {
            throw DocumentFile.Unwritable(scope.Language, path, fault);
        }
    }
}
