using System.CommandLine;
using Partner.Core.Actions;

namespace Partner.Server.Verbs;

/// <summary>Who types verbs, for the action log: the user of this machine, for there is no certificate.</summary>
internal static class VerbActor
{
    private static readonly ActionActor Me = new(ActorKind.Verb, $"{Environment.UserName}@{Environment.MachineName}");

    private static readonly Option<string> Why = VerbOptions.Required(
        "--why", "TEXT", "Why it is done, for the action log");

    /// <summary>Adds what a verb takes that records an action.</summary>
    public static Command WithWhy(this Command command)
    {
        command.Add(Why);
        return command;
    }

    /// <summary>Who typed a line, and why.</summary>
    /// <exception cref="UsageException">The reason is empty, too long, or does not show all that it is.</exception>
    public static ActionBy By(ParseResult parsed)
    {
        var why = parsed.GetRequiredValue(Why);
        if (string.IsNullOrWhiteSpace(why))
        {
            throw new UsageException("--why must say why");
        }

        VerbOptions.EnsureVisible("--why", why);
        return why.Length <= RecordedAction.LongestWhy
            ? new ActionBy(Me, why)
            : throw new UsageException($"--why takes at most {RecordedAction.LongestWhy} characters");
    }
}
