using System.Globalization;
using Partner.Core.Errors;
using Partner.Core.TopUps;

namespace Partner.Core.Shifts;

/// <summary>A well-formed request to close a shift.</summary>
/// <param name="Outlet">The outlet; may be empty.</param>
/// <param name="Terminal">The terminal.</param>
/// <param name="Cashier">Who closes it; may be empty.</param>
/// <param name="BusinessDate">The business day; null: what <see cref="ShiftDecision"/> makes of today.</param>
/// <param name="LastOfDay">Whether it is the last of its day.</param>
public sealed record ShiftOrder(
    RequestId RequestId, string Outlet, string Terminal, string Cashier, DateOnly? BusinessDate, bool LastOfDay)
{
    /// <summary>Whether a shift is what this request closed before.</summary>
    /// <param name="closed">The shift that its request id closed.</param>
    public bool IsOf(Shift closed) => closed.Outlet == Outlet && closed.Terminal == Terminal
        && closed.LastOfDay == LastOfDay && (BusinessDate is null || closed.BusinessDate == BusinessDate);
}

/// <summary>What becomes of requests to close shifts, and which days are closed.</summary>
public static class ShiftDecision
{
    /// <summary>Closes a shift.</summary>
    /// <param name="partnerId">The partner, whose counters are locked.</param>
    /// <param name="id">A new id.</param>
    /// <param name="latest">The terminal's latest shift; null when it has none.</param>
    /// <param name="receipt">The partner's latest receipt counter.</param>
    /// <param name="lastEvent">Its latest event.</param>
    /// <param name="today">The day in the partner's zone, or why it is not known; used where none is given.</param>
    public static Result<Shift> Close(
        PartnerId partnerId, string id, ShiftOrder order, Shift? latest, long receipt, long lastEvent,
        Result<DateOnly> today, DateTimeOffset now)
    {
        var day = DayOf(order, latest, today, now);
        if (day.Refusal is { } refusal)
        {
            return refusal;
        }

        return new Shift
        {
            PartnerId = partnerId,
            Id = id,
            RequestId = order.RequestId,
            Outlet = order.Outlet,
            Terminal = order.Terminal,
            Number = (latest?.Number ?? 0) + 1,
            BusinessDate = day.Value,
            LastOfDay = order.LastOfDay,
            ClosedThrough = order.LastOfDay ? day.Value : latest?.ClosedThrough,
            ClosedBy = order.Cashier,
            OpenedAt = latest?.ClosedAt,
            ClosedAt = now,
            Range = new ShiftRange(
                latest?.Range.ThroughReceipt ?? 0, receipt, latest?.Range.ThroughEvent ?? 0, lastEvent),
        };
    }

    /// <summary>Refuses what a caller dates into a day of its terminal that is closed.</summary>
    /// <param name="day">The day; null when not given.</param>
    /// <param name="closedThrough">The terminal's last day that is closed; null when none is.</param>
    /// <returns>The refusal; null where the day is open.</returns>
    public static Refusal? RefuseDay(DateOnly? day, DateOnly? closedThrough) => day <= closedThrough
        ? Closed(closedThrough!.Value)
        : null;

    /// <summary>
    /// The day that a refund counts on: the caller's, which is refused where it is closed; or the first open one from
    /// the day that it would have been.
    /// </summary>
    /// <param name="till">Where and when it would count.</param>
    /// <param name="isDated">Whether the caller named the day.</param>
    /// <param name="closedThrough">As of <see cref="RefuseDay"/>.</param>
    public static Result<Till> OpenDay(Till till, bool isDated, DateOnly? closedThrough)
    {
        if (closedThrough is not { } closed || till.BusinessDate > closed)
        {
            return till;
        }

        return isDated ? Closed(closed) : till with { BusinessDate = closed.AddDays(1) };
    }

    private static Result<DateOnly> DayOf(
        ShiftOrder order, Shift? latest, Result<DateOnly> today, DateTimeOffset now)
    {
        if (order.BusinessDate is { } given)
        {
            if ((BusinessDays.Refuse(given, now) ?? RefuseDay(given, latest?.ClosedThrough)) is { } refusal)
            {
                return refusal;
            }

            return given < latest?.BusinessDate
                ? Refusal.Of(
                    Reason.InvalidRequest,
                    new FieldViolation(
                        "business_date",
                        $"must not be before {Text(latest.BusinessDate)}, the day of the shift before",
                        $"不得早于上一班次的营业日 {Text(latest.BusinessDate)}"))
                : given;
        }

        if (today.Refusal is { } unknown)
        {
            return unknown;
        }

        var first = latest is null ? today.Value : latest.BusinessDate.AddDays(latest.LastOfDay ? 1 : 0);
        return first > today.Value ? first : today.Value;
    }

    private static Refusal Closed(DateOnly through) =>
        new Refusal(Reason.BusinessDayClosed).With("closed_through", Text(through));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
