using Partner.Core.Documents;
using Partner.Core.Rules;
using Partner.Core.Texts;

namespace Partner.Core.Publishing;

/// <summary>No two ids may claim the same: the same sales, one promotion, one pair of currencies, one role.</summary>
internal static class OverlapCheck
{
    public static void Check(TimeSegment segment, PublicationNotes notes)
    {
        var claims = new Dictionary<(string, string, Selector?), (ParsedDocument Parsed, string Path)>();
        foreach (var rule in segment.Rules)
        {
            var sales = (rule.List, rule.Currency.Code, rule.Applies);
            Claim(sales, rule.Parsed, $"{rule.Path}.applies", other => new(
                $"applies to the same sales as {other}", $"与 {other} 适用于相同的销售"));
        }

        foreach (var parsed in segment.InForce)
        {
            if (parsed.Catalogue is not null || parsed.Network is not null)
            {
                Claim((parsed.Document.Kind.ToString(), "", null), parsed, "$.id", other => new(
                    $"is in force at the same time as {other}", $"与 {other} 同时处于生效期"));
            }

            foreach (var (promotion, index) in (parsed.Promotions ?? []).Select((one, index) => (one, index)))
            {
                Claim(("promotion", promotion.Id, null), parsed, $"$.promotions[{index}].id", other => new(
                    $"is also the id in {other}", $"与 {other} 的编号相同"));
            }

            foreach (var (rate, index) in (parsed.Rates?.Rates ?? []).Select((one, index) => (one, index)))
            {
                Claim(("rate", rate.Id, null), parsed, $"$.rates[{index}]", other => new(
                    $"has the pair {rate.Id}, as has {other}", $"与 {other} 都有货币对 {rate.Id}"));
            }
        }

        void Claim((string, string, Selector?) what, ParsedDocument parsed, string path, Func<string, Wording> problem)
        {
            if (claims.TryAdd(what, (parsed, path)) || ReferenceEquals(claims[what].Parsed, parsed))
            {
                return;
            }

            var other = claims[what];
            if (notes.IsCandidate(other.Parsed) && !notes.IsCandidate(parsed))
            {
                ((parsed, path), other) = (other, (parsed, path));
            }

            notes.Report(parsed, path, problem($"{other.Parsed.Document.FullVersion} {other.Path}"));
        }
    }
}
