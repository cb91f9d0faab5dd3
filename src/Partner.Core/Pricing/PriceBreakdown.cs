using Partner.Core.Amounts;
using Partner.Core.Rules;

namespace Partner.Core.Pricing;

/// <summary>A step of a price.</summary>
/// <param name="RuleId">The rule that produced it.</param>
/// <param name="Amount">By how much it changes the running price.</param>
public sealed record PriceLine(string RuleId, Money Amount);

/// <summary>A commission and how it came about.</summary>
/// <param name="Amount">The commission; 0 or more.</param>
/// <param name="Base">What it was computed on.</param>
/// <param name="Rate">The rate.</param>
/// <param name="RuleId">The rule.</param>
public sealed record CommissionAmount(Money Amount, Money Base, BasisPoints Rate, string RuleId);

/// <summary>The document versions that a price was computed with; a top-up stores them all.</summary>
/// <param name="Catalogue">Of the plan catalogue.</param>
/// <param name="PriceList">Of the price list.</param>
/// <param name="CommissionSchedule">Of the commission schedule.</param>
public sealed record PriceVersions(string Catalogue, string PriceList, string CommissionSchedule);

/// <summary>How a price came about.</summary>
/// <param name="Face">The plan's price or the chosen amount.</param>
/// <param name="Lines">The steps from face to what the customer pays.</param>
/// <param name="HandlingFee">Fee on top.</param>
/// <param name="CustomerPays">What the clerk collects.</param>
/// <param name="NetDebit">What the float is charged.</param>
/// <param name="Commission">What the partner earns; a posting of its own.</param>
/// <param name="Versions">The versions used.</param>
public sealed record PriceBreakdown(
    Money Face,
    IReadOnlyList<PriceLine> Lines,
    Money HandlingFee,
    Money CustomerPays,
    Money NetDebit,
    CommissionAmount Commission,
    PriceVersions Versions);

/// <summary>Computes prices. Pure: the same input gives the same breakdown, on every replica and in every audit.</summary>
public static class Pricer
{
    /// <summary>The price of one top-up.</summary>
    /// <param name="face">What is put onto the card; above zero.</param>
    /// <param name="channel">Where it is sold.</param>
    /// <param name="book">The rules in force.</param>
    public static PriceBreakdown Price(Money face, Channel channel, RuleBook book)
    {
        var prices = book.Prices.FirstOrDefault(list => list.Currency == face.Currency);
        var fee = prices?.Fees.FirstOrDefault(entry => entry.Applies == new Selector { Channel = channel })?.Fixed
            ?? Money.Zero(face.Currency);
        var lines = new List<PriceLine> { new("face", face) };
        if (fee.Minor != 0)
        {
            lines.Add(new PriceLine($"fee/{ChannelCode(channel)}", fee));
        }

        var schedule = book.Schedules.FirstOrDefault(one => one.Currency == face.Currency);
        var rule = schedule?.Rules.FirstOrDefault(one => one.Applies == Selector.Everything);
        var rate = rule?.Rate ?? default;
        return new PriceBreakdown(
            face,
            lines,
            fee,
            face + fee,
            face,
            new CommissionAmount(rate.OfHalfEven(face), face, rate, rule?.Id ?? "none"),
            new PriceVersions(book.Catalogue.Version, prices?.Version ?? "none", schedule?.Version ?? "none"));
    }

    private static string ChannelCode(Channel channel) => channel switch
    {
        Channel.PostOffice => "post-office",
        _ => channel.ToString().ToLowerInvariant(),
    };
}
