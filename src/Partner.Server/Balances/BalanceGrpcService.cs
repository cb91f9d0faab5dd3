using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Ledger;
using Partner.Server.Contract;
using Partner.Server.Plans;
using Partner.Server.Security;
using Partner.Storage;
using CoreMoney = Partner.Core.Amounts.Money;
using WireEntry = Leb.Partner.V1.StatementEntry;

namespace Partner.Server.Balances;

/// <summary>BalanceService of the contract: the float and its statement. Commissions stand in the other part.</summary>
internal sealed partial class BalanceGrpcService(
    PartnerStore store, PartnerDirectory partners, CommissionReports commissions, TimeProvider clock)
    : BalanceService.BalanceServiceBase
{
    private const int UsualPage = 100;
    private const int LargestPage = 1000;
    private const int LargestCommissionPage = 500;

    /// <inheritdoc/>
    public override async Task<GetBalanceResponse> GetBalance(GetBalanceRequest request, ServerCallContext context)
    {
        var asOf = clock.GetUtcNow();
        var (currency, position) = await FloatAsync(request.CurrencyCode, context);
        var partner = await partners.GetAsync(context.GetCaller().PartnerId, context.CancellationToken);
        return new GetBalanceResponse
        {
            TimeZone = await commissions.ZoneAsync(partner, context.CancellationToken),
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
        var from = Instant(request.StartTime, DateTimeOffset.MinValue, "start_time", reader);
        var to = Instant(request.EndTime, DateTimeOffset.MaxValue, "end_time", reader);
        if (to <= from)
        {
            reader.Note("end_time", "must be after start_time", "必须晚于 start_time");
        }

        reader.ThrowIfRefused();
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
        var entries = page.Entries.Take(size).ToList();
        var seen = caller.Outlet is not { } outlet ? null : await store.Sales
            .OfOutletAsync(
                caller.PartnerId, outlet, entries.Select(entry => entry.TopUpId).OfType<TopUpId>(),
                context.CancellationToken);
        response.Entries.AddRange(entries.Select(entry => ToWire(entry, seen)));
        response.NextPageToken = page.Entries.Count > size
            ? PageTokens.Make(caller.PartnerId, filter, PageTokens.Entry(page.Entries[size - 1].Sequence, end))
            : "";
        return response;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Instant(
        Timestamp? value, DateTimeOffset otherwise, string field, RequestReader reader)
    {
        // 0001-01-01 to 9999-12-31: what the Timestamp message itself allows.
        const long first = -62135596800;
        const long last = 253402300799;
        if (value is null)
        {
            return otherwise;
        }

        if (value.Seconds is >= first and <= last && value.Nanos is >= 0 and <= 999_999_999)
        {
            return value.ToDateTimeOffset();
        }

        reader.Note(field, "must be a valid timestamp", "必须是有效的时间戳");
        return otherwise;
    }

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

    // The float is the whole partner's, so an outlet sees what moved it; which sale of another outlet did, it does not.
    private static WireEntry ToWire(Storage.AccountStatementEntry entry, HashSet<TopUpId>? seen)
    {
        var wire = ToWire(entry);
        if (seen is not null && entry.TopUpId is { } id && !seen.Contains(id))
        {
            (wire.TopUp, wire.Transfer, wire.Reverses) = ("", "", "");
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
    };
}
