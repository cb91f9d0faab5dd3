using System.Globalization;
using Partner.Core.Cards;
using Partner.Core.Documents;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Projections;

/// <summary>Cards that take plans of the demo catalogue. Times of day are those of Shanghai.</summary>
internal static class DemoCards
{
    public const long Gib = 1L << 30;

    public static readonly PlanCatalogue Catalogue = DocumentReader.Read(
        File.ReadAllText(Path.Combine(Repository.Root, "src", "Partner.Sandbox", "Documents", "catalogue.json")),
        out _)!.Catalogue!;

    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    /// <summary>15 January 2026, 14:30.</summary>
    public static readonly DateTimeOffset Now = At("2026-01-15").AddHours(14.5);

    /// <summary>Midnight at which a day begins.</summary>
    public static DateTimeOffset At(string day) => new(
        DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), Shanghai);

    /// <summary>A card that is valid to the end of a day.</summary>
    public static CardState Card(
        CardType type, string lastDay, CardStanding standing = CardStanding.Active, params DataPack[] packs) =>
        new(type, standing, At(lastDay).AddDays(1)) { Packs = packs };

    public static Result<CardProjection> Sell(
        this CardState card, string plan, long? yuan = null, bool startNow = false, DateTimeOffset? now = null)
    {
        var sold = Plan(plan);
        var amount = yuan is { } units ? Given.Yuan(units) : ((PlanPrice.Fixed)sold.Price).Amount;
        return Project(card, new ProjectedSale(sold, amount, startNow), now);
    }

    public static Result<CardProjection> Project(this CardState card, ProjectedSale sale, DateTimeOffset? now = null) =>
        CardProjector.Project(card, sale, Catalogue.RulesOf(card.CardType), now ?? Now);

    public static Plan Plan(string code) => Catalogue.Find(new PlanCode(code))!;

    /// <summary>The last day of a card that is valid to the end of one.</summary>
    public static string LastDay(this CardState card)
    {
        var end = card.ValidUntil!.Value.ToOffset(Shanghai);
        Assert.Equal(TimeSpan.Zero, end.TimeOfDay);
        return Day(end);
    }

    public static string Day(DateTimeOffset end) =>
        end.ToOffset(Shanghai).AddTicks(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static IEnumerable<ProjectionNoteKind> Kinds(this CardProjection projection) =>
        projection.Notes.Select(note => note.Kind);
}
