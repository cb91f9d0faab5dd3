using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>What an audit found and counted.</summary>
/// <param name="Findings">Every defect; empty when all is well.</param>
/// <param name="Transfers">How many transfers were read.</param>
/// <param name="TopUps">How many top-ups there are in each state; every state has a value.</param>
/// <param name="Processing">The top-ups and reversals whose final state is outstanding, the oldest first.</param>
/// <param name="Floats">Each float with what moved it, by partner and currency.</param>
/// <param name="Days">What was sold and given back on each business day, by partner, day and currency.</param>
public sealed record AuditReport(
    IReadOnlyList<AuditFinding> Findings,
    long Transfers,
    IReadOnlyDictionary<TopUpState, long> TopUps,
    IReadOnlyList<UnfinishedOperation> Processing,
    IReadOnlyList<FloatTotals> Floats,
    IReadOnlyList<DayTotals> Days)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool Ok => Findings.Count == 0;

    /// <summary>How many top-ups there are.</summary>
    public long TopUpCount => TopUps.Values.Sum();

    /// <summary>The report with further findings.</summary>
    /// <param name="findings">Those found afterwards.</param>
    public AuditReport With(IReadOnlyList<AuditFinding> findings) =>
        this with { Findings = [.. Findings, .. findings] };
}

/// <summary>An operation whose final state is outstanding.</summary>
/// <param name="Name">"partners/…/topUps/…", with "/reversals/…" for a reversal.</param>
/// <param name="Age">Time since it was saved; 0 or more.</param>
/// <param name="InDoubtSince">Since when the issuer's answer is unknown (UTC); null when it is not.</param>
public sealed record UnfinishedOperation(string Name, TimeSpan Age, DateTimeOffset? InDoubtSince);

/// <summary>
/// What a partner's tills sold and gave back on a business day, in minor units of the float, re-derived from the legs:
/// the net debits that <c>GetSalesTotals</c> tells as SUCCEEDED and as REVERSED.
/// </summary>
/// <param name="BusinessDate">The day; null for sales that named none.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Sold">Sales that succeeded, also those that were taken back since.</param>
/// <param name="Debited">Their debits.</param>
/// <param name="Reversed">Reversals that succeeded.</param>
/// <param name="Returned">What they credited.</param>
public sealed record DayTotals(
    string PartnerId,
    DateOnly? BusinessDate,
    string Currency,
    long Sold,
    Int128 Debited,
    long Reversed,
    Int128 Returned);

/// <summary>A float and the sums of what was posted to it, in minor units, re-derived from the legs.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Deposited">Paid in.</param>
/// <param name="Debited">Debits of top-ups; 0 or less.</param>
/// <param name="Commission">Own commissions earned, before tax.</param>
/// <param name="Returned">Credits of reversed top-ups.</param>
/// <param name="ClawedBack">Own commissions taken back, before tax; 0 or less.</param>
/// <param name="Cashback">Cashback of promotions, less what was taken back.</param>
/// <param name="Overrides">Commissions as a parent, less what was taken back, before tax.</param>
/// <param name="Settled">Settlements, before tax; of any sign.</param>
/// <param name="Tax">Withheld from commissions and settlements: 0 or less unless more was given back.</param>
/// <param name="Posted">Balance: the sum of the nine.</param>
/// <param name="Reserved">Pending debits; 0 or more.</param>
/// <param name="CreditLimit">How far it may go below zero.</param>
public sealed record FloatTotals(
    string PartnerId,
    string Currency,
    Int128 Deposited,
    Int128 Debited,
    Int128 Commission,
    Int128 Returned,
    Int128 ClawedBack,
    Int128 Cashback,
    Int128 Overrides,
    Int128 Settled,
    Int128 Tax,
    Int128 Posted,
    Int128 Reserved,
    long CreditLimit);
