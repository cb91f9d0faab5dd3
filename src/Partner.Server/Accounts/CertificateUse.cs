using System.Collections.Concurrent;
using Partner.Core.Identity;

namespace Partner.Server.Accounts;

/// <summary>
/// Which certificates were used, until that is noted in the store: seen where a registration is looked up, about once a
/// second for each certificate in use, so that a call costs nothing for it.
/// </summary>
/// <param name="options">How far behind a note may be.</param>
/// <param name="clock">The clock.</param>
internal sealed class CertificateUse(AccountOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _uses = new(StringComparer.Ordinal);

    /// <summary>A certificate is in use.</summary>
    /// <param name="registration">As it is stored.</param>
    public void Note(Registration registration)
    {
        var now = clock.GetUtcNow();
        if (registration.RevokedAt is null
            && (registration.LastUsedAt is not { } noted || now - noted >= options.UseNoted))
        {
            _uses[registration.Thumbprint] = now;
        }
    }

    /// <summary>What is to be noted; whoever takes it notes it, or loses it.</summary>
    /// <param name="most">At most this many.</param>
    public Dictionary<string, DateTimeOffset> Take(int most)
    {
        var taken = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var thumbprint in _uses.Keys.Take(most))
        {
            if (_uses.TryRemove(thumbprint, out var at))
            {
                taken[thumbprint] = at;
            }
        }

        return taken;
    }
}
