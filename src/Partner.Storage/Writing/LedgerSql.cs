using System.Data.Common;
using Partner.Core.Amounts;
using Partner.Core.Ledger;
using Partner.Storage.Model;

namespace Partner.Storage.Writing;

/// <summary>How transfers, legs, float entries and balances are written.</summary>
internal static class LedgerSql
{
    public static FloatPosition? ReadFloat(StatementCache statements, string partnerId, Currency currency) =>
        statements.First(
            "SELECT posted, reserved, credit_limit, last_sequence, last_posted_at FROM balances " +
            "WHERE partner_id = @p0 AND currency = @p1",
            row => new FloatPosition(
                currency,
                row.GetInt64(0),
                row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt64(3),
                Mapping.Instant(row.GetInt64(4))),
            partnerId,
            currency.Code);

    public static void WriteFloat(StatementCache statements, string partnerId, FloatPosition position) =>
        statements.Execute(
            "INSERT INTO balances (partner_id, currency, posted, reserved, credit_limit, last_sequence, " +
            "last_posted_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6) ON CONFLICT (partner_id, currency) DO UPDATE " +
            "SET posted = @p2, reserved = @p3, credit_limit = @p4, last_sequence = @p5, last_posted_at = @p6",
            partnerId,
            position.Currency.Code,
            position.Posted,
            position.Reserved,
            position.CreditLimit,
            position.LastSequence,
            position.LastPostedAt.UtcTicks);

    /// <summary>Stores a new transfer. A posted one moves the float at once, a pending one reserves its debit.</summary>
    public static void Insert(
        WriteSession session, string partnerId, Transfer transfer, DateTimeOffset now, string? basis = null)
    {
        session.Statements.Execute(
            "INSERT INTO transfers (partner_id, id, kind, phase, top_up_id, reverses, basis, created_at, resolved_at) " +
            "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)",
            partnerId,
            transfer.Id,
            (int)transfer.Kind,
            (int)transfer.Phase,
            transfer.TopUpId,
            transfer.Reverses,
            basis,
            now.UtcTicks,
            transfer.Phase == TransferPhase.Pending ? null : now.UtcTicks);
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
            "UPDATE transfers SET phase = @p2, resolved_at = @p3 WHERE partner_id = @p0 AND id = @p1 AND phase = 1",
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
                "INSERT INTO float_entries " +
                "(partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at) " +
                "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)",
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
        const string insert = "INSERT INTO legs (partner_id, transfer_id, number, account, currency, amount) ";
        var legs = transfer.Legs;
        if (legs is [var first, var second])
        {
            // Nearly all transfers: one statement instead of two.
            statements.Execute(
                insert + "VALUES (@p0, @p1, 0, @p2, @p3, @p4), (@p0, @p1, 1, @p5, @p6, @p7)",
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
                insert + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5)",
                partnerId,
                transfer.Id,
                i,
                (int)legs[i].Account,
                legs[i].Amount.Currency.Code,
                legs[i].Amount.Minor);
        }
    }
}
