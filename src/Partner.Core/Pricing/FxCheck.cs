using Partner.Core.Errors;

namespace Partner.Core.Pricing;

/// <summary>Whether every conversion that a sale needs has a rate that is young enough.</summary>
internal static class FxCheck
{
    /// <summary>The first conversion that cannot be made: the seller's debit, then each level that earns.</summary>
    public static Refusal? Refuse(SaleRules rules, DateTimeOffset decision)
    {
        foreach (var level in rules.Levels)
        {
            if (!level.NeedsFx || (level.Number > 0 && level.Rule is null))
            {
                continue;
            }

            if (level.Fx is not { } fx)
            {
                return Of(Reason.FxRateMissing, rules, level);
            }

            if (decision - fx.From > fx.MaximumAge)
            {
                return Of(Reason.FxRateStale, rules, level).With("rate", fx.Terms.RateId);
            }
        }

        return null;
    }

    private static Refusal Of(Reason reason, SaleRules rules, LevelRules level) => new Refusal(reason)
        .With("plan_currency", rules.Plan.Price.Currency.Code)
        .With("float_currency", level.Payee.FloatCurrency.Code);
}
