using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Server.Contract;
using Partner.Server.Errors;
using CoreProjection = Partner.Core.Projections.CardProjection;
using CoreNote = Partner.Core.Projections.ProjectionNote;
using NoteKind = Partner.Core.Projections.ProjectionNoteKind;
using WireKind = Leb.Partner.V1.ProjectionNoteKind;
using WireNote = Leb.Partner.V1.ProjectionNote;
using WireProjection = Leb.Partner.V1.CardProjection;

namespace Partner.Server.Projections;

/// <summary>What a sale would make of a card, with what is needed to tell it.</summary>
/// <param name="Card">Its number.</param>
/// <param name="Rules">The rules of its type.</param>
/// <param name="Projection">What is projected.</param>
/// <param name="Earlier">A sale of the like a short while ago; null when there was none.</param>
/// <param name="At">When it was projected (UTC).</param>
public sealed record SaleProjection(
    CardNumber Card, CardTypeRules Rules, CoreProjection Projection, TopUpId? Earlier, DateTimeOffset At)
{
    /// <summary>
    /// What the sale's promotions give to the card; null when nothing. People are shown the card with them, while what
    /// is kept is the card without: they come onto it later, or never.
    /// </summary>
    public CardGifts? Gifts { get; init; }

    /// <summary>The message of the contract.</summary>
    /// <param name="language">The caller's language.</param>
    public WireProjection ToWire(Language language)
    {
        var whole = Projection.With(Gifts, Rules, At);
        var message = new WireProjection
        {
            Before = whole.Before.ToWire(Card, Rules, At),
            After = whole.After.ToWire(Card, Rules, At),
        };
        message.Notes.AddRange(whole.Notes.Select(note => Note(note, language)));
        if (Earlier is { } earlier)
        {
            var near = Note(new CoreNote(NoteKind.NearDuplicate), language);
            near.TopUp = $"topUps/{earlier}";
            message.Notes.Add(near);
        }

        return message;
    }

    private static WireNote Note(CoreNote note, Language language) => new()
    {
        Kind = (WireKind)note.Kind,
        Loss = note.IsLoss,
        Text = ProjectionWords.Of(note, language),
        Bytes = note.Bytes,
        Days = note.Days,
        Amount = note.Amount?.ToWire(),
        PlanRegion = note.PlanRegion,
        CardRegion = note.CardRegion,
        LengthUnit = (Leb.Partner.V1.LengthUnit)(note.Gift?.Period.Unit ?? 0),
        LengthCount = note.Gift?.Period.Count ?? 0,
    };
}
