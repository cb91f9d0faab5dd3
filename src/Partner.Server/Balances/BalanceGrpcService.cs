using System.Globalization;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Ledger;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Storage;
using CoreMoney = Partner.Core.Amounts.Money;
using CoreOutlook = Partner.Core.Ledger.FloatOutlook;
using WireEntry = Leb.Partner.V1.StatementEntry;

namespace Partner.Server.Balances;

/// <summary>BalanceService of the contract: the float and its statement. Commissions stand in the other part.</summary>
internal sealed partial class BalanceGrpcService(
    PartnerStore store,
    PartnerDirectory partners,
    PartnerZones zones,
    CommissionReports commissions,
    TermsSource terms,
    TimeProvider clock)
    : BalanceService.BalanceServiceBase
{
    private const int UsualPage = 100;
    private const int LargestPage = 1000;
    private const int LargestCommissionPage = 500;

    /// <inheritdoc/>
    public override async Task<GetBalanceResponse> GetBalance(GetBalanceRequest request, ServerCallContext context)
    {
        var asOf = clock.GetUtcNow();
        var partnerId = context.GetCaller().PartnerId;
        var (currency, known) = await FloatAsync(request.CurrencyCode, context);
        var (position, past) = await store.AccountStatements.PastAsync(
            partnerId, currency, asOf - CoreOutlook.Stretch, context.CancellationToken)
            ?? (known, new FloatPast(asOf - CoreOutlook.Stretch, null, 0, 0));
        var zone = await zones.ZoneAsync(partnerId, asOf, context.CancellationToken);
        var timeZone = zone.Refusal is null ? zone.Value : "";
        return new GetBalanceResponse
        {
            TimeZone = timeZone,
            Outlook = await OutlookAsync(partnerId, position, past, timeZone, asOf, context.CancellationToken),
            Balance = new Balance
            {
                Posted = new CoreMoney(position.Posted, currency).ToWire(),
                Reserved = new CoreMoney(position.Reserved, currency).ToWire(),
                Available = new CoreMoney(position.Available, currency).ToWire(),
                CreditLimit = new CoreMoney(position.CreditLimit, currency).ToWire(),
                AsOf = asOf.ToWire(),
            },
        };
    }

    /// <inheritdoc/>
    public override async Task<ListStatementEntriesResponse> ListStatementEntries(
        ListStatementEntriesRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var reader = new RequestReader();
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        var period = reader.Period(request.StartTime, request.EndTime);
        reader.ThrowIfRefused();
        var (from, to) = (period.From ?? DateTimeOffset.MinValue, period.To ?? DateTimeOffset.MaxValue);
        var (currency, position) = await FloatAsync(request.CurrencyCode, context);
        var filter = $"statement\u001f{currency}\u001f{from.UtcTicks}\u001f{to.UtcTicks}";

        // An open period ends when its first page is read, so that every page has the same closing balance; and after
        // the latest entry, which a clock that stepped back may have left in the future.
        var fixedEnd = request.EndTime is null ? Later(clock.GetUtcNow(), position.LastPostedAt.AddTicks(1)) : to;
        var (after, end) = PageTokens.ReadEntry(request.PageToken, caller.PartnerId, filter, fixedEnd).OrThrow();
        var page = await store.AccountStatements
            .ReadAsync(caller.PartnerId, currency, from, end, after, size + 1, context.CancellationToken);
        var response = new ListStatementEntriesResponse
        {
            OpeningBalance = page.Opening.ToWire(),
            ClosingBalance = page.Closing.ToWire(),
        };
        response.Entries.AddRange(page.Entries.Take(size).Select(entry => ToWire(entry, caller)));
        response.NextPageToken = page.Entries.Count > size
            ? PageTokens.Make(caller.PartnerId, filter, PageTokens.Entry(page.Entries[size - 1].Sequence, end))
            : "";
        return response;
    }

    private async Task<Leb.Partner.V1.FloatOutlook> OutlookAsync(
        PartnerId partnerId, FloatPosition position, FloatPast past, string timeZone, DateTimeOffset now,
        CancellationToken cancel)
    {
        var debits = await store.RenewalSteps.NeededAsync(
            partnerId, position.Currency, now + CoreOutlook.Stretch, cancel);
        var (sum, count) = CoreOutlook.Needed(debits);
        var perDay = CoreOutlook.PerDay(past, position.Posted, now);
        var end = timeZone.Length == 0 ? null : CoreOutlook.RunsOutAt(position.Available, perDay, now);
        return new Leb.Partner.V1.FloatOutlook
        {
            RenewalsDebit = new CoreMoney(sum, position.Currency).ToWire(),
            Renewals = count,
            MoreRenewals = count >= AutoRenewalSteps.MostCounted,
            DebitPerDay = perDay is { } pace ? new CoreMoney(pace, position.Currency).ToWire() : null,
            RunOutDate = end is { } day
                ? BusinessDays.Of(day, timeZone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : "",
        };
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private async Task<(Currency Currency, FloatPosition Position)> FloatAsync(string code, ServerCallContext context)
    {
        var partner = await partners.GetAsync(context.GetCaller().PartnerId, context.CancellationToken);
        var currency = partner.Currency;
        if (code.Length > 0)
        {
            var reader = new RequestReader();
            currency = Currency.Find(code) ?? currency;
            if (currency.Code != code)
            {
                reader.Note(
                    "currency_code", "must be an ISO 4217 code that is served, such as CNY",
                    "必须是受支持的 ISO 4217 币种代码，如 CNY");
            }

            reader.ThrowIfRefused();
        }

        var position = await store.AccountStatements.BalanceAsync(partner.Id, currency, context.CancellationToken);
        return position is null
            ? throw new RefusalException(new Refusal(Reason.CurrencyNotSupported).With("currency", currency.Code))
            : (currency, position);
    }

    // The float is the whole partner's, so an outlet sees what moved it; which sale of another outlet did, it does not,
    // nor where a sale of its own was taken back.
    private static WireEntry ToWire(Storage.AccountStatementEntry entry, Caller caller)
    {
        var wire = ToWire(entry);
        if (caller.Outlet is null || entry.TopUpId is null)
        {
            return wire;
        }

        if (!caller.Sees(entry.SaleOutlet, entry.SaleTerminal))
        {
            (wire.TopUp, wire.Transfer, wire.Reverses) = ("", "", "");
        }

        if (!caller.Sees(entry.Outlet, entry.Terminal))
        {
            (wire.Outlet, wire.RequestId) = ("", "");
        }

        return wire;
    }

    private static WireEntry ToWire(Storage.AccountStatementEntry entry) => new()
    {
        Sequence = entry.Sequence,
        PostedTime = entry.PostedAt.ToWire(),
        Kind = (StatementEntryKind)entry.Kind,
        Amount = entry.Amount.ToWire(),
        BalanceAfter = entry.BalanceAfter.ToWire(),
        TopUp = entry.TopUpId is { } id ? $"topUps/{id}" : "",
        Transfer = entry.TransferId,
        Reverses = entry.Reverses ?? "",
        Outlet = entry.Outlet,
        RequestId = entry.RequestId,
    };
}
