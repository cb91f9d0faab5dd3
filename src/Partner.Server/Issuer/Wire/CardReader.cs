using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Server.Issuer.Wire;

/// <summary>Reads what a look-up tells of a card. What makes no sense is no answer: nothing is built on it.</summary>
internal static class CardReader
{
    private const int MostPacks = 200;
    private const int MostUnits = 1000;
    private const int FirstYear = 1900;
    private const long MostMinor = 1_000_000_000_000_000;
    private const long MostBytes = 1L << 55;

    private static readonly (string Word, PeriodUnit Unit)[] Units =
        [("day", PeriodUnit.Day), ("month", PeriodUnit.Month), ("year", PeriodUnit.Year)];

    /// <summary>The card of an answer; null when the answer makes no sense.</summary>
    public static IssuerCard? Read(BucketMessage answer)
    {
        if (CardWords.TypeOf(answer.CardType) is not { } type || CardWords.StatusOf(answer.Status) is not { } status
            || answer.RemainingBytes is < 0 or > MostBytes || answer.ValidUntil?.Year < FirstYear
            || answer.Packs?.Count > MostPacks || answer.QueuedPacks?.Count > MostPacks
            || (answer.EsimProfile is not null && CardWords.ProfileOf(answer.EsimProfile) is null))
        {
            return null;
        }

        var packs = answer.Packs?.Select(Pack).ToList();
        var queue = (answer.QueuedPacks ?? []).Select(Queued).ToList();
        var balance = answer.Balance is { } amount ? Amount(amount) : null;
        if (packs?.Contains(null) == true || queue.Contains(null) || (answer.Balance is not null && balance is null))
        {
            return null;
        }

        return new IssuerCard(type, status, answer.ValidUntil, answer.RemainingBytes)
        {
            Balance = balance,
            Packs = packs?.OfType<DataPack>().ToList(),
            Queue = queue.Count == 0 ? [] : [.. queue.OfType<QueuedPack>()],
            Region = Region(answer.Region),
            AutoRenewal = answer.AutoRenewal,
            EsimProfile = CardWords.ProfileOf(answer.EsimProfile),
        };
    }

    /// <summary>The word for a unit of time.</summary>
    public static string Word(PeriodUnit unit) => Array.Find(Units, pair => pair.Unit == unit).Word;

    /// <summary>The unit of a word; none where there is none such.</summary>
    public static PeriodUnit UnitOf(string? word) => Array.Find(Units, pair => pair.Word == word).Unit;

    private static DataPack? Pack(PackMessage? pack) =>
        pack is { RemainingBytes: >= 0 and <= MostBytes, ValidUntil: not { Year: < FirstYear } }
            ? new DataPack(Region(pack.Region), pack.RemainingBytes, pack.ValidUntil)
            : null;

    private static QueuedPack? Queued(QueuedPackMessage? pack)
    {
        var unit = Array.Find(Units, pair => pair.Word == pack?.Unit).Unit;
        return pack is { Count: >= 1 and <= MostUnits, Bytes: >= 0 and <= MostBytes } && unit != PeriodUnit.None
            ? new QueuedPack(
                Region(pack.Region), pack.Bytes, new CalendarPeriod(unit, pack.Count), pack.StartsAt, pack.UseBy)
            : null;
    }

    private static Money? Amount(AmountMessage amount) =>
        Currency.Find(amount.Currency) is { } currency && amount.MinorUnits is >= -MostMinor and <= MostMinor
            ? new Money(amount.MinorUnits, currency)
            : null;

    private static string? Region(string? region) => region is not null && Regions.IsKnown(region) ? region : null;
}
