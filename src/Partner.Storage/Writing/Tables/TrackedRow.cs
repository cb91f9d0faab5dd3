namespace Partner.Storage.Writing.Tables;

/// <summary>A row as it was read, and as it shall be.</summary>
/// <typeparam name="T">What it holds.</typeparam>
/// <param name="stored">As it was read; what an absent row stands for where there is none.</param>
/// <param name="exists">Whether there is a row.</param>
internal sealed class TrackedRow<T>(T stored, bool exists)
    where T : notnull
{
    /// <summary>As it is stored.</summary>
    public T Stored { get; } = stored;

    /// <summary>As this transaction has it so far.</summary>
    public T Now { get; set; } = stored;

    /// <summary>Whether there is a row to change; otherwise one has to be inserted.</summary>
    public bool Exists => exists;

    /// <summary>Whether it has to be written.</summary>
    public bool HasChanged => !Stored.Equals(Now);
}
