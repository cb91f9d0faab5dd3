namespace Partner.Server.TopUps;

/// <summary>A place for one operation that this process works on.</summary>
/// <param name="leave">Gives it back.</param>
public sealed class WorkPlace(Action leave) : IDisposable
{
    private int _left;

    /// <summary>Gives it back; more than once does no harm.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            leave();
        }
    }
}
