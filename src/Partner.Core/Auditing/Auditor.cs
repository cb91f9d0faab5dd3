using Partner.Core.Esims;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>
/// Re-derives everything from the entries and compares it with what is stored. Pure, and independent of the code that
/// writes; it holds one operation and one float at a time, however many top-ups there are. Beside them grow: the
/// partners, their days, months and settlements, and the cards that a promotion with limits counts.
/// </summary>
public sealed class Auditor
{
    private const long TellEvery = 1000;

    private readonly Findings _findings;
    private readonly IAuditWatch? _watch;
    private readonly IssuerComparison? _issuer;
    private readonly DateTimeOffset _now;
    private readonly Dictionary<TopUpState, long> _topUps =
        Enum.GetValues<TopUpState>().ToDictionary(state => state, _ => 0L);

    private readonly List<UnfinishedOperation> _processing = [];
    private readonly DayRecount _days = new();
    private long _transfers;
    private long _operations;

    private Auditor(IssuerComparison? issuer, DateTimeOffset now, IAuditWatch? watch)
    {
        (_issuer, _now, _watch) = (issuer, now, watch);
        _findings = new Findings(watch is null ? null : watch.Found);
    }

    /// <summary>Audits everything.</summary>
    /// <param name="source">What is stored, as of one moment.</param>
    /// <param name="issuer">
    /// The issuer's records, read before that moment; null to leave the issuer out. Its own findings are not in the
    /// report, but come from <see cref="IssuerComparison.Conclude"/>.
    /// </param>
    /// <param name="now">The time, for ages.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="watch">Looks on; null for nobody.</param>
    public static AuditReport Run(
        IAuditSource source,
        IssuerComparison? issuer,
        DateTimeOffset now,
        CancellationToken cancel,
        IAuditWatch? watch = null) => new Auditor(issuer, now, watch).Run(source, cancel);

    private AuditReport Run(IAuditSource source, CancellationToken cancel)
    {
        Reach(AuditStage.Entries);
        var floats = new FloatRecount(source, _findings);
        new FloatEntryAudit(floats, _findings).Run(source.Entries(), cancel);
        Reach(AuditStage.Numbers);
        var numbers = new NumberingAudit(floats, _findings);
        numbers.Run(source.Events(), cancel);
        numbers.Run(source.Receipts(), cancel);
        var volumes = new VolumeRecount(_findings);
        var uses = new UsageRecount(source.Usages(), _findings);
        var limits = new LimitRecount(source.LimitUses(), _findings);
        var settlements = new SettlementRecount(_findings);
        Reach(AuditStage.Operations);
        foreach (var operation in source.Operations())
        {
            cancel.ThrowIfCancellationRequested();
            CountOperation();
            Check(operation, floats);
            volumes.Count(operation.Commissions);
            uses.Count(operation.TopUp);
            limits.Count(operation.TopUp);
            settlements.Count(operation);
        }

        Reach(AuditStage.Sums);
        volumes.Finish(source.Volumes());
        uses.Finish();
        limits.Finish();
        settlements.Finish(source.ClosedPeriods(), source.UnfinishedPeriods());

        Reach(AuditStage.Actions);
        ActionAudit.Run(source, _findings, cancel);
        Reach(AuditStage.Renewals);
        RenewalAudit.Run(source, _findings, cancel);
        ShiftAudit.Run(source, _findings, cancel);
        CheckReissues(source, cancel);
        foreach (var id in source.SharedIds())
        {
            _findings.Add(
                AuditCode.OperationIdShared,
                $"operations/{id}",
                new("more than one top-up, reversal or reissue has this id", "多笔充值、冲正或换发使用此编号"));
        }

        var totals = floats.Finish();
        return new AuditReport(
            _findings.All, _transfers, _topUps, [.. _processing.OrderByDescending(one => one.Age)], totals,
            _days.Finish());
    }

    private void Reach(AuditStage stage) => _watch?.Reached(stage, _operations);

    private void CountOperation()
    {
        if (++_operations % TellEvery == 0)
        {
            Reach(AuditStage.Operations);
        }
    }

    private void CheckReissues(IAuditSource source, CancellationToken cancel)
    {
        foreach (var reissue in source.Reissues())
        {
            cancel.ThrowIfCancellationRequested();
            ReissueAudit.Check(reissue, _findings);
            _issuer?.Compare(reissue);
            if (reissue.State == (int)ReissueState.Processing)
            {
                AddUnfinished(reissue.Subject, reissue.CreatedAt, reissue.InDoubtSince);
            }
        }
    }

    private void Check(OperationFacts operation, FloatRecount floats)
    {
        floats.Touch(operation.PartnerId);
        LedgerAudit.Check(operation, _findings);
        TransferAudit.Check(operation, _findings);
        EarningAudit.Check(operation, _findings);
        StateAudit.Check(operation, _findings);
        ReversalAudit.Check(operation, _findings);
        RequestAudit.Check(operation, _findings);
        ApprovalAudit.Check(operation, _findings);
        GiftAudit.Check(operation, _findings);
        _issuer?.Compare(operation);
        _days.Count(operation);

        _transfers += operation.Transfers.Count;
        foreach (var transfer in operation.Transfers)
        {
            floats.Count(transfer, operation.LegsOf(transfer));
        }

        if (operation.TopUp is { } topUp)
        {
            Count(topUp);
        }

        foreach (var reversal in operation.Reversals.Where(one => one.State == (int)ReversalState.Processing))
        {
            AddUnfinished(Named.Reversal(reversal), reversal.CreatedAt, reversal.InDoubtSince);
        }

        if (operation.Gifts is { State: (int)GiftState.Processing or (int)GiftState.TakingBack } gifts)
        {
            AddUnfinished(Named.Gifts(gifts), gifts.CreatedAt, gifts.InDoubtSince);
        }
    }

    private void Count(TopUpFacts topUp)
    {
        var state = (TopUpState)topUp.State;
        if (_topUps.TryGetValue(state, out var count))
        {
            _topUps[state] = count + 1;
        }

        if (state == TopUpState.Processing)
        {
            AddUnfinished(Named.TopUp(topUp.PartnerId, topUp.Id), topUp.CreatedAt, topUp.InDoubtSince);
        }
    }

    private void AddUnfinished(string name, DateTimeOffset createdAt, DateTimeOffset? inDoubtSince)
    {
        var age = _now > createdAt ? _now - createdAt : TimeSpan.Zero;
        _processing.Add(new UnfinishedOperation(name, age, inDoubtSince));
    }
}
