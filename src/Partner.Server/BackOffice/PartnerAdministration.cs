using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Approvals;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Contract;
using Partner.Storage;

namespace Partner.Server.BackOffice;

/// <summary>What operators do to partners and their money; the verbs and the back office come through here.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
/// <param name="approvals">What needs a second person.</param>
internal sealed class PartnerAdministration(PartnerStore store, TimeProvider clock, ApprovalOptions approvals)
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
    /// <returns>
    /// The partner as it is now, <see cref="Reason.PartnerNotFound"/>, or <see cref="Reason.PartnerClosed"/>.
    /// </returns>
    public async Task<Result<PartnerAccount>> SetStatusAsync(
        PartnerId id, PartnerStatus status, ActionBy by, CancellationToken cancel)
    {
        await store.Partners.SetStatusAsync(id, status, clock.GetUtcNow(), by);
        var found = await FindAsync(id, cancel);
        return found is { Refusal: null, Value.Status: PartnerStatus.Closed }
            ? new Refusal(Reason.PartnerClosed)
            : found;
    }

    /// <summary>
    /// Changes a partner's money, or saves the change as one that waits for a second person, where it is above the
    /// amount of the settings.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <param name="maker">Who asks for it.</param>
    /// <param name="why">Why.</param>
    /// <returns>
    /// What became of it, or why it was refused: <see cref="Reason.PartnerNotFound"/>,
    /// <see cref="Reason.InvalidRequest"/>, or see <see cref="Approvals.MakeAsync"/>.
    /// </returns>
    public async Task<Result<MoneyAnswer>> ChangeAsync(
        PartnerId id, MoneyChange change, ApprovalParty maker, string why, CancellationToken cancel)
    {
        var found = await FindAsync(id, cancel);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        if (found.Value.Currency != change.Amount.Currency)
        {
            return Refusal.Of(Reason.InvalidRequest, new FieldViolation(
                $"{change.Field}.currency_code",
                $"must be {found.Value.Currency}, the currency of the partner's float",
                $"必须为该合作方预存款的币种 {found.Value.Currency}"));
        }

        var now = clock.GetUtcNow();
        return await store.Approvals.MakeAsync(id, change, Ids.New(now), approvals.Above, maker, why, now);
    }

    /// <summary>Finds a partner.</summary>
    /// <returns>The partner, or <see cref="Reason.PartnerNotFound"/>.</returns>
    public async Task<Result<PartnerAccount>> FindAsync(PartnerId id, CancellationToken cancel) =>
        await store.Partners.FindAsync(id, cancel) is { } known ? known : new Refusal(Reason.PartnerNotFound);
}
