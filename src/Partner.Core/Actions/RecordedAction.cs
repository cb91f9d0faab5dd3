namespace Partner.Core.Actions;

/// <summary>An action that changes something, as its transaction records it.</summary>
/// <param name="By">Who, and why.</param>
/// <param name="Name">One of <see cref="ActionNames"/>.</param>
/// <param name="Subject">What it is about, as a path: "partners/demo/topUps/01H…"; no card number in it.</param>
/// <param name="Before">What was true before it, by <see cref="ActionFacts"/>; null where there was nothing.</param>
/// <param name="After">What is true after it; null where there is nothing any more.</param>
public sealed record NewAction(ActionBy By, string Name, string Subject, string? Before, string? After);

/// <summary>Where a chain ends.</summary>
/// <param name="Number">Number of its last action; 0 before the first.</param>
/// <param name="Hash">That action's hash; empty before the first.</param>
public sealed record ActionHead(long Number, string Hash)
{
    /// <summary>The head of a chain without actions.</summary>
    public static ActionHead Empty { get; } = new(0, "");
}

/// <summary>
/// An action in its chain. There is one chain for each partner and one for what concerns none; numbers begin at 1 and
/// have no gap. Each action holds the hash of the one before it, so that none can be changed, left out or put between
/// unnoticed: whoever rewrites one has to rewrite all behind it, and the head, which may have been noted elsewhere.
/// </summary>
/// <param name="Chain">The partner that it concerns; <see cref="CommonChain"/> where it concerns none.</param>
/// <param name="Number">Its number in the chain.</param>
/// <param name="At">When it was done (UTC).</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Name">One of <see cref="ActionNames"/>.</param>
/// <param name="Subject">What it is about, as a path.</param>
/// <param name="Before">What was true before it, as JSON; null where there was nothing.</param>
/// <param name="After">What is true after it, as JSON; null where there is nothing any more.</param>
/// <param name="Why">In the actor's words, without long numbers; may be empty.</param>
/// <param name="PreviousHash">Hash of the action before it; empty for the first one.</param>
/// <param name="Hash">"1:" (the version of the form) and 64 hex digits.</param>
public sealed record RecordedAction(
    PartnerId Chain,
    long Number,
    DateTimeOffset At,
    ActionActor Actor,
    string Name,
    string Subject,
    string? Before,
    string? After,
    string Why,
    string PreviousHash,
    string Hash)
{
    /// <summary>The longest reason that is kept, in characters; what is longer is cut off.</summary>
    public const int LongestWhy = 1000;

    /// <summary>The chain of what concerns no partner.</summary>
    public static PartnerId CommonChain { get; } = new("");

    /// <summary>The next action of a chain.</summary>
    /// <param name="chain">The partner; <see cref="CommonChain"/> for none.</param>
    /// <param name="head">Where the chain ends.</param>
    /// <param name="action">What was done.</param>
    /// <param name="at">When.</param>
    public static RecordedAction Next(PartnerId chain, ActionHead head, NewAction action, DateTimeOffset at)
    {
        var (actor, why) = action.By;
        var next = new RecordedAction(
            chain,
            head.Number + 1,
            at,
            actor with { Name = Cut(actor.Name, ActionActor.LongestName) },
            action.Name,
            action.Subject,
            action.Before,
            action.After,
            Cut(ActionFacts.Hide(why), LongestWhy),
            head.Hash,
            "");
        return next with { Hash = ActionHash.Of(next) };
    }

    /// <summary>The chain's head once this action is its last.</summary>
    public ActionHead ToHead() => new(Number, Hash);

    private static string Cut(string text, int most) => text.Length <= most
        ? text
        : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
