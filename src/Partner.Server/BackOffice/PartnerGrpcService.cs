using Grpc.Core;
using Leb.Operator.V1;
using Partner.Core.Amounts;
using Partner.Core.Ledger;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Storage;
using CoreMoney = Partner.Core.Amounts.Money;
using CoreStatus = Partner.Core.Identity.PartnerStatus;
using StoredPartner = Partner.Storage.PartnerAccount;
using WirePartner = Leb.Operator.V1.PartnerAccount;

namespace Partner.Server.BackOffice;

/// <summary>PartnerService of the operator's contract. What moves money stands in the other part.</summary>
/// <param name="administration">Does what is asked.</param>
/// <param name="network">Does what is asked about parents and tiers.</param>
/// <param name="store">The store, to read.</param>
/// <param name="callers">Told whose certificates may do something else.</param>
/// <param name="clock">The clock.</param>
internal sealed partial class PartnerGrpcService(
    PartnerAdministration administration, NetworkAdministration network, PartnerStore store, CallerCache callers,
    TimeProvider clock)
    : PartnerService.PartnerServiceBase
{
    private const int UsualPage = 100;
    private const int LargestPage = 500;
    private const int LongestName = 200;
    private const int LongestTier = 64;

    /// <inheritdoc/>
    public override async Task<CreatePartnerResponse> CreatePartner(
        CreatePartnerRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = PartnerId.Parse(request.PartnerId);
        if (id is null)
        {
            reader.Note(
                "partner_id",
                "must be 1 to 40 characters of [a-z0-9-], a letter first",
                "必须是 1 至 40 个 [a-z0-9-] 字符，以字母开头");
        }

        var name = reader.Text(request.DisplayName, LongestName, "display_name");
        if (string.IsNullOrWhiteSpace(name))
        {
            reader.Note("display_name", "is required", "必须填写");
        }

        var currency = Currency.Find(request.CurrencyCode);
        if (currency is null)
        {
            reader.Note(
                "currency_code", "must be an ISO 4217 code that is served, such as CNY", "必须是受支持的 ISO 4217 币种代码，如 CNY");
        }

        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var (partner, replayed) = (await administration
            .AddAsync(id!.Value, name, currency!, by, context.CancellationToken)).OrThrow();
        return new CreatePartnerResponse { Partner = ToWire(partner), Replayed = replayed };
    }

    /// <inheritdoc/>
    public override async Task<GetPartnerResponse> GetPartner(GetPartnerRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.PartnerName(request.Name);
        reader.ThrowIfRefused();
        var partner = (await administration.FindAsync(id, context.CancellationToken)).OrThrow();
        var (now, cancel) = (clock.GetUtcNow(), context.CancellationToken);
        var position = await store.AccountStatements.BalanceAsync(id, partner.Currency, cancel)
            ?? FloatPosition.Empty(partner.Currency);
        return new GetPartnerResponse { Partner = ToWire(partner), Float = ToWire(position, now) };
    }

    /// <inheritdoc/>
    public override async Task<ListPartnersResponse> ListPartners(
        ListPartnersRequest request, ServerCallContext context)
    {
        const string filter = "partners";
        var own = context.GetCaller().PartnerId;
        var reader = new RequestReader();
        var size = reader.PageSize(request.PageSize, UsualPage, LargestPage);
        reader.ThrowIfRefused();
        var after = PageTokens.Read(request.PageToken, own, filter).OrThrow();
        var page = await store.Partners.ListAsync(after, size + 1, context.CancellationToken);
        return new ListPartnersResponse
        {
            Partners = { page.Take(size).Select(ToWire) },
            NextPageToken = page.Count > size ? PageTokens.Make(own, filter, page[size - 1].Id.Value) : "",
        };
    }

    /// <inheritdoc/>
    public override async Task<SuspendPartnerResponse> SuspendPartner(
        SuspendPartnerRequest request, ServerCallContext context) => new()
        {
            Partner = await SetStatusAsync(request.Name, request.Why, CoreStatus.Suspended, context),
        };

    /// <inheritdoc/>
    public override async Task<ResumePartnerResponse> ResumePartner(
        ResumePartnerRequest request, ServerCallContext context) => new()
        {
            Partner = await SetStatusAsync(request.Name, request.Why, CoreStatus.Active, context),
        };

    /// <inheritdoc/>
    public override async Task<ClosePartnerResponse> ClosePartner(
        ClosePartnerRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.PartnerName(request.Name);
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var closed = await network.CloseAsync(id, by, context.CancellationToken);
        callers.Forget(id);
        return new ClosePartnerResponse { Partner = ToWire(closed.OrThrow()) };
    }

    /// <inheritdoc/>
    public override async Task<SetParentResponse> SetParent(SetParentRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.PartnerName(request.Name);
        PartnerId? parent = request.Parent.Length == 0 ? null : reader.PartnerName(request.Parent, "parent");
        var from = reader.Instant(request.EffectiveTime, "effective_time");
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var answer = await network.SetAsync(id, "parent", parent?.Value, from, by, context.CancellationToken);
        return new SetParentResponse { Change = ToWire(answer.OrThrow()) };
    }

    /// <inheritdoc/>
    public override async Task<SetTierResponse> SetTier(SetTierRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.PartnerName(request.Name);
        var tier = reader.Text(request.Tier, LongestTier, "tier");
        var from = reader.Instant(request.EffectiveTime, "effective_time");
        var by = reader.By(request.Why, context);
        reader.ThrowIfRefused();
        var answer = await network.SetAsync(
            id, "tier", tier.Length == 0 ? null : tier, from, by, context.CancellationToken);
        return new SetTierResponse { Change = ToWire(answer.OrThrow()) };
    }

    private async Task<WirePartner> SetStatusAsync(
        string name, string why, CoreStatus status, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.PartnerName(name);
        var by = reader.By(why, context);
        reader.ThrowIfRefused();
        var changed = await administration.SetStatusAsync(id, status, by, context.CancellationToken);

        // At this server it holds from the next call on.
        callers.Forget(id);
        return ToWire(changed.OrThrow());
    }

    private static WirePartner ToWire(StoredPartner partner) => new()
    {
        Name = $"partners/{partner.Id}",
        DisplayName = partner.Name,
        Status = (PartnerStatus)partner.Status,
        CurrencyCode = partner.Currency.Code,
    };

    private static NetworkChange ToWire(NetworkAnswer answer) => new()
    {
        Network = answer.Version, EffectiveTime = answer.From.ToWire(), Replayed = answer.Replayed,
    };

    private static PartnerFloat ToWire(FloatPosition position, DateTimeOffset now) => new()
    {
        Posted = new CoreMoney(position.Posted, position.Currency).ToWire(),
        Reserved = new CoreMoney(position.Reserved, position.Currency).ToWire(),
        CreditLimit = new CoreMoney(position.CreditLimit, position.Currency).ToWire(),
        Available = new CoreMoney(position.Available, position.Currency).ToWire(),
        AsOf = now.ToWire(),
    };
}
