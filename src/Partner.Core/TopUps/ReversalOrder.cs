using Partner.Core.Errors;

namespace Partner.Core.TopUps;

/// <summary>Where a reversal is made, and the day that it counts on: its own, whatever the sale's were.</summary>
/// <param name="Outlet">The outlet; empty when neither the reversal nor the sale named one.</param>
/// <param name="Terminal">The terminal; empty when not given.</param>
/// <param name="Cashier">The cashier; empty when not given.</param>
/// <param name="BusinessDate">The till's business day.</param>
public sealed record Till(string Outlet, string Terminal, string Cashier, DateOnly BusinessDate);

/// <summary>A well-formed request for a reversal, in normalised values.</summary>
/// <param name="RequestId">The partner's id of the reversal.</param>
/// <param name="Comment">Why, in the partner's words; may be empty.</param>
/// <param name="Outlet">The outlet that it is made at; empty for the sale's.</param>
/// <param name="Terminal">The terminal; empty when not given.</param>
/// <param name="Cashier">The cashier; empty when not given.</param>
/// <param name="BusinessDate">The till's business day; null for today.</param>
public sealed record ReversalOrder(
    RequestId RequestId, string Comment, string Outlet, string Terminal, string Cashier, DateOnly? BusinessDate)
{
    /// <summary>The refund that the customer was told; null where it may be whatever it is.</summary>
    public ExpectedRefund? Expected { get; init; }

    /// <summary>
    /// The till that the reversal counts at. Terminal and cashier are never taken over from the sale: whoever gave the
    /// money back may be somebody else. A day before the sale's is refused, and today is not one either where the sale
    /// was dated ahead.
    /// </summary>
    /// <param name="sale">Who sold what is reversed.</param>
    /// <param name="today">The day in the partner's zone, or why it is not known; used where none is given.</param>
    /// <param name="now">The time.</param>
    public Result<Till> TillFor(Seller sale, Result<DateOnly> today, DateTimeOffset now)
    {
        if (BusinessDays.Refuse(BusinessDate, now) is { } far)
        {
            return far;
        }

        if (BusinessDate < sale.BusinessDate)
        {
            return Refusal.Of(
                Reason.InvalidRequest,
                new FieldViolation("business_date", "must not be before the sale's", "不得早于原销售的营业日"));
        }

        if (BusinessDate is null && today.Refusal is { } unknown)
        {
            return unknown;
        }

        var day = BusinessDate ?? (sale.BusinessDate > today.Value ? sale.BusinessDate.Value : today.Value);
        return new Till(Outlet.Length > 0 ? Outlet : sale.Outlet, Terminal, Cashier, day);
    }
}
