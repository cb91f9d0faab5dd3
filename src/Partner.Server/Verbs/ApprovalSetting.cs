using System.CommandLine;
using Partner.Core.Approvals;
using Partner.Server.BackOffice;

namespace Partner.Server.Verbs;

/// <summary>
/// Above which amount a change to a partner's money needs a second person: an option of the server, or a setting.
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

    private static ApprovalThreshold? Of(IConfiguration configuration) =>
        configuration[ApprovalOptions.Setting] is not { Length: > 0 } text
            ? null
            : ApprovalThreshold.Parse(text)
                ?? throw new UsageException($"Partner__Operator__ApprovalAbove takes {Takes}, not '{text}'");
}
