using System.Globalization;
using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.Texts;
using Partner.Server.Allowances;

namespace Partner.Server.Security;

/// <summary>
/// Locks the look-ups of whoever tries too many cards that are unknown, or that the issuer declines, at this server
/// alone and in its memory. The same card counts once. It is the terminal that is locked, where its certificate is of
/// one or the call names one, else the certificate. Names are the caller's, so that what a certificate tries under all
/// names together is bounded too: whoever makes new ones up gains little, and fills no memory.
/// </summary>
/// <param name="cache">Limits that were set.</param>
/// <param name="options">What holds where the operator has set none.</param>
/// <param name="time">The clock.</param>
public sealed class CardLookupGuard(LimitCache cache, LimitOptions options, TimeProvider time)
{
    /// <summary>How many terminals' worth of cards lock a certificate that names them.</summary>
    internal const int TerminalsTogether = 10;

    private const int SweepAbove = 10_000;

    private readonly Dictionary<Key, Tries> _tries = [];
    private readonly Lock _lock = new();

    /// <summary>Why the caller may look nothing up now; null when it may.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="till">What the call says of where it is made.</param>
    internal Refusal? Refuse(Caller caller, NamedTill till = default)
    {
        var (left, subject, most) = (TimeSpan.Zero, LimitSubject.Certificate, 0L);
        lock (_lock)
        {
            foreach (var one in new[] { KeyOf(caller, till), All(caller) })
            {
                if (LeftOf(one) is { } still && still > left)
                {
                    (left, subject, most) = (still, one.Subject, _tries[one].LockedBy);
                }
            }
        }

        // What locked it is told, also where the limit has been changed since: as many cards as that were tried.
        var bound = most.ToString(CultureInfo.InvariantCulture);
        return left <= TimeSpan.Zero ? null : new Refusal(Reason.CardLookupsLocked) { RetryAfter = left }
            .With("limit", EnumWord.Upper(LimitKind.UnknownCards))
            .With("scope", EnumWord.Upper(subject))
            .With("value", bound)
            .With("used", bound)
            .With("reset", InstantText.Utc(time.GetUtcNow() + left));
    }

    /// <summary>Counts a card that is unknown, or that the issuer declined.</summary>
    /// <param name="caller">Who tried it.</param>
    /// <param name="card">What tells it from others.</param>
    /// <param name="till">What the call says of where it was made.</param>
    internal void Note(Caller caller, int card, NamedTill till = default)
    {
        var (key, all, most) = (KeyOf(caller, till), All(caller), MostOf(caller));
        lock (_lock)
        {
            // A certificate that is locked as a whole makes no more terminals up.
            if (LeftOf(all) > TimeSpan.Zero)
            {
                return;
            }

            Count(key, card, most);
            if (key.Subject == LimitSubject.Terminal && caller.Terminal is null)
            {
                Count(all, card, most * TerminalsTogether);
            }
        }
    }

    private void Count(Key key, int card, long most)
    {
        var now = time.GetTimestamp();
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
            (tries.LockedAt, tries.LockedBy) = (now, most);
        }
    }

    private TimeSpan? LeftOf(Key key) => _tries.TryGetValue(key, out var tries) && tries.LockedAt is { } at
        ? options.LookupsLockedFor - time.GetElapsedTime(at)
        : null;

    private static Key KeyOf(Caller caller, NamedTill till)
    {
        var terminal = caller.Terminal ?? till.Terminal;
        return string.IsNullOrEmpty(terminal)
            ? new Key(LimitSubject.Certificate, caller.PartnerId, "", caller.Thumbprint)
            : new Key(LimitSubject.Terminal, caller.PartnerId, caller.Outlet ?? till.Outlet ?? "", terminal);
    }

    // What a certificate tries under the names of all terminals together; a thumbprint is no outlet's name.
    private static Key All(Caller caller) =>
        new(LimitSubject.Certificate, caller.PartnerId, "*", caller.Thumbprint);

    private long MostOf(Caller caller)
    {
        var book = cache.Of(caller.PartnerId).Latest;
        var scope = LimitScope.One(LimitSubject.Certificate, "", caller.Thumbprint);
        return LimitBook.Tighter(
            book.Says(LimitSetter.Operator, LimitKind.UnknownCards, scope) ?? options.UnknownCards,
            book.Says(LimitSetter.Partner, LimitKind.UnknownCards, scope))!.Value;
    }

    // There are as many as certificates and terminals that tried a wrong card lately.
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

    /// <summary>What a call says of where it is made.</summary>
    /// <param name="Outlet">The outlet; null or empty where it names none.</param>
    /// <param name="Terminal">The terminal; likewise.</param>
    internal readonly record struct NamedTill(string? Outlet, string? Terminal);

    private readonly record struct Key(LimitSubject Subject, PartnerId PartnerId, string Outlet, string Holder);

    private sealed class Tries
    {
        public List<(long At, int Card)> Cards { get; } = [];

        public long? LockedAt { get; set; }

        public long LockedBy { get; set; }

        public long? LatestAt => Cards.Count > 0 ? Cards[^1].At : LockedAt;
    }
}
