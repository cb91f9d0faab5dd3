using System.Net;
using System.Net.Sockets;
using Partner.Core.Errors;

namespace Partner.Server.Accounts;

/// <summary>
/// Bounds how many wrong codes are tried: from one address, and of one code from anywhere. A try is counted before it
/// is made and forgotten when it was right, so that many at once are no way around it. It is told by what was tried
/// alone, whether there is such a code or not.
/// </summary>
/// <param name="options">How many, and for how long they count.</param>
/// <param name="clock">The clock.</param>
internal sealed class EnrollmentAttempts(AccountOptions options, TimeProvider clock)
{
    private const int MostKept = 10_000;
    private const int Ipv6Network = 8;

    private readonly Dictionary<string, (int Tries, long Since)> _tries = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Counts a try.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="code">The code's hash; null when it cannot be one.</param>
    /// <returns>ENROLLMENT_LOCKED where there were too many; null: it may be made.</returns>
    public Refusal? Begin(string address, string? code)
    {
        lock (_lock)
        {
            var wait = Left(address, options.WrongCodesOfAddress)
                ?? (code is null ? null : Left(code, options.TriesOfCode));
            if (wait is not null)
            {
                return new Refusal(Reason.EnrollmentLocked) { RetryAfter = wait };
            }

            Add(address);
            if (code is not null)
            {
                Add(code);
            }

            return null;
        }
    }

    /// <summary>A try that was counted was right, or nobody could tell.</summary>
    public void Forgive(string address, string? code)
    {
        lock (_lock)
        {
            Remove(address);
            if (code is not null)
            {
                Remove(code);
            }
        }
    }

    /// <summary>What callers are told apart by: an address, of IPv6 the network that one site has.</summary>
    public static string Of(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? Convert.ToHexStringLower(plain.GetAddressBytes().AsSpan(0, Ipv6Network))
            : plain?.ToString() ?? "unknown";
    }

    private TimeSpan? Left(string key, int most) => _tries.TryGetValue(key, out var known)
        && options.LockedFor - clock.GetElapsedTime(known.Since) is var left && left > TimeSpan.Zero
        && known.Tries >= most
            ? left
            : null;

    private void Add(string key)
    {
        if (_tries.Count >= MostKept)
        {
            Sweep();
        }

        var known = _tries.GetValueOrDefault(key);
        var fresh = known.Tries == 0 || clock.GetElapsedTime(known.Since) >= options.LockedFor;
        _tries[key] = fresh ? (1, clock.GetTimestamp()) : (known.Tries + 1, known.Since);
    }

    private void Remove(string key)
    {
        if (_tries.TryGetValue(key, out var known))
        {
            _tries[key] = (Math.Max(0, known.Tries - 1), known.Since);
        }
    }

    // What is over goes first; where that is not enough, the oldest half.
    private void Sweep()
    {
        foreach (var (key, known) in _tries.OrderBy(one => one.Value.Since).Take(MostKept / 2).ToList())
        {
            _tries.Remove(key);
        }
    }
}
