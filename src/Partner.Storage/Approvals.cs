using Partner.Core.Actions;
using Partner.Core.Approvals;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>What became of a change to a partner's money.</summary>
/// <param name="Id">Id of the transfer that was posted, or will be; of a credit limit its approval's.</param>
/// <param name="Replayed">Whether an earlier call of the same input had done it.</param>
/// <param name="Approval">The approval that it had to wait for, as it is now; null where it was done at once.</param>
/// <param name="Float">The float after it.</param>
public sealed record MoneyAnswer(string Id, bool Replayed, Approval? Approval, FloatPosition Float)
{
    /// <summary>Whether what was asked for is done.</summary>
    public bool Done => Approval is null or { State: ApprovalState.Approved };
}

/// <summary>
/// What operators do to partners' money, at once or after a second person approved it. Both are decided under the
/// partner's lock: whoever approves twice, or at two servers at once, moves the money once.
/// </summary>
public sealed class Approvals
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Approvals(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Makes a change, or saves it as one that waits for a second person.</summary>
    /// <param name="partnerId">The partner; it must exist.</param>
    /// <param name="change">The change, in the currency of the partner's float.</param>
    /// <param name="id">A new id, for the transfer or the approval.</param>
    /// <param name="above">Above which amount a second person must approve; null for none.</param>
    /// <param name="maker">Who asks for it.</param>
    /// <param name="why">Why.</param>
    /// <returns>
    /// What became of it; <see cref="Reason.RequestIdConflict"/>, <see cref="Reason.ApprovalsFull"/>, or why it cannot
    /// be made: see <see cref="MoneyRules.Refuse"/>.
    /// </returns>
    public Task<Result<MoneyAnswer>> MakeAsync(
        PartnerId partnerId,
        MoneyChange change,
        string id,
        ApprovalThreshold? above,
        ApprovalParty maker,
        string why,
        DateTimeOffset now)
    {
        var asked = new Approval(partnerId, id, change, ActionFacts.Hide(why), maker, now);
        return _writer.RunAsync<Result<MoneyAnswer>>(
            partnerId,
            footprint =>
            {
                Declare(footprint, partnerId, change);
                footprint.PendingApprovals.Add(partnerId);
            },
            set => Repeated(set, asked) ?? Make(set, asked, above, now));
    }

    /// <summary>Approves or rejects a change, and carries it out once it is approved.</summary>
    /// <param name="known">The approval, as the caller knows it.</param>
    /// <param name="state">Approved or rejected.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="why">Why.</param>
    /// <returns>
    /// The approval after it; <see cref="Reason.ApprovalNotFound"/>, what <see cref="Approval.Decide"/> refuses, or why
    /// the change cannot be made now: then the approval stays as it is.
    /// </returns>
    public Task<Result<Approval>> DecideAsync(
        Approval known, ApprovalState state, ApprovalParty by, string why, DateTimeOffset now) =>
        _writer.RunAsync<Result<Approval>>(
            known.PartnerId,
            footprint =>
            {
                Declare(footprint, known.PartnerId, known.Change);
                footprint.Approvals.Add(new ResourceKey(known.PartnerId, known.Id));
            },
            set =>
            {
                if (set.Approval(known.PartnerId, known.Id) is not { } waiting)
                {
                    return new Refusal(Reason.ApprovalNotFound);
                }

                var decided = waiting.Decide(state, by, ActionFacts.Hide(why), now);
                if (decided.Refusal is not null || decided.Value == waiting)
                {
                    return decided;
                }

                if (state == ApprovalState.Approved)
                {
                    var (position, status) = StandingOf(set, known.PartnerId, known.Change);
                    if (MoneyRules.Refuse(known.Change, position, status) is { } refusal)
                    {
                        return refusal;
                    }

                    CarryOut(set, decided.Value, by.Actor, now);
                }

                set.Set(decided.Value);
                set.Record(known.PartnerId, MoneyActions.Decide(decided.Value, new ActionBy(by.Actor, why)), now);
                return decided;
            });

    /// <summary>Finds an approval.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The approval; null where there is none.</returns>
    public Task<Approval?> FindAsync(PartnerId partnerId, string id, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Load(footprint => footprint.Approvals.Add(new ResourceKey(partnerId, id)))
            .Approval(partnerId, id),
        cancel);

    /// <summary>Lists approvals, the newest first.</summary>
    /// <param name="partnerId">Only this partner's; null for all partners.</param>
    /// <param name="state">Only those of this state at the time; null for all.</param>
    /// <param name="now">The time.</param>
    /// <param name="before">Only those behind this id in the list; null from the first.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<Approval>> ListAsync(
        PartnerId? partnerId,
        ApprovalState? state,
        DateTimeOffset now,
        string? before,
        int most,
        CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var (partner, oldest) = (partnerId?.Value, (now - Approval.Lifetime).UtcTicks);
            var (pending, expired, number) = ((int)ApprovalState.Pending, (int)ApprovalState.Expired, (int?)state);
            var rows = session.Context.Approvals
                .Where(row => partner == null || row.PartnerId == partner)
                .Where(row => before == null || string.Compare(row.Id, before) < 0);
            rows = state switch
            {
                null => rows,
                ApprovalState.Pending => rows.Where(row => row.State == pending && row.CreatedAt > oldest),
                ApprovalState.Expired => rows.Where(row =>
                    row.State == expired || (row.State == pending && row.CreatedAt <= oldest)),
                _ => rows.Where(row => row.State == number),
            };
            return rows.OrderByDescending(row => row.Id).Take(most).AsEnumerable()
                .Select(row => row.ToRecord()).ToList();
        },
        cancel);

    /// <summary>Counts what waits for a second person at all partners.</summary>
    /// <param name="now">The time.</param>
    public Task<int> CountPendingAsync(DateTimeOffset now, CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var oldest = (now - Approval.Lifetime).UtcTicks;
            return session.Context.Approvals.Count(row => row.State == 1 && row.CreatedAt > oldest);
        },
        cancel);

    private static void Declare(Footprint footprint, PartnerId partnerId, MoneyChange change)
    {
        footprint.AddFloat(partnerId, change.Amount.Currency);
        footprint.Statuses.Add(partnerId);
        if (change.RequestId is { } requestId)
        {
            footprint.AddRequest(partnerId, requestId);
            footprint.ApprovalRequests.Add(new RequestKey(partnerId, requestId));
        }
    }

    private static (FloatPosition Position, PartnerStatus Status) StandingOf(
        WorkingSet set, PartnerId partnerId, MoneyChange change) => (
        set.Float(partnerId, change.Amount.Currency), set.StatusOf(partnerId) ?? PartnerStatus.Active);

    /// <summary>What the same call came to before; null where it is a new one.</summary>
    private static Result<MoneyAnswer>? Repeated(WorkingSet set, Approval asked)
    {
        var (partnerId, change) = (asked.PartnerId, asked.Change);
        var position = set.Float(partnerId, change.Amount.Currency);
        if (change.RequestId is not { } requestId)
        {
            // A limit is set however often: of the same limit one approval waits.
            var waiting = set.PendingApprovals(partnerId).FirstOrDefault(one =>
                one.Change == change && one.StateAt(asked.CreatedAt) == ApprovalState.Pending);
            return waiting is null
                ? (Result<MoneyAnswer>?)null
                : new MoneyAnswer(waiting.Id, waiting.Id != asked.Id, waiting, position);
        }

        if (set.Used(partnerId, requestId) is not { } used)
        {
            return null;
        }

        var (method, hash) = InputOf(change);
        return used.Method == method && used.Hash == hash
            ? new MoneyAnswer(
                used.ResourceId, used.ResourceId != asked.Id, set.Approval(partnerId, used.ResourceId), position)
            : new Refusal(Reason.RequestIdConflict);
    }

    private static Result<MoneyAnswer> Make(
        WorkingSet set, Approval asked, ApprovalThreshold? above, DateTimeOffset now)
    {
        var (partnerId, change) = (asked.PartnerId, asked.Change);
        var (position, status) = StandingOf(set, partnerId, change);
        if (MoneyRules.Refuse(change, position, status) is { } refusal)
        {
            return refusal;
        }

        var waits = MoneyRules.NeedsApproval(change, position, above);
        if (waits && !HasRoom(set, partnerId, now))
        {
            return new Refusal(Reason.ApprovalsFull).With("limit", $"{Approval.MostPending}");
        }

        if (change.RequestId is { } requestId)
        {
            var (method, hash) = InputOf(change);
            set.Use(partnerId, requestId, new UsedRequest(method, hash, asked.Id), now);
        }

        if (!waits)
        {
            CarryOut(set, asked, asked.Maker.Actor, now);
            return new MoneyAnswer(asked.Id, false, null, set.Float(partnerId, change.Amount.Currency));
        }

        set.Set(asked);
        set.Record(partnerId, MoneyActions.Ask(asked), now);
        return new MoneyAnswer(asked.Id, false, asked, position);
    }

    /// <summary>Whether one more may wait; those whose time is over are said to be so on the way.</summary>
    private static bool HasRoom(WorkingSet set, PartnerId partnerId, DateTimeOffset now)
    {
        foreach (var over in set.PendingApprovals(partnerId)
            .Where(one => one.StateAt(now) == ApprovalState.Expired).ToList())
        {
            set.Set(over with { State = ApprovalState.Expired });
        }

        return set.PendingApprovals(partnerId).Count() < Approval.MostPending;
    }

    /// <summary>Does what was asked for, and records it.</summary>
    private static void CarryOut(WorkingSet set, Approval asked, ActionActor actor, DateTimeOffset now)
    {
        var (partnerId, change) = (asked.PartnerId, asked.Change);
        var before = set.Float(partnerId, change.Amount.Currency);
        if (MoneyRules.Posting(change, asked.Id) is { } transfer)
        {
            LedgerTable.Insert(set, partnerId, transfer, now);
            if (change.Kind == MoneyChangeKind.Adjustment)
            {
                ApprovalTable.Explain(set.Changes, partnerId, asked.Id, change);
            }
        }
        else
        {
            set.SetFloat(partnerId, before with { CreditLimit = change.Amount.Minor });
        }

        var after = set.Float(partnerId, change.Amount.Currency);
        if (after != before)
        {
            set.Record(partnerId, MoneyActions.CarryOut(asked, before, after, new ActionBy(actor, asked.Why)), now);
        }
    }

    private static (RequestMethod Method, InputHash Hash) InputOf(MoneyChange change) => change.Kind switch
    {
        MoneyChangeKind.Withdrawal => (RequestMethod.Withdrawal, InputHash.OfWithdrawal(change.Amount)),
        MoneyChangeKind.Adjustment => (
            RequestMethod.Adjustment,
            InputHash.OfAdjustment(change.Amount, (int)change.Reason!, change.EvidenceHash)),
        _ => (RequestMethod.Deposit, InputHash.OfDeposit(change.Amount)),
    };
}
