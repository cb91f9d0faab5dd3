using System.Globalization;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands.Operators;

/// <summary>What the help desk sees, in words.</summary>
internal static class DeskText
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
            .Add(language.Pick("Issuer said", "发卡方"), attempts.Found?.Text ?? "")
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

        return session.TopUpText.Of(answer.TopUp.TopUp, false) + fields + table;
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
                TimeText.Format(one.TopUp.CreateTime, zone), EnumText.Of(one.TopUp.State), one.MaskedCard,
                one.TopUp.Plan, MoneyText.Format(one.TopUp.Price?.NetDebit), one.TopUp.Outlet,
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
            language.Pick("ISSUER SAID", "发卡方"), language.Pick("NAME", "资源名"));
        foreach (var one in found.Operations)
        {
            table.Add(
                EnumText.Of(one.Kind),
                one.InDoubtFor is { } time
                    ? time.ToTimeSpan().ToString("d\\.hh\\:mm\\:ss", CultureInfo.InvariantCulture)
                    : language.Pick("being sent", "发送中"),
                one.MaskedCard,
                MoneyText.Format(one.NetDebit),
                OperatorOptions.Text(one.Attempts.Attempts),
                TimeText.Format(one.Attempts.NextTryTime, zone),
                one.Attempts.Found?.Text ?? "",
                one.Name);
        }

        return table + MoreText.Of(language, found.NextPageToken, withAll: true);
    }

    public static string Of(ResolvedOperation one, Language language) => new FieldList()
        .Add(language.Pick("Name", "资源名"), one.Name)
        .Add(language.Pick("Kind", "类型"), EnumText.Of(one.Kind))
        .Add(language.Pick("State", "状态"), one.State)
        .Add(language.Pick("Evidence", "依据"), one.Evidence)
        .ToString();

    public static string Of(DeskCase one, Language language) => new FieldList()
        .Add(language.Pick("Name", "资源名"), one.Name)
        .Add(language.Pick("Evidence kept", "结案依据"), one.Evidence)
        .Add(language.Pick("Note", "说明"), one.TopUpUnfinished
            ? language.Pick("its top-up is unfinished: settle that first", "充值尚未结束，请先处理充值")
            : "")
        + CaseText.Of(one.Case, language);

    public static string Table(ListCasesResponse found, Language language)
    {
        var table = new TextTable(
            language.Pick("STATE", "状态"), language.Pick("BECAUSE", "原因"), language.Pick("CARD", "卡"),
            language.Pick("PLAN", "套餐"), language.Pick("ESCALATED", "转人工时间"), language.Pick("NAME", "资源名"));
        foreach (var one in found.Cases)
        {
            table.Add(
                EnumText.Of(one.Case.State), EnumText.Of(one.Case.Verdict), one.Case.MaskedCard, one.Case.Plan,
                TimeText.Format(one.Case.EscalateTime, TimeZoneInfo.Utc), one.Name);
        }

        return table + MoreText.Of(language, found.NextPageToken, withAll: true);
    }

    public static string Table(IEnumerable<DeskLimit> limits, Language language)
    {
        var table = new TextTable(
            language.Pick("FOR", "对象"), language.Pick("OUTLET", "网点"), language.Pick("HOLDER", "持有者"),
            language.Pick("KIND", "类型"), language.Pick(">HOLDS", ">生效值"), language.Pick(">OPERATOR", ">运营方设定"),
            language.Pick(">PARTNER", ">合作伙伴设定"), language.Pick(">USUAL", ">默认值"));
        foreach (var one in limits)
        {
            table.Add(
                EnumText.Of(one.Scope.Subject),
                one.Scope.Outlet,
                one.Scope.Each ? language.Pick("each", "逐一") : one.Scope.Holder,
                EnumText.Of(one.Kind),
                LimitOutput.Text(one.Holds),
                LimitOutput.Text(one.Set),
                LimitOutput.Text(one.PartnersOwn),
                LimitOutput.Text(one.Usual));
        }

        return table.ToString();
    }

    public static string Table(IEnumerable<DeskCertificate> certificates, Language language) =>
        CertificateText.Table(
            certificates.Select(one =>
            {
                var shown = one.Certificate.Clone();
                shown.Name = one.Name;
                return shown;
            }),
            language);

    public static string Table(IEnumerable<CertificateRule> rules, Language language)
    {
        var table = new TextTable(
            language.Pick("PARTNER", "合作伙伴"), language.Pick("KIND", "类型"), language.Pick("PATTERN", "名称"),
            language.Pick("OUTLET", "网点"), language.Pick("TERMINAL", "终端"), language.Pick("PERMISSIONS", "权限"),
            language.Pick("NAME", "资源名"));
        foreach (var one in rules)
        {
            table.Add(
                one.Partner, EnumText.Of(one.Kind), one.Pattern, one.Scope.Outlet, one.Scope.Terminal,
                string.Join(',', one.Permissions.Select(permission => EnumText.Of(permission).ToLowerInvariant())),
                one.Name);
        }

        return table.ToString();
    }
}
