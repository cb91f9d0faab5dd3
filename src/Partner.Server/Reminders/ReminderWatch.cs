using System.Globalization;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Reminders;

/// <summary>
/// Follows a partner's reminders by their numbers: those that are there, and each further one as it is made, on
/// whatever replica. Numbers become visible in their order, so that whoever goes on behind one misses none.
/// </summary>
public sealed class ReminderWatch(
    PartnerStore store, BestRenewals renewals, ReminderBell bell, CallerGuard guard, IHostApplicationLifetime lifetime,
    TimeProvider clock)
{
    private const int Piece = 100;

    /// <summary>Sends reminders until the caller hangs up, may not watch any more, or the server stops.</summary>
    /// <param name="after">Only those after this number.</param>
    /// <param name="outlet">Only of this outlet; null for all.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="context">The call.</param>
    public async Task RunAsync(
        long after, string? outlet, IServerStreamWriter<WatchRemindersResponse> stream, ServerCallContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        var partnerId = context.GetCaller().PartnerId;
        using var changes = bell.Listen(partnerId);
        try
        {
            while (true)
            {
                var found = await store.Reminders.ListAsync(partnerId, after, Piece, ends.Token);
                if (found.Count > 0)
                {
                    await SendAsync(
                        found.FindAll(one => outlet is null || one.Card.Sale.Outlet == outlet), stream, context,
                        ends.Token);
                    after = found[^1].Number;
                }

                while (found.Count < Piece && !await changes.WaitAsync(CallerGuard.Interval, ends.Token))
                {
                    await guard.EnsureStillValidAsync(context);
                }

                await guard.EnsureStillValidAsync(context);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RefusalException(
                new Refusal(Reason.ServiceUnavailable) { RetryAfter = TimeSpan.FromSeconds(1) });
        }
    }

    /// <summary>The number that a resume token stands for; null when it is none.</summary>
    /// <param name="token">The token; empty for the first reminder.</param>
    public static long? NumberOf(string token) => token.Length == 0 ? 0
        : long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;

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
                    ResumeToken = reminder.Number.ToString(CultureInfo.InvariantCulture),
                },
                cancel);
        }
    }
}
