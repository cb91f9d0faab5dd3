using System.Text.RegularExpressions;
using Partner.Core.Texts;

namespace Partner.Core.Auditing;

/// <summary>
/// What was written down when the issuer contradicted itself. It is kept in English; these are its forms, as the
/// decisions about sales, reversals and gifts make them.
/// </summary>
internal static partial class AnomalyText
{
    /// <summary>A contradiction in both languages.</summary>
    /// <param name="kept">What was written down.</param>
    public static Wording Of(string kept)
    {
        var form = Form().Match(kept);
        if (!form.Success)
        {
            return new Wording(kept, $"发卡方前后矛盾（{kept}）");
        }

        var (verdict, state) = (form.Groups["verdict"].Value, form.Groups["state"].Value);
        var what = form.Groups["what"].Value switch
        {
            ", top-up is" => "充值",
            ", gifts are" => "赠送",
            " of taking gifts back that are" => "待收回的赠送",
            _ => $"冲正 {form.Groups["reversal"].Value} ",
        };
        return new Wording(kept, $"发卡方答复 {verdict}，而{what}为 {state}");
    }

    [GeneratedRegex(
        @"^issuer says (?<verdict>\w+)(?<what>, top-up is|, gifts are| of taking gifts back that are"
        + @"|, reversal (?<reversal>\S+) is) (?<state>\w+)$")]
    private static partial Regex Form();
}
