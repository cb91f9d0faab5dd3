using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Transfers, their legs, floats and the entries that are posted to them.</summary>
internal static class LedgerTable
{
    private const string Position =
        "posted long, reserved long, credit_limit long, last_sequence long, last_posted_at long";

    private static readonly RowShape Floats = RowShape.Of("partner_id text, currency text, " + Position);

    /// <summary>Floats as they are, and whether their partner has cases that are not closed.</summary>
    public static readonly RowSqlText ReadFloats = RowSqlText.Select(
        "balances.read-rows",
        "t.partner_id, t.currency, t.posted, t.reserved, t.credit_limit, t.last_sequence, t.last_posted_at, " +
        "CASE WHEN EXISTS (SELECT 1 FROM arrival_cases c WHERE c.partner_id = t.partner_id AND c.closed_at IS NULL) " +
        "THEN 1 ELSE 0 END AS has_cases",
        "balances t",
        RowShape.Of("partner_id text, currency text"),
        "t.partner_id = k.partner_id AND t.currency = k.currency");

    /// <summary>The float legs (account 1) of transfers: what a pending one reserved.</summary>
    public static readonly RowSqlText ReadFloatLegs = RowSqlText.Select(
        "legs.read-float",
        "t.partner_id, t.transfer_id, t.currency, t.amount",
        "legs t",
        RowShape.Of("partner_id text, transfer_id text"),
        "t.partner_id = k.partner_id AND t.transfer_id = k.transfer_id AND t.account = 1");

    private static readonly RowSqlText InsertFloats = RowSqlText.Insert("balances", Floats).In(SqlGroups.Balances);

    private static readonly RowSqlText UpdateFloats = RowSqlText.Update(
        "balances.update-rows", "balances", 2, Floats).In(SqlGroups.Balances);

    private static readonly RowSqlText InsertTransfers = RowSqlText.Insert("transfers", RowShape.Of(
        "partner_id text, id text, kind int, phase int, top_up_id text, seller_id text, reverses text, basis text, " +
        "created_at long, resolved_at long")).In(SqlGroups.Ledger);

    private static readonly RowSqlText ResolveTransfers = RowSqlText.Update(
        "transfers.resolve-rows",
        "transfers",
        2,
        RowShape.Of("partner_id text, id text, phase int, resolved_at long"),
        condition: "t.phase = 1").In(SqlGroups.Ledger);

    private static readonly RowSqlText InsertEntries = RowSqlText.Insert("float_entries", RowShape.Of(
        "partner_id text, currency text, sequence long, transfer_id text, amount long, balance_after long, " +
        "posted_at long")).In(SqlGroups.Ledger);

    private static readonly RowSqlText InsertLegs = RowSqlText.Insert("legs", RowShape.Of(
        "partner_id text, transfer_id text, number int, account int, currency text, amount long")).In(SqlGroups.Ledger);

    /// <summary>
    /// Stores a new transfer. A posted one moves the float at once, a pending one reserves its debit.
    /// </summary>
    /// <param name="set">What the transaction knows.</param>
    /// <param name="partnerId">Whose books it belongs to.</param>
    /// <param name="entry">The commission entry that it posts or takes back; null for others.</param>
    public static void Insert(
        WorkingSet set, PartnerId partnerId, Transfer transfer, DateTimeOffset now, CommissionEntry? entry = null)
    {
        var pending = transfer.Phase == TransferPhase.Pending;
        set.Changes.Add(
            InsertTransfers,
            partnerId.Value,
            transfer.Id,
            (int)transfer.Kind,
            (int)transfer.Phase,
            transfer.TopUpId?.Value,
            entry is null || entry.SellerId == partnerId ? null : entry.SellerId.Value,
            transfer.Reverses,
            entry is null ? null : CommissionBasis.Of(entry),
            now.UtcTicks,
            pending ? (long?)null : now.UtcTicks);
        for (var number = 0; number < transfer.Legs.Count; number++)
        {
            var leg = transfer.Legs[number];
            set.Changes.Add(
                InsertLegs,
                partnerId.Value,
                transfer.Id,
                number,
                (int)leg.Account,
                leg.Amount.Currency.Code,
                leg.Amount.Minor);
        }

        foreach (var leg in transfer.Legs.Where(leg => leg.Account == Account.Float))
        {
            if (pending)
            {
                set.SetFloat(partnerId, set.Float(partnerId, leg.Amount.Currency).Reserve(-leg.Amount.Minor));
            }
            else
            {
                Post(set, partnerId, transfer.Id, leg, now);
            }
        }
    }

    /// <summary>
    /// Posts or voids a pending transfer, and releases what it reserved, by the legs that were stored.
    /// </summary>
    /// <param name="set">What the transaction knows.</param>
    /// <param name="pending">The transfer; it must be pending, or the transaction fails.</param>
    /// <param name="phase">Posted or voided.</param>
    public static void Resolve(WorkingSet set, ResourceKey pending, TransferPhase phase, DateTimeOffset now)
    {
        set.Changes.Add(ResolveTransfers, pending.PartnerId.Value, pending.Id, (int)phase, now.UtcTicks);
        foreach (var leg in set.ReservedBy(pending))
        {
            var position = set.Float(pending.PartnerId, leg.Amount.Currency);
            set.SetFloat(pending.PartnerId, position.Release(-leg.Amount.Minor));
            if (phase == TransferPhase.Posted)
            {
                Post(set, pending.PartnerId, pending.Id, leg, now);
            }
        }
    }

    /// <summary>Stores a float.</summary>
    public static void Store(Changes changes, PartnerId partnerId, TrackedRow<FloatPosition> position)
    {
        var now = position.Now;
        changes.Add(
            position.Exists ? UpdateFloats : InsertFloats,
            partnerId.Value,
            now.Currency.Code,
            now.Posted,
            now.Reserved,
            now.CreditLimit,
            now.LastSequence,
            now.LastPostedAt.UtcTicks);
    }

    private static void Post(WorkingSet set, PartnerId partnerId, string transferId, Leg leg, DateTimeOffset now)
    {
        var position = set.Float(partnerId, leg.Amount.Currency).Post(leg.Amount.Minor, now);
        set.SetFloat(partnerId, position);
        set.Changes.Add(
            InsertEntries,
            partnerId.Value,
            leg.Amount.Currency.Code,
            position.LastSequence,
            transferId,
            leg.Amount.Minor,
            position.Posted,
            position.LastPostedAt.UtcTicks);
    }
}
