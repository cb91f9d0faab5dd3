using Partner.Core.Amounts;

namespace Partner.Core.Ledger;

/// <summary>
/// The state of a partner's float in one currency. The invariant: no reservation makes <see cref="Available"/>
/// negative. Credits, voids and lowering the limit are always possible.
/// </summary>
/// <param name="Posted">Sum of the posted entries, in minor units.</param>
/// <param name="Reserved">Sum of the pending debits; 0 or more.</param>
/// <param name="CreditLimit">How far posted − reserved may go below zero; 0 or more.</param>
/// <param name="LastSequence">Number of the latest entry; 0 before the first.</param>
/// <param name="LastPostedAt">Time of the latest entry (UTC).</param>
public sealed record FloatPosition(
    Currency Currency, long Posted, long Reserved, long CreditLimit, long LastSequence, DateTimeOffset LastPostedAt)
{
    /// <summary>
    /// The greatest credit limit, and the most that a deposit may raise the float to: so far below what the integer
    /// holds that what sales add to the float never makes <see cref="Available"/> overflow.
    /// </summary>
    public const long Most = long.MaxValue / 4;

    /// <summary>posted − reserved + credit limit, in minor units.</summary>
    public long Available => checked(Posted - Reserved + CreditLimit);

    /// <summary>An empty float.</summary>
    public static FloatPosition Empty(Currency currency) => new(currency, 0, 0, 0, 0, DateTimeOffset.MinValue);

    /// <summary>Whether a debit can be reserved.</summary>
    /// <param name="debit">Minor units, 0 or more.</param>
    public bool Covers(long debit) => debit <= Available;

    /// <summary>The float after reserving a debit that it covers.</summary>
    /// <param name="debit">Minor units, 0 or more.</param>
    /// <exception cref="InvalidOperationException">It does not cover the debit.</exception>
    public FloatPosition Reserve(long debit) => Covers(debit) && debit >= 0
        ? this with { Reserved = checked(Reserved + debit) }
        : throw new InvalidOperationException("The float does not cover the debit.");

    /// <summary>The float after giving a reservation back.</summary>
    /// <param name="debit">Minor units that were reserved.</param>
    public FloatPosition Release(long debit) => this with { Reserved = checked(Reserved - debit) };

    /// <summary>
    /// The float after one posted entry, which takes the next sequence number. Its time never goes back, whatever the
    /// clocks do, so that a period of a statement is a range of sequence numbers.
    /// </summary>
    /// <param name="amount">Signed minor units.</param>
    /// <param name="now">The time (UTC).</param>
    public FloatPosition Post(long amount, DateTimeOffset now) => this with
    {
        Posted = checked(Posted + amount),
        LastSequence = LastSequence + 1,
        LastPostedAt = now > LastPostedAt ? now : LastPostedAt,
    };
}
