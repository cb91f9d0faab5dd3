using System.Data.Common;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Storage.Model;
using Partner.Storage.Providers;

namespace Partner.Storage.Writing;

/// <summary>How transfers, legs, float entries and balances are written.</summary>
internal static class LedgerSql
{
    private const string FloatColumns = "posted, reserved, credit_limit, last_sequence, last_posted_at";
    private const string OneFloat = "partner_id = @p0 AND currency = @p1";

    private static readonly Statement SelectFloat = new(
        "balances.read", $"SELECT {FloatColumns} FROM balances WHERE {OneFloat}");

    private static readonly Statement SelectFloatLocked = new(
        "balances.lock", dialect => dialect.SelectLocked(FloatColumns, "balances", OneFloat));

    private static readonly Statement AddFloat = Statement.InsertIfAbsent(
        "balances", 2, $"partner_id, currency, {FloatColumns}");

    private static readonly Statement UpdateFloat = new(
        "balances.write",
        "UPDATE balances SET posted = @p2, reserved = @p3, credit_limit = @p4, last_sequence = @p5, " +
        $"last_posted_at = @p6 WHERE {OneFloat}");

    private static readonly Statement InsertTransfer = Statement.Insert(
        "transfers", "partner_id, id, kind, phase, top_up_id, seller_id, reverses, basis, created_at, resolved_at");

    private static readonly Statement ResolveTransfer = new(
        "transfers.resolve",
        "UPDATE transfers SET phase = @p2, resolved_at = @p3 WHERE partner_id = @p0 AND id = @p1 AND phase = 1");

    private static readonly Statement InsertEntry = Statement.Insert(
        "float_entries", "partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at");

    private static readonly Statement InsertLeg = Statement.Insert(
        "legs", "partner_id, transfer_id, number, account, currency, amount");

    // Nearly all transfers have two legs: one statement instead of two.
    private static readonly Statement InsertTwoLegs = new(
        "legs.insert-two",
        "INSERT INTO legs (partner_id, transfer_id, number, account, currency, amount) " +
        "VALUES (@p0, @p1, 0, @p2, @p3, @p4), (@p0, @p1, 1, @p5, @p6, @p7)");

    /// <summary>A float as it is now; null when the partner has none in the currency.</summary>
    public static FloatPosition? ReadFloat(StatementCache statements, string partnerId, Currency currency) =>
        First(statements, SelectFloat, partnerId, currency);

    /// <summary>Locks a float until the transaction ends; makes an empty one where there is none.</summary>
    public static FloatPosition LockFloat(StatementCache statements, string partnerId, Currency currency)
    {
        if (First(statements, SelectFloatLocked, partnerId, currency) is { } position)
        {
            return position;
        }

        Execute(statements, AddFloat, partnerId, FloatPosition.Empty(currency));
        return First(statements, SelectFloatLocked, partnerId, currency)!;
    }

    /// <summary>Writes a float that this transaction has locked.</summary>
    public static void WriteFloat(StatementCache statements, string partnerId, FloatPosition position) =>
        Execute(statements, UpdateFloat, partnerId, position);

    /// <summary>
    /// Stores a new transfer. A posted one moves the float at once, a pending one reserves its debit.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="partnerId">Whose books it belongs to.</param>
    /// <param name="transfer">The transfer.</param>
    /// <param name="now">The time.</param>
    /// <param name="entry">The commission entry that it posts or takes back; null for others.</param>
    public static void Insert(
        WriteSession session, string partnerId, Transfer transfer, DateTimeOffset now, CommissionEntry? entry = null)
    {
        session.Statements.Execute(
            InsertTransfer,
            partnerId,
            transfer.Id,
            (int)transfer.Kind,
            (int)transfer.Phase,
            transfer.TopUpId,
            entry is null || entry.SellerId == partnerId ? null : entry.SellerId,
            transfer.Reverses,
            entry is null ? null : CommissionBasis.Of(entry),
            now.UtcTicks,
            transfer.Phase == TransferPhase.Pending ? (long?)null : now.UtcTicks);
        InsertLegs(session.Statements, partnerId, transfer);

        if (transfer.Phase == TransferPhase.Posted)
        {
            PostFloatLegs(session, partnerId, transfer.Id, transfer.Legs, now);
            return;
        }

        foreach (var leg in transfer.Legs.Where(leg => leg.Account == Account.Float))
        {
            session.SetFloat(partnerId, session.Float(partnerId, leg.Amount.Currency).Reserve(-leg.Amount.Minor));
        }
    }

    /// <summary>Posts or voids a pending transfer: exactly once, because only a pending one is changed.</summary>
    /// <exception cref="DbException">It is not pending.</exception>
    public static void Resolve(
        WriteSession session, string partnerId, Transfer pending, TransferPhase phase, DateTimeOffset now)
    {
        var changed = session.Statements.Execute(
            ResolveTransfer,
            partnerId,
            pending.Id,
            (int)phase,
            now.UtcTicks);
        if (changed != 1)
        {
            throw new InvalidOperationException($"Transfer {pending.Id} is not pending.");
        }

        foreach (var leg in pending.Legs.Where(leg => leg.Account == Account.Float))
        {
            session.SetFloat(partnerId, session.Float(partnerId, leg.Amount.Currency).Release(-leg.Amount.Minor));
        }

        if (phase == TransferPhase.Posted)
        {
            PostFloatLegs(session, partnerId, pending.Id, pending.Legs, now);
        }
    }

    private static void PostFloatLegs(
        WriteSession session, string partnerId, string transferId, IReadOnlyList<Leg> legs, DateTimeOffset now)
    {
        foreach (var leg in legs.Where(leg => leg.Account == Account.Float))
        {
            var position = session.Float(partnerId, leg.Amount.Currency).Post(leg.Amount.Minor, now);
            session.SetFloat(partnerId, position);
            session.Statements.Execute(
                InsertEntry,
                partnerId,
                leg.Amount.Currency.Code,
                position.LastSequence,
                transferId,
                leg.Amount.Minor,
                position.Posted,
                position.LastPostedAt.UtcTicks);
        }
    }

    private static void InsertLegs(StatementCache statements, string partnerId, Transfer transfer)
    {
        var legs = transfer.Legs;
        if (legs is [var first, var second])
        {
            statements.Execute(
                InsertTwoLegs,
                partnerId,
                transfer.Id,
                (int)first.Account,
                first.Amount.Currency.Code,
                first.Amount.Minor,
                (int)second.Account,
                second.Amount.Currency.Code,
                second.Amount.Minor);
            return;
        }

        for (var i = 0; i < legs.Count; i++)
        {
            statements.Execute(
                InsertLeg,
                partnerId,
                transfer.Id,
                i,
                (int)legs[i].Account,
                legs[i].Amount.Currency.Code,
                legs[i].Amount.Minor);
        }
    }

    private static FloatPosition? First(
        StatementCache statements, Statement query, string partnerId, Currency currency) => statements.First(
        query,
        row => new FloatPosition(
            currency,
            row.GetInt64(0),
            row.GetInt64(1),
            row.GetInt64(2),
            row.GetInt64(3),
            Mapping.Instant(row.GetInt64(4))),
        partnerId,
        currency.Code);

    private static void Execute(
        StatementCache statements, Statement statement, string partnerId, FloatPosition position) => statements.Execute(
        statement,
        partnerId,
        position.Currency.Code,
        position.Posted,
        position.Reserved,
        position.CreditLimit,
        position.LastSequence,
        position.LastPostedAt.UtcTicks);
}
