using System.CommandLine;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>--limit</c>, and <c>--all</c> where a list has it: how much is fetched, page by page.</summary>
/// <param name="withAll">Whether the list has <c>--all</c>.</param>
internal sealed class LimitOption(Scope scope, bool withAll = false)
{
    /// <summary>The most that the service answers at once.</summary>
    public const int LargestPage = 500;

    private const int Usual = 50;

    private readonly Option<int> _limit = new("--limit")
    {
        HelpName = "N",
        DefaultValueFactory = _ => Usual,
        Description = scope.Pick("At most this many", "最多条数"),
    };

    private readonly Option<bool>? _all = withAll ? Opt.Flag("--all", scope.Pick("All of them", "全部")) : null;

    public void AddTo(Command command)
    {
        if (_all is not null)
        {
            command.Options.Add(_all);
        }

        command.Options.Add(_limit);
    }

    /// <exception cref="UsageException">It is below 1.</exception>
    public int Read(ParseResult parsed)
    {
        if (_all is not null && parsed.GetValue(_all))
        {
            return int.MaxValue;
        }

        var wanted = parsed.GetValue(_limit);
        return wanted >= 1
            ? wanted
            : throw new UsageException(scope.Pick("--limit must be 1 or more.", "--limit 须为 1 或以上。"));
    }
}
