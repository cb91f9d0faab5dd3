using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>Whether a partner may be closed: nothing of it may be under way, and none of its money be left.</summary>
internal static class PartnerClosing
{
    public static readonly SqlText EndCredit = new(
        "balances.end-credit", "UPDATE balances SET credit_limit = 0 WHERE partner_id = @p0");

    /// <summary>Why it may not be closed, read under its lock; null where it may.</summary>
    public static Refusal? Refuse(SeparateSession session, PartnerAccount partner)
    {
        var (context, id) = (session.Context, partner.Id.Value);
        var floats = context.Balances.Where(row => row.PartnerId == id).ToList();
        var unfinished = context.Jobs.Count(row => row.PartnerId == id);

        // What was earned is settled first: a settlement would post to a float that nobody can pay out any more.
        var unsettled = context.Commissions.Count(row =>
            row.PartnerId == id && row.Settlement == null && row.ReversedAt == null);
        if (unfinished == 0 && unsettled == 0 && floats.TrueForAll(one => one.Posted == 0 && one.Reserved == 0))
        {
            return null;
        }

        var own = floats.Find(one => one.Currency == partner.Currency.Code);
        return new Refusal(Reason.PartnerNotEmpty)
            .With("posted", new Money(own?.Posted ?? 0, partner.Currency).ToString())
            .With("reserved", new Money(own?.Reserved ?? 0, partner.Currency).ToString())
            .With("unfinished", $"{unfinished}")
            .With("unsettled", $"{unsettled}");
    }
}
