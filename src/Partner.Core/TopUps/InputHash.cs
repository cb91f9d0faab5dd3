using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Partner.Core.Amounts;
using Partner.Core.Cards;

namespace Partner.Core.TopUps;

/// <summary>
/// A hash of the input that a request id stands for, so that a repetition with other input is noticed. The canonical
/// form is versioned: a stored hash is compared with one of the same version. It leaves out what may differ between
/// retries of one sale: outlet, terminal, cashier, max_debit, allow_duplicate, wait.
/// </summary>
/// <param name="Value">"1:" (the version of the form) and 64 hex digits.</param>
public sealed record InputHash(string Value)
{
    private const string FormVersion = "1";

    /// <summary>The input of CreateTopUp.</summary>
    /// <param name="card">Card, if given.</param>
    /// <param name="planCode">Plan, if given.</param>
    /// <param name="amount">Amount, if given.</param>
    /// <param name="quoteId">Quote, if given.</param>
    /// <param name="coupon">Coupon, if given: the last value, and only there when it is given.</param>
    /// <param name="startNow">Whether a pack begins at once: one more value behind the coupon's, if it does.</param>
    /// <param name="contact">
    /// What stands for the customer's phone number, if one was left: one more value behind these.
    /// </param>
    public static InputHash OfTopUp(
        CardNumber? card,
        PlanCode? planCode,
        Money? amount,
        QuoteId? quoteId,
        string? coupon = null,
        bool startNow = false,
        string? contact = null)
    {
        string?[] values =
        [
            card?.Value,
            planCode?.Value,
            amount?.Currency.Code,
            amount?.Minor.ToString(CultureInfo.InvariantCulture),
            quoteId?.Value,
            coupon,
            startNow ? "start_now" : null,
            contact,
        ];
        var left = contact is not null ? 0 : startNow ? 1 : coupon is not null ? 2 : 3;
        return Of(RequestMethod.CreateTopUp, values.AsSpan(0, values.Length - left));
    }

    /// <summary>The input of ReverseTopUp.</summary>
    /// <param name="topUpId">The top-up to reverse.</param>
    public static InputHash OfReversal(TopUpId topUpId) => Of(RequestMethod.ReverseTopUp, topUpId.Value);

    /// <summary>The input of a deposit.</summary>
    public static InputHash OfDeposit(Money amount) => Of(
        RequestMethod.Deposit, amount.Currency.Code, amount.Minor.ToString(CultureInfo.InvariantCulture));

    /// <summary>The input of a withdrawal.</summary>
    public static InputHash OfWithdrawal(Money amount) => Of(
        RequestMethod.Withdrawal, amount.Currency.Code, amount.Minor.ToString(CultureInfo.InvariantCulture));

    /// <summary>The input of an adjustment.</summary>
    /// <param name="reason">Number of its reason.</param>
    /// <param name="evidence">What stands for its evidence, in letters and digits.</param>
    public static InputHash OfAdjustment(Money amount, int reason, string evidence) => Of(
        RequestMethod.Adjustment,
        amount.Currency.Code,
        amount.Minor.ToString(CultureInfo.InvariantCulture),
        reason.ToString(CultureInfo.InvariantCulture),
        evidence);

    /// <summary>The input of AbandonTopUp, which has none beside the request id.</summary>
    public static InputHash OfAbandonment() => Of(RequestMethod.AbandonTopUp);

    private static InputHash Of(RequestMethod method, params ReadOnlySpan<string?> values)
    {
        // A unit separator cannot occur in any of the values, so that no two inputs share a form.
        var form = new StringBuilder(FormVersion).Append('\u001f').Append((int)method);
        foreach (var value in values)
        {
            form.Append('\u001f').Append(value);
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(form.ToString()));
        return new InputHash($"{FormVersion}:{Convert.ToHexStringLower(hash)}");
    }
}
