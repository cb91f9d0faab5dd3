using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using TopUpState = Leb.Partner.V1.TopUpState;

namespace Partner.Server.Security;

/// <summary>
/// Counts sales that the issuer declines as cards that were tried, once each and at this server: also those whose
/// call was answered while they were PROCESSING, as soon as this server knows how they ended. Nothing is read for it.
/// It remembers so many sales that are not over; whoever makes more has paid for each of them.
/// </summary>
/// <param name="guard">Counts and locks.</param>
public sealed class DeclinedSales(CardLookupGuard guard)
{
    /// <summary>How many sales are remembered; then those that began first are forgotten.</summary>
    internal const int Most = 10_000;

    private const int LongestId = 64;

    private readonly Dictionary<Key, LinkedListNode<Sale>> _sales = [];
    private readonly LinkedList<Sale> _oldestFirst = [];
    private readonly Lock _lock = new();

    /// <summary>Whether a reason says that the issuer, or the catalogue, refuses a card.</summary>
    internal static bool IsDecline(Reason reason) =>
        reason is Reason.CardUnknown or Reason.CardBlocked or Reason.CardExpired or Reason.IssuerDeclined;

    /// <summary>Remembers who makes a sale, before it is made: it may end before its call does.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="requestId">The sale's request id, as it came.</param>
    /// <param name="till">Where the call says it is made.</param>
    /// <returns>Whether it was not known before.</returns>
    internal bool Begin(Caller caller, string requestId, CardLookupGuard.NamedTill till)
    {
        var key = new Key(caller.PartnerId, requestId);
        lock (_lock)
        {
            if (requestId.Length > LongestId || _sales.ContainsKey(key))
            {
                return false;
            }

            _sales.Add(key, _oldestFirst.AddLast(new Sale(key, caller, till)));
            if (_sales.Count > Most)
            {
                Remove(_oldestFirst.First!);
            }

            return true;
        }
    }

    /// <summary>Forgets a sale that was not made.</summary>
    internal void Forget(PartnerId partner, string requestId) => Take(partner, requestId, openOnly: false);

    /// <summary>Notes what a call that makes a sale is answered with.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="began">What <see cref="Begin"/> said.</param>
    internal void Answered(Caller caller, CreateTopUpResponse answer, bool began)
    {
        // Whatever a sale is answered with goes to its caller: counting it changes nothing of that.
        if (answer.TopUp is not { } topUp)
        {
            return;
        }

        if (topUp.State == TopUpState.Processing)
        {
            Open(caller.PartnerId, topUp.RequestId);
        }
        else if (!answer.Replayed)
        {
            Ended(caller.PartnerId, topUp, openOnly: false);
        }
        else
        {
            // What had ended before this call was counted then, or is none of this server's.
            Ended(caller.PartnerId, topUp, openOnly: true);
            if (began)
            {
                Forget(caller.PartnerId, topUp.RequestId);
            }
        }
    }

    /// <summary>Notes a sale that is shown.</summary>
    internal void Shown(Caller caller, TopUp topUp)
    {
        if (topUp.State != TopUpState.Processing)
        {
            Ended(caller.PartnerId, topUp, openOnly: true);
        }
    }

    /// <summary>Notes that a sale was settled.</summary>
    /// <param name="topUp">As it is since; nothing is noted while it is PROCESSING.</param>
    public void Settled(TopUpRecord topUp)
    {
        if (topUp.State != Partner.Core.TopUps.TopUpState.Processing)
        {
            Settled(topUp.PartnerId, topUp.RequestId.Value, topUp.Reason, topUp.Offer.Card.ToWire());
        }
    }

    /// <summary>Notes that a sale is over.</summary>
    /// <param name="partner">Whose it is.</param>
    /// <param name="requestId">Its request id.</param>
    /// <param name="reason">Why it is in its state.</param>
    /// <param name="card">Its card.</param>
    internal void Settled(PartnerId partner, string requestId, Reason reason, CardRef card) =>
        Count(Take(partner, requestId, openOnly: false), reason, card);

    private void Ended(PartnerId partner, TopUp topUp, bool openOnly) =>
        Count(Take(partner, topUp.RequestId, openOnly), (Reason)topUp.Outcome.Reason, topUp.Card);

    // No other end of a sale than a FAILED one has such a reason.
    private void Count(Sale? sale, Reason reason, CardRef card)
    {
        if (sale is not null && IsDecline(reason))
        {
            guard.Note(sale.Caller, card.GetHashCode(), sale.Till);
        }
    }

    private void Open(PartnerId partner, string requestId)
    {
        lock (_lock)
        {
            if (_sales.TryGetValue(new Key(partner, requestId), out var node))
            {
                node.Value.IsOpen = true;
            }
        }
    }

    private Sale? Take(PartnerId partner, string requestId, bool openOnly)
    {
        lock (_lock)
        {
            if (!_sales.TryGetValue(new Key(partner, requestId), out var node) || (openOnly && !node.Value.IsOpen))
            {
                return null;
            }

            Remove(node);
            return node.Value;
        }
    }

    private void Remove(LinkedListNode<Sale> node)
    {
        _sales.Remove(node.Value.Key);
        _oldestFirst.Remove(node);
    }

    private readonly record struct Key(PartnerId PartnerId, string RequestId);

    private sealed record Sale(Key Key, Caller Caller, CardLookupGuard.NamedTill Till)
    {
        /// <summary>Whether a call was answered while it was PROCESSING.</summary>
        public bool IsOpen { get; set; }
    }
}
