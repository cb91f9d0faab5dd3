namespace Partner.Contracts.Client;

/// <summary>Request ids, which callers make up: one for each sale, the same on every retry.</summary>
public static class RequestIds
{
    private const int Least = 16;
    private const int Most = 64;

    /// <summary>Whether a text may be a request id: 16 to 64 characters of <c>[A-Za-z0-9_-]</c>.</summary>
    /// <param name="text">The text.</param>
    public static bool IsWellFormed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is >= Least and <= Most
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
    }
}
