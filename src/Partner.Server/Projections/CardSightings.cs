using System.Threading.Channels;
using Partner.Core.Cards;
using Partner.Core.Reminders;
using Partner.Server.Issuer.Wire;

namespace Partner.Server.Projections;

/// <summary>What the issuer said of a card when somebody looked it up.</summary>
/// <param name="PartnerId">On whose behalf.</param>
/// <param name="Card">The card.</param>
/// <param name="CardType">Its type, by the operator's number ranges.</param>
/// <param name="Fact">What was said.</param>
public sealed record CardSighting(PartnerId PartnerId, CardNumber Card, CardType CardType, CardFact Fact);

/// <summary>
/// Look-ups on their way to what is known of customers' cards. They are noted behind the callers' backs, in pieces; a
/// look-up that finds no place is dropped, and costs nobody anything but a fact that will be asked for later.
/// </summary>
public sealed class CardSightings
{
    private const int Places = 4096;

    private readonly Channel<CardSighting> _waiting = Channel.CreateBounded<CardSighting>(
        new BoundedChannelOptions(Places) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Notes an answer; nothing where the issuer gave none.</summary>
    /// <param name="partnerId">On whose behalf it was asked.</param>
    /// <param name="card">The card.</param>
    /// <param name="cardType">Its type.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="asked">When it was asked (UTC): what was said may have been overtaken since.</param>
    /// <param name="source">LOOK_UP, or REFRESH where nobody waits for it.</param>
    public void Note(
        PartnerId partnerId, CardNumber card, CardType cardType, IssuerCardAnswer answer, DateTimeOffset asked,
        CardFactSource source)
    {
        if (FactOf(answer, cardType, asked, source) is { } fact)
        {
            _waiting.Writer.TryWrite(new CardSighting(partnerId, card, cardType, fact));
        }
    }

    /// <summary>What an answer says of a card; null where it says nothing.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="cardType">The card's type.</param>
    /// <param name="asked">When it was asked (UTC).</param>
    /// <param name="source">On whose behalf.</param>
    public static CardFact? FactOf(
        IssuerCardAnswer answer, CardType cardType, DateTimeOffset asked, CardFactSource source) =>
        answer.Verdict switch
        {
            IssuerCardVerdict.Found => CardFact.Of(answer.Card!.ToState(cardType), asked, source),
            IssuerCardVerdict.UnknownCard => CardFact.Gone(asked, source),
            _ => null,
        };

    /// <summary>Takes what waits.</summary>
    /// <param name="most">At most this many.</param>
    internal List<CardSighting> Take(int most)
    {
        var taken = new List<CardSighting>();
        while (taken.Count < most && _waiting.Reader.TryRead(out var sighting))
        {
            taken.Add(sighting);
        }

        return taken;
    }
}
