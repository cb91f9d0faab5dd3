using Partner.Core.Settlements;

namespace Partner.Server.Settlements;

/// <summary>A settlement as files that a bookkeeper can keep.</summary>
/// <param name="Name">"settlement-2026-10-0001.en.csv".</param>
/// <param name="Content">The bytes.</param>
public sealed record SettlementFile(string Name, byte[] Content);

/// <summary>Makes the files of a settlement.</summary>
public static class SettlementFiles
{
    /// <summary>A statement as CSV and as an HTML page, in both languages.</summary>
    public static IEnumerable<SettlementFile> Of(SettlementStatement statement)
    {
        foreach (var (language, tag) in new[]
        {
            (SettlementLanguage.English, "en"), (SettlementLanguage.Chinese, "zh-CN"),
        })
        {
            var name = Path.GetFileNameWithoutExtension(SettlementCsv.FileName(statement));
            yield return new SettlementFile($"{name}.{tag}.csv", SettlementCsv.Write(statement, language));
            yield return new SettlementFile($"{name}.{tag}.html", SettlementHtml.Write(statement, language));
        }
    }
}
