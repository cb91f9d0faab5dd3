using Partner.Server.Connections;

namespace Partner.Server.Security;

/// <summary>
/// How many sales and reversals have arrived and are not saved yet. Beyond a bound new ones are refused before they are
/// read, at a small part of what they would cost: what is taken on is answered soon, also when several times as much is
/// asked for. Whoever waits for the issuer does not count: slow cards are no overload.
/// </summary>
/// <param name="limits">The bounds.</param>
public sealed class SaleIntake(ConnectionLimits limits)
{
    private int _waiting;

    /// <summary>How many there are.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether there are as many as there may be.</summary>
    internal bool IsFull => Waiting >= limits.SalesWaiting;

    /// <summary>One arrived.</summary>
    /// <returns>To be disposed of when it is saved or refused; more than once does no harm.</returns>
    internal Place Enter()
    {
        Interlocked.Increment(ref _waiting);
        return new Place(this);
    }

    /// <summary>The place of one that waits.</summary>
    /// <param name="intake">Where.</param>
    internal sealed class Place(SaleIntake intake) : IDisposable
    {
        private int _left;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Interlocked.Decrement(ref intake._waiting);
            }
        }
    }
}
