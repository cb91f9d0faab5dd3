using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Server.Errors;
using Partner.Server.Projections;

namespace Partner.Server.Tests.Projections;

/// <summary>What clerks are told about a projected card.</summary>
public sealed class ProjectionWordsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.50 KiB")]
    [InlineData(5L << 30, "5 GiB")]
    [InlineData((5L << 30) + (1L << 28), "5.25 GiB")]
    [InlineData((1L << 30) - 1, "1023.99 MiB")]
    [InlineData(long.MaxValue, "8191.99 PiB")]
    public void Data_is_told_in_the_unit_that_people_read_and_never_rounded_up(long bytes, string text) =>
        Assert.Equal(text, ProjectionWords.Size(bytes));

    [Fact]
    public void Every_note_has_words_in_both_languages_with_its_facts()
    {
        Assert.All(Enum.GetValues<ProjectionNoteKind>(), kind =>
        {
            var note = new ProjectionNote(kind)
            {
                Bytes = 1L << 30, Days = 12, Amount = new Money(10_050, Currency.Of("CNY")), PlanRegion = "JP",
                CardRegion = "CN",
                Gift = new CardGrant(
                    kind == ProjectionNoteKind.GiftData ? 1L << 30 : 0, new CalendarPeriod(PeriodUnit.Day, 12))
                {
                    NameEn = "A gift of 送礼", NameZh = "送礼",
                },
            };
            var (english, chinese) = (
                ProjectionWords.Of(note, Language.English), ProjectionWords.Of(note, Language.Chinese));

            Assert.EndsWith(".", english, StringComparison.Ordinal);
            Assert.EndsWith("。", chinese, StringComparison.Ordinal);
            string[] facts = kind switch
            {
                ProjectionNoteKind.DataLost or ProjectionNoteKind.DataMerged => ["1 GiB"],
                ProjectionNoteKind.ValidityLost => ["12"],
                ProjectionNoteKind.BalanceHigh => ["100.50 CNY"],
                ProjectionNoteKind.WrongRegion => ["JP", "CN"],
                ProjectionNoteKind.GiftData => ["送礼", "1 GiB", "12"],
                ProjectionNoteKind.GiftValidity => ["送礼", "12"],
                _ => [],
            };
            Assert.All(facts, fact =>
            {
                Assert.Contains(fact, english, StringComparison.Ordinal);
                Assert.Contains(fact, chinese, StringComparison.Ordinal);
            });
        });
    }
}
