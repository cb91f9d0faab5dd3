using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;
using static Partner.Server.Tests.EndToEnd.Reminders.RadarScene;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Reminders;

/// <summary>What a clerk types about cards that end.</summary>
public sealed class ReminderCommandTests(RadarServer shared) : SharedServerTest(shared), IClassFixture<RadarServer>
{
    [Fact]
    public async Task Cards_that_end_are_listed_and_reminders_followed_in_either_language_and_as_json()
    {
        var demo = await Shared.Running.ConnectDemoAsync();
        var (travel, keep) = (EndsTomorrow(CoreType.Travel), EndsTomorrow(CoreType.KeepNumber));
        await PlantAsync(Shared.Running.Store, demo.PartnerId, travel, "travel-1m", "98.00 CNY", "store-1");
        await PlantAsync(Shared.Running.Store, demo.PartnerId, keep, "keep-1y", "60.00 CNY");
        await WatchAsync(demo, 2);

        AssertHas(
            await RunAsync(demo, "expiring"), 0, travel, keep, "TRAVEL", "KEEP_NUMBER", "1 month", "7 days",
            " (Asia/Shanghai)", "plans/travel-1m", "98.00 CNY", "Renew it in time");
        AssertHas(await RunAsync(demo, "expiring", "--lang", "zh-CN"), 0, "最后有效日", "7 天", "请及时续费");
        var json = await RunAsync(
            demo, "expiring", "--type", "travel", "--within", "14d", "--outlet", "store-1", "--not-ended", "--json");
        AssertHas(json, 0, travel, "\"renewsItself\": false", "\"source\": \"REFRESH\"");
        Assert.DoesNotContain(keep, json.Out, StringComparison.Ordinal);
        AssertHas(await RunAsync(demo, "expiring", "--limit", "1"), 0, "There are more: raise --limit or give --all.");
        AssertHas(await RunAsync(demo, "expiring", "--all", "--within", "1y"), 0, travel, keep);
        var wrong = await RunAsync(demo, "expiring", "--within", "soon");
        Assert.Equal(2, wrong.Status);
        Assert.Contains("a time like 14d, 3m or 1y", wrong.Error, StringComparison.Ordinal);

        var watched = await RunWatchAsync(demo, travel, keep);
        AssertHas(watched, 0, "7 days", "1 month", "Renew it in time", " (Asia/Shanghai)  ");
        var first = watched.Out.Split(' ')[0];
        var rest = await RunWatchAsync(
            demo, "\"resumeToken\":\"2\"", "\"confirmed\":true", "--after", first, "--json");
        Assert.Single(rest.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await RunWatchAsync(demo, "1 个月", "请及时续费", "--lang", "zh-CN");
    }

    /// <summary>Watches again, until a busy machine has told both in time.</summary>
    private Task<CliOutcome> RunWatchAsync(TestClient client, string one, string other, params string[] more) =>
        Eventually.SeeAsync(
            () => RunAsync(client, ["reminders", "watch", "--timeout", "2s", .. more]),
            seen => seen.Out.Contains(one, StringComparison.Ordinal)
                && seen.Out.Contains(other, StringComparison.Ordinal));

    private static void AssertHas(CliOutcome outcome, int status, params string[] texts)
    {
        Assert.True(outcome.Status == status, outcome.Out + outcome.Error);
        Assert.All(texts, text => Assert.Contains(text, outcome.Out, StringComparison.Ordinal));
    }

    private Task<CliOutcome> RunAsync(TestClient demo, params string[] args)
    {
        string[] language = args.Contains("--lang") ? [] : ["--lang", "en"];
        return CliOutcome.RunAsync(Shared.Running, demo, [.. args, .. language]);
    }
}
