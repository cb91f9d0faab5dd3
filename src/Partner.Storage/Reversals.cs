using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Providers;
using Partner.Storage.Reading;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>A reversal that shall be saved.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Id">The new reversal's id.</param>
/// <param name="TopUpId">The top-up to reverse.</param>
/// <param name="RequestId">The partner's id of the reversal.</param>
/// <param name="Comment">Why, in the partner's words.</param>
/// <param name="IssuerAccepts">Whether the issuer can be expected to take it.</param>
/// <param name="Now">The time.</param>
/// <param name="Dispatch">Whether the saver dispatches it at once.</param>
public sealed record ReversalCandidate(
    string PartnerId,
    string Id,
    string TopUpId,
    string RequestId,
    string Comment,
    bool IssuerAccepts,
    DateTimeOffset Now,
    Dispatch Dispatch);

/// <summary>What became of a request for a reversal.</summary>
/// <param name="Reversal">The reversal.</param>
/// <param name="Replayed">Whether the request id had been used before.</param>
public sealed record SavedReversal(ReversalRecord Reversal, bool Replayed);

/// <summary>Reversals: saving and settling.</summary>
public sealed class Reversals
{
    private static readonly Statement InsertReversal = Statement.Insert(
        "reversals",
        "partner_id, id, top_up_id, request_id, state, version, reason, currency, amount, clawback, comment, " +
        "created_at");

    private static readonly Statement UpdateReversal = new(
        "reversals.update",
        "UPDATE reversals SET state = @p3, version = @p4, reason = @p5, issuer_reference = @p6, final_at = @p7, " +
        "in_doubt_since = @p8, evidence = @p9 WHERE partner_id = @p0 AND id = @p1 AND version = @p2");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Reversals(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Saves a reversal, or finds the one that its request id stands for.</summary>
    /// <param name="candidate">The reversal.</param>
    public Task<Result<SavedReversal>> SaveAsync(ReversalCandidate candidate) =>
        _writer.RunAsync<Result<SavedReversal>>(candidate.PartnerId, session =>
        {
            var hash = InputHash.OfReversal(candidate.TopUpId);
            if (TopUpSql.Used(session.Statements, candidate.PartnerId, candidate.RequestId) is { } used)
            {
                return used.Method == RequestMethod.ReverseTopUp && used.Hash == hash
                    ? new SavedReversal(
                        Find(session, candidate.PartnerId, used.ResourceId)!, used.ResourceId != candidate.Id)
                    : new Refusal(Reason.RequestIdConflict);
            }

            if (TopUps.Find(session, candidate.PartnerId, candidate.TopUpId) is not { } topUp)
            {
                return new Refusal(Reason.TopUpNotFound);
            }

            var latest = topUp.ReversalId is { } id ? Find(session, candidate.PartnerId, id) : null;
            return ReversalRules.Refuse(topUp, latest, candidate.IssuerAccepts, candidate.Now) is { } refusal
                ? refusal
                : new SavedReversal(Insert(session, candidate, topUp, hash), false);
        });

    /// <summary>Applies the issuer's answer to a reversal, its top-up and its job.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="id">The reversal.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="askAgainAt">When to ask again if it stays in doubt.</param>
    /// <param name="now">The time.</param>
    /// <param name="claim">The claim under which it was asked; null when its job was not claimed.</param>
    /// <returns>The reversal and its top-up as they are now.</returns>
    public Task<(ReversalRecord Reversal, TopUpRecord TopUp)> SettleAsync(
        string partnerId,
        string id,
        IssuerAnswer answer,
        DateTimeOffset askAgainAt,
        DateTimeOffset now,
        JobClaim? claim = null) =>
        _writer.RunAsync(partnerId, session =>
        {
            var settled = Apply(
                session, partnerId, id, reversal => ReversalRules.Decide(reversal, answer, now), now);
            if (settled.Reversal.State == ReversalState.Processing)
            {
                Jobs.Postpone(session, partnerId, id, askAgainAt, claim);
            }

            return settled;
        });

    /// <summary>Settles a reversal in doubt by an operator's word.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="id">The reversal.</param>
    /// <param name="succeeded">Whether the issuer took the top-up back.</param>
    /// <param name="evidence">What proves it.</param>
    /// <param name="now">The time.</param>
    public Task<(ReversalRecord Reversal, TopUpRecord TopUp)> ResolveAsync(
        string partnerId, string id, bool succeeded, string evidence, DateTimeOffset now) => _writer.RunAsync(
        partnerId,
        session => Apply(
            session,
            partnerId,
            id,
            reversal => ReversalRules.Resolve(reversal, succeeded, evidence, now),
            now));

    /// <summary>Finds a reversal of a partner.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancel">Stops waiting.</param>
    public Task<ReversalRecord?> FindAsync(string partnerId, string id, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Reversals
            .FirstOrDefault(row => row.PartnerId == partnerId && row.Id == id)?.ToRecord(),
        cancel);

    private static ReversalRecord? Find(WriteSession session, string partnerId, string id) =>
        session.Context.Reversals.FirstOrDefault(row => row.PartnerId == partnerId && row.Id == id)?.ToRecord();

    private static (ReversalRecord Reversal, TopUpRecord TopUp) Apply(
        WriteSession session,
        string partnerId,
        string id,
        Func<ReversalRecord, Settlement<ReversalRecord>> decide,
        DateTimeOffset now)
    {
        var current = Find(session, partnerId, id)
            ?? throw new InvalidOperationException($"Reversal {id} does not exist.");
        var topUp = TopUps.Find(session, partnerId, current.TopUpId)
            ?? throw new InvalidOperationException($"Top-up {current.TopUpId} does not exist.");
        switch (decide(current))
        {
            case Settlement<ReversalRecord>.Change change:
                return (change.Record, Store(session, change, topUp, now));
            case Settlement<ReversalRecord>.Contradiction contradiction:
                AnomalySql.Insert(session, topUp, contradiction.Detail, now);
                return (current, topUp);
            default:
                return (current, topUp);
        }
    }

    private static TopUpRecord Store(
        WriteSession session, Settlement<ReversalRecord>.Change change, TopUpRecord topUp, DateTimeOffset now)
    {
        var changed = change.Record;
        var rows = session.Statements.Execute(
            UpdateReversal,
            changed.PartnerId,
            changed.Id,
            changed.Version - 1,
            (int)changed.State,
            changed.Version,
            (int)changed.Reason,
            changed.IssuerReference,
            changed.FinalAt?.UtcTicks,
            changed.InDoubtSince?.UtcTicks,
            changed.Evidence);
        if (rows != 1)
        {
            throw new InvalidOperationException($"Reversal {changed.Id} changed within one transaction.");
        }

        if (changed.State == ReversalState.Processing)
        {
            return topUp;
        }

        Jobs.Delete(session, changed.PartnerId, changed.Id);
        if (changed.State == ReversalState.Succeeded)
        {
            Earnings.TakeBack(session, changed.Id, topUp, now);
        }

        var after = changed.State == ReversalState.Succeeded
            ? ReversalRules.Reversed(topUp, now)
            : topUp with { Version = topUp.Version + 1 };
        return TopUps.Update(session, after, now);
    }

    private static ReversalRecord Insert(
        WriteSession session, ReversalCandidate candidate, TopUpRecord topUp, InputHash hash)
    {
        var now = candidate.Now;
        var reversal = new ReversalRecord
        {
            PartnerId = candidate.PartnerId,
            Id = candidate.Id,
            TopUpId = topUp.Id,
            RequestId = candidate.RequestId,
            Amount = topUp.Price.NetDebit,
            Clawback = topUp.Price.Commission.Credit,
            Comment = candidate.Comment,
            CreatedAt = now,
        };
        session.Statements.Execute(
            InsertReversal,
            reversal.PartnerId,
            reversal.Id,
            reversal.TopUpId,
            reversal.RequestId,
            (int)reversal.State,
            reversal.Version,
            (int)reversal.Reason,
            reversal.Amount.Currency.Code,
            reversal.Amount.Minor,
            reversal.Clawback.Minor,
            reversal.Comment,
            now.UtcTicks);
        TopUpSql.InsertRequest(
            session.Statements,
            candidate.PartnerId,
            candidate.RequestId,
            new UsedRequest(RequestMethod.ReverseTopUp, hash, reversal.Id),
            now);
        Jobs.Insert(session, candidate.PartnerId, reversal.Id, JobKind.Reversal, candidate.Dispatch, now);
        TopUps.Update(session, topUp with { ReversalId = reversal.Id, Version = topUp.Version + 1 }, now);
        return reversal;
    }
}
