namespace Partner.Storage.Abstractions;

/// <summary>The database cannot be used as it is; the message says what to do.</summary>
public sealed class StoreNotReadyException : Exception
{
    /// <summary>An exception without a message.</summary>
    public StoreNotReadyException()
    {
    }

    /// <summary>An exception that says what to do.</summary>
    /// <param name="message">What to do.</param>
    public StoreNotReadyException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its cause.</summary>
    /// <param name="message">What to do.</param>
    /// <param name="innerException">The cause.</param>
    public StoreNotReadyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// The database could not be reached, or stayed too busy, for a while. Whether a change took effect is not known: the
/// same request id finds out, once the database is back. The store reconnects by itself.
/// </summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>An exception without a message.</summary>
    public StoreUnavailableException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What happened.</param>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
