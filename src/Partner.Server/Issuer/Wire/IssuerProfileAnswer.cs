using Partner.Core.Errors;
using Partner.Core.Esims;
using Partner.Core.Projections;

namespace Partner.Server.Issuer.Wire;

/// <summary>How a card's eSIM is installed, as the issuer says now.</summary>
/// <param name="State">How far its profile is.</param>
/// <param name="Code">The code that installs it.</param>
public sealed record IssuerProfile(EsimProfile State, ActivationCode Code);

/// <summary>The answer to the question for a profile.</summary>
/// <param name="Verdict">What is known.</param>
/// <param name="Profile">The profile, with <see cref="IssuerCardVerdict.Found"/> only.</param>
public sealed record IssuerProfileAnswer(IssuerCardVerdict Verdict, IssuerProfile? Profile = null)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    /// <summary>Why nothing can be told of it; null where the issuer knows it.</summary>
    public Refusal? Refusal => Verdict switch
    {
        IssuerCardVerdict.UnknownCard => new Refusal(Reason.EsimCardNotFound),
        IssuerCardVerdict.Unavailable => new Refusal(Reason.IssuerUnavailable) { RetryAfter = AskAgain },
        _ => null,
    };
}
