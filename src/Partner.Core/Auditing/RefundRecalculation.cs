using System.Numerics;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Core.Auditing;

/// <summary>What a reversal says it takes back, where that is not all of the sale in money.</summary>
/// <param name="Ground">Number of the <see cref="Refunds.RefundGround"/>.</param>
/// <param name="Part">Of the sale's bytes or days.</param>
/// <param name="Whole">All of them.</param>
/// <param name="Points">The points that the card got; null where it is money.</param>
public sealed record RefundFacts(int Ground, long Part, long Whole, long? Points)
{
    /// <summary>What of the face goes back, as it is stored; of reversals only.</summary>
    public long? Face { get; init; }

    /// <summary>What the customer gets, as it is stored; of reversals only.</summary>
    public long? CustomerGets { get; init; }

    /// <summary>What of the seller's commission goes back, as it is stored; of reversals only.</summary>
    public long? Commission { get; init; }

    /// <summary>Whether there is such a share at all.</summary>
    internal bool MakesSense => Part > 0 && Part <= Whole && Enum.IsDefined((Refunds.RefundGround)Ground)
        && (Part == Whole) == (Ground == (int)Refunds.RefundGround.Whole);

    /// <summary>Whether another says the same of the sale.</summary>
    internal bool Agrees(RefundFacts? other) => other is not null
        && (Ground, Part, Whole, Points) == (other.Ground, other.Part, other.Whole, other.Points);
}

/// <summary>
/// A sale's figures in proportion, worked out a second time: each is what the rounded share of the figures up to it is
/// more than the rounded share of those before. It shares no code with what takes sales back.
/// </summary>
internal static class RefundRecalculation
{
    /// <summary>A price in proportion.</summary>
    /// <param name="price">The whole.</param>
    /// <param name="part">How many parts.</param>
    /// <param name="whole">Of how many.</param>
    public static PriceFacts PartOf(PriceFacts price, long part, long whole)
    {
        var amounts = price.Amounts;
        var lines = price.Lines.ToArray();
        var (exact, given) = (BigInteger.Zero, BigInteger.Zero);
        var face = Next(amounts.Face);
        Discounts(byPartner: false);
        var operatorFee = Next((BigInteger)amounts.HandlingFee - price.PartnerFee);
        var debit = given;
        Discounts(byPartner: true);
        var partnerFee = Next(price.PartnerFee);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Step >= (int)PriceStep.PartnerCashback)
            {
                lines[i] = lines[i] with { Amount = Of(lines[i].Amount, part, whole) };
            }
        }

        var own = price.Levels.FirstOrDefault(level => level.Number == 0);
        var commission = Of(amounts.Commission, part, whole);
        return price with
        {
            Amounts = amounts with
            {
                Face = face,
                HandlingFee = Fit((BigInteger)operatorFee + partnerFee),
                CustomerPays = Fit(given),
                NetDebit = amounts.Currency == amounts.DebitCurrency
                    ? Fit(debit)
                    : Of(amounts.NetDebit, part, whole),
                Commission = commission,
            },
            PartnerFee = partnerFee,
            PlanDebit = Fit(debit),
            CommissionCredit = own is null
                ? 0
                : Fit(ExactMath.Credit(commission, amounts.Currency, amounts.DebitCurrency, own.Fx) ?? 0),
            Lines = lines,
        };

        long Next(BigInteger amount)
        {
            exact += amount;
            var before = given;
            given = ExactMath.HalfEven(exact * part, whole);
            return Fit(given - before);
        }

        void Discounts(bool byPartner)
        {
            for (var i = 0; i < lines.Length; i++)
            {
                if (lines[i].Step == (int)PriceStep.Discount
                    && (lines[i].Funder == (int)Funder.Partner) == byPartner)
                {
                    lines[i] = lines[i] with { Amount = Next(lines[i].Amount) };
                }
            }
        }
    }

    /// <summary>What of a commission goes back.</summary>
    /// <returns>Base, amount, credit and tax; null where there is no rate to convert by.</returns>
    public static (long Base, long Amount, long Credit, long Tax)? PartOf(
        CommissionFacts entry, LevelFacts level, long part, long whole)
    {
        var amount = Of(entry.Amount, part, whole);
        return ExactMath.Credit(amount, entry.Currency, entry.FloatCurrency, level.Fx) is { } credit
            ? (Of(entry.Base, part, whole), amount, Fit(credit), Fit(EarningRecalculation.TaxAtCredit(level, credit)))
            : null;
    }

    /// <summary>A share, half to even.</summary>
    public static long Of(long amount, long part, long whole) =>
        Fit(ExactMath.HalfEven((BigInteger)amount * part, whole));

    /// <summary>An audit must not fail on what no valid book could hold.</summary>
    private static long Fit(BigInteger amount) => (long)BigInteger.Clamp(amount, long.MinValue, long.MaxValue);
}
