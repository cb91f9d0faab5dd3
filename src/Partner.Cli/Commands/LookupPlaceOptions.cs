using System.CommandLine;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>The options that say where a card is looked up.</summary>
internal sealed class LookupPlaceOptions(Scope scope)
{
    /// <summary>The outlet.</summary>
    public Option<string?> Outlet { get; } = Opt.Text("--outlet", scope.Pick("The outlet", "网点"));

    /// <summary>The terminal.</summary>
    public Option<string?> Terminal { get; } = Opt.Text(
        "--terminal", scope.Pick("The terminal: too many unknown cards lock it alone", "终端：查询未知卡过多时仅锁定该终端"));
}
