using Partner.Server.Tests.Support;
using static Partner.Server.Tests.EndToEnd.Reminders.RadarScene;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.EndToEnd.Reminders;

/// <summary>Reminders are the same ones at every server, and after each.</summary>
public sealed class ReminderRestartTests
{
    [Fact]
    public async Task A_resume_token_goes_on_without_a_gap_after_a_restart_and_at_another_server()
    {
        await using var running = await RunningServer.StartAsync(Quick, alone: true);
        var partner = await running.AddPartnerAsync("acme-radar");
        foreach (var type in new[] { CoreType.Phone, CoreType.Travel })
        {
            await PlantAsync(running.Store, partner.PartnerId, EndsTomorrow(type), "phone-100", "100.00 CNY");
        }

        var before = await WatchAsync(partner, 2);
        await running.StopAsync();
        await running.StartAgainAsync();
        await using var replica = await running.StartReplicaAsync();
        var (again, there) = (
            running.Connect(partner.Certificate), running.Connect(partner.Certificate, replica));
        var (here, elsewhere) = (
            WatchAsync(again, 3, before[0].ResumeToken), WatchAsync(there, 3, before[0].ResumeToken));
        foreach (var type in new[] { CoreType.KeepNumber, CoreType.RegistrationEsim })
        {
            await PlantAsync(running.Store, partner.PartnerId, EndsTomorrow(type), "phone-100", "100.00 CNY");
        }

        var seen = await here;
        Assert.Equal([1, 2], before.Select(one => one.Reminder.Number));
        Assert.Equal([2, 3, 4], seen.Select(one => one.Reminder.Number));
        Assert.Equal(4, before.Concat(seen).Select(one => one.Reminder.Card.Card.Iccid).Distinct().Count());
        Assert.Equal(
            seen.Select(one => (one.Reminder.Number, one.Reminder.Card.Card, one.ResumeToken)),
            (await elsewhere).Select(one => (one.Reminder.Number, one.Reminder.Card.Card, one.ResumeToken)));
        running.AssertNoErrors();
    }
}
