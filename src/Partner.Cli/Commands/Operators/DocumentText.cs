using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands.Operators;

/// <summary>Documents, what they change and what is wrong with them, in words.</summary>
/// <param name="language">The language.</param>
/// <param name="zone">The zone of times.</param>
internal sealed class DocumentText(Language language, TimeZoneInfo zone)
{
    public string Table(IEnumerable<DocumentVersion> versions)
    {
        var table = new TextTable(
            language.Pick("KIND", "类型"), language.Pick("VERSION", "版本"), language.Pick("FROM", "生效时间"),
            language.Pick("UNTIL", "失效时间"), language.Pick("STATE", "状态"), language.Pick("PUBLISHED", "发布时间"),
            language.Pick("BY", "发布者"), language.Pick("WHY", "原因"));
        foreach (var one in versions)
        {
            table.Add(
                one.Kind,
                $"{one.Id}@{one.Version}",
                TimeText.Format(one.StartTime, zone),
                one.EndTime is null ? "" : TimeText.Format(one.EndTime, zone),
                State(one),
                one.PublishTime is null ? "" : TimeText.Format(one.PublishTime, zone),
                By(one),
                one.Why);
        }

        return table.ToString();
    }

    public string Of(DocumentVersion one) => new FieldList()
        .Add(language.Pick("Document", "文件"), one.Name)
        .Add(language.Pick("From", "生效时间"), TimeText.Format(one.StartTime, zone))
        .Add(language.Pick("Until", "失效时间"), one.EndTime is null ? "" : TimeText.Format(one.EndTime, zone))
        .Add(language.Pick("State", "状态"), State(one))
        .Add(language.Pick("Published", "发布时间"), TimeText.Format(one.PublishTime, zone))
        .Add(language.Pick("By", "发布者"), By(one))
        .Add(language.Pick("Why", "原因"), one.Why)
        .ToString();

    public string Of(DiffDocumentsResponse answer)
    {
        var newLine = Environment.NewLine;
        var cut = answer.ChangesLeftOut == 0 ? "" : language.Pick(
            $"{answer.ChangesLeftOut} more changes are left out.", $"另有 {answer.ChangesLeftOut} 项变化未显示。") + newLine;
        var some = language.Pick(
            $"Compared for {answer.ComparedPartners} partners{(answer.MorePartners ? ", of more" : "")}. etag: ",
            $"已比较 {answer.ComparedPartners} 个合作伙伴{(answer.MorePartners ? "（未包括全部）" : "")}。etag：");
        return Changes(answer) + cut + some + answer.Etag + newLine;
    }

    /// <summary>Findings, a line each.</summary>
    public static IEnumerable<string> Lines(IEnumerable<DocumentFinding> findings) =>
        findings.Select(one => TextTable.Clean($"{one.File}: {one.Path}: {one.Problem}"));

    public string Of(PublishDocumentsResponse answer)
    {
        var lines = answer.Documents.Select(one => answer.Published
            ? language.Pick(
                $"Published {one.Name}, in force from {TimeText.Format(one.StartTime, zone)}.",
                $"已发布 {one.Name}，自 {TimeText.Format(one.StartTime, zone)} 起生效。")
            : language.Pick(
                $"{one.Name} can be published, in force from {TimeText.Format(one.StartTime, zone)}.",
                $"{one.Name} 可以发布，自 {TimeText.Format(one.StartTime, zone)} 起生效。"));
        var known = answer.Unchanged.Select(one => language.Pick(
            $"{one.Name} was published before; nothing changed.", $"{one.Name} 此前已发布，未作更改。"));
        return string.Join(Environment.NewLine, lines.Concat(known));
    }

    private string Changes(DiffDocumentsResponse answer)
    {
        if (answer.Changes.Count == 0)
        {
            return language.Pick(
                "No price, fee, promotion, commission or tax would change.", "价格、手续费、促销、佣金和税费均无变化。")
                + Environment.NewLine;
        }

        var table = new TextTable(
            language.Pick("FROM", "生效时间"), language.Pick("WHAT", "项目"), language.Pick("CHANNELS", "渠道"),
            language.Pick("CHANGE", "变化"), language.Pick("PLANS", "套餐"), language.Pick("PARTNERS", "合作伙伴"));
        foreach (var one in answer.Changes)
        {
            var note = one.Note.Length == 0 ? "" : language.Pick($" ({one.Note})", $"（{one.Note}）");
            table.Add(
                TimeText.Format(one.ChangeTime, zone),
                one.Title,
                one.Channels.Count == 0 ? language.Pick("any", "全部") : string.Join(' ', one.Channels),
                $"{one.Old} → {one.New}{note}",
                Counted(one.PlanCount, one.Plans),
                Counted(one.PartnerCount, one.Partners.Select(name => name.Split('/')[^1])));
        }

        return table.ToString();
    }

    private static string Counted(int count, IEnumerable<string> names)
    {
        var first = names.Take(3).ToList();
        return $"{OperatorOptions.Text(count)}: {string.Join(", ", first)}{(count > first.Count ? ", …" : "")}";
    }

    private string State(DocumentVersion one) => one.State switch
    {
        DocumentState.Upcoming => language.Pick("UPCOMING", "UPCOMING 待生效"),
        DocumentState.InForce => language.Pick("IN_FORCE", "IN_FORCE 生效中"),
        DocumentState.Over => language.Pick("OVER", "OVER 已失效"),
        _ => "",
    };

    private static string By(DocumentVersion one) =>
        one.Publisher.Length == 0 ? "" : $"{EnumText.Of(one.PublisherKind)} {one.Publisher}";
}
