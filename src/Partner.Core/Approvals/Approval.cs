using Partner.Core.Errors;
using Partner.Core.Texts;

namespace Partner.Core.Approvals;

/// <summary>How far an approval has come. Numbers are stored, and are those of the contract.</summary>
public enum ApprovalState
{
    /// <summary>It waits for a second person; no money has moved.</summary>
    Pending = 1,

    /// <summary>A second person approved it: what it is about is done.</summary>
    Approved = 2,

    /// <summary>It was rejected: nothing was done, and nothing will be.</summary>
    Rejected = 3,

    /// <summary>Nobody decided in time: nothing was done, and nothing will be.</summary>
    Expired = 4,
}

/// <summary>A change to a partner's money that waits, or waited, for a second person.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Id">Its id, and that of the transfer that it posts once it is approved.</param>
/// <param name="Change">What is to be done.</param>
/// <param name="Why">Why, in the maker's words, without long numbers.</param>
/// <param name="Maker">Who asked for it.</param>
/// <param name="CreatedAt">When (UTC).</param>
public sealed record Approval(
    PartnerId PartnerId, string Id, MoneyChange Change, string Why, ApprovalParty Maker, DateTimeOffset CreatedAt)
{
    /// <summary>How long it waits.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>How many of a partner may wait at once.</summary>
    public const int MostPending = 100;

    /// <summary>When it ends unless somebody decides (UTC).</summary>
    public DateTimeOffset ExpiresAt => CreatedAt + Lifetime;

    /// <summary>Its state as it is stored: one that nobody touched after its end is still stored as pending.</summary>
    public ApprovalState State { get; init; } = ApprovalState.Pending;

    /// <summary>Who decided; null while nobody has.</summary>
    public ApprovalParty? Decider { get; init; }

    /// <summary>When (UTC); null likewise.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why, in the decider's words, without long numbers; empty likewise.</summary>
    public string DecisionWhy { get; init; } = "";

    /// <summary>Its state at a time.</summary>
    /// <param name="now">The time.</param>
    public ApprovalState StateAt(DateTimeOffset now) =>
        State == ApprovalState.Pending && now >= ExpiresAt ? ApprovalState.Expired : State;

    /// <summary>Decides on it; what it is about is another matter.</summary>
    /// <param name="state">Approved or rejected.</param>
    /// <param name="by">Who decides. Whoever asked for it may reject it, but not approve it.</param>
    /// <param name="why">Why.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// The approval after it, or as it is where the same was decided before; <see cref="Reason.ApproverIsMaker"/>, or
    /// <see cref="Reason.ApprovalDecided"/> where it is over otherwise.
    /// </returns>
    public Result<Approval> Decide(ApprovalState state, ApprovalParty by, string why, DateTimeOffset now)
    {
        if (state == ApprovalState.Approved && by.MayBe(Maker))
        {
            return new Refusal(Reason.ApproverIsMaker).With("maker", Maker.Person);
        }

        var known = StateAt(now);
        return known == ApprovalState.Pending
            ? this with { State = state, Decider = by, DecidedAt = now, DecisionWhy = why }
            : known == state
                ? this
                : new Refusal(Reason.ApprovalDecided).With("state", EnumWord.Upper(known));
    }
}
