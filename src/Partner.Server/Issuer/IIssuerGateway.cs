using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.TopUps;
using Partner.Server.Issuer.Wire;

namespace Partner.Server.Issuer;

/// <summary>
/// The seam to the card issuer: steps 7 and 10 of a top-up's route. Nothing here throws for what an issuer or a network
/// can do; every outcome is an answer. Every operation may be repeated under the same id without effect.
/// </summary>
public interface IIssuerGateway
{
    /// <summary>
    /// Whether a new top-up or reversal can be expected to reach the issuer. False while the circuit breaker is open or
    /// its probe is under way, and while the queue in front of the concurrency limit is full. Cheap; asked before
    /// anything is saved.
    /// </summary>
    bool AcceptsWork { get; }

    /// <summary>Tops a card up.</summary>
    /// <param name="order">What to apply.</param>
    /// <param name="ct">Cancelled at shutdown; the answer is then Unknown, or NotSent where nothing had left.</param>
    /// <returns>
    /// Accepted, Declined, Unknown or NotSent; Withdrawn when the id was withdrawn earlier. NotSent only when no
    /// attempt of this call sent anything.
    /// </returns>
    Task<IssuerAnswer> TopUpAsync(IssuerTopUp order, CancellationToken ct);

    /// <summary>
    /// Takes an applied top-up back, as a whole or what is left of it, and gives the card points where the customer
    /// gets these in place of money: all of it or nothing.
    /// </summary>
    /// <param name="order">What to reverse. One that asks for more than the card has left is refused.</param>
    /// <param name="ct">As for <see cref="TopUpAsync"/>.</param>
    /// <returns>As for <see cref="TopUpAsync"/>; Accepted means reversed.</returns>
    Task<IssuerAnswer> ReverseAsync(IssuerReversal order, CancellationToken ct);

    /// <summary>
    /// Puts onto a card what the promotions of a sale give: all of it or nothing. Has a limit and a breaker of its own,
    /// so that gifts that fail do not stop sales.
    /// </summary>
    /// <param name="order">What to give.</param>
    /// <param name="ct">As for <see cref="TopUpAsync"/>.</param>
    /// <returns>As for <see cref="TopUpAsync"/>.</returns>
    Task<IssuerAnswer> GiveAsync(IssuerGift order, CancellationToken ct);

    /// <summary>Takes off a card what was given with a sale, with the limit and breaker of giving.</summary>
    /// <param name="order">What to take off.</param>
    /// <param name="ct">As for <see cref="TopUpAsync"/>.</param>
    /// <returns>As for <see cref="TopUpAsync"/>; Accepted means taken off.</returns>
    Task<IssuerAnswer> TakeBackAsync(IssuerGiftBack order, CancellationToken ct);

    /// <summary>Asks what became of an operation. Has its own limit and no breaker.</summary>
    /// <param name="id">Our id of the operation.</param>
    /// <param name="ct">As for <see cref="TopUpAsync"/>.</param>
    /// <returns>
    /// Accepted, Declined, Withdrawn, NotFound, Unknown (also while the issuer still works on it) or NotSent. A top-up
    /// or a gift that was applied and later taken back is Accepted.
    /// </returns>
    Task<IssuerAnswer> QueryAsync(string id, CancellationToken ct);

    /// <summary>Asks the issuer never to apply an id. Has its own limit and no breaker.</summary>
    /// <param name="id">Our id of the operation.</param>
    /// <param name="ct">As for <see cref="TopUpAsync"/>.</param>
    /// <returns>
    /// Withdrawn (durably acknowledged), Accepted (it was applied before), Declined (refused before), Unknown or
    /// NotSent.
    /// </returns>
    Task<IssuerAnswer> WithdrawAsync(string id, CancellationToken ct);

    /// <summary>
    /// Looks a card up. Has its own limit and breaker, so that look-ups and top-ups cannot starve each other.
    /// </summary>
    /// <param name="ct">As for <see cref="TopUpAsync"/>.</param>
    Task<IssuerCardAnswer> GetCardAsync(CardNumber card, CancellationToken ct);

    /// <summary>Asks how a card's eSIM is installed. Shares the limit and the breaker of look-ups.</summary>
    /// <param name="ct">As for <see cref="TopUpAsync"/>.</param>
    Task<IssuerProfileAnswer> GetProfileAsync(CardNumber card, CancellationToken ct);

    /// <summary>Makes a new activation code for a card's eSIM, so that the one before installs no more.</summary>
    /// <param name="id">Our id of the reissue, of the same shape as that of a top-up and never equal to one.</param>
    /// <param name="ct">As for <see cref="TopUpAsync"/>.</param>
    /// <returns>As for <see cref="TopUpAsync"/>; Accepted means that there is a new code.</returns>
    Task<IssuerAnswer> ReissueAsync(ReissueId id, CardNumber card, CancellationToken ct);
}

/// <summary>A top-up as the issuer is asked for it.</summary>
/// <param name="Id">Our id: idempotency and correlation key, 1 to 64 characters of [A-Za-z0-9_-].</param>
/// <param name="Product">The issuer's product code; equal to the plan's code.</param>
/// <param name="AmountMinor">Face value in minor units, above zero.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="StartNow">Whether a pack that would wait for its turn begins at once.</param>
public sealed record IssuerTopUp(
    TopUpId Id, CardNumber Card, string Product, long AmountMinor, string Currency, bool StartNow = false);

/// <summary>A reversal as the issuer is asked for it.</summary>
/// <param name="Id">Our id of the reversal, of the same shape as that of a top-up and never equal to one.</param>
/// <param name="TopUpId">Our id of the top-up to take back.</param>
/// <param name="Bytes">The data to take off the card, where a part of it is refunded; 0: all that was applied.</param>
/// <param name="Days">The days of validity to take off, likewise.</param>
/// <param name="Points">Points to grant in place of money; 0 for none.</param>
public sealed record IssuerReversal(ReversalId Id, TopUpId TopUpId, long Bytes = 0, int Days = 0, long Points = 0);

/// <summary>What the promotions of a sale give to its card, as the issuer is asked for it.</summary>
/// <param name="Id">Our id of it, derived from that of the sale.</param>
/// <param name="TopUpId">Our id of the sale.</param>
/// <param name="Card">The card.</param>
/// <param name="Gifts">What is given.</param>
public sealed record IssuerGift(string Id, TopUpId TopUpId, CardNumber Card, CardGifts Gifts);

/// <summary>Taking gifts back, as the issuer is asked for it.</summary>
/// <param name="Id">Our id of it.</param>
/// <param name="GiftId">Our id of the gift.</param>
/// <param name="Back">What of it is taken off; the rest stays.</param>
public sealed record IssuerGiftBack(string Id, string GiftId, GiftTakeBack Back);
