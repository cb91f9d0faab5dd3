using System.Globalization;
using System.Text;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Texts;

namespace Partner.Core.Receipts;

/// <summary>
/// The canonical form of a receipt: what is stored, and, as UTF-8, what is signed. One line "name=value" for each fact,
/// in a fixed order, the version of the form first; a fact that there is not has no line. Backslashes, vertical bars,
/// line ends and other control characters within a value are escaped, so that no value can end its line.
/// </summary>
public static class ReceiptContent
{
    private const string Version = "leb-receipt=1";
    private const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const char Separator = '|';

    /// <summary>Writes a receipt.</summary>
    /// <returns>The lines, with line feeds between them and none at the end.</returns>
    public static string Write(Receipt receipt)
    {
        var lines = new StringBuilder(Version);
        Add(lines, "partner", receipt.PartnerId.Value);
        Add(lines, "number", receipt.Number);
        Add(lines, "top_up", receipt.TopUpId.Value);
        Add(lines, "sold", Text(receipt.SoldAt));
        Add(lines, "arrived", Text(receipt.ArrivedAt));
        Add(lines, "zone", receipt.Zone);
        AddUnlessEmpty(lines, "outlet", receipt.Outlet);
        AddUnlessEmpty(lines, "terminal", receipt.Terminal);
        Add(lines, "card", receipt.Card);
        Add(lines, "card_type", EnumWord.Upper(receipt.CardType));
        Add(lines, "plan", receipt.PlanCode.Value, receipt.Plan.English, receipt.Plan.Chinese);
        foreach (var item in receipt.Items)
        {
            Add(lines, "item", EnumWord.Upper(item.Step), Text(item), item.Name.English, item.Name.Chinese);
        }

        Add(lines, "total", receipt.Total.ToString());
        if (receipt.Validity is { } validity)
        {
            Add(lines, validity.AtLeast ? "valid_at_least" : "valid", Text(validity.Until), validity.Zone);
        }

        return lines.ToString();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="content">The lines.</param>
    /// <exception cref="FormatException">It is not in this form, or in a later version of it.</exception>
    public static Receipt Read(string content)
    {
        var lines = content.Split('\n');
        if (lines[0] != Version)
        {
            throw new FormatException("It is no receipt in a form that this program knows.");
        }

        var facts = lines.Skip(1).Select(Fact).ToLookup(fact => fact.Name, fact => fact.Values);
        var plan = One(facts, "plan", 3);
        var total = Amount(One(facts, "total", 1)[0]);
        return new Receipt
        {
            PartnerId = new PartnerId(One(facts, "partner", 1)[0]),
            Number = One(facts, "number", 1)[0],
            TopUpId = new TopUpId(One(facts, "top_up", 1)[0]),
            SoldAt = Instant(One(facts, "sold", 1)[0]),
            ArrivedAt = Instant(One(facts, "arrived", 1)[0]),
            Zone = One(facts, "zone", 1)[0],
            Outlet = facts["outlet"].FirstOrDefault()?[0] ?? "",
            Terminal = facts["terminal"].FirstOrDefault()?[0] ?? "",
            Card = One(facts, "card", 1)[0],
            CardType = Word<CardType>(One(facts, "card_type", 1)[0]),
            PlanCode = new PlanCode(plan[0]),
            Plan = new ReceiptName(plan[1], plan[2]),
            Items = [.. facts["item"].Select(values => Item(values, total.Currency))],
            Total = total,
            Validity = Validity(facts, "valid", false) ?? Validity(facts, "valid_at_least", true),
        };
    }

    private static (string Name, string[] Values) Fact(string line)
    {
        var sign = line.IndexOf('=', StringComparison.Ordinal);
        return sign > 0
            ? (line[..sign], [.. line[(sign + 1)..].Split(Separator).Select(Unescape)])
            : throw new FormatException("A line of a receipt names no fact.");
    }

    private static string[] One(ILookup<string, string[]> facts, string name, int values) =>
        facts[name].ToList() is [var found] && found.Length == values
            ? found
            : throw new FormatException($"A receipt lacks its {name}, or has it otherwise.");

    private static ReceiptItem Item(string[] values, Currency currency)
    {
        if (values is not [var word, var amount, var english, var chinese])
        {
            throw new FormatException("A line of a receipt's price is not whole.");
        }

        var step = Word<PriceStep>(word);
        var name = english.Length + chinese.Length == 0 ? ReceiptName.None : new ReceiptName(english, chinese);
        return step switch
        {
            PriceStep.Points => new ReceiptItem(step, new Money(Points(amount), currency), name),
            PriceStep.Data or PriceStep.Validity =>
                new ReceiptItem(step, Money.Zero(currency), name) { Grant = Grant(amount) },
            _ => new ReceiptItem(step, Amount(amount), name),
        };
    }

    private static string Text(ReceiptItem item) => item switch
    {
        { Step: PriceStep.Points } => item.Amount.Minor.ToString(CultureInfo.InvariantCulture),
        { Grant: { } grant } => string.Create(
            CultureInfo.InvariantCulture,
            $"{grant.Bytes} {EnumWord.Upper(grant.Period.Unit)} {grant.Period.Count}"),
        _ => item.Amount.ToString(),
    };

    private static CardGrant Grant(string text) =>
        text.Split(' ') is [var bytes, var unit, var count] && Points(count) is > 0 and <= int.MaxValue and var many
            ? new CardGrant(Points(bytes), new CalendarPeriod(Word<PeriodUnit>(unit), (int)many))
            : throw new FormatException("A receipt has a gift that is none.");

    private static ReceiptValidity? Validity(ILookup<string, string[]> facts, string name, bool atLeast) =>
        facts.Contains(name) && One(facts, name, 2) is var values
            ? new ReceiptValidity(Instant(values[0]), values[1], atLeast)
            : null;

    private static long Points(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var points)
            ? points
            : throw new FormatException("A receipt has points that are none.");

    private static Money Amount(string text) =>
        Money.Parse(text) ?? throw new FormatException("A receipt has an amount that is none.");

    private static T Word<T>(string text)
        where T : struct, Enum => EnumWord.Named<T>().TryGetValue(text, out var value)
        ? value
        : throw new FormatException($"A receipt has a word that this program does not know: {text}.");

    private static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(
        text, InstantForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(InstantForm, CultureInfo.InvariantCulture);

    private static void AddUnlessEmpty(StringBuilder lines, string name, string value)
    {
        if (value.Length > 0)
        {
            Add(lines, name, value);
        }
    }

    private static void Add(StringBuilder lines, string name, params ReadOnlySpan<string> values)
    {
        lines.Append('\n').Append(name).Append('=');
        for (var index = 0; index < values.Length; index++)
        {
            if (index > 0)
            {
                lines.Append(Separator);
            }

            Escape(lines, values[index]);
        }
    }

    private static void Escape(StringBuilder lines, string value)
    {
        foreach (var letter in value)
        {
            if (letter is '\\' or Separator || char.IsControl(letter) || (char.IsSurrogate(letter) && !IsPaired(value)))
            {
                lines.Append(CultureInfo.InvariantCulture, $"\\{(int)letter:x4}");
            }
            else
            {
                lines.Append(letter);
            }
        }
    }

    // Half of a pair has no UTF-8, and would be signed as something else.
    private static bool IsPaired(string value) => !value.EnumerateRunes().Contains(Rune.ReplacementChar);

    private static string Unescape(string value)
    {
        const int length = 5;
        if (!value.Contains('\\', StringComparison.Ordinal))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] != '\\')
            {
                text.Append(value[at]);
                continue;
            }

            if (at + length > value.Length || !ushort.TryParse(
                value.AsSpan(at + 1, length - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out var number))
            {
                throw new FormatException("A receipt has half of an escaped character.");
            }

            text.Append((char)number);
            at += length - 1;
        }

        return text.ToString();
    }
}
