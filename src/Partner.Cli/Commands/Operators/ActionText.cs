using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands.Operators;

/// <summary>The action log for people: an action is a line, and below it what it was about, a line each.</summary>
internal static class ActionText
{
    private const int Columns = 120;
    private const string Indent = "    ";

    public static string Of(ListActionsResponse found, Language language, TimeZoneInfo zone)
    {
        var actions = found.Actions.Select(one =>
            TextTable.Clean($"{one.Number}  {TimeText.Format(one.Time, zone)}  {one.Action}") + Environment.NewLine
            + new FieldList()
                .Add(language.Pick("Who", "操作人"), $"{EnumText.Of(one.ActorKind)} {one.Actor}")
                .Add(language.Pick("Subject", "对象"), one.Subject)
                .Add(language.Pick("Before", "之前"), one.BeforeJson)
                .Add(language.Pick("After", "之后"), one.AfterJson)
                .Add(language.Pick("Why", "原因"), one.Why)
                .ToString(Indent, Columns));
        return string.Concat(actions) + MoreText.Of(language, found.NextPageToken, withAll: true);
    }
}
