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
                AuditCode.IssuerRecordRepeated, Wording.Issuer(record.Id), "the issuer's records hold this id twice");
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

            Mismatch(reissue, "SUCCEEDED here, but the issuer made no new code");
        }

        foreach (var orphan in _records.Values.Where(record => record.TookEffect))
        {
            _findings.Add(
                AuditCode.IssuerOrphan,
                Wording.Issuer(orphan.Id),
                orphan.Kind switch
                {
                    IssuerFactKind.Reversal or IssuerFactKind.GiftBack =>
                        $"the issuer took back {orphan.GiftId ?? orphan.TopUpId}, but nothing here asked for it",
                    IssuerFactKind.Gift =>
                        $"the issuer gave to card {Wording.Card(orphan.Card)}, but there are no such gifts here",
                    IssuerFactKind.Reissue => "the issuer issued an eSIM anew, but there is no such reissue here",
                    _ => $"the issuer applied {Text(orphan)}, but there is no such top-up here",
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
                    Wording.TopUp(topUp.PartnerId, topUp.Id),
                    $"{Wording.State(topUp.State)} here, but the issuer applied {Text(own)}");
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
                Mismatch(reissue, "FAILED here, but the issuer made a new code");
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
            Mismatch(reissue, "the issuer did something else under this id, or for another card");
        }
    }

    private void Mismatch(ReissueAuditFacts reissue, string detail) =>
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
                Wording.Reversal(reversal),
                $"the issuer took back {record.TopUpId ?? "nothing"} under this id");
        }

        if ((record.Bytes, record.Days, record.Points) != Taken(reversal))
        {
            var (bytes, days, points) = Taken(reversal);
            _findings.Add(
                AuditCode.IssuerDetailsMismatch,
                Wording.Reversal(reversal),
                $"the issuer took {Wording.Number(record.Bytes)} bytes and {Wording.Number(record.Days)} days for " +
                $"{Wording.Number(record.Points)} points, but here it is {Wording.Number(bytes)}, " +
                $"{Wording.Number(days)} and {Wording.Number(points)}");
        }

        if (reversal.State == (int)TopUps.ReversalState.Failed)
        {
            _findings.Add(
                AuditCode.IssuerReversalUncredited,
                Wording.Reversal(reversal),
                "FAILED here, but the issuer applied it");
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
                Wording.TopUp(topUp.PartnerId, topUp.Id),
                $"SUCCEEDED here, but the issuer took it back by {record.ReversalId ?? "an unnamed reversal"}");
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

        var subject = Wording.TopUp(topUp.PartnerId, topUp.Id);
        if (own is { TookEffect: true })
        {
            _findings.Add(
                AuditCode.IssuerReversalMissing,
                subject,
                own.ReversalId is { } other && other != claim.ReversalId
                    ? $"{Wording.State(topUp.State)} here by {claim.ReversalId}, but at the issuer by {other}"
                    : $"{Wording.State(topUp.State)} here by {claim.ReversalId}, but the issuer has not taken it back");
            CompareDetails(topUp, own);
        }
        else
        {
            _findings.Add(
                AuditCode.IssuerTopUpMissing,
                subject,
                $"{Wording.State(topUp.State)} here, but the issuer " +
                (own is null ? "never heard of it" : "has not applied it"));
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
                Wording.TopUp(topUp.PartnerId, topUp.Id),
                $"{Wording.Amount(topUp.Amounts.Face, topUp.Amounts.Currency)} of {topUp.Plan} for card " +
                $"{Wording.Card(topUp.Card)} here, but the issuer applied {Text(record)}");
        }
        else if (topUp.IssuerReference is { } reference && record.Reference is { } given && reference != given)
        {
            _findings.Add(
                AuditCode.IssuerDetailsMismatch,
                Wording.TopUp(topUp.PartnerId, topUp.Id),
                $"the issuer's reference is {reference} here, but {given} there");
        }
    }

    private static string Text(IssuerFacts record) => record.Kind == IssuerFactKind.TopUp
        ? $"{Wording.Amount(record.Amount ?? 0, record.Currency ?? "?")} of {record.Product} for card " +
            Wording.Card(record.Card)
        : $"a {EnumWord.Upper(record.Kind)}";

    /// <summary>A top-up that the issuer must have applied and, with a reversal, taken back.</summary>
    private sealed record Claim(TopUpFacts TopUp, string? ReversalId);
}
