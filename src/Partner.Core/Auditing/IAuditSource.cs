using Partner.Core.Actions;

namespace Partner.Core.Auditing;

/// <summary>
/// Everything that is stored, as of one moment. All sequences show that same moment, however long reading takes, and
/// come in the stated order, by ordinal comparison; each is read once.
/// </summary>
public interface IAuditSource
{
    /// <summary>All partners.</summary>
    IEnumerable<PartnerFacts> Partners();

    /// <summary>All floats.</summary>
    IEnumerable<BalanceFacts> Balances();

    /// <summary>All float entries by partner, currency and sequence number.</summary>
    IEnumerable<EntryFacts> Entries();

    /// <summary>All events by partner and number.</summary>
    IEnumerable<EventFacts> Events();

    /// <summary>All receipt counters in use, by partner and counter.</summary>
    IEnumerable<ReceiptFacts> Receipts();

    /// <summary>All operations by partner and id, each with all that belongs to it.</summary>
    IEnumerable<OperationFacts> Operations();

    /// <summary>All month volumes.</summary>
    IEnumerable<VolumeFacts> Volumes();

    /// <summary>All cycles that were told to be renewed, by partner, auto-renewal and cycle.</summary>
    IEnumerable<RenewedFacts> Renewed();

    /// <summary>All top-ups of auto-renewals that are SUCCEEDED, by partner and request id.</summary>
    IEnumerable<RenewalSaleFacts> RenewalSales();

    /// <summary>All reissues of eSIMs.</summary>
    IEnumerable<ReissueAuditFacts> Reissues();

    /// <summary>All counters of uses.</summary>
    IEnumerable<UsageFacts> Usages();

    /// <summary>All counters of limits.</summary>
    IEnumerable<LimitUseFacts> LimitUses();

    /// <summary>All shifts by partner, outlet, terminal and number.</summary>
    IEnumerable<ShiftFacts> Shifts();

    /// <summary>The sales of all shifts, in the order of their shifts.</summary>
    IEnumerable<ShiftPartFacts> ShiftSales();

    /// <summary>The refunds of all shifts, in the order of their shifts.</summary>
    IEnumerable<ShiftPartFacts> ShiftRefunds();

    /// <summary>The periods that are closed for all partners.</summary>
    IEnumerable<string> ClosedPeriods();

    /// <summary>
    /// The periods that are being closed: some of their settlements may be missing yet. Entries are shown as those that
    /// are there count them.
    /// </summary>
    IEnumerable<string> UnfinishedPeriods();

    /// <summary>The whole action log, by chain and number.</summary>
    IEnumerable<RecordedAction> Actions();

    /// <summary>Where each chain of the action log ends.</summary>
    IEnumerable<ActionHeadFacts> ActionHeads();

    /// <summary>The ids that more than one top-up, reversal or reissue has, across partners.</summary>
    IEnumerable<string> SharedIds();
}
