using Partner.Core.Texts;

namespace Partner.Core.Errors;

/// <summary>One field of a request that is wrong.</summary>
/// <param name="Field">Path of the field as in the contract: <c>card.iccid</c>.</param>
/// <param name="Problem">What is wrong and how to mend it, in English.</param>
/// <param name="ProblemZh">The same in Chinese.</param>
public sealed record FieldViolation(string Field, string Problem, string ProblemZh)
{
    /// <summary>A field that is wrong.</summary>
    /// <param name="field">Its path.</param>
    /// <param name="problem">What is wrong and how to mend it.</param>
    public FieldViolation(string field, Wording problem)
        : this(field, problem.English, problem.Chinese)
    {
    }
}

/// <summary>
/// A request that is not carried out. A refusal never leaves anything behind: nothing was saved and no request id was
/// used up.
/// </summary>
/// <param name="Reason">Why.</param>
public sealed record Refusal(Reason Reason)
{
    /// <summary>Every field that is wrong; empty unless the request itself is at fault.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; init; } = [];

    /// <summary>
    /// Facts for the caller's program beside the fixed ones, by key: <c>top_up</c>, <c>available</c>. Never another
    /// partner's data, never a card number.
    /// </summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Facts that are texts for people, by key: <c>problem</c>. A caller gets them in its language.</summary>
    public IReadOnlyDictionary<string, Wording> Texts { get; init; } = new Dictionary<string, Wording>();

    /// <summary>When a repetition may succeed; null where waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether it is a limit on a single sale that refuses: it never begins anew, and only another amount can help.
    /// </summary>
    public bool IsForEver => Reason == Reason.LimitExceeded && !Metadata.ContainsKey("reset");

    /// <summary>A refusal for one wrong field.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="violation">The field.</param>
    public static Refusal Of(Reason reason, FieldViolation violation) => new(reason) { Violations = [violation] };

    /// <summary>The same refusal with one more fact.</summary>
    /// <param name="key">Key in lower_snake_case.</param>
    /// <param name="value">The fact.</param>
    public Refusal With(string key, string value) =>
        this with { Metadata = new Dictionary<string, string>(Metadata) { [key] = value } };

    /// <summary>The same refusal with one more fact that is a text for people.</summary>
    /// <param name="key">Key in lower_snake_case.</param>
    /// <param name="text">The text.</param>
    public Refusal With(string key, Wording text) =>
        this with { Texts = new Dictionary<string, Wording>(Texts) { [key] = text } };

    /// <summary>The same refusal without a fact that the caller must not know.</summary>
    /// <param name="key">Key in lower_snake_case.</param>
    public Refusal Without(string key) =>
        this with { Metadata = Metadata.Where(fact => fact.Key != key).ToDictionary() };
}

/// <summary>Either a value or the refusal to produce it: expected failures are values, not exceptions.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>The refusal; null when there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The value. Reading it from a refused result is a programming error.</summary>
    /// <exception cref="InvalidOperationException">The result is a refusal.</exception>
    public T Value => Refusal is null
        ? _value!
        : throw new InvalidOperationException($"There is no value: the request was refused ({Refusal.Reason}).");

    /// <summary>A value is a successful result.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A refusal is a failed result.</summary>
    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}
