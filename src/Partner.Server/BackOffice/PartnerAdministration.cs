using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Ledger;
using Partner.Server.Contract;
using Partner.Storage;

namespace Partner.Server.BackOffice;

/// <summary>What operators do to partners and their money; the verbs and the back office come through here.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
internal sealed class PartnerAdministration(PartnerStore store, TimeProvider clock)
{
    /// <summary>Adds a partner with an empty float, or finds it there as it should be.</summary>
    /// <returns>
    /// The partner and whether it was there before; <see cref="Reason.PartnerExists"/> where its name or currency is
    /// another.
    /// </returns>
    public async Task<Result<(PartnerAccount Partner, bool Replayed)>> AddAsync(
        PartnerId id, string name, Currency currency, ActionBy by, CancellationToken cancel)
    {
        var partner = new PartnerAccount(id, name, PartnerStatus.Active, currency);
        if (await store.Partners.AddAsync(partner, clock.GetUtcNow(), by))
        {
            return (partner, false);
        }

        var known = await store.Partners.FindAsync(id, cancel);
        return known is not null && known.Name == name && known.Currency == currency
            ? (known, true)
            : new Refusal(Reason.PartnerExists).With("partner", id.Value);
    }

    /// <summary>Suspends a partner or lets it call again.</summary>
    /// <returns>The partner as it is now, or <see cref="Reason.PartnerNotFound"/>.</returns>
    public async Task<Result<PartnerAccount>> SetStatusAsync(
        PartnerId id, PartnerStatus status, ActionBy by, CancellationToken cancel)
    {
        await store.Partners.SetStatusAsync(id, status, clock.GetUtcNow(), by);
        return await FindAsync(id, cancel);
    }

    /// <summary>Sets how far a float may go below zero.</summary>
    /// <param name="limit">0 or more.</param>
    /// <param name="field">Where the amount comes from, for its violations.</param>
    /// <returns>
    /// The float after it, <see cref="Reason.PartnerNotFound"/>, or <see cref="Reason.InvalidRequest"/>.
    /// </returns>
    public async Task<Result<FloatPosition>> SetCreditLimitAsync(
        PartnerId id, Money limit, string field, ActionBy by, CancellationToken cancel) =>
        await CheckAsync(id, limit, field, cancel) is { } refusal
            ? refusal
            : await store.Partners.SetCreditLimitAsync(id, limit, clock.GetUtcNow(), by);

    /// <summary>Credits money that a partner paid in, once for each request id.</summary>
    /// <param name="amount">Above 0.</param>
    /// <param name="field">Where the amount comes from, for its violations.</param>
    /// <returns>
    /// The transfer and whether the request id had been used for it before; <see cref="Reason.PartnerNotFound"/>,
    /// <see cref="Reason.InvalidRequest"/> or <see cref="Reason.RequestIdConflict"/>.
    /// </returns>
    public async Task<Result<(string TransferId, bool Replayed)>> DepositAsync(
        PartnerId id, RequestId requestId, Money amount, string field, ActionBy by, CancellationToken cancel)
    {
        if (await CheckAsync(id, amount, field, cancel) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        try
        {
            return await store.Partners.DepositAsync(id, requestId, Ids.New(now), amount, now, by);
        }
        catch (ArgumentOutOfRangeException)
        {
            return TooLarge(field);
        }
    }

    /// <summary>Finds a partner.</summary>
    /// <returns>The partner, or <see cref="Reason.PartnerNotFound"/>.</returns>
    public async Task<Result<PartnerAccount>> FindAsync(PartnerId id, CancellationToken cancel) =>
        await store.Partners.FindAsync(id, cancel) is { } known ? known : new Refusal(Reason.PartnerNotFound);

    private async Task<Refusal?> CheckAsync(PartnerId id, Money amount, string field, CancellationToken cancel)
    {
        var found = await FindAsync(id, cancel);
        return found.Refusal ?? (found.Value.Currency != amount.Currency
            ? Refusal.Of(Reason.InvalidRequest, new FieldViolation(
                $"{field}.currency_code",
                $"must be {found.Value.Currency}, the currency of the partner's float",
                $"必须为该合作方预存款的币种 {found.Value.Currency}"))
            : amount.Minor > FloatPosition.Most ? TooLarge(field) : null);
    }

    private static Refusal TooLarge(string field) => Refusal.Of(
        Reason.InvalidRequest,
        new FieldViolation($"{field}.units", "is more than a float can hold", "超过预存款账户的上限"));
}
