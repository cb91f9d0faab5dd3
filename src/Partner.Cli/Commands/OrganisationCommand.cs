using System.CommandLine;
using System.Globalization;
using Leb.Partner.V1;
using Partner.Cli.Batch;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>
/// <c>organisation</c>: the rule for references; <c>organisation import</c>: outlets, terminals and cashiers out of a
/// file.
/// </summary>
internal static class OrganisationCommand
{
    private const string Yes = "yes";

    public static Command Create(Scope scope)
    {
        var only = Opt.Parsed<string?>(
            scope.Language,
            "--registered-only",
            scope.Pick(
                "yes: only what is registered may sell; no: anything that is not registered may, too",
                "yes：仅限已登记的网点、终端和收银员销售；no：未登记的也可销售"),
            "yes|no",
            scope.Pick("yes or no", "yes 或 no"),
            text => text is Yes or "no" ? text : null);
        var command = new Command("organisation", scope.Pick(
            "Shows, or sets, whether only what is registered may sell", "查看或设置是否仅限已登记者销售"))
        {
            only,
        };
        command.Subcommands.Add(CreateImport(scope));
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            if (session.Parsed.GetValue(only) is { } answered)
            {
                using var setting = session.Connection.Organisations.UpdateOrganisationAsync(
                    new UpdateOrganisationRequest { RegisteredOnly = answered == Yes },
                    session.Call(cancellationToken));
                var set = await setting.ResponseAsync;
                session.Print(set, () => OrganisationText.Of(set.Organisation, session.Language));
                return ExitStatus.Done;
            }

            using var call = session.Connection.Organisations.GetOrganisationAsync(
                new GetOrganisationRequest(), session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => OrganisationText.Of(answer.Organisation, session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command CreateImport(Scope scope)
    {
        var file = scope.Argument(
            "FILE",
            "CSV with the columns kind, outlet, reference, name, status; UTF-8 or GBK",
            "CSV 文件，列为 kind、outlet、reference、name、status；UTF-8 或 GBK 编码");
        var dryRun = Opt.Flag("--dry-run", scope.Pick("Check everything and change nothing", "只检查，不更改"));
        var command = new Command("import", scope.Pick(
            "Registers and changes what a file says; repeating it is harmless", "按文件登记和更改；可重复执行"))
        {
            file, dryRun,
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var (rows, problems) = new OrganisationFile(session.Language).Read(
                await DocumentFile.ReadBytesAsync(
                    session.Language, session.Parsed.GetRequiredValue(file), cancellationToken));
            var done = await OrganisationImport.RunAsync(
                session, rows, problems, session.Parsed.GetValue(dryRun), cancellationToken);
            session.Print(done, () => Text(done, session.Language));
            return ExitStatus.Done;
        });
    }

    private static string Text(ImportOrganisationResponse done, Language language) => new FieldList()
        .Add(
            language.Pick("Applied", "已生效"),
            done.Applied ? language.Pick("yes", "是") : language.Pick("no: a trial", "否：仅检查"))
        .Add(language.Pick("New", "新增"), done.Created.ToString(CultureInfo.InvariantCulture))
        .Add(language.Pick("Changed", "更改"), done.Updated.ToString(CultureInfo.InvariantCulture))
        .Add(language.Pick("As asked already", "无需更改"), done.Unchanged.ToString(CultureInfo.InvariantCulture))
        .ToString();
}
