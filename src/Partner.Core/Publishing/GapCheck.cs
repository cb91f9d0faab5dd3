using Partner.Core.Amounts;
using Partner.Core.Documents;

namespace Partner.Core.Publishing;

/// <summary>
/// Nothing stops by accident. A version that ends is followed at once by the next of its id, unless it says
/// <c>"final": true</c>; promotions end as they like. A pair of currencies that is sold stays in the rates.
/// </summary>
internal static class GapCheck
{
    public static void Check(
        IReadOnlyList<VersionInForce> versions, IReadOnlyList<ParsedDocument> fresh, PublicationNotes notes)
    {
        var touched = fresh.Select(parsed => (parsed.Document.Kind, parsed.Document.Id)).ToHashSet();
        for (var i = 0; i < versions.Count; i++)
        {
            var document = versions[i].Parsed.Document;
            if (document.Kind == DocumentKind.Promotions || document.Final || versions[i].End is not { } end
                || !touched.Contains((document.Kind, document.Id)))
            {
                continue;
            }

            var next = i + 1 < versions.Count && versions[i + 1].Parsed.Document is { } following
                && (following.Kind, following.Id) == (document.Kind, document.Id)
                ? versions[i + 1]
                : null;
            if (next is null && !TakenOver(versions, document, end))
            {
                notes.Report(versions[i].Parsed, "$.to", new(
                    $"leaves a gap: nothing of '{document.Id}' follows; publish what follows with it, " +
                    "or say \"final\": true",
                    $"出现空档：“{document.Id}”没有后续版本；请一并发布后续版本，或填写 \"final\": true"));
            }
            else if (next is not null && next.From > end)
            {
                var (ended, begins) = (PublicationNotes.Text(end), PublicationNotes.Text(next.From));
                notes.Report(next.Parsed, "$.from", new(
                    $"leaves a gap: nothing of '{document.Id}' is in force between {ended} and {begins}",
                    $"出现空档：{ended} 至 {begins} 期间“{document.Id}”没有生效的版本"));
            }
        }
    }

    /// <summary>A pair of rates that was there, and is sold with, must not go while its table goes on.</summary>
    public static void CheckRates(
        TimeSegment? before,
        TimeSegment segment,
        IReadOnlyDictionary<PartnerId, Currency> partners,
        PublicationNotes notes)
    {
        if (before is null)
        {
            return;
        }

        var left = segment.InForce.SelectMany(parsed => parsed.Rates?.Rates ?? []).Select(rate => rate.Id).ToHashSet();
        var sold = segment.Plans.Select(plan => plan.Price.Currency).ToHashSet();
        var floats = partners.Values.ToHashSet();
        foreach (var table in before.InForce.Where(parsed => parsed.Rates is not null))
        {
            var successor = segment.InForce.FirstOrDefault(parsed =>
                parsed.Rates is not null && parsed.Document.Id == table.Document.Id);
            foreach (var rate in table.Rates!.Rates)
            {
                if (successor is not null && sold.Contains(rate.Plan) && floats.Contains(rate.Float)
                    && !left.Contains(rate.Id))
                {
                    notes.Report(successor, "$.rates", new(
                        $"leaves a gap: {rate.Id} is missing, but {rate.Plan} plans are sold to floats in " +
                        $"{rate.Float}",
                        $"出现空档：缺少 {rate.Id}，但有 {rate.Plan} 套餐以 {rate.Float} 预存款支付"));
                }
            }
        }
    }

    /// <summary>One catalogue, or network, may take over from another id.</summary>
    private static bool TakenOver(IReadOnlyList<VersionInForce> versions, Document document, DateTimeOffset end) =>
        document.Kind is DocumentKind.Catalogue or DocumentKind.Network
        && versions.Any(version => version.Parsed.Document.Kind == document.Kind && version.From == end);
}
