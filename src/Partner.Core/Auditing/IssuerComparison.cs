using Partner.Core.Esims;
using Partner.Core.Texts;
using Partner.Core.TopUps;

namespace Partner.Core.Auditing;

/// <summary>
/// Compares what is stored with the issuer's records, both ways, while both sides may go on working. The order makes
/// that sound:
/// <list type="number">
/// <item>All of the issuer's records are read (<see cref="Add"/>).</item>
/// <item>Then what is stored is read as of one moment (<see cref="Compare(OperationFacts)"/>). An operation is saved
/// before it is sent, so whatever the records hold must be stored by now; but what was finished in between is not in
/// the records.</item>
/// <item>So whatever the records seem to lack is looked up once more (<see cref="Suspects"/>,
/// <see cref="AddLater"/>). Records only move on, so what is still lacking then was lacking all the time.</item>
/// </list>
/// </summary>
public sealed class IssuerComparison
{
    private readonly Findings _findings = new();
    private readonly Dictionary<string, IssuerFacts> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IssuerFacts> _later = new(StringComparer.Ordinal);
    private readonly HashSet<string> _suspects = new(StringComparer.Ordinal);
    private readonly List<Claim> _unproven = [];
    private readonly List<ReissueAuditFacts> _unprovenReissues = [];
    private readonly GiftComparison _gifts;

    /// <summary>Makes a comparison without records.</summary>
    public IssuerComparison() => _gifts = new GiftComparison(_findings, _suspects);

    /// <summary>Ids whose records have to be read again; known once everything has been compared.</summary>
    public IReadOnlySet<string> Suspects => _suspects;

    /// <summary>Takes one of the issuer's records, read before what is stored.</summary>
    public void Add(IssuerFacts record)
    {
        if (!_records.TryAdd(record.Id, record))
        {
            _findings.Add(
                AuditCode.IssuerRecordRepeated, Named.Issuer(record.Id), new(
                    "the issuer's records hold this id twice", "发卡方记录中该编号出现两次"));
        }
    }

    /// <summary>Takes a record of a suspect, read after what is stored. Others are ignored.</summary>
    public void AddLater(IssuerFacts record)
    {
        if (_suspects.Contains(record.Id))
        {
            _later[record.Id] = record;
        }
    }

    /// <summary>All findings of the comparison; to be asked for once, at the end.</summary>
    public IReadOnlyList<AuditFinding> Conclude()
    {
        foreach (var claim in _unproven)
        {
            Judge(claim, id => _later.GetValueOrDefault(id), isLast: true);
        }

        _gifts.Conclude(id => _later.GetValueOrDefault(id));
        foreach (var reissue in _unprovenReissues)
        {
            if (_later.GetValueOrDefault(reissue.Id) is { TookEffect: true } record)
            {
                CompareDetails(reissue, record);
                continue;
            }

            Mismatch(reissue, new(
                "SUCCEEDED here, but the issuer made no new code", "我方为 SUCCEEDED，但发卡方未生成新的激活码"));
        }

        foreach (var orphan in _records.Values.Where(record => record.TookEffect))
        {
            _findings.Add(
                AuditCode.IssuerOrphan,
                Named.Issuer(orphan.Id),
                orphan.Kind switch
                {
                    IssuerFactKind.Reversal or IssuerFactKind.GiftBack =>
                        Told.Of(
                            $"the issuer took back {orphan.GiftId ?? orphan.TopUpId}, but nothing here asked for it",
                            $"发卡方收回了 {orphan.GiftId ?? orphan.TopUpId}，但我方没有该请求"),
                    IssuerFactKind.Gift => Told.Of(
                        $"the issuer gave to card {Named.Card(orphan.Card)}, but there are no such gifts here",
                        $"发卡方向卡 {Named.Card(orphan.Card)} 发放了赠送，但我方没有该赠送"),
                    IssuerFactKind.Reissue => new(
                        "the issuer issued an eSIM anew, but there is no such reissue here",
                        "发卡方换发了 eSIM，但我方没有该换发"),
                    _ => Told.Of(
                        $"the issuer applied {Text(orphan)}, but there is no such top-up here",
                        $"发卡方执行了{Text(orphan)}，但我方没有该充值"),
                });
        }

        return _findings.All;
    }

    /// <summary>Compares a stored operation with its records.</summary>
    internal void Compare(OperationFacts operation)
    {
        var taken = operation.Reversals
            .Select(reversal => (reversal, record: Take(reversal.Id))).ToDictionary(pair => pair.reversal.Id);
        foreach (var (reversal, record) in taken.Values)
        {
            CompareReversal(reversal, record);
        }

        if (operation.TopUp is not { } topUp)
        {
            return;
        }

        if (operation.Gifts is { } gifts)
        {
            var id = new TopUpId(topUp.Id);
            _gifts.Compare(
                gifts, topUp, Take(CardGiftRecord.GrantIdOf(id)), Take(CardGiftRecord.BackIdOf(id)));
        }

        var own = Take(topUp.Id);
        switch ((TopUpState)topUp.State)
        {
            case TopUpState.Failed or TopUpState.Cancelled when own is { TookEffect: true }:
                _findings.Add(
                    AuditCode.IssuerAppliedUnpaid,
                    Named.TopUp(topUp.PartnerId, topUp.Id),
                    $"{Named.State(topUp.State)} here, but the issuer applied {Text(own)}",
                    $"我方为 {Named.State(topUp.State)}，但发卡方执行了{Text(own)}");
                break;
            case TopUpState.Processing when own is { TookEffect: true }:
                CompareDetails(topUp, own);
                break;
            case TopUpState.Succeeded when own is { State: IssuerFactState.Reversed }:
                CompareDetails(topUp, own);
                CompareTakenBack(topUp, operation.Reversals, own);
                break;
            case TopUpState.Succeeded or TopUpState.Reversed:
                Judge(
                    new Claim(topUp, operation.TakenBack?.Id),
                    id => id == topUp.Id ? own : taken.TryGetValue(id, out var pair) ? pair.record : null,
                    isLast: false);
                break;
        }
    }

    /// <summary>Compares a stored reissue with its record.</summary>
    internal void Compare(ReissueAuditFacts reissue)
    {
        var record = Take(reissue.Id);
        switch ((ReissueState)reissue.State)
        {
            case ReissueState.Succeeded when record is not { TookEffect: true }:
                _unprovenReissues.Add(reissue);
                _suspects.Add(reissue.Id);
                break;
            case ReissueState.Failed when record is { TookEffect: true }:
                Mismatch(reissue, new(
                    "FAILED here, but the issuer made a new code", "我方为 FAILED，但发卡方已生成新的激活码"));
                break;
            default:
                CompareDetails(reissue, record);
                break;
        }
    }

    private void CompareDetails(ReissueAuditFacts reissue, IssuerFacts? record)
    {
        if (record is { TookEffect: true }
            && (record.Kind != IssuerFactKind.Reissue || record.Card != reissue.Card))
        {
            Mismatch(reissue, new(
                "the issuer did something else under this id, or for another card",
                "发卡方以该编号办理了其他业务，或卡号不同"));
        }
    }

    private void Mismatch(ReissueAuditFacts reissue, Wording detail) =>
        _findings.Add(AuditCode.IssuerReissueMismatch, reissue.Subject, detail);

    private IssuerFacts? Take(string id) => _records.Remove(id, out var record) ? record : null;

    private void CompareReversal(ReversalFacts reversal, IssuerFacts? record)
    {
        if (record is not { State: IssuerFactState.Applied })
        {
            return;
        }

        if (record.Kind != IssuerFactKind.Reversal || record.TopUpId != reversal.TopUpId)
        {
            _findings.Add(
                AuditCode.IssuerDetailsMismatch,
                Named.Reversal(reversal),
                $"the issuer took back {record.TopUpId ?? "nothing"} under this id",
                $"发卡方以该编号收回的是 {Named.OrNone(record.TopUpId)}");
        }

        if ((record.Bytes, record.Days, record.Points) != Taken(reversal))
        {
            var (bytes, days, points) = Taken(reversal);
            _findings.Add(
                AuditCode.IssuerDetailsMismatch,
                Named.Reversal(reversal),
                $"the issuer took {record.Bytes} bytes and {record.Days} days for {record.Points} points, but here it "
                + $"is {bytes}, {days} and {points}",
                $"发卡方收回 {record.Bytes} 字节和 {record.Days} 天，退 {record.Points} 积分；"
                + $"我方为 {bytes}、{days} 和 {points}");
        }

        if (reversal.State == (int)TopUps.ReversalState.Failed)
        {
            _findings.Add(
                AuditCode.IssuerReversalUncredited,
                Named.Reversal(reversal),
                new("FAILED here, but the issuer applied it", "我方为 FAILED，但发卡方已执行"));
        }
    }

    /// <summary>What a reversal takes off the card and the points that it gives; zeros: all that was applied.</summary>
    private static (long Bytes, int Days, long Points) Taken(ReversalFacts reversal) => reversal.Refund is { } refund
        ? (
            refund.Ground == (int)Refunds.RefundGround.UnusedData ? refund.Part : 0,
            refund.Ground == (int)Refunds.RefundGround.UnusedDays ? (int)Math.Min(refund.Part, int.MaxValue) : 0,
            refund.Points ?? 0)
        : (0, 0, 0);

    /// <summary>
    /// A top-up that is SUCCEEDED here may be taken back there only while a reversal is under way, or by one that gave
    /// points for it.
    /// </summary>
    private void CompareTakenBack(TopUpFacts topUp, IReadOnlyList<ReversalFacts> reversals, IssuerFacts record)
    {
        var underWay = reversals.Any(reversal =>
            reversal.Id == record.ReversalId && (reversal.State == (int)TopUps.ReversalState.Processing
                || (reversal.State == (int)TopUps.ReversalState.Succeeded && reversal.Refund is not null)));
        if (!underWay)
        {
            _findings.Add(
                AuditCode.IssuerReversalUncredited,
                Named.TopUp(topUp.PartnerId, topUp.Id),
                $"SUCCEEDED here, but the issuer took it back by {record.ReversalId ?? "an unnamed reversal"}",
                $"我方为 SUCCEEDED，但发卡方已按{record.ReversalId ?? "未具名的冲正"}收回");
        }
    }

    /// <summary>
    /// Whether the records prove a claim to have been applied, and taken back. Where the earlier records do not, the
    /// later ones may; by then a top-up that was SUCCEEDED may have been reversed.
    /// </summary>
    private void Judge(Claim claim, Func<string, IssuerFacts?> find, bool isLast)
    {
        var topUp = claim.TopUp;
        var own = find(topUp.Id);
        var reversed = topUp.State == (int)TopUpState.Reversed;
        var proven = reversed
            ? own is { State: IssuerFactState.Reversed } && own.ReversalId == claim.ReversalId
            : own is { TookEffect: true } && (claim.ReversalId is not { } part
                || (own.ReversalId == part && find(part) is { State: IssuerFactState.Applied }));
        if (proven)
        {
            CompareDetails(topUp, own!);
            return;
        }

        if (!isLast)
        {
            _unproven.Add(claim);
            _suspects.Add(topUp.Id);
            if (claim.ReversalId is { } reversal)
            {
                _suspects.Add(reversal);
            }

            return;
        }

        var subject = Named.TopUp(topUp.PartnerId, topUp.Id);
        if (own is { TookEffect: true })
        {
            _findings.Add(
                AuditCode.IssuerReversalMissing,
                subject,
                own.ReversalId is { } other && other != claim.ReversalId
                    ? Told.Of(
                        $"{Named.State(topUp.State)} here by {claim.ReversalId}, but at the issuer by {other}",
                        $"我方为 {Named.State(topUp.State)}（{claim.ReversalId}），而发卡方按 {other} 收回")
                    : Told.Of(
                        $"{Named.State(topUp.State)} here by {claim.ReversalId}, but the issuer has not taken it back",
                        $"我方为 {Named.State(topUp.State)}（{claim.ReversalId}），但发卡方未收回"));
            CompareDetails(topUp, own);
        }
        else
        {
            _findings.Add(
                AuditCode.IssuerTopUpMissing,
                subject,
                own is null
                    ? Told.Of(
                        $"{Named.State(topUp.State)} here, but the issuer never heard of it",
                        $"我方为 {Named.State(topUp.State)}，但发卡方没有该充值")
                    : Told.Of(
                        $"{Named.State(topUp.State)} here, but the issuer has not applied it",
                        $"我方为 {Named.State(topUp.State)}，但发卡方未执行"));
        }
    }

    private void CompareDetails(TopUpFacts topUp, IssuerFacts record)
    {
        var agrees = record.Kind == IssuerFactKind.TopUp && record.Card == topUp.Card && record.Product == topUp.Plan
            && record.Amount == topUp.Amounts.Face && record.Currency == topUp.Amounts.Currency;
        if (!agrees)
        {
            _findings.Add(
                AuditCode.IssuerDetailsMismatch,
                Named.TopUp(topUp.PartnerId, topUp.Id),
                $"{Named.Amount(topUp.Amounts.Face, topUp.Amounts.Currency)} of {topUp.Plan} for card "
                + $"{Named.Card(topUp.Card)} here, but the issuer applied {Text(record)}",
                $"我方为卡 {Named.Card(topUp.Card)}、套餐 {topUp.Plan}、"
                + $"{Named.Amount(topUp.Amounts.Face, topUp.Amounts.Currency)}，但发卡方执行了{Text(record)}");
        }
        else if (topUp.IssuerReference is { } reference && record.Reference is { } given && reference != given)
        {
            _findings.Add(
                AuditCode.IssuerDetailsMismatch,
                Named.TopUp(topUp.PartnerId, topUp.Id),
                $"the issuer's reference is {reference} here, but {given} there",
                $"发卡方流水号我方记为 {reference}，对方为 {given}");
        }
    }

    private static Wording Text(IssuerFacts record)
    {
        var amount = Named.Amount(record.Amount ?? 0, record.Currency ?? "?");
        return record.Kind == IssuerFactKind.TopUp
            ? Told.Of(
                $"{amount} of {record.Product} for card {Named.Card(record.Card)}",
                $"卡 {Named.Card(record.Card)}、套餐 {record.Product}、{amount} 的充值")
            : Told.Of($"a {EnumWord.Upper(record.Kind)}", $" {EnumWord.Upper(record.Kind)}");
    }

    /// <summary>A top-up that the issuer must have applied and, with a reversal, taken back.</summary>
    private sealed record Claim(TopUpFacts TopUp, string? ReversalId);
}
