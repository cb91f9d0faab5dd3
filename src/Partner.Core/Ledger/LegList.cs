using Partner.Core.Amounts;

namespace Partner.Core.Ledger;

/// <summary>Collects the legs of a transfer: nothing is posted for nothing.</summary>
internal sealed class LegList
{
    private readonly List<Leg> _legs = [];

    /// <summary>The legs so far.</summary>
    public IReadOnlyList<Leg> Legs => _legs;

    /// <summary>Adds a leg unless it is zero.</summary>
    public LegList Add(Account account, Money amount)
    {
        if (amount.Minor != 0)
        {
            _legs.Add(new Leg(account, amount));
        }

        return this;
    }

    /// <summary>
    /// Carries value from one currency into another: what left the first enters the second. Nothing where both are one.
    /// </summary>
    /// <param name="given">What the other legs of the first currency lack to zero.</param>
    /// <param name="taken">What the other legs of the second currency have too much.</param>
    public LegList Exchange(Money given, Money taken) => given.Currency == taken.Currency
        ? this
        : Add(Account.FxClearing, given).Add(Account.FxClearing, -taken);
}
