using System.Security.Cryptography;
using System.Text;
using Partner.Core.Projections;

namespace Partner.Sandbox.Issuer;

/// <summary>
/// The eSIM profiles of the simulated cards: in use until they are issued anew, then ready for download until a device
/// comes with the new code. What a device installed is kept in memory only.
/// </summary>
internal sealed class SimulatedProfiles
{
    /// <summary>The server that codes name. It is not there: the issuer plays it.</summary>
    public const string Address = "rsp.sandbox.example";

    private const int TokenBytes = 8;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Reissues, bool Installed)> _changed = new(StringComparer.Ordinal);

    /// <summary>Whether whoever installs a card's profile has to type a confirmation code.</summary>
    public static bool AsksForConfirmation(string card) =>
        SandboxCards.OutcomeOf(card) == SandboxOutcome.ConfirmationCode;

    /// <summary>A card's profile is issued anew.</summary>
    public void Reissue(string card)
    {
        lock (_gate)
        {
            _changed[card] = (_changed.GetValueOrDefault(card).Reissues + 1, false);
        }
    }

    /// <summary>How far a card's profile is.</summary>
    public EsimProfile StateOf(string card, CardStanding standing)
    {
        switch (standing)
        {
            case CardStanding.Blocked:
                return EsimProfile.Disabled;
            case CardStanding.Terminated:
                return EsimProfile.Deleted;
        }

        lock (_gate)
        {
            return !_changed.TryGetValue(card, out var known)
                    ? (AsksForConfirmation(card) ? EsimProfile.Released : EsimProfile.Enabled)
                : known.Installed ? EsimProfile.Installed
                : EsimProfile.Released;
        }
    }

    /// <summary>The matching id that installs a card's profile now: another one after each reissue.</summary>
    public string MatchingIdOf(string card)
    {
        int reissues;
        lock (_gate)
        {
            reissues = _changed.GetValueOrDefault(card).Reissues;
        }

        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{card}/{reissues}"));
        return $"SB-{Convert.ToHexString(hash.AsSpan(0, TokenBytes))}";
    }

    /// <summary>What the download server does when a device comes with a code.</summary>
    /// <returns>Whether the profile was installed: by the present code, and once.</returns>
    public bool Install(string card, string matchingId)
    {
        if (matchingId != MatchingIdOf(card))
        {
            return false;
        }

        lock (_gate)
        {
            if (_changed.GetValueOrDefault(card) is not { Reissues: > 0, Installed: false } known)
            {
                return false;
            }

            _changed[card] = known with { Installed = true };
            return true;
        }
    }
}
