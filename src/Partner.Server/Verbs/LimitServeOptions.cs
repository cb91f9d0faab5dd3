using System.CommandLine;
using Partner.Server.Allowances;

namespace Partner.Server.Verbs;

/// <summary>What serving takes about limits: what holds where the operator has set nothing else.</summary>
internal static class LimitServeOptions
{
    private const int Most = 100_000;

    private static readonly Option<int?> CertificateRate = VerbOptions.WholeNumber(
        "--certificate-calls", "N", "Calls a second of one certificate, twice as many at once [200]", 1, Most);

    private static readonly Option<int?> PartnerRate = VerbOptions.WholeNumber(
        "--partner-calls", "N", "Calls a second of a partner, twice as many at once [1000]", 1, Most);

    private static readonly Option<int?> UnknownCards = VerbOptions.WholeNumber(
        "--unknown-cards", "N", "Unknown or declined cards in 10 minutes that lock look-ups for 15 [20]", 1, Most);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } = [CertificateRate, PartnerRate, UnknownCards];

    /// <summary>The options as a line has them.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="options">What they are where it says nothing.</param>
    public static LimitOptions Apply(ParseResult parsed, LimitOptions options)
    {
        var (certificate, partner) = (parsed.GetValue(CertificateRate), parsed.GetValue(PartnerRate));
        return options with
        {
            CertificateCallsPerSecond = certificate ?? options.CertificateCallsPerSecond,
            CertificateCallsAtOnce = 2 * certificate ?? options.CertificateCallsAtOnce,
            PartnerCallsPerSecond = partner ?? options.PartnerCallsPerSecond,
            PartnerCallsAtOnce = 2 * partner ?? options.PartnerCallsAtOnce,
            UnknownCards = parsed.GetValue(UnknownCards) ?? options.UnknownCards,
        };
    }
}
