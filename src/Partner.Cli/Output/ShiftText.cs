using System.Globalization;
using System.Text;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>A shift as a till's printer has room for it: 48 columns, or 32.</summary>
internal static class ShiftText
{
    public const int UsualWidth = 48;

    public static string Of(Shift shift, int width, TimeZoneInfo zone, Language language)
    {
        var text = new StringBuilder();
        void Pair(string name, string value) => text.AppendLine(Line(name, TextTable.Clean(value), width));
        text.AppendLine(Centred(language.Pick("SHIFT REPORT", "交班单"), width));
        text.AppendLine(new string('=', width));
        Pair(language.Pick("Outlet", "网点"), shift.Outlet);
        Pair(language.Pick("Terminal", "终端"), shift.Terminal);
        Pair(language.Pick("Shift", "班次"), shift.Number.ToString(CultureInfo.InvariantCulture));
        Pair(
            language.Pick("Business day", "营业日"),
            shift.BusinessDate + (shift.LastOfDay ? language.Pick(" (closed)", "（已日结）") : ""));
        Pair(language.Pick("From", "起"), TimeText.Format(shift.OpenTime, zone));
        Pair(language.Pick("To", "止"), TimeText.Format(shift.CloseTime, zone));
        Pair(language.Pick("Closed by", "交班人"), shift.ClosedBy);
        foreach (var cashier in shift.Lines.GroupBy(line => line.Cashier))
        {
            text.AppendLine(new string('-', width));
            Pair(
                language.Pick("Cashier", "收银员"),
                cashier.Key.Length > 0 ? cashier.Key
                    : shift.MoreCashiers ? language.Pick("others", "其他")
                    : language.Pick("not named", "未填"));
            Append(cashier);
        }

        text.AppendLine(new string('=', width));
        text.AppendLine(language.Pick("TOTAL", "合计"));
        Append(Summed(shift.Lines));
        if (shift.EndedSince.Count > 0 || shift.StillProcessing > 0)
        {
            text.AppendLine(new string('-', width));
            text.AppendLine(language.Pick("ENDED SINCE", "交班后结果"));
            Append(shift.EndedSince);
            Pair(
                language.Pick("Still under way", "仍在处理中"),
                shift.StillProcessing.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();

        void Append(IEnumerable<ShiftLine> lines)
        {
            foreach (var line in lines)
            {
                Pair($"{Name(line.Entry, language)} × {line.Count}", MoneyText.Format(line.CustomerPays));
            }
        }
    }

    public static string Table(ListShiftsResponse found, Language language)
    {
        var table = new TextTable(
            language.Pick("OUTLET", "网点"), language.Pick("TERMINAL", "终端"), language.Pick(">SHIFT", ">班次"),
            language.Pick("DAY", "营业日"), language.Pick("CLOSED", "交班时间"), language.Pick(">SALES", ">销售"),
            language.Pick(">REFUNDS", ">退款"), language.Pick(">UNDER WAY", ">处理中"));
        foreach (var shift in found.Shifts)
        {
            table.Add(
                shift.Outlet,
                shift.Terminal,
                $"{shift.Number}",
                shift.BusinessDate + (shift.LastOfDay ? " *" : ""),
                TimeText.Format(shift.CloseTime, TimeZoneInfo.Utc),
                Count(shift, ShiftEntry.SaleSucceeded),
                Count(shift, ShiftEntry.RefundSucceeded),
                $"{shift.StillProcessing}");
        }

        return table + language.Pick("* the day's last shift", "* 当日最后一班") + Environment.NewLine
            + MoreText.Of(language, found.NextPageToken);
    }

    private static string Count(Shift shift, ShiftEntry entry) =>
        $"{shift.Lines.Where(line => line.Entry == entry).Sum(line => line.Count)}";

    /// <summary>Lines of all cashiers, by entry and currency.</summary>
    private static IEnumerable<ShiftLine> Summed(IEnumerable<ShiftLine> lines) => lines
        .GroupBy(line => (line.Entry, line.CustomerPays.CurrencyCode))
        .OrderBy(same => same.Key.Entry)
        .Select(same => new ShiftLine
        {
            Entry = same.Key.Entry,
            Count = same.Sum(line => line.Count),
            CustomerPays = Sum(same.Select(line => line.CustomerPays)),
        });

    private static Money Sum(IEnumerable<Money> amounts)
    {
        const int nanosPerUnit = 1_000_000_000;
        var all = amounts.ToList();
        var nanos = all.Aggregate(Int128.Zero, (sum, one) => sum + MoneyText.TotalNanos(one));
        return new Money
        {
            CurrencyCode = all[0].CurrencyCode,
            Units = (long)(nanos / nanosPerUnit),
            Nanos = (int)(nanos % nanosPerUnit),
        };
    }

    private static string Name(ShiftEntry entry, Language language) => entry switch
    {
        ShiftEntry.SaleProcessing => language.Pick("Under way", "销售处理中"),
        ShiftEntry.SaleSucceeded => language.Pick("Sold", "销售成功"),
        ShiftEntry.SaleFailed => language.Pick("Failed", "销售失败"),
        ShiftEntry.SaleCancelled => language.Pick("Cancelled", "已取消"),
        ShiftEntry.RefundProcessing => language.Pick("Refund under way", "退款处理中"),
        ShiftEntry.RefundSucceeded => language.Pick("Refunded", "已退款"),
        ShiftEntry.RefundFailed => language.Pick("Refund refused", "退款被拒"),
        _ => EnumText.Of(entry),
    };

    /// <summary>A name and a value at the two ends of a line; on two lines where one has no room.</summary>
    private static string Line(string name, string value, int width)
    {
        var room = width - DisplayWidth.Of(name) - DisplayWidth.Of(value);
        return room >= 1
            ? name + new string(' ', room) + value
            : name + Environment.NewLine + DisplayWidth.PadLeft(value, width);
    }

    private static string Centred(string text, int width) =>
        (new string(' ', Math.Max(0, (width - DisplayWidth.Of(text)) / 2)) + text).TrimEnd();
}
