using System.Globalization;
using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.Texts;
using Partner.Server.Allowances;

namespace Partner.Server.Security;

/// <summary>
/// Locks the look-ups of whoever tries too many cards that are unknown, or that the issuer declines, at this server
/// alone and in its memory. The same card counts once.
/// </summary>
/// <param name="cache">Limits that were set.</param>
/// <param name="options">What holds where the operator has set none.</param>
/// <param name="time">The clock.</param>
public sealed class CardLookupGuard(LimitCache cache, LimitOptions options, TimeProvider time)
{
    private const int SweepAbove = 10_000;

    private readonly Dictionary<(PartnerId PartnerId, string Outlet, string Holder), Tries> _tries = [];
    private readonly Lock _lock = new();

    /// <summary>Why the caller may look nothing up now; null when it may.</summary>
    internal Refusal? Refuse(Caller caller)
    {
        TimeSpan left;
        lock (_lock)
        {
            if (!_tries.TryGetValue(KeyOf(caller), out var tries) || tries.LockedAt is not { } at
                || (left = options.LookupsLockedFor - time.GetElapsedTime(at)) <= TimeSpan.Zero)
            {
                return null;
            }
        }

        return new Refusal(Reason.CardLookupsLocked) { RetryAfter = left }
            .With("limit", EnumWord.Upper(LimitKind.UnknownCards))
            .With("scope", EnumWord.Upper(LimitSubject.Certificate))
            .With("value", MostOf(caller).ToString(CultureInfo.InvariantCulture))
            .With("reset", InstantText.Utc(time.GetUtcNow() + left));
    }

    /// <summary>Counts a card that is unknown, or that the issuer declined.</summary>
    /// <param name="caller">Who tried it.</param>
    /// <param name="card">What tells it from others.</param>
    internal void Note(Caller caller, int card)
    {
        var (key, most, now) = (KeyOf(caller), MostOf(caller), time.GetTimestamp());
        lock (_lock)
        {
            if (!_tries.TryGetValue(key, out var tries))
            {
                Sweep();
                _tries.Add(key, tries = new Tries());
            }

            tries.Cards.RemoveAll(one => time.GetElapsedTime(one.At, now) >= options.UnknownCardsWithin);
            if (!tries.Cards.Exists(one => one.Card == card))
            {
                tries.Cards.Add((now, card));
            }

            if (tries.Cards.Count >= most)
            {
                tries.Cards.Clear();
                tries.LockedAt = now;
            }
        }
    }

    private static (PartnerId PartnerId, string Outlet, string Holder) KeyOf(Caller caller) =>
        (caller.PartnerId, "", caller.Thumbprint);

    private long MostOf(Caller caller)
    {
        var book = cache.Of(caller.PartnerId).Latest;
        var scope = LimitScope.One(LimitSubject.Certificate, "", caller.Thumbprint);
        return LimitBook.Tighter(
            book.Says(LimitSetter.Operator, LimitKind.UnknownCards, scope) ?? options.UnknownCards,
            book.Says(LimitSetter.Partner, LimitKind.UnknownCards, scope))!.Value;
    }

    // There are as many as certificates that tried a wrong card lately.
    private void Sweep()
    {
        if (_tries.Count < SweepAbove)
        {
            return;
        }

        var longest = options.LookupsLockedFor + options.UnknownCardsWithin;
        foreach (var (key, tries) in _tries)
        {
            if (tries.LatestAt is not { } at || time.GetElapsedTime(at) >= longest)
            {
                _tries.Remove(key);
            }
        }
    }

    private sealed class Tries
    {
        public List<(long At, int Card)> Cards { get; } = [];

        public long? LockedAt { get; set; }

        public long? LatestAt => Cards.Count > 0 ? Cards[^1].At : LockedAt;
    }
}
