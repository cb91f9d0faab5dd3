namespace Partner.Cli.Hosting;

/// <summary>What the user gave cannot be used; unless it says otherwise, nothing was sent because of it.</summary>
/// <param name="message">What is wrong and how to mend it, in the user's language.</param>
/// <param name="problems">The single problems of a file; empty when the message says it all.</param>
internal sealed class UsageException(string message, IReadOnlyList<FileProblem>? problems = null) : Exception(message)
{
    public IReadOnlyList<FileProblem> Problems { get; } = problems ?? [];

    /// <summary>What was done all the same.</summary>
    public UsageEffect Effect { get; init; }
}

/// <summary>What was done of a command whose input was wrong.</summary>
internal enum UsageEffect
{
    /// <summary>Nothing was sent.</summary>
    NothingSent,

    /// <summary>The service was asked what is wrong, and nothing was changed.</summary>
    NothingChanged,

    /// <summary>A part was carried out, as the message says.</summary>
    PartlyDone,
}

/// <summary>A problem at a place of a file.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Column">Name of the column, or empty where the whole line is meant.</param>
/// <param name="Text">What is wrong, in the user's language.</param>
internal sealed record FileProblem(long Line, string Column, string Text);
