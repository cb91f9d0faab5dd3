using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>
/// The levels of a sale with their terms pinned. They depend on the rules and on the three amounts that a base can be,
/// so that the sales of a plan with one price share them. Immutable.
/// </summary>
internal sealed class PinnedLevels
{
    private readonly long _face;
    private readonly long _faceLessDiscount;
    private readonly long _customerPays;

    public PinnedLevels(IReadOnlyList<LevelRules> rules, Money face, Money faceLessDiscount, Money customerPays)
    {
        (_face, _faceLessDiscount, _customerPays) = (face.Minor, faceLessDiscount.Minor, customerPays.Minor);
        Levels = Of(rules, face, faceLessDiscount, customerPays);
    }

    /// <summary>The seller's first where it earns.</summary>
    public CommissionLevel[] Levels { get; }

    public static CommissionLevel[] Of(
        IReadOnlyList<LevelRules> rules, Money face, Money faceLessDiscount, Money customerPays)
    {
        var (earning, next) = (0, 0);
        for (var i = 0; i < rules.Count; i++)
        {
            earning += rules[i].Rule is null ? 0 : 1;
        }

        var levels = earning == 0 ? [] : new CommissionLevel[earning];
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i] is { Schedule: { } schedule, Rule: { } rule })
            {
                var on = schedule.Base switch
                {
                    CommissionBase.Face => face,
                    CommissionBase.FaceLessDiscount => faceLessDiscount,
                    _ => customerPays,
                };
                levels[next++] = Pin(rules[i], schedule, rule, on);
            }
        }

        return levels;
    }

    public bool Are(Money face, Money faceLessDiscount, Money customerPays) =>
        _face == face.Minor && _faceLessDiscount == faceLessDiscount.Minor && _customerPays == customerPays.Minor;

    private static CommissionLevel Pin(
        LevelRules level, CommissionSchedule schedule, CommissionRule rule, Money on) => new(
        level.Number,
        level.Payee.PartnerId,
        level.Payee.FloatCurrency,
        new CommissionTerms(
            schedule.Id,
            schedule.Version,
            schedule.Zone.Id,
            schedule.Base,
            on,
            schedule.Tiering,
            schedule.Mode,
            schedule.TaxAt,
            rule),
        level.Fx?.Terms,
        level.Tax);
}
