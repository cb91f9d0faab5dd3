using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>
/// <c>outlets</c>, <c>terminals</c> and <c>cashiers</c>, each with <c>list</c>, <c>create</c>, <c>update</c> and
/// <c>close</c>.
/// </summary>
internal sealed class UnitCommands
{
    private readonly Scope _scope;
    private readonly UnitClient _client;
    private readonly Option<string?> _outlet;
    private readonly Option<string?> _comment;

    private UnitCommands(Scope scope, UnitClient client)
    {
        (_scope, _client) = (scope, client);
        _outlet = Opt.Text("--outlet", scope.Pick(
            "Its outlet; an outlet certificate may leave it out", "所属网点；网点证书可省略"));
        _comment = CommentOption.Create(scope);
    }

    public static IEnumerable<Command> Create(Scope scope) =>
        UnitClient.All.Select(client => new UnitCommands(scope, client).Create());

    private Command Create() => new(_client.Name, _scope.Pick(
        $"Lists, registers, changes and closes {_client.Name}", $"查询、登记、更改和关闭{_client.ChineseName}"))
    {
        List(), Register(), Update(), Close(),
    };

    private Command List()
    {
        var status = Opt.Choice<OrganisationStatus>(_scope.Language, "--status", _scope.Pick("With this status", "状态"));
        var limit = new LimitOption(_scope, withAll: true);
        var command = WithOutlet(new Command("list", _scope.Pick(
            $"Lists {_client.Name} by reference", $"按编号列出{_client.ChineseName}")) { status });
        limit.AddTo(command);
        return _scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var wanted = limit.Read(parsed);
            var answer = await _client.ListAsync(
                session, Outlet(session), parsed.GetValue(status) ?? OrganisationStatus.Unspecified, wanted,
                cancellationToken);
            session.Print(answer, () => OrganisationText.Table(answer, session.Language));
            return ExitStatus.Done;
        });
    }

    private Command Register()
    {
        var reference = Reference();
        var name = Opt.Text("--name", _scope.Pick("Its name for people [the reference]", "名称 [同编号]"));
        var command = WithOutlet(new Command("create", _scope.Pick(
            "Registers one, ACTIVE; repeating it changes nothing", "登记（启用）；重复执行不会改变")) { reference, name, _comment });
        return _scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var answer = await _client.CreateAsync(
                session, Outlet(session), parsed.GetRequiredValue(reference), parsed.GetValue(name) ?? "",
                Comment(session), cancellationToken);
            session.Print(answer, () => OrganisationText.Of(answer, session.Language));
            return ExitStatus.Done;
        });
    }

    private Command Update()
    {
        var reference = Reference();
        var name = Opt.Text("--name", _scope.Pick("Its new name", "新名称"));
        var status = Opt.Choice<OrganisationStatus>(
            _scope.Language, "--status", _scope.Pick("active or suspended", "active 或 suspended"));
        var command = WithOutlet(new Command("update", _scope.Pick(
            "Renames, suspends or resumes one", "改名、停用或恢复")) { reference, name, status, _comment });
        return _scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            if (parsed.GetValue(name) is null && parsed.GetValue(status) is null)
            {
                throw new UsageException(_scope.Pick("Give --name or --status.", "请填写 --name 或 --status。"));
            }

            var answer = await _client.UpdateAsync(
                session, Outlet(session), parsed.GetRequiredValue(reference), parsed.GetValue(name),
                parsed.GetValue(status), Comment(session), cancellationToken);
            session.Print(answer, () => OrganisationText.Of(answer, session.Language));
            return ExitStatus.Done;
        });
    }

    private Command Close()
    {
        var reference = Reference();
        var command = WithOutlet(new Command("close", _scope.Pick(
            "Closes one for ever", "永久关闭")) { reference, _comment });
        return _scope.Runs(command, async (session, cancellationToken) =>
        {
            var answer = await _client.CloseAsync(
                session, Outlet(session), session.Parsed.GetRequiredValue(reference), Comment(session),
                cancellationToken);
            session.Print(answer, () => OrganisationText.Of(answer, session.Language));
            return ExitStatus.Done;
        });
    }

    private Argument<string> Reference() =>
        _scope.Argument("REFERENCE", "Its reference, as sales carry it", "编号，与销售中填写的一致");

    private Command WithOutlet(Command command)
    {
        if (_client.HasOutlet)
        {
            command.Options.Add(_outlet);
        }

        return command;
    }

    private string Outlet(Session session) => _client.HasOutlet ? session.Parsed.GetValue(_outlet) ?? "" : "";

    private string Comment(Session session) => session.Parsed.GetValue(_comment) ?? "";
}
