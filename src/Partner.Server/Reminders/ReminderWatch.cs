using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;
using Partner.Server.TopUps;
using Partner.Storage;

namespace Partner.Server.Reminders;

/// <summary>Follows a partner's reminders by their numbers: those that are there, and each further one.</summary>
internal sealed class ReminderWatch(
    PartnerStore store, BestRenewals renewals, CallerGuard guard, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private readonly NumberedFeed _feed = new(store.Reminders.LastNumbersAsync, guard, lifetime, clock);

    /// <summary>The number that a request's resume token stands for.</summary>
    /// <param name="token">The token; empty for the first reminder.</param>
    /// <param name="reader">Told where it is none of an earlier answer.</param>
    /// <param name="context">The call.</param>
    public Task<long> NumberOfAsync(string token, RequestReader reader, ServerCallContext context) =>
        _feed.NumberOfAsync(context.GetCaller().PartnerId, token, reader, context.CancellationToken);

    /// <summary>Sends reminders until the caller hangs up, may not watch any more, or the server stops.</summary>
    /// <param name="after">Only those after this number.</param>
    /// <param name="outlet">Only of this outlet; null for all.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="context">The call.</param>
    public Task RunAsync(
        long after, string? outlet, IServerStreamWriter<WatchRemindersResponse> stream, ServerCallContext context)
    {
        var partnerId = context.GetCaller().PartnerId;
        return _feed.RunAsync(
            after,
            context,
            (behind, most, cancel) => store.Reminders.ListAsync(partnerId, behind, most, cancel),
            one => one.Number,
            (found, cancel) => SendAsync(
                found.FindAll(one => outlet is null || one.Card.Sale.Outlet == outlet), stream, context, cancel));
    }

    private async Task SendAsync(
        List<Core.Reminders.CardReminder> reminders, IServerStreamWriter<WatchRemindersResponse> stream,
        ServerCallContext context, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var desk = await renewals.OpenAsync(context.GetCaller().PartnerId, now, cancel);
        foreach (var reminder in reminders)
        {
            var card = reminder.Card.ToWire(
                await desk.BestAsync(reminder.Card, cancel), reminder.RenewsItself,
                desk.RulesOf(reminder.Card.CardType), now, context.GetLanguage());
            card.LastReminderTime = reminder.MadeAt.ToWire();
            await stream.WriteAsync(
                new WatchRemindersResponse
                {
                    Reminder = reminder.ToWire(card),
                    ResumeToken = NumberedFeed.TokenOf(reminder.Number),
                },
                cancel);
        }
    }
}
