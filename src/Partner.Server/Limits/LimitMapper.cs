using System.Globalization;
using Leb.Partner.V1;
using Partner.Core.Amounts;
using Partner.Core.Limits;
using Partner.Server.Contract;
using CoreKind = Partner.Core.Limits.LimitKind;
using CoreMoney = Partner.Core.Amounts.Money;
using CoreScope = Partner.Core.Limits.LimitScope;
using WireKind = Leb.Partner.V1.LimitKind;
using WireLimit = Leb.Partner.V1.Limit;
using WireScope = Leb.Partner.V1.LimitScope;

namespace Partner.Server.Limits;

/// <summary>A limit as its partner is told of it.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Scope">Whom it holds for.</param>
/// <param name="Holds">What holds.</param>
/// <param name="Own">The partner's own; null when it has set none.</param>
/// <param name="Used">What is used, and when that begins anew; null where it is not counted, or of many.</param>
internal sealed record ToldLimit(
    CoreKind Kind, CoreScope Scope, long Holds, Core.Limits.Limit? Own, (long Used, DateTimeOffset EndsAt)? Used);

/// <summary>Limits as messages of the contract.</summary>
internal static class LimitMapper
{
    /// <summary>A limit.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="currency">Currency of the float.</param>
    public static WireLimit ToWire(this ToldLimit limit, Currency currency) => new()
    {
        Kind = (WireKind)limit.Kind,
        Scope = limit.Scope.ToWire(),
        Holds = ToWire(limit.Kind, limit.Holds, currency),
        Own = limit.Own is { } own ? ToWire(limit.Kind, own.Value, currency) : null,
        OwnSetTime = limit.Own?.SetAt.ToWire(),
        Used = limit.Used is { } use ? ToWire(limit.Kind, use.Used, currency) : null,
        ResetTime = limit.Used?.EndsAt.ToWire(),
    };

    /// <summary>Where a limit stands in lists.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="scope">Whom it holds for.</param>
    public static string PlaceOf(CoreKind kind, CoreScope scope) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(int)scope.Subject}\u001f{scope.Outlet}\u001f{scope.Reference}\u001f{scope.IsAll}\u001f{(int)kind:D2}");

    /// <summary>Whom a limit holds for.</summary>
    /// <param name="scope">The scope.</param>
    public static WireScope ToWire(this CoreScope scope) => new()
    {
        Subject = (Leb.Partner.V1.LimitSubject)scope.Subject,
        Outlet = scope.Outlet,
        Holder = scope.Reference,
        Each = scope.IsAll,
    };

    /// <summary>A value.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="value">In minor units, or a number.</param>
    /// <param name="currency">Currency of the float.</param>
    public static LimitValue ToWire(CoreKind kind, long value, Currency currency) => LimitRules.IsAmount(kind)
        ? new LimitValue { Amount = new CoreMoney(value, currency).ToWire() }
        : new LimitValue { Count = value };
}
