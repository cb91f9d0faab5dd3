using System.CommandLine;
using Partner.Server.Renewals;

namespace Partner.Server.Verbs;

/// <summary>What serving takes about auto-renewals.</summary>
internal static class RenewalServeOptions
{
    private static readonly Option<int?> AtOnce = VerbOptions.WholeNumber(
        "--renewals-at-once", "N", "Auto-renewals worked on at the same time [8]", 1, 256);

    private static readonly Option<int?> PerPartner = VerbOptions.WholeNumber(
        "--renewals-per-partner", "N", "Due auto-renewals of one partner before the next has its turn [10]", 1, 1000);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } = [AtOnce, PerPartner];

    /// <summary>The options as a line has them.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="options">What they are where it says nothing.</param>
    public static RenewalOptions Apply(ParseResult parsed, RenewalOptions options) => options with
    {
        AtOnce = parsed.GetValue(AtOnce) ?? options.AtOnce,
        PerPartner = parsed.GetValue(PerPartner) ?? options.PerPartner,
    };
}
