using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>For whom a certificate shall stand, what it may do, and how long it is valid.</summary>
internal sealed class ScopeOptions(Scope scope)
{
    private readonly Option<string?> _outlet = Opt.Text("--outlet", scope.Pick("Only for this outlet", "仅限此网点"));

    private readonly Option<string?> _terminal = Opt.Text(
        "--terminal", scope.Pick("Only for this terminal of the outlet", "仅限该网点的此终端"));

    private readonly Option<Granted?> _permissions = Opt.Parsed<Granted?>(
        scope.Language, "--permissions",
        scope.Pick("Of sell, reverse, read, manage [sell,read]", "sell、reverse、read、manage [sell,read]"), "LIST",
        scope.Language.Pick("a list of sell, reverse, read, manage", "由 sell、reverse、read、manage 组成的列表"), Read);

    private readonly Option<int> _days = CertificateCommands.Days(scope);

    private readonly Option<string?> _label = Opt.Text("--label", scope.Pick("What to call it in lists", "备注"));

    public IEnumerable<Option> All => [.. Grant, _days, _label];

    /// <summary>For whom and what, without how long.</summary>
    public IEnumerable<Option> Grant => [_outlet, _terminal, _permissions];

    /// <summary>What and how long, where a file says for whom.</summary>
    public IEnumerable<Option> OfFile => [_permissions, _days];

    public CertificateScope ScopeOf(ParseResult parsed) => new()
    {
        Outlet = parsed.GetValue(_outlet) ?? "",
        Terminal = parsed.GetValue(_terminal) ?? "",
    };

    public CertificatePermission[] PermissionsOf(ParseResult parsed) =>
        parsed.GetValue(_permissions)?.Permissions ?? [CertificatePermission.Sell, CertificatePermission.Read];

    public int DaysOf(ParseResult parsed) => parsed.GetValue(_days);

    public string LabelOf(ParseResult parsed) => parsed.GetValue(_label) ?? "";

    private static Granted? Read(string text)
    {
        var read = text.Split(',').Select(word => word switch
        {
            "sell" => CertificatePermission.Sell,
            "reverse" => CertificatePermission.Reverse,
            "read" => CertificatePermission.Read,
            "manage" => CertificatePermission.Manage,
            _ => CertificatePermission.Unspecified,
        }).ToArray();
        return read.Contains(CertificatePermission.Unspecified) ? null : new Granted(read);
    }

    // An option of an array would take several words, and be asked for none.
    private sealed record Granted(CertificatePermission[] Permissions);
}
