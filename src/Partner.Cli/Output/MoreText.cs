using Partner.Cli.Hosting;

namespace Partner.Cli.Output;

/// <summary>What stands beneath a list that was cut off.</summary>
internal static class MoreText
{
    /// <summary>How to get the rest; empty where there is none.</summary>
    /// <param name="withAll">Whether the list has <c>--all</c>.</param>
    public static string Of(Language language, string nextPageToken, bool withAll = false) =>
        nextPageToken.Length == 0 ? ""
            : withAll ? language.Pick("There are more: raise --limit or give --all.", "还有更多：提高 --limit 或使用 --all。")
            : language.Pick("There are more: raise --limit.", "还有更多：提高 --limit。");
}
