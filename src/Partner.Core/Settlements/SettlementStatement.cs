using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Settlements;

/// <summary>A line of a settlement: one rule of one schedule. In the float's currency, before tax.</summary>
/// <param name="Versions">The document's versions that they were sold under, in ordinal order.</param>
/// <param name="Mode">When its commission is paid.</param>
/// <param name="TopUps">How many are counted as earned, those taken back since among them.</param>
/// <param name="Reversals">How many are counted as taken back, also of earlier months.</param>
/// <param name="Base">Bases of the earned ones, in the schedule's currency.</param>
/// <param name="Earned">Their commission as accrued; 0 or more.</param>
/// <param name="ClawedBack">Accruals taken back; 0 or less.</param>
/// <param name="TrueUp">
/// Differences of WHOLE tiers, shares of them taken back, and what these change for the parents above; of any sign.
/// </param>
/// <param name="AlreadyCredited">What of earned and clawed back moved the float at once: all of INSTANT.</param>
public sealed record PeriodLine(
    string ScheduleId,
    string RuleId,
    IReadOnlyList<string> Versions,
    CommissionMode Mode,
    int TopUps,
    int Reversals,
    Money Base,
    Money Earned,
    Money ClawedBack,
    Money TrueUp,
    Money AlreadyCredited)
{
    /// <summary>IANA name of the schedule's zone, in which the period is counted; empty when it is not known.</summary>
    public string Zone { get; init; } = "";

    /// <summary>What the settlement pays: earned + clawed back + true-up − already credited.</summary>
    public Money Payable => Earned + ClawedBack + TrueUp - AlreadyCredited;
}

/// <summary>Tax of a settlement by one version of a tax rule.</summary>
/// <param name="RuleId">The tax rule.</param>
/// <param name="Version">Id and version of its document.</param>
/// <param name="Base">Untaxed commission: a signed sum.</param>
/// <param name="Tax">Half-even of the base; negative gives tax back.</param>
public sealed record PeriodTax(string RuleId, string Version, BasisPoints Rate, Money Base, Money Tax);

/// <summary>The settlement of a month for one partner. Immutable once posted.</summary>
/// <param name="PayeeId">The partner.</param>
/// <param name="Number">"2026-10-0001": unique, and without a gap within the period.</param>
/// <param name="Period">"2026-10".</param>
/// <param name="Currency">Currency of the float.</param>
/// <param name="PostedAt">When it was posted (UTC).</param>
/// <param name="Lines">By schedule, rule and mode; at least one.</param>
/// <param name="Taxes">By tax rule and version.</param>
public sealed record SettlementStatement(
    PartnerId PayeeId,
    string Number,
    string Period,
    Currency Currency,
    DateTimeOffset PostedAt,
    IReadOnlyList<PeriodLine> Lines,
    IReadOnlyList<PeriodTax> Taxes)
{
    /// <summary>The zones in which its schedules count the period, each once.</summary>
    public string Zones => string.Join(
        ", ", Lines.Select(line => line.Zone).Where(zone => zone.Length > 0).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Sum of what was earned.</summary>
    public Money Earned => Sum(line => line.Earned);

    /// <summary>Sum of what was taken back; 0 or less.</summary>
    public Money ClawedBack => Sum(line => line.ClawedBack);

    /// <summary>Sum of the true-ups.</summary>
    public Money TrueUp => Sum(line => line.TrueUp);

    /// <summary>Sum of what moved the float before.</summary>
    public Money AlreadyCredited => Sum(line => line.AlreadyCredited);

    /// <summary>What the lines pay, before tax.</summary>
    public Money Gross => Sum(line => line.Payable);

    /// <summary>Sum of the taxes.</summary>
    public Money Tax => Taxes.Aggregate(Money.Zero(Currency), (sum, tax) => sum + tax.Tax);

    /// <summary>What is posted to the float: gross − tax; may be negative.</summary>
    public Money Total => Gross - Tax;

    private Money Sum(Func<PeriodLine, Money> column) =>
        Lines.Aggregate(Money.Zero(Currency), (sum, line) => sum + column(line));
}
