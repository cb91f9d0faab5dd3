using Leb.Partner.V1;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Notices;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Storage;
using CoreChannel = Partner.Core.Plans.Channel;

namespace Partner.Server.TopUps;

/// <summary>
/// Step 3 of the route for each request of TopUpService: message in, normalised values or a refusal out.
/// </summary>
internal static class TopUpRequests
{
    private const int LongestReference = 40;
    private const int LongestComment = 200;
    private const int LongestClientReference = 100;
    private const int LongestIssuerReference = 200;

    public static Result<(TopUpOrder Order, TimeSpan? Wait)> Read(
        CreateTopUpRequest request, Caller caller, ContactKeys keys)
    {
        var reader = new RequestReader();
        var (order, wait) = ReadShape(request, reader, caller.PartnerId, keys);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var (outlet, terminal) = (caller.OutletFor(request.Outlet), caller.TerminalFor(request.Terminal));
        return (outlet.Refusal ?? terminal.Refusal) is { } mismatch
            ? mismatch
            : (order with { Seller = order.Seller with { Outlet = outlet.Value, Terminal = terminal.Value } }, wait);
    }

    public static Result<SaleInput> Read(PreviewTopUpRequest request, Caller caller) => Read(
        new QuoteTopUpRequest
        {
            Card = request.Card,
            Plan = request.Plan,
            Amount = request.Amount,
            Channel = request.Channel,
            Coupon = request.Coupon,
            Outlet = request.Outlet,
            StartNow = request.StartNow,
            Terminal = request.Terminal,
        },
        caller);

    public static Result<SaleInput> Read(QuoteTopUpRequest request, Caller caller)
    {
        var reader = new RequestReader();
        var card = reader.Card(request.Card, true);
        var plan = reader.Plan(request.Plan, true, "plan");
        var amount = reader.Amount(request.Amount, "amount");
        var channel = reader.Choice(request.Channel, true, "channel");
        var coupon = OrNull(reader.Text(request.Coupon, LongestReference, "coupon"));
        var outlet = LookupPlace.Outlet(reader, caller, request.Outlet, request.Terminal);
        return outlet.Refusal is { } refusal
            ? refusal
            : new SaleInput(
                card!, plan!.Value, amount, (CoreChannel)channel!.Value, outlet.Value, coupon, null)
            {
                StartNow = request.StartNow,
            };
    }

    /// <summary>What a reversal is asked for with; the top-up itself is named beside it.</summary>
    public static Result<(ReversalOrder Order, TimeSpan? Wait)> Read(
        ReverseTopUpRequest request, Caller caller, RequestReader reader)
    {
        var order = new ReversalOrder(
            reader.RequestId(request.RequestId),
            reader.Text(request.Comment, LongestComment, "comment"),
            reader.Text(request.Outlet, LongestReference, "outlet"),
            reader.Text(request.Terminal, LongestReference, "terminal"),
            reader.Text(request.Cashier, LongestReference, "cashier"),
            reader.Date(request.BusinessDate, "business_date"))
        {
            Expected = Read(request.ExpectedRefund, reader),
        };
        var wait = reader.Wait(request.Wait);
        if (request.KeyCase == ReverseTopUpRequest.KeyOneofCase.TopUpRequestId)
        {
            reader.RequestId(request.TopUpRequestId, "top_up_request_id");
        }
        else
        {
            reader.Name(request.TopUp, "topUps", true, "top_up");
        }

        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var (outlet, terminal) = (caller.OutletFor(order.Outlet), caller.TerminalFor(order.Terminal));
        return (outlet.Refusal ?? terminal.Refusal) is { } mismatch
            ? mismatch
            : (order with { Outlet = outlet.Value, Terminal = terminal.Value }, wait);
    }

    private static Core.TopUps.ExpectedRefund? Read(Leb.Partner.V1.ExpectedRefund? expected, RequestReader reader)
    {
        const string field = "expected_refund";
        if (expected is null)
        {
            return null;
        }

        var money = reader.Amount(expected.CustomerGets, $"{field}.customer_gets");
        if (expected.Points < 0)
        {
            reader.Note($"{field}.points", "must not be below zero", "不得小于零");
        }
        else if (expected.CustomerGets is null == (expected.Points == 0))
        {
            reader.Note(field, "must have either customer_gets or points", "customer_gets 与 points 必须且只能填写一项");
        }

        return new Core.TopUps.ExpectedRefund(money, expected.Points);
    }

    /// <summary>Every field that is wrong in itself, whoever calls.</summary>
    public static IReadOnlyList<FieldViolation> Violations(CreateTopUpRequest request)
    {
        var reader = new RequestReader();
        ReadShape(request, reader, default, ContactKeys.None);
        return reader.Refusal?.Violations ?? [];
    }

    private static (TopUpOrder Order, TimeSpan? Wait) ReadShape(
        CreateTopUpRequest request, RequestReader reader, PartnerId partnerId, ContactKeys keys)
    {
        var byQuote = request.Quote.Length > 0;
        var date = reader.Date(request.BusinessDate, "business_date");
        var channel = reader.Choice(request.Channel, !byQuote, "channel");
        var order = new TopUpOrder(
            reader.RequestId(request.RequestId),
            reader.Card(request.Card, !byQuote),
            reader.Plan(request.Plan, !byQuote, "plan"),
            reader.Amount(request.Amount, "amount"),
            QuoteId.Of(reader.Name(request.Quote, "quotes", false, "quote")),
            reader.Amount(request.MaxDebit, "max_debit"),
            request.AllowDuplicate,
            (CoreChannel?)channel,
            new Seller(
                reader.Text(request.Outlet, LongestReference, "outlet"),
                reader.Text(request.Terminal, LongestReference, "terminal"),
                reader.Text(request.Cashier, LongestReference, "cashier"),
                reader.Text(request.ClientReference, LongestClientReference, "client_reference"),
                date))
        {
            Coupon = OrNull(reader.Text(request.Coupon, LongestReference, "coupon")),
            StartNow = request.StartNow,
            AllowOpenCase = request.AllowOpenCase,
            Contact = reader.Contact(request.NotifyPhone, request.NotifyLanguage),
            IdCheck = reader.IdCheck(request.IdCheck, false, partnerId, keys),
        };
        return (order, reader.Wait(request.Wait));
    }

    public static Result<SalesFilter> Read(TopUpFilter? filter, Caller caller, RequestReader reader)
    {
        var given = filter ?? new TopUpFilter();
        if (given.RequestId.Length > 0)
        {
            reader.RequestId(given.RequestId, "filter.request_id");
        }

        var period = reader.Period(given.StartTime, given.EndTime, "filter.");
        var result = new SalesFilter
        {
            Outlet = OrNull(reader.Text(given.Outlet, LongestReference, "filter.outlet")),
            Terminal = OrNull(reader.Text(given.Terminal, LongestReference, "filter.terminal")),
            Cashier = OrNull(reader.Text(given.Cashier, LongestReference, "filter.cashier")),
            BusinessDate = reader.Date(given.BusinessDate, "filter.business_date"),
            Saved = Saved(period.From, period.To),
            State = (Core.TopUps.TopUpState?)reader.Choice(given.State, false, "filter.state"),
            Card = reader.Card(given.Card, false, "filter.card"),
            RequestId = RequestId.Of(OrNull(given.RequestId)),
            ReceiptCounter = Receipt(reader, given.ReceiptNumber, "filter.receipt_number"),
            ClientReference = OrNull(reader.Text(
                given.ClientReference, LongestClientReference, "filter.client_reference")),
            IssuerReference = OrNull(reader.Text(
                given.IssuerReference, LongestIssuerReference, "filter.issuer_reference")),
        };
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var (outlet, terminal) = (caller.OutletFor(given.Outlet), caller.TerminalFor(given.Terminal));
        return (outlet.Refusal ?? terminal.Refusal) is { } mismatch
            ? mismatch
            : result with { Outlet = OrNull(outlet.Value), Terminal = OrNull(terminal.Value) };
    }

    /// <summary>The canonical form of a filter, for page tokens.</summary>
    public static string Canonical(SalesFilter filter) => string.Join(
        '\u001f',
        filter.Outlet,
        filter.Terminal,
        filter.BusinessDate?.DayNumber,
        filter.State,
        filter.Card?.Value,
        filter.RequestId,
        filter.Cashier,
        filter.Saved?.From?.UtcTicks,
        filter.Saved?.To?.UtcTicks,
        filter.ReceiptCounter,
        filter.ClientReference,
        filter.IssuerReference);

    /// <summary>When something was saved.</summary>
    /// <param name="from">The first instant; null from the beginning.</param>
    /// <param name="to">The end, exclusive; null until now.</param>
    public static SavedWithin? Saved(DateTimeOffset? from, DateTimeOffset? to) => from is null && to is null
        ? null
        : new SavedWithin(from, from is { } start ? Ids.FirstOf(start) : "", to, to is { } end ? Before(end) : null);

    // Identifiers are made by the millisecond; the one that the end lies in may still have some.
    private static string? Before(DateTimeOffset end) =>
        end < DateTimeOffset.MaxValue.AddDays(-1) ? Ids.FirstOf(end.AddMilliseconds(1)) : null;

    /// <summary>Reads the number of a receipt.</summary>
    /// <param name="number">The field.</param>
    /// <param name="field">Its path.</param>
    /// <param name="required">Whether it must be there.</param>
    /// <returns>Its counter; null where it is absent or wrong.</returns>
    public static long? Receipt(RequestReader reader, string number, string field, bool required = false)
    {
        if (number.Length == 0 && !required)
        {
            return null;
        }

        var counter = TopUpRecord.ReceiptCounterOf(number);
        if (counter is null)
        {
            reader.Note(
                field,
                "must be the number as it was printed: 9 digits or more, the last of which checks the others",
                "必须与凭证上印的一致：至少 9 位数字，末位为校验位");
        }

        return counter;
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
