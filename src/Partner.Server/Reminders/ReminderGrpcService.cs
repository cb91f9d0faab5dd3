using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Reminders;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Security;
using Partner.Storage;
using CorePeriod = Partner.Core.Plans.CalendarPeriod;
using CoreType = Partner.Core.Cards.CardType;
using CoreUnit = Partner.Core.Plans.PeriodUnit;

namespace Partner.Server.Reminders;

/// <summary>ReminderService of the contract: reads messages, finds, writes messages.</summary>
internal sealed class ReminderGrpcService(
    PartnerStore store, BestRenewals renewals, ReminderWatch watch, TimeProvider clock)
    : ReminderService.ReminderServiceBase
{
    private const int UsualPage = 50;
    private const int LargestPage = 500;
    private const int LongestReference = 40;
    private const int LongestWindow = 1000;
    private static readonly CoreType[] Types = Enum.GetValues<CoreType>();

    /// <inheritdoc/>
    public override async Task<ListExpiringCardsResponse> ListExpiringCards(
        ListExpiringCardsRequest request, ServerCallContext context)
    {
        var (caller, reader, now) = (context.GetCaller(), new RequestReader(), clock.GetUtcNow());
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var types = request.CardTypes
            .Select((type, i) => (CoreType?)reader.Choice(type, true, $"card_types[{i}]"))
            .OfType<CoreType>().Distinct().Order().ToList();
        var within = Window(reader, request.Within);
        var outlet = Outlet(caller, reader, request.Outlet);
        var filter = $"expiringCards\u001f{outlet}\u001f{string.Join(',', types)}\u001f{within}\u001f"
            + request.ExcludeEnded;
        var after = PageTokens.ReadPlace(request.PageToken, caller.PartnerId, filter, Place).OrThrow();
        var desk = await renewals.OpenAsync(caller.PartnerId, now, context.CancellationToken);
        var ranges = (types.Count > 0 ? types : [.. Types]).ConvertAll(type =>
        {
            var (first, last) = ReminderWindows.EndsListed(desk.RulesOf(type), within, now);
            return new EndRange(type, request.ExcludeEnded ? now : first, last);
        });

        // One more than asked for: whether there are more is seen by it.
        var found = await store.ExpiringCards.ListAsync(
            caller.PartnerId, ranges, outlet, after, size + 1, context.CancellationToken);
        var response = new ListExpiringCardsResponse
        {
            NextPageToken = found.Count > size
                ? PageTokens.Make(caller.PartnerId, filter, PlaceOf(found[size - 1]))
                : "",
        };
        await TellAsync(response, found.GetRange(0, Math.Min(size, found.Count)), desk, now, context);
        return response;
    }

    /// <inheritdoc/>
    public override async Task WatchReminders(
        WatchRemindersRequest request, IServerStreamWriter<WatchRemindersResponse> responseStream,
        ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var after = await watch.NumberOfAsync(request.ResumeToken, reader, context);
        var outlet = Outlet(caller, reader, request.Outlet);
        await watch.RunAsync(after, outlet, responseStream, context);
    }

    private async Task TellAsync(
        ListExpiringCardsResponse response, List<CustomerCard> cards, BestRenewals.Desk desk, DateTimeOffset now,
        ServerCallContext context)
    {
        var (caller, language) = (context.GetCaller(), context.GetLanguage());
        var active = cards.Count == 0 ? [] : await store.Renewals.ActiveAsync(
            caller.PartnerId, cards.ConvertAll(card => card.Card), context.CancellationToken);
        foreach (var card in cards)
        {
            var renews = active.TryGetValue(card.Card, out var renewal);
            var message = card.ToWire(
                await desk.BestAsync(card, context.CancellationToken), renews, desk.RulesOf(card.CardType), now,
                language);
            message.AutoRenewal = renews && caller.Sees(renewal.Outlet) ? $"autoRenewals/{renewal.Id}" : "";
            response.Cards.Add(message);
        }
    }

    private static CorePeriod? Window(RequestReader reader, ReminderWindow? window)
    {
        if (window is null)
        {
            return null;
        }

        var unit = reader.Choice(window.Unit, true, "within.unit");
        if (window.Count is < 1 or > LongestWindow)
        {
            reader.Note("within.count", $"must be 1 to {LongestWindow}", $"必须为 1 至 {LongestWindow}");
        }

        return unit is { } known ? new CorePeriod((CoreUnit)known, window.Count) : null;
    }

    private static string? Outlet(Caller caller, RequestReader reader, string given)
    {
        reader.Text(given, LongestReference, "outlet");
        reader.ThrowIfRefused();
        var outlet = caller.OutletFor(given).OrThrow();
        return outlet.Length == 0 ? null : outlet;
    }

    private static string PlaceOf(CustomerCard card) =>
        TimedPlace.Write(card.Fact.ValidUntil!.Value, card.Card.Value);

    private static ExpiringPlace? Place(string text) =>
        TimedPlace.Parse(text) is { } place ? new ExpiringPlace(place.Ticks, place.Key) : null;
}
