using System.CommandLine;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>--comment</c>: why something is changed.</summary>
internal static class CommentOption
{
    public static Option<string?> Create(Scope scope) => Opt.Text("--comment", scope.Pick(
        "Why, at most 200 characters; kept in the operator's action log", "原因，最多 200 字，记入运营方操作日志"));
}
