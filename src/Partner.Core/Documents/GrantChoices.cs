using Partner.Core.Plans;
using Partner.Core.Texts;

namespace Partner.Core.Documents;

/// <summary>The words that plans choose from to say what they grant.</summary>
internal static class GrantChoices
{
    public static readonly IReadOnlyDictionary<string, CountedFrom> CountedFrom = EnumWord.Named<CountedFrom>();

    public static readonly IReadOnlyDictionary<string, PackOrder> Packs = EnumWord.Named<PackOrder>();

    public static readonly IReadOnlyDictionary<string, GrantStart> Starts = EnumWord.Named<GrantStart>();

    public static readonly IReadOnlyDictionary<string, RefundScope> Scopes = EnumWord.Named<RefundScope>();

    public static readonly IReadOnlyDictionary<string, RefundMeans> Means = EnumWord.Named<RefundMeans>();
}
