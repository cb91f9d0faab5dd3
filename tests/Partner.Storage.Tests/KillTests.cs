using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

public sealed class KillTests
{
    private const int Enough = 40;

    [Theory]
    [OnEveryDatabase]
    public async Task Killed_in_the_middle_of_a_storm_the_books_are_right_and_hold_all_that_was_told(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 100_000_000);
        for (var round = 0; round < 2; round++)
        {
            var first = (round * 2) + 1;
            var storms = await Task.WhenAll(StormAsync(fixture.Options, first), StormAsync(fixture.Options, first + 1));
            var told = storms.SelectMany(lines => lines).ToList();

            var states = fixture.Query(
                "SELECT id, state FROM top_ups", row => (Id: row.GetString(0), State: (TopUpState)row.GetInt32(1)))
                .ToDictionary(row => row.Id, row => row.State);
            Assert.All(told, line => Assert.True(line[0] == "saved"
                ? states.ContainsKey(line[1])
                : states[line[1]].ToString() == line[0]));
            AssertEveryEndHasItsNotice(fixture);
            AssertEveryStepHasItsNotice(fixture);
            await fixture.AssertRightAsync();
        }
    }

    // A notice and the end that it tells of are in one transaction: there is never one without the other.
    private static void AssertEveryEndHasItsNotice(StoreFixture fixture)
    {
        const string ended = "SELECT COUNT(*) FROM top_ups WHERE contact_id IS NOT NULL AND state IN (2, 3)";
        Assert.NotEqual(0, fixture.Count(ended));
        Assert.Equal(fixture.Count(ended), fixture.Count("SELECT COUNT(*) FROM notices WHERE kind < 3"));
        Assert.Equal(
            fixture.Count(ended),
            fixture.Count(
                "SELECT COUNT(*) FROM notices n JOIN top_ups t ON t.partner_id = n.partner_id AND t.id = n.occasion " +
                "AND t.contact_id = n.contact_id WHERE t.state IN (2, 3) AND n.kind = t.state - 1"));
        Assert.Equal(
            fixture.Count("SELECT COUNT(*) FROM top_ups WHERE contact_id IS NOT NULL"),
            fixture.Count("SELECT COUNT(*) FROM notice_contacts WHERE delete_at IS NULL AND id LIKE '9%'"));
    }

    // Nor a step without its notice, nor an auto-renewal that is over and whose number stays.
    private static void AssertEveryStepHasItsNotice(StoreFixture fixture)
    {
        const string cancelled = "SELECT COUNT(*) FROM auto_renewal_steps WHERE kind = 17";
        Assert.NotEqual(0, fixture.Count(cancelled));
        Assert.Equal(fixture.Count(cancelled), fixture.Count("SELECT COUNT(*) FROM notices WHERE kind = 6"));
        Assert.Equal(
            fixture.Count(cancelled),
            fixture.Count(
                "SELECT COUNT(*) FROM notices n JOIN auto_renewal_steps s ON s.partner_id = n.partner_id " +
                "AND s.renewal_id || '.' || CAST(s.number AS VARCHAR(20)) = n.occasion " +
                "WHERE n.kind = 6 AND s.kind = 17"));
        Assert.Equal(
            fixture.Count("SELECT COUNT(*) FROM auto_renewals"),
            fixture.Count(
                "SELECT COUNT(*) FROM auto_renewals r JOIN notice_contacts c ON c.partner_id = r.partner_id " +
                "AND c.id = r.contact_id WHERE (r.state = 3 AND c.delete_at IS NOT NULL) " +
                "OR (r.state = 1 AND c.delete_at IS NULL)"));
        Assert.Equal(
            fixture.Count("SELECT COUNT(*) FROM auto_renewals"),
            fixture.Count("SELECT COUNT(*) FROM notice_contacts WHERE id LIKE '8%'"));
    }

    // Lets a process sell until it told of some sales, and kills it without a warning.
    private static async Task<List<string[]>> StormAsync(StoreOptions options, int number)
    {
        using var storm = OtherProcess.Start(TestProgram.Storm, options, number);
        var told = new List<string[]>();
        while (told.Count < Enough && await storm.ReadLineAsync() is { } line)
        {
            told.Add(line.Split(' '));
        }

        told.AddRange((await storm.KillAsync()).Select(line => line.Split(' ')));
        Assert.True(told.Count >= Enough, "The storm ended by itself.");
        return told;
    }
}
