using Partner.Core.Amounts;
using Partner.Core.Plans;

namespace Partner.Core.Projections;

/// <summary>What a clerk should know about a projected card. Numbers are those of the contract.</summary>
public enum ProjectionNoteKind
{
    /// <summary>Loss: data that remains is not kept. Has the bytes.</summary>
    DataLost = 1,

    /// <summary>Loss: days that are paid for and that the card has already. Has the days.</summary>
    ValidityLost = 2,

    /// <summary>Data that remains is kept, with the new end. Has the bytes.</summary>
    DataMerged = 3,

    /// <summary>The new pack waits until the last before it ends.</summary>
    DataQueued = 4,

    /// <summary>The card was past its validity and is back in service; its number was kept.</summary>
    Revived = 5,

    /// <summary>The balance is still high: there may be no need to pay. Has the balance.</summary>
    BalanceHigh = 6,

    /// <summary>The plan works in another region than the card. Has both regions.</summary>
    WrongRegion = 7,

    /// <summary>The same plan, or the like, went onto the same card a short while ago.</summary>
    NearDuplicate = 8,

    /// <summary>A promotion gives data. Has the bytes and the gift.</summary>
    GiftData = 9,

    /// <summary>A promotion gives validity. Has the gift.</summary>
    GiftValidity = 10,
}

/// <summary>A remark on a projection, with the facts that its text needs.</summary>
/// <param name="Kind">What it says.</param>
public sealed record ProjectionNote(ProjectionNoteKind Kind)
{
    /// <summary>Bytes that it is about; 0 when none.</summary>
    public long Bytes { get; init; }

    /// <summary>Days that it is about; 0 when none.</summary>
    public int Days { get; init; }

    /// <summary>The amount that it is about; null when none.</summary>
    public Money? Amount { get; init; }

    /// <summary>The plan's region; empty when it is not about regions.</summary>
    public string PlanRegion { get; init; } = "";

    /// <summary>The card's region; empty when it is not about regions.</summary>
    public string CardRegion { get; init; } = "";

    /// <summary>What a promotion gives; null when it is not about that.</summary>
    public CardGrant? Gift { get; init; }

    /// <summary>Whether it names something that the customer loses.</summary>
    public bool IsLoss => Kind is ProjectionNoteKind.DataLost or ProjectionNoteKind.ValidityLost;
}

/// <summary>What is put onto a card.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Amount">What is put on: above zero, in the plan's currency.</param>
/// <param name="StartNow">Whether a pack that would wait for its turn begins at once instead.</param>
public sealed record ProjectedSale(Plan Plan, Money Amount, bool StartNow = false);

/// <summary>A card after a sale, as the published rules have it. The issuer has the last word.</summary>
/// <param name="Before">The card as it was.</param>
/// <param name="After">The card as it will be.</param>
/// <param name="Notes">What is lost, and what else a clerk should know; in the order of their numbers.</param>
public sealed record CardProjection(CardState Before, CardState After, IReadOnlyList<ProjectionNote> Notes);
