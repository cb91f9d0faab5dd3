using System.CommandLine;
using Partner.Core.Approvals;
using Partner.Server.BackOffice;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>
/// Above which amount a change to a partner's money needs a second person: an option of the server, and a setting that
/// the server and the verbs beside it go by alike, so that a verb is no way around it.
/// </summary>
internal static class ApprovalSetting
{
    private const string Takes = "an amount without a currency, such as 10000.00";

    private static readonly Option<ApprovalThreshold?> Above = VerbOptions.Parsed<ApprovalThreshold?>(
        "--approval-above",
        "AMOUNT",
        "Changes to partners' money above it need a second person [Partner__Operator__ApprovalAbove, else none]",
        Takes,
        text => ApprovalThreshold.Parse(text));

    /// <summary>The options.</summary>
    public static IReadOnlyList<Option> All { get; } = [Above];

    /// <summary>The options as a line or the configuration has them.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="options">What they are where neither says anything.</param>
    /// <exception cref="UsageException">The setting is no amount.</exception>
    public static ApprovalOptions Apply(ParseResult parsed, IConfiguration configuration, ApprovalOptions options) =>
        options with { Above = parsed.GetValue(Above) ?? Of(configuration) ?? options.Above };

    /// <summary>What verbs change partners with: by the setting of the environment.</summary>
    /// <param name="store">The store.</param>
    /// <exception cref="UsageException">The setting is no amount.</exception>
    public static PartnerAdministration Administration(PartnerStore store) =>
        Administration(store, new ConfigurationBuilder().AddEnvironmentVariables().Build());

    /// <summary>The same by any configuration.</summary>
    /// <param name="store">The store.</param>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="UsageException">The setting is no amount.</exception>
    internal static PartnerAdministration Administration(PartnerStore store, IConfiguration configuration) =>
        new(store, TimeProvider.System, new ApprovalOptions { Above = Of(configuration) });

    private static ApprovalThreshold? Of(IConfiguration configuration) =>
        configuration[ApprovalOptions.Setting] is not { Length: > 0 } text
            ? null
            : ApprovalThreshold.Parse(text)
                ?? throw new UsageException($"Partner__Operator__ApprovalAbove takes {Takes}, not '{text}'");
}
