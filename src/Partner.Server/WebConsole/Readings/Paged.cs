namespace Partner.Server.WebConsole.Readings;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Rows">At most as many as asked for.</param>
/// <param name="Next">Where the list goes on; null where it has ended.</param>
internal sealed record Paged<T>(IReadOnlyList<T> Rows, string? Next)
{
    /// <summary>Makes a page of what was read: one more than fits on it, where there is more.</summary>
    /// <param name="found">What was read.</param>
    /// <param name="size">How many fit on it.</param>
    /// <param name="place">Where the list goes on behind a row.</param>
    public static Paged<T> Of(List<T> found, int size, Func<T, string> place) => found.Count > size
        ? new Paged<T>(found.GetRange(0, size), place(found[size - 1]))
        : new Paged<T>(found, null);
}
