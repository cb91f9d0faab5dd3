using System.CommandLine;
using Partner.Cli.Hosting;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>--limit</c>: how much of a list is fetched, page by page.</summary>
internal sealed class LimitOption(Scope scope)
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

    public void AddTo(Command command) => command.Options.Add(_limit);

    /// <exception cref="UsageException">It is below 1.</exception>
    public int Read(ParseResult parsed)
    {
        var wanted = parsed.GetValue(_limit);
        return wanted >= 1
            ? wanted
            : throw new UsageException(scope.Pick("--limit must be 1 or more.", "--limit 须为 1 或以上。"));
    }
}
