namespace Partner.Cli.Hosting;

/// <summary>What the user gave cannot be used; nothing was sent because of it.</summary>
/// <param name="message">What is wrong and how to mend it, in the user's language.</param>
/// <param name="problems">The single problems of a file; empty when the message says it all.</param>
internal sealed class UsageException(string message, IReadOnlyList<FileProblem>? problems = null) : Exception(message)
{
    public IReadOnlyList<FileProblem> Problems { get; } = problems ?? [];
}

/// <summary>A problem at a place of a file.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Column">Name of the column, or empty where the whole line is meant.</param>
/// <param name="Text">What is wrong, in the user's language.</param>
internal sealed record FileProblem(long Line, string Column, string Text);
