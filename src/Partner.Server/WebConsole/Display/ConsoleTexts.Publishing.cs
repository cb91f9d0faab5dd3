namespace Partner.Server.WebConsole.Display;

/// <content>What is said where documents are published.</content>
internal static partial class ConsoleTexts
{
    private static Dictionary<string, (string English, string Chinese)> Publishing => new(StringComparer.Ordinal)
    {
        ["publish.upload"] = ("Publish documents", "发布文件"),
        ["publish.files"] = ("Documents", "文件"),
        ["publish.files.hint"] = (
            "JSON files, all that belong together at once: 64 at most, 2 MiB each, 4 MiB together. Next you see what "
            + "they change; nothing is published before you say so.",
            "JSON 文件，相关文件请一次选齐：最多 64 个，单个不超过 2 MiB，合计不超过 4 MiB。下一步将显示变化内容，确认之前不会发布。"),
        ["publish.look"] = ("See what changes", "查看变化"),
        ["publish.title"] = ("What these documents change", "这些文件带来的变化"),
        ["publish.done"] = (
            "{0} published. Other servers take it up within 5 seconds.", "已发布 {0} 个文件，其他服务器将在 5 秒内读取。"),
        ["publish.refused"] = (
            "Nothing was published. Correct what is named and send the files again.",
            "未发布任何内容。请更正所列问题后重新提交。"),
        ["publish.changed"] = (
            "Nothing was published: another version was published meanwhile, or these are not the documents that "
            + "you looked at. What you see now is compared with what is published now; look again, then publish.",
            "未发布任何内容：其间已发布其他版本，或文件与您所查看的不一致。以下内容已与当前发布版本重新比较，请再次确认后发布。"),
        ["publish.busy"] = (
            "Nothing was published: others compare documents at this moment. Send the files again shortly.",
            "未发布任何内容：其他人正在比较文件，请稍后重新提交。"),
        ["publish.unreadable"] = (
            "Nothing was published: a published version cannot be read by this program.",
            "未发布任何内容：存在本程序无法读取的已发布版本。"),
        ["publish.no-files"] = ("Choose the documents.", "请选择文件。"),
        ["publish.not-text"] = ("{0} is no text in UTF-8.", "{0} 不是 UTF-8 文本。"),
        ["publish.file"] = ("File", "文件"),
        ["publish.path"] = ("Where", "位置"),
        ["publish.findings"] = ("What stands against it", "存在的问题"),
        ["publish.warnings"] = ("What you should know", "请注意"),
        ["publish.note"] = ("What", "内容"),
        ["publish.new"] = ("To be published", "待发布"),
        ["publish.unchanged"] = ("Published already with the same content: {0}", "已发布且内容相同：{0}"),
        ["publish.nothing"] = (
            "All of these are published already with the same content. There is nothing to do.",
            "这些文件均已发布且内容相同，无需操作。"),
        ["publish.compared"] = ("Compared for {0} partners.", "已比较 {0} 个合作方。"),
        ["publish.compared-some"] = (
            "Compared for the first {0} partners; `operator documents diff --partner` compares for others.",
            "仅比较前 {0} 个合作方；`operator documents diff --partner` 可比较其他合作方。"),
        ["publish.why"] = ("Why you publish them", "发布原因"),
        ["publish.submit"] = ("Publish them", "确认发布"),
        ["publish.warning"] = (
            "A version is never changed or taken back; a later one takes its place.",
            "版本一经发布不可更改或撤回，只能由后续版本取代。"),
    };
}
