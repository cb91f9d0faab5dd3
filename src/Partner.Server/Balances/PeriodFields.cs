using System.Text.RegularExpressions;
using Partner.Core.Settlements;
using Partner.Server.Contract;

namespace Partner.Server.Balances;

/// <summary>Fields that only the requests about commissions and settlements have.</summary>
internal static partial class PeriodFields
{
    /// <summary>Reads a calendar month.</summary>
    /// <param name="reader">Notes what is wrong.</param>
    /// <param name="value">The field; empty when absent.</param>
    /// <param name="field">Its path.</param>
    /// <returns>"2026-10"; null when absent or wrong.</returns>
    public static string? Month(this RequestReader reader, string value, string field)
    {
        if (value.Length == 0 || SettlementPeriod.IsPeriod(value))
        {
            return value.Length == 0 ? null : value;
        }

        reader.Note(field, "must be a month in the form YYYY-MM", "必须是 YYYY-MM 格式的月份");
        return null;
    }

    /// <summary>Reads the required name of a settlement: "settlements/" and its number or period.</summary>
    /// <param name="reader">Notes what is wrong.</param>
    /// <param name="name">The field.</param>
    /// <param name="field">Its path.</param>
    /// <returns>The number or period; null when absent or wrong.</returns>
    public static string? Settlement(this RequestReader reader, string name, string field)
    {
        const string prefix = "settlements/";
        if (name.Length == 0)
        {
            reader.Note(field, "is required: \"settlements/…\"", "必须填写：\"settlements/…\"");
            return null;
        }

        var key = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : "";
        if (SettlementForm().IsMatch(key))
        {
            return key;
        }

        reader.Note(
            field,
            "must be \"settlements/\" and a number like 2026-10-0001 or a period like 2026-10",
            "必须是 \"settlements/\" 加编号（如 2026-10-0001）或账期（如 2026-10）");
        return null;
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}(-[0-9]{4,9})?\z")]
    private static partial Regex SettlementForm();
}
