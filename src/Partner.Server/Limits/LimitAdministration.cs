using System.Globalization;
using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Server.Allowances;
using Partner.Storage;

namespace Partner.Server.Limits;

/// <summary>
/// What changes limits, for whoever may: partners by LimitService, operators by a service of theirs.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="usual">What holds where the operator has set none.</param>
/// <param name="changed">Told of each change, so that this process goes by it at once.</param>
/// <param name="clock">The clock.</param>
public sealed class LimitAdministration(
    PartnerStore store, LimitOptions usual, Func<PartnerId, Task> changed, TimeProvider clock)
{
    /// <summary>What is usual where the operator has set nothing.</summary>
    public static IReadOnlyList<(LimitKind Kind, LimitScope Scope)> Usual { get; } =
    [
        (LimitKind.CallsPerSecond, new LimitScope(LimitSubject.Partner, "", "", false)),
        (LimitKind.CallsAtOnce, new LimitScope(LimitSubject.Partner, "", "", false)),
        (LimitKind.CallsPerSecond, LimitScope.Each(LimitSubject.Certificate)),
        (LimitKind.CallsAtOnce, LimitScope.Each(LimitSubject.Certificate)),
        (LimitKind.UnknownCards, LimitScope.Each(LimitSubject.Certificate)),
    ];

    /// <summary>A partner's limits as they are stored now.</summary>
    public Task<LimitBook> ReadAsync(PartnerId partnerId, CancellationToken cancel) =>
        store.Limits.ReadAsync(partnerId, cancel);

    /// <summary>What the operator says, set or usual; null where nothing is said.</summary>
    public long? OperatorSays(LimitBook book, LimitKind kind, LimitScope scope) =>
        book.Says(LimitSetter.Operator, kind, scope) ?? (kind, scope.Subject) switch
        {
            (LimitKind.CallsPerSecond, LimitSubject.Partner) => usual.PartnerCallsPerSecond,
            (LimitKind.CallsPerSecond, _) => usual.CertificateCallsPerSecond,
            (LimitKind.CallsAtOnce, LimitSubject.Partner) => usual.PartnerCallsAtOnce,
            (LimitKind.CallsAtOnce, _) => usual.CertificateCallsAtOnce,
            (LimitKind.UnknownCards, _) => usual.UnknownCards,
            _ => (long?)null,
        };

    /// <summary>What holds; null where nothing does.</summary>
    public long? Holds(LimitBook book, LimitKind kind, LimitScope scope) => LimitBook.Tighter(
        OperatorSays(book, kind, scope), book.Says(LimitSetter.Partner, kind, scope));

    /// <summary>Sets a limit, whatever it was before.</summary>
    /// <param name="partner">The partner that it is about.</param>
    /// <param name="setter">Who sets it.</param>
    /// <param name="kind">What it is about; it is one that the scope takes.</param>
    /// <param name="scope">Whom it holds for.</param>
    /// <param name="value">At most this much, within the range of its kind.</param>
    /// <param name="by">Who sets it, for the action log.</param>
    /// <returns>All limits after it; or LIMIT_TOO_WIDE, of partners only, or LIMITS_FULL.</returns>
    public async Task<Result<LimitBook>> SetAsync(
        PartnerAccount partner, LimitSetter setter, LimitKind kind, LimitScope scope, long value, ActionBy by,
        CancellationToken cancel)
    {
        var book = await ReadAsync(partner.Id, cancel);
        if (setter == LimitSetter.Partner && OperatorSays(book, kind, scope) is { } most && value > most)
        {
            return new Refusal(Reason.LimitTooWide).With("value", TextOf(kind, most, partner.Currency));
        }

        var own = book.All.Where(limit => limit.Setter == setter).ToList();
        if (own.Count >= LimitRules.Most && !own.Exists(limit => (limit.Kind, limit.Scope) == (kind, scope)))
        {
            return new Refusal(Reason.LimitsFull)
                .With("limit", LimitRules.Most.ToString(CultureInfo.InvariantCulture));
        }

        await store.Limits.SetAsync(new Limit(partner.Id, setter, kind, scope, value, clock.GetUtcNow()), by);
        await changed(partner.Id);
        return await ReadAsync(partner.Id, cancel);
    }

    /// <summary>Removes a limit of a setter.</summary>
    /// <returns>All limits after it; or LIMIT_NOT_FOUND.</returns>
    public async Task<Result<LimitBook>> RemoveAsync(
        PartnerId partnerId, LimitSetter setter, LimitKind kind, LimitScope scope, ActionBy by,
        CancellationToken cancel)
    {
        if (!await store.Limits.RemoveAsync(new Limit(partnerId, setter, kind, scope, 0, clock.GetUtcNow()), by))
        {
            return new Refusal(Reason.LimitNotFound);
        }

        await changed(partnerId);
        return await ReadAsync(partnerId, cancel);
    }

    /// <summary>A value as people read it.</summary>
    public static string TextOf(LimitKind kind, long value, Currency currency) => LimitRules.IsAmount(kind)
        ? new Money(value, currency).ToString()
        : value.ToString(CultureInfo.InvariantCulture);
}
