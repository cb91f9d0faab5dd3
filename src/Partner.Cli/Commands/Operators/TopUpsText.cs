using Google.Protobuf.Collections;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands.Operators;

/// <summary>Top-ups as the operator sees them, and what is in doubt, in words.</summary>
internal static class TopUpsText
{
    public static string Of(GetTopUpResponse answer, Session session)
    {
        var (language, zone) = (session.Language, session.Host.Clock.LocalTimeZone);
        var attempts = answer.Attempts;
        var fields = new FieldList()
            .Add(language.Pick("Name", "资源名"), answer.TopUp.Name)
            .Add(language.Pick("Card", "卡"), answer.TopUp.MaskedCard)
            .Add(language.Pick("Attempts", "发送次数"), attempts.NextTryTime is null
                ? ""
                : OperatorOptions.Text(attempts.Attempts))
            .Add(language.Pick("Possibly sent", "可能已发出"), attempts.NextTryTime is null
                ? ""
                : attempts.PossiblySent ? language.Pick("yes", "是") : language.Pick("no", "否"))
            .Add(language.Pick("Next try", "下次处理"), TimeText.Format(attempts.NextTryTime, zone))
            .AddRange(attempts.Answers.Select(answer =>
                (language.Pick("Issuer said", "发卡方答复"), Of(answer, language, zone))))
            .Add(language.Pick("Looked into", "核查结果"), attempts.Found?.Text ?? "")
            .Add(language.Pick("Case", "工单"), answer.Case is null ? "" : EnumText.Of(answer.Case.State))
            .Add(language.Pick("Evidence", "依据"), answer.TopUp.Evidence)
            .ToString();
        var table = new TextTable(
            language.Pick("POSTED", "记账时间"), language.Pick("BOOKS OF", "账簿"), language.Pick("KIND", "类型"),
            language.Pick("PHASE", "阶段"), language.Pick("ACCOUNT", "科目"), language.Pick(">AMOUNT", ">金额"),
            language.Pick("TRANSFER", "流水号"));
        foreach (var one in answer.Postings)
        {
            foreach (var leg in one.Legs)
            {
                table.Add(
                    TimeText.Format(one.CreateTime, zone), one.Partner, one.Kind, one.Phase, leg.Account,
                    MoneyText.Format(leg.Amount), one.Transfer);
            }
        }

        return session.TopUpText.OfAnyPartner(answer.TopUp.TopUp) + fields + table;
    }

    public static string Table(ListTopUpsResponse found, Session session)
    {
        var (language, zone) = (session.Language, session.Host.Clock.LocalTimeZone);
        var table = new TextTable(
            language.Pick("CREATED", "创建时间"), language.Pick("STATE", "状态"), language.Pick("CARD", "卡"),
            language.Pick("PLAN", "套餐"), language.Pick(">DEBIT", ">扣款"), language.Pick("OUTLET", "网点"),
            language.Pick("RECEIPT", "凭证号"), language.Pick("NAME", "资源名"));
        foreach (var one in found.TopUps)
        {
            table.Add(
                TimeText.Format(one.TopUp.CreateTime, zone), OperatorWords.Of(one.TopUp.State, language),
                one.MaskedCard, one.TopUp.Plan, MoneyText.Format(one.TopUp.Price?.NetDebit), one.TopUp.Outlet,
                one.TopUp.ReceiptNumber, one.Name);
        }

        return table + MoreText.Of(language, found.NextPageToken, withAll: true);
    }

    public static string Table(ListInDoubtResponse found, Session session)
    {
        var (language, zone) = (session.Language, session.Host.Clock.LocalTimeZone);
        var table = new TextTable(
            language.Pick("KIND", "类型"), language.Pick(">IN DOUBT FOR", ">存疑时长"), language.Pick("CARD", "卡"),
            language.Pick(">DEBIT", ">扣款"), language.Pick(">ATTEMPTS", ">次数"), language.Pick("NEXT TRY", "下次处理"),
            language.Pick("ISSUER SAID LAST", "发卡方最近答复"), language.Pick("NAME", "资源名"));
        foreach (var one in found.Operations)
        {
            table.Add(
                OperatorWords.Of(one.Kind, language),
                one.InDoubtFor is { } time
                    ? OperatorWords.Age(time.ToTimeSpan(), language)
                    : language.Pick("being sent", "发送中"),
                one.MaskedCard,
                MoneyText.Format(one.NetDebit),
                OperatorOptions.Text(one.Attempts.Attempts),
                TimeText.Format(one.Attempts.NextTryTime, zone),
                one.Attempts.Answers.Count > 0 ? Of(one.Attempts.Answers[^1], language, zone) : "",
                one.Name);
        }

        return table + MoreText.Of(language, found.NextPageToken, withAll: true)
            + Table(found.RefusedGifts, language, zone);
    }

    private static string Of(InconclusiveAnswer answer, Language language, TimeZoneInfo zone) => string.Join(
        ' ', TimeText.Format(answer.Time, zone), answer.Kind switch
        {
            IssuerAnswerKind.NotFound => language.Pick("not found", "未查到"),
            IssuerAnswerKind.NotSent => language.Pick("not sent", "未发出"),
            _ => language.Pick("no certain answer", "无确定答复"),
        }, answer.Detail.Length > 0 ? $"({answer.Detail})" : "").TrimEnd();

    private static string Table(RepeatedField<RefusedGift> gifts, Language language, TimeZoneInfo zone)
    {
        var table = new TextTable(
            language.Pick("SOLD", "销售时间"), language.Pick("STATE", "状态"), language.Pick("THE ISSUER REFUSED", "发卡方拒绝原因"),
            language.Pick("NAME", "资源名"));
        foreach (var one in gifts)
        {
            table.Add(
                TimeText.Format(one.CreateTime, zone), OperatorWords.Of(one.State, language),
                EnumText.Of(one.Reason), one.Name);
        }

        return gifts.Count == 0 ? "" : Environment.NewLine + table;
    }

    public static string Of(ResolvedOperation one, Language language) => new FieldList()
        .Add(language.Pick("Name", "资源名"), one.Name)
        .Add(language.Pick("Kind", "类型"), OperatorWords.Of(one.Kind, language))
        .Add(language.Pick("State", "状态"), OperatorWords.State(one.State, language))
        .Add(language.Pick("Evidence", "依据"), one.Evidence)
        .ToString();
}
