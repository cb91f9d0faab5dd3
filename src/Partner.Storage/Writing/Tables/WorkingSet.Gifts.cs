using Partner.Core.TopUps;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>What sales give to their cards, as it is and becomes by what members do.</summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<ResourceKey, TrackedRow<CardGiftRecord>> _gifts = [];

    /// <summary>The gifts of a sale as this transaction has them so far; null where there are none.</summary>
    public CardGiftRecord? Gifts(ResourceKey sale) => _gifts.GetValueOrDefault(sale)?.Now;

    /// <summary>Stores gifts that were read as they are now.</summary>
    public void Set(CardGiftRecord changed) =>
        Of(_gifts, new ResourceKey(changed.PartnerId, changed.TopUpId.Value)).Now = changed;

    private void ReadGifts(Footprint footprint, Exchange exchange) => exchange.Add(
        GiftTable.Read,
        Rows(GiftTable.Read, footprint.Gifts, Add),
        row => _gifts[KeyIn(row)] = new TrackedRow<CardGiftRecord>(GiftTable.GiftsIn(row), true));

    private void FlushGifts()
    {
        foreach (var row in _gifts.Values.Where(row => row.HasChanged))
        {
            GiftTable.Store(Changes, row);
        }
    }
}
