using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>The options that say whom a limit holds for; without any, for the partner.</summary>
internal sealed class LimitScopeOptions(Scope scope)
{
    private readonly Option<LimitSubject?> _subject = Opt.Choice<LimitSubject>(
        scope.Language, "--for", scope.Pick("Whom it is about", "限额对象"));

    private readonly Option<string?> _outlet = Opt.Text("--outlet", scope.Pick("The outlet", "网点"));

    private readonly Option<string?> _holder = Opt.Text(
        "--holder", scope.Pick("The terminal, cashier or certificate", "终端、收银员或证书"));

    private readonly Option<bool> _each = Opt.Flag(
        "--each", scope.Pick("Each of them that has none of its own", "未单独设定者逐一适用"));

    public void AddTo(Command command)
    {
        command.Options.Add(_subject);
        command.Options.Add(_outlet);
        command.Options.Add(_holder);
        command.Options.Add(_each);
    }

    /// <summary>Whom; null where no option says so.</summary>
    public LimitScope? ReadIfAny(ParseResult parsed) =>
        parsed.GetValue(_subject) is null && parsed.GetValue(_outlet) is null && parsed.GetValue(_holder) is null
            && !parsed.GetValue(_each)
            ? null
            : Read(parsed);

    public LimitScope Read(ParseResult parsed)
    {
        var (outlet, holder) = (parsed.GetValue(_outlet) ?? "", parsed.GetValue(_holder) ?? "");
        return new LimitScope
        {
            Subject = parsed.GetValue(_subject) ?? (outlet.Length > 0 && holder.Length == 0
                ? LimitSubject.Outlet
                : LimitSubject.Partner),
            Outlet = outlet,
            Holder = holder,
            Each = parsed.GetValue(_each),
        };
    }
}
