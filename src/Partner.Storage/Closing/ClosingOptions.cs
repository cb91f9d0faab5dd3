using Partner.Core.Actions;

namespace Partner.Storage.Closing;

/// <summary>How far a closing has come.</summary>
internal enum ClosingStep
{
    /// <summary>A part of the plan is stored.</summary>
    Planning,

    /// <summary>The plan is complete.</summary>
    Planned,

    /// <summary>Some payees' statements are posted.</summary>
    Posted,

    /// <summary>Some entries are marked.</summary>
    Marked,

    /// <summary>All is done but the period's row.</summary>
    Finishing,
}

/// <summary>How a closing works, and a way for tests to disturb it.</summary>
internal sealed record ClosingOptions
{
    /// <summary>What everybody uses.</summary>
    public static readonly ClosingOptions Usual = new();

    /// <summary>Who closes, and why.</summary>
    public ActionBy By { get; init; } = ActionBy.Program;

    /// <summary>How long after a closer's process ended another may go on.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many payees are posted at once: they share transactions with sales.</summary>
    public int Payees { get; init; } = 32;

    /// <summary>
    /// How many entries a transaction marks: it keeps others from writing no longer than a batch of sales.
    /// </summary>
    public int Entries { get; init; } = 1000;

    /// <summary>Called after each step.</summary>
    public Action<ClosingStep> Reached { get; init; } = _ => { };
}
