using Leb.Partner.V1;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Renewals;
using Partner.Server.Contract;
using Partner.Server.Notices;
using Partner.Server.Plans;
using Partner.Server.Security;
using CoreChannel = Partner.Core.Plans.Channel;
using CoreMoney = Partner.Core.Amounts.Money;

namespace Partner.Server.Renewals;

/// <summary>What is asked for with CreateAutoRenewal, in normalised values.</summary>
/// <param name="RequestId">The partner's id of the agreement.</param>
/// <param name="Terms">What the customer agreed to.</param>
/// <param name="Outlet">The outlet; empty when none.</param>
/// <param name="Contact">The customer's number; null where none was left.</param>
/// <param name="IdCheck">The identity document that was checked; null where none was, or it cannot be kept.</param>
internal sealed record RenewalOrder(
    RequestId RequestId, RenewalTerms Terms, string Outlet, CustomerContact? Contact, KeptIdCheck? IdCheck);

/// <summary>Step 3 for the requests of AutoRenewalService: message in, normalised values or a refusal out.</summary>
internal static class RenewalRequests
{
    private const int LongestReference = 40;
    private const int LongestConsent = 100;

    public static Result<RenewalOrder> Read(
        CreateAutoRenewalRequest request, Caller caller, ContactKeys keys)
    {
        var reader = new RequestReader();
        var requestId = reader.RequestId(request.RequestId);
        var card = reader.Card(request.Card, true);
        var plan = reader.Plan(request.Plan, true, "plan");
        var channel = reader.Choice(request.Channel, true, "channel");
        var days = Within(reader, request.DaysBeforeExpiry, RenewalPolicy.MostDaysBefore, "days_before_expiry");
        var price = Price(reader, request.MaxPrice);
        var lastDay = reader.Date(request.EndDate, "end_date");
        if (request.EndCase == CreateAutoRenewalRequest.EndOneofCase.EndDate && request.EndDate.Length == 0)
        {
            reader.Note("end_date", "must be a date in the form YYYY-MM-DD", "必须是 YYYY-MM-DD 格式的日期");
        }

        int? renewals = request.EndCase == CreateAutoRenewalRequest.EndOneofCase.Renewals
            ? Within(reader, request.Renewals, RenewalPolicy.MostRenewals, "renewals")
            : null;
        var consent = Consent(reader, request.ConsentReference);
        var given = reader.Text(request.Outlet, LongestReference, "outlet");
        var contact = reader.Contact(request.NotifyPhone, request.NotifyLanguage);
        var idCheck = reader.IdCheck(request.IdCheck, false, caller.PartnerId, keys);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var outlet = caller.OutletFor(given);
        return outlet.Refusal is { } mismatch
            ? mismatch
            : new RenewalOrder(
                requestId,
                new RenewalTerms(
                    card!, plan!.Value, (CoreChannel)channel!.Value, days, price!.Value, lastDay, renewals, consent),
                outlet.Value,
                contact,
                idCheck?.For(card!));
    }

    private static int Within(RequestReader reader, int value, int most, string field)
    {
        if (value < 1 || value > most)
        {
            reader.Note(field, $"must be 1 to {most}", $"必须为 1 至 {most}");
        }

        return value;
    }

    private static CoreMoney? Price(RequestReader reader, Money? price)
    {
        if (price is null)
        {
            reader.Note("max_price", "is required: the highest price that the customer agreed to", "必须填写：顾客同意的最高价格");
        }

        return reader.Amount(price, "max_price");
    }

    private static string Consent(RequestReader reader, string consent)
    {
        if (string.IsNullOrWhiteSpace(consent))
        {
            reader.Note(
                "consent_reference", "is required: where the customer's consent is kept", "必须填写：顾客同意书的留存编号");
        }

        return reader.Text(consent, LongestConsent, "consent_reference");
    }
}
