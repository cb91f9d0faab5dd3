namespace Partner.Core.Actions;

/// <summary>In which way whoever acted came in. The store keeps the number, so values never change.</summary>
public enum ActorKind
{
    /// <summary>The program itself: a job, without a person.</summary>
    Program = 1,

    /// <summary>A person who typed a verb where the database is.</summary>
    Verb = 2,

    /// <summary>An operator, by a certificate.</summary>
    Operator = 3,

    /// <summary>A partner, by a certificate of its own.</summary>
    Partner = 4,
}

/// <summary>Who acted.</summary>
/// <param name="Kind">In which way it came in.</param>
/// <param name="Name">
/// A certificate's thumbprint; a user's name "user@machine"; a job's name, or what let a certificate in by itself: a
/// code, "enrollmentCodes/…" (its id, never the code), or a rule, "certificateRules/…". At most
/// <see cref="LongestName"/>.
/// </param>
public sealed record ActionActor(ActorKind Kind, string Name)
{
    /// <summary>The longest name that is kept; what is longer is cut off.</summary>
    public const int LongestName = 128;

    /// <summary>The program itself, where nothing more is known.</summary>
    public static ActionActor Program { get; } = new(ActorKind.Program, "");

    /// <summary>The program, which did what somebody had allowed before.</summary>
    /// <param name="name">By what it was allowed: "enrollmentCodes/…", "certificateRules/…".</param>
    public static ActionActor By(string name) => new(ActorKind.Program, name);

    /// <summary>An operator.</summary>
    /// <param name="thumbprint">SHA-256 of the certificate, lower-case hex.</param>
    public static ActionActor Operator(string thumbprint) => new(ActorKind.Operator, thumbprint);

    /// <summary>A partner.</summary>
    /// <param name="thumbprint">SHA-256 of the certificate, lower-case hex.</param>
    public static ActionActor Partner(string thumbprint) => new(ActorKind.Partner, thumbprint);
}

/// <summary>Who acts, and why.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Why">In the actor's words; empty where nothing was said.</param>
public sealed record ActionBy(ActionActor Actor, string Why = "")
{
    /// <summary>The program itself.</summary>
    public static ActionBy Program { get; } = new(ActionActor.Program);
}
