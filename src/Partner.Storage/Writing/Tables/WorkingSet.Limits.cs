using Partner.Core.Limits;
using Partner.Core.TopUps;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>What is used of limits, and becomes used by what members do.</summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<LimitUseKey, TrackedRow<LimitUse>> _limitUses = [];

    /// <summary>Limits with what is used of them; null where there are none.</summary>
    public LimitStand? Stand(SaleLimits? limits)
    {
        if (limits is null)
        {
            return null;
        }

        var used = new Dictionary<LimitUseKey, long>();
        foreach (var use in limits.Uses)
        {
            used[use] = Of(_limitUses, use).Now.Used;
        }

        return new LimitStand(limits, used);
    }

    /// <summary>What a counter says.</summary>
    public long Used(LimitUseKey key) => Of(_limitUses, key).Now.Used;

    /// <summary>Counts a sale.</summary>
    public void Count(SaleLimits limits, TopUpRecord topUp)
    {
        foreach (var (key, by, endsAt) in limits.Count(topUp.Offer.Price.FaceInFloat.Minor, Used))
        {
            var use = Of(_limitUses, key);
            use.Now = new LimitUse(checked(use.Now.Used + by), endsAt.UtcTicks);
        }
    }

    /// <summary>
    /// Gives back what a sale counted, to the periods in which it did. What is deleted is over, and stays so.
    /// </summary>
    /// <param name="by">How much of it, in minor units of the float's currency.</param>
    public void GiveBack(TopUpRecord topUp, long by)
    {
        foreach (var key in LimitUsesOf(topUp))
        {
            var use = Of(_limitUses, key);
            if (use.Exists || use.HasChanged)
            {
                use.Now = use.Now with { Used = checked(use.Now.Used - by) };
            }
        }
    }

    /// <summary>The counters that a sale gives back to.</summary>
    internal static IEnumerable<LimitUseKey> LimitUsesOf(TopUpRecord topUp) => topUp.Counted is not { } counted
        ? []
        : counted.Amounts(
            topUp.PartnerId, topUp.Seller.Outlet, topUp.Seller.Terminal, topUp.Seller.Cashier, topUp.Offer.Card);

    private void ReadLimitUses(Footprint footprint, Exchange exchange)
    {
        foreach (var key in footprint.LimitUses)
        {
            _limitUses[key] = new TrackedRow<LimitUse>(LimitUse.None, false);
        }

        exchange.Add(
            LimitUseTable.Read,
            Rows(LimitUseTable.Read, footprint.LimitUses, LimitUseTable.Add),
            row => _limitUses[LimitUseTable.KeyIn(row)] =
                new TrackedRow<LimitUse>(new LimitUse(row.GetInt64(6), row.GetInt64(7)), true));
    }

    private void FlushLimitUses()
    {
        foreach (var (key, use) in _limitUses.Where(row => row.Value.HasChanged))
        {
            LimitUseTable.Store(Changes, key, use);
        }
    }
}
