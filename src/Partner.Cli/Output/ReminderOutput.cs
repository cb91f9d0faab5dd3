using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>Cards that end, and reminders, in words.</summary>
internal static class ReminderOutput
{
    public static string Table(ListExpiringCardsResponse found, Language language)
    {
        var table = new TextTable(
            language.Pick("LAST DAY", "最后有效日"), language.Pick("CARD", "卡"), language.Pick("TYPE", "类型"),
            language.Pick("STATUS", "状态"), language.Pick("WINDOW", "提醒期"), language.Pick("RENEWAL", "推荐续费"),
            language.Pick(">CUSTOMER PAYS", ">顾客支付"), language.Pick(">COMMISSION", ">佣金"),
            language.Pick("TEXT", "提醒内容"));
        foreach (var card in found.Cards)
        {
            table.Add(
                TimeText.InZone(card.LastDay + (card.AtLeast ? "+" : ""), card.TimeZone), CardText.Format(card.Card),
                CardFields.Type(language, card.CardType),
                CardFields.Status(language, card.Status),
                card.Window is { } window ? Window(window, language) : "",
                card.Renewal?.Plan ?? "",
                card.Renewal is null ? "" : MoneyText.Format(card.Renewal.CustomerPays),
                card.Renewal is null ? "" : MoneyText.Format(card.Renewal.Commission),
                card.RenewsItself ? language.Pick("renews itself", "自动续费") : card.ReminderText);
        }

        return table + MoreText.Of(language, found.NextPageToken, withAll: true);
    }

    public static string Line(WatchRemindersResponse answer, Language language)
    {
        var reminder = answer.Reminder;
        var told = reminder.CustomerTold
            ? language.Pick("customer is told", "已通知顾客")
            : reminder.Card.RenewsItself
                ? language.Pick("renews itself", "自动续费")
                : reminder.Card.ReminderText;
        var unsure = reminder.Confirmed ? "" : language.Pick("  (not confirmed)", "（未确认）");
        var lastDay = TimeText.InZone(reminder.Card.LastDay, reminder.Card.TimeZone);
        return $"{answer.ResumeToken}  {lastDay}  {CardText.Format(reminder.Card.Card)}  "
            + $"{Window(reminder.Window, language)}  {told}{unsure}";
    }

    private static string Window(ReminderWindow window, Language language) => window.Unit switch
    {
        LengthUnit.Day => language.Pick(window.Count == 1 ? "1 day" : $"{window.Count} days", $"{window.Count} 天"),
        LengthUnit.Month => language.Pick(
            window.Count == 1 ? "1 month" : $"{window.Count} months", $"{window.Count} 个月"),
        _ => language.Pick(window.Count == 1 ? "1 year" : $"{window.Count} years", $"{window.Count} 年"),
    };
}
