using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Commissions;

/// <summary>What a top-up earns on every level of its chain: made in the transaction of its success.</summary>
public static class CommissionAccrual
{
    /// <summary>
    /// Grants every level its commission, from the seller upwards: a parent gets what its own rule would earn less all
    /// that was granted beneath it, or its fixed override in addition to it. Each level's volume then goes up by its
    /// base, also where it was granted nothing.
    /// </summary>
    /// <param name="sellerId">The partner that sold.</param>
    /// <param name="levels">The levels that the price pinned.</param>
    /// <param name="succeededAt">Time of the success (UTC): decides the months.</param>
    /// <param name="volumeOf">A volume just before this top-up, in minor units; 0 where there is none yet.</param>
    /// <returns>One entry for each level, the lowest first.</returns>
    public static IReadOnlyList<CommissionEntry> Grant(
        PartnerId sellerId,
        TopUpId topUpId,
        IReadOnlyList<CommissionLevel> levels,
        DateTimeOffset succeededAt,
        Func<VolumeKey, long> volumeOf)
    {
        var entries = new List<CommissionEntry>(levels.Count);
        var granted = 0L;
        foreach (var level in levels.OrderBy(level => level.Number))
        {
            var key = VolumeOf(level, succeededAt);
            var volume = volumeOf(key);
            var (own, parts) = OwnOf(level, volume);
            var beneath = own with { Minor = IsAddedOnTop(level) ? 0 : granted };
            var amount = own with { Minor = Math.Max(0, own.Minor - beneath.Minor) };
            var credit = ToFloat(level, amount);
            var tax = TaxAtCredit(level, credit);
            entries.Add(new CommissionEntry(
                level, sellerId, topUpId, key.Month, succeededAt, volume, own, beneath, amount, credit, tax, parts));
            granted += amount.Minor;
        }

        return entries;
    }

    /// <summary>A plan's amount in the payee's currency: half-even, at the level's rate without margin.</summary>
    /// <param name="amount">The amount; may be negative.</param>
    public static Money ToFloat(CommissionLevel level, Money amount)
    {
        if (amount.Currency == level.FloatCurrency)
        {
            return amount;
        }

        return level.Fx is { } fx
            ? ExchangeRate.HalfEven(amount, level.FloatCurrency, fx.RateE8)
            : throw new InvalidOperationException($"Level {level.Number} pinned no rate to {level.FloatCurrency}.");
    }

    /// <summary>Tax that is withheld when a top-up's commission is credited; settlement withholds the rest.</summary>
    /// <param name="credit">The commission in the float's currency.</param>
    public static Money TaxAtCredit(CommissionLevel level, Money credit) =>
        IsTaxedAtCredit(level) ? level.Tax!.Rate.OfHalfEven(credit) : Money.Zero(credit.Currency);

    /// <summary>Whether the level is a parent's with a fixed override, granted in addition to all beneath.</summary>
    public static bool IsAddedOnTop(CommissionLevel level) =>
        level.Number > 0 && level.Terms.Rule.FixedOverride is not null;

    /// <summary>Whether tax is withheld when the commission is credited; SETTLED is credited at settlement.</summary>
    internal static bool IsTaxedAtCredit(CommissionLevel level) =>
        level.Tax is not null && level.Terms is { Mode: CommissionMode.Instant, TaxAt: TaxMoment.Credit };

    private static (Money Own, IReadOnlyList<CommissionPart> Parts) OwnOf(CommissionLevel level, long volume)
    {
        var terms = level.Terms;
        if (!IsAddedOnTop(level))
        {
            return CommissionMath.Earn(terms, volume);
        }

        var rate = terms.Rule.FixedOverride!.Value;
        var amount = rate.OfHalfEven(terms.Base);
        return (amount, [new CommissionPart(volume, terms.Base.Minor, rate, amount.Minor)]);
    }

    /// <summary>The volume that a level's base counts in.</summary>
    /// <param name="succeededAt">Time of the success (UTC): decides the month.</param>
    public static VolumeKey VolumeOf(CommissionLevel level, DateTimeOffset succeededAt)
    {
        var terms = level.Terms;
        var month = CommissionMath.MonthOf(succeededAt, terms.Zone);
        return new VolumeKey(level.PayeeId, terms.ScheduleId, terms.Base.Currency, month);
    }
}
