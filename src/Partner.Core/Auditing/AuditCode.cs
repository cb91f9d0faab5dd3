namespace Partner.Core.Auditing;

/// <summary>
/// What an audit can find: a closed set. The names are stable, since alerts and scripts are built on them; how they are
/// written is <see cref="AuditFinding.CodeName"/>. Each describes the defect, never its cause.
/// </summary>
public enum AuditCode
{
    /// <summary>A transfer's legs do not sum to zero in each currency.</summary>
    TransferUnbalanced,

    /// <summary>A transfer of an unknown kind or phase, or with accounts or signs that its kind has not.</summary>
    TransferIllegal,

    /// <summary>A transfer names a top-up that does not exist, or names none where its kind needs one.</summary>
    TransferOrphan,

    /// <summary>A leg belongs to a transfer that does not exist.</summary>
    LegOrphan,

    /// <summary>A float entry belongs to a transfer that does not exist.</summary>
    EntryOrphan,

    /// <summary>A posted transfer reaches a float, but the float has no entry of it.</summary>
    EntryMissing,

    /// <summary>A float entry disagrees with its transfer: not posted, another amount, or a second entry.</summary>
    EntryMismatch,

    /// <summary>A reservation is pending although no PROCESSING top-up stands behind it.</summary>
    ReservationStray,

    /// <summary>A number is missing in a float's sequence.</summary>
    SequenceGap,

    /// <summary>An entry's running balance is not the one before plus its amount.</summary>
    RunningBalanceMismatch,

    /// <summary>An entry is dated before the one that precedes it, so that periods are no ranges of numbers.</summary>
    EntryTimeBackwards,

    /// <summary>A float's stored balance, number or time is not that of its entries.</summary>
    BalanceMismatch,

    /// <summary>A float's reserved amount is not the sum of its pending debits.</summary>
    ReservedMismatch,

    /// <summary>There are entries or legs of a float that has no stored balance.</summary>
    BalanceMissing,

    /// <summary>On some day a statement's opening balance and entries do not make its closing balance.</summary>
    StatementMismatch,

    /// <summary>A transfer that the top-up's state calls for does not exist.</summary>
    TransferMissing,

    /// <summary>A transfer that the top-up's state does not call for, or one too many.</summary>
    TransferUnexpected,

    /// <summary>A transfer's phase disagrees with the state of its top-up.</summary>
    TransferPhaseMismatch,

    /// <summary>A transfer's legs disagree with the amounts that the top-up stored.</summary>
    TransferAmountMismatch,

    /// <summary>A commission's transfer, its basis or the top-up's own commission disagrees with the entry.</summary>
    CommissionMismatch,

    /// <summary>A level that a succeeded top-up pinned has no commission entry.</summary>
    CommissionMissing,

    /// <summary>A commission entry that its top-up's state or pinned levels do not call for.</summary>
    CommissionUnexpected,

    /// <summary>A commission entry of a top-up that does not exist.</summary>
    CommissionOrphan,

    /// <summary>A commission entry has another payee, rule, base, month or other term than its top-up pinned.</summary>
    CommissionTermsMismatch,

    /// <summary>A commission entry's amounts or parts are not what its pinned terms make at its volume.</summary>
    CommissionAmountMismatch,

    /// <summary>A commission entry is taken back although its top-up is not, or the other way round.</summary>
    CommissionStateMismatch,

    /// <summary>A stored month volume is negative or not the sum of the bases of its standing entries.</summary>
    VolumeMismatch,

    /// <summary>The volumes that a month's entries were granted at cannot have followed one another.</summary>
    VolumeOrderMismatch,

    /// <summary>A counter of a promotion's uses is not what PROCESSING and SUCCEEDED top-ups make.</summary>
    UsageMismatch,

    /// <summary>A promotion was used more often, or for more money, than its pinned limits allow.</summary>
    UsageExceeded,

    /// <summary>A counter of a limit is not what the top-ups that count in it make.</summary>
    LimitUseMismatch,

    /// <summary>A number is missing in the shifts of a terminal.</summary>
    ShiftGap,

    /// <summary>A shift does not begin where the one before it ended, or its day does not follow that one's.</summary>
    ShiftOrderMismatch,

    /// <summary>
    /// The frozen figures of a shift, or what is told of what was under way, are not the sums of its sales and refunds.
    /// </summary>
    ShiftFiguresMismatch,

    /// <summary>What is accrued for a partner is not the sum of its commissions that no settlement has paid.</summary>
    AccruedMismatch,

    /// <summary>
    /// A settlement's row, statement, lines, tax or transfer disagree with each other or with its entries.
    /// </summary>
    SettlementMismatch,

    /// <summary>A commission entry or a transfer names a settlement that does not exist.</summary>
    SettlementMissing,

    /// <summary>A partner's period is settled twice.</summary>
    SettlementRepeated,

    /// <summary>A number is missing in a period's settlements, or the period is not closed.</summary>
    SettlementGap,

    /// <summary>The true-ups of a partner's settlements are not those of its commission entries.</summary>
    TrueUpMismatch,

    /// <summary>What a partner's settlements taxed is not the untaxed commission that they counted.</summary>
    TaxBaseMismatch,

    /// <summary>A correction names another transfer than the one it takes back.</summary>
    ReversesMismatch,

    /// <summary>A top-up's price is unreadable, does not add up or disagrees with the amounts beside it.</summary>
    PriceMismatch,

    /// <summary>A top-up's state is unknown or disagrees with its time of acceptance.</summary>
    StateMismatch,

    /// <summary>A REVERSED top-up without exactly one SUCCEEDED reversal, or one too many under way.</summary>
    ReversalCount,

    /// <summary>A reversal disagrees with its top-up: amounts, link or state.</summary>
    ReversalMismatch,

    /// <summary>A reversal names a top-up that does not exist.</summary>
    ReversalOrphan,

    /// <summary>A number is missing in a partner's events, or the counter is not the last one.</summary>
    EventGap,

    /// <summary>An event names a top-up that does not exist.</summary>
    EventOrphan,

    /// <summary>A top-up disagrees with its events: the last number, the last state, the order or the count.</summary>
    EventMismatch,

    /// <summary>Two top-ups of a partner carry the same receipt number.</summary>
    ReceiptRepeated,

    /// <summary>A receipt number was given out, but no top-up carries it; or the counter is not the last one.</summary>
    ReceiptGap,

    /// <summary>A top-up, reversal or deposit without its request id.</summary>
    RequestMissing,

    /// <summary>A request id stands for something that does not exist.</summary>
    RequestOrphan,

    /// <summary>A request id disagrees with what it stands for.</summary>
    RequestMismatch,

    /// <summary>A PROCESSING operation that no job would ever finish.</summary>
    JobMissing,

    /// <summary>A job of an operation that is final, or does not exist.</summary>
    JobStray,

    /// <summary>A top-up and the quote that it consumed disagree.</summary>
    QuoteMismatch,

    /// <summary>A quote is marked as used by a top-up that does not exist.</summary>
    QuoteOrphan,

    /// <summary>Two operations share an id; it is also our id at the issuer.</summary>
    OperationIdShared,

    /// <summary>A cycle of an auto-renewal was renewed more than once.</summary>
    RenewalRepeated,

    /// <summary>
    /// A cycle of an auto-renewal was told to be renewed by a top-up that did not succeed, or is not there.
    /// </summary>
    RenewalUnfounded,

    /// <summary>
    /// The gifts of a top-up to its card disagree with it: missing, of a top-up that did not succeed, told in another
    /// state, or not taken back with it.
    /// </summary>
    GiftMismatch,

    /// <summary>A number is missing in a chain of the action log, or is there twice.</summary>
    ActionGap,

    /// <summary>An action was changed after it was recorded: its hash is another one.</summary>
    ActionChanged,

    /// <summary>An action does not follow the one before it: that one was exchanged, or this one put there.</summary>
    ActionUnlinked,

    /// <summary>A chain of the action log does not end where its head says: its end was cut off, or added to.</summary>
    ActionHeadMismatch,

    /// <summary>Data of a partner that does not exist.</summary>
    PartnerMissing,

    /// <summary>An adjustment that does not say why it was made, or what proves it.</summary>
    AdjustmentUnexplained,

    /// <summary>An approval without its transfer, a transfer before its approval, or one party on both sides.</summary>
    ApprovalMismatch,

    /// <summary>Contradictory evidence that was recorded after a final state; people have to look.</summary>
    Anomaly,

    /// <summary>A SUCCEEDED or REVERSED top-up that the issuer has not applied.</summary>
    IssuerTopUpMissing,

    /// <summary>The issuer applied something that is not known here.</summary>
    IssuerOrphan,

    /// <summary>
    /// An eSIM reissue that is SUCCEEDED here and not applied at the issuer, or FAILED here and applied.
    /// </summary>
    IssuerReissueMismatch,

    /// <summary>The issuer applied a top-up that is FAILED or CANCELLED here.</summary>
    IssuerAppliedUnpaid,

    /// <summary>The issuer applied a top-up with another card, product, amount or reference.</summary>
    IssuerDetailsMismatch,

    /// <summary>A REVERSED top-up that the issuer has not taken back, or not by the same reversal.</summary>
    IssuerReversalMissing,

    /// <summary>The issuer took a top-up back, but the float was not credited and nothing is under way.</summary>
    IssuerReversalUncredited,

    /// <summary>Gifts that were granted here, and that the issuer has not put onto the card.</summary>
    IssuerGiftMissing,

    /// <summary>The issuer put gifts onto a card that it refused, or that were withdrawn.</summary>
    IssuerGiftUnexpected,

    /// <summary>Gifts that are taken back here and not at the issuer, or the other way round.</summary>
    IssuerGiftTakeBackMismatch,

    /// <summary>The issuer's records hold an id more than once.</summary>
    IssuerRecordRepeated,
}
