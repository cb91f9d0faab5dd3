using Leb.Partner.V1;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Server.Contract;
using Partner.Server.Security;
using CoreKind = Partner.Core.Limits.LimitKind;
using CoreScope = Partner.Core.Limits.LimitScope;
using CoreSubject = Partner.Core.Limits.LimitSubject;
using WireKind = Leb.Partner.V1.LimitKind;
using WireScope = Leb.Partner.V1.LimitScope;

namespace Partner.Server.Limits;

/// <summary>Reads the messages of LimitService.</summary>
internal static class LimitRequests
{
    private const int LongestReference = 40;
    private const int ThumbprintLength = 64;

    /// <summary>What a limit is about and whom it holds for.</summary>
    /// <exception cref="RefusalException">INVALID_REQUEST, or OUTLET_MISMATCH.</exception>
    public static (CoreKind Kind, CoreScope Scope) Read(
        RequestReader reader, WireKind kind, WireScope? scope, Caller caller)
    {
        var known = (CoreKind?)reader.Choice(kind, true, "kind");
        if (scope is null)
        {
            reader.Note("scope", "is required: give at least subject", "必须填写：至少给出 subject");
        }

        var read = scope is null ? default : Scope(reader, scope, caller);
        if (known is { } takes && read.Subject != default && !LimitRules.Takes(takes, read.Subject))
        {
            reader.Note("kind", "is no limit for such a subject", "该类限额不适用于此对象");
        }

        reader.ThrowIfRefused();
        EnsureVisible(read, caller);
        return (known!.Value, read);
    }

    /// <summary>Whom a list is asked for.</summary>
    /// <exception cref="RefusalException">INVALID_REQUEST, or OUTLET_MISMATCH.</exception>
    public static CoreScope? ReadOptional(RequestReader reader, WireScope? scope, Caller caller)
    {
        var read = scope is null ? (CoreScope?)null : Scope(reader, scope, caller);
        reader.ThrowIfRefused();
        if (read is { } known)
        {
            EnsureVisible(known, caller);
        }

        return read;
    }

    /// <summary>All limits that one can have, whether they are set or not.</summary>
    public static IEnumerable<(CoreKind Kind, CoreScope Scope)> KindsOf(CoreScope scope) => Enum.GetValues<CoreKind>()
        .Where(kind => LimitRules.Takes(kind, scope.Subject))
        .Select(kind => (kind, scope));

    /// <summary>The value of a limit, in minor units or as a number.</summary>
    /// <exception cref="RefusalException">INVALID_REQUEST.</exception>
    public static long Value(RequestReader reader, LimitValue? value, CoreKind kind, Currency currency)
    {
        var (least, most) = LimitRules.Range(kind);
        long? read = null;
        if (LimitRules.IsAmount(kind))
        {
            read = value?.ValueCase == LimitValue.ValueOneofCase.Amount ? Amount(reader, value.Amount, currency) : null;
            if (value?.ValueCase != LimitValue.ValueOneofCase.Amount)
            {
                reader.Note("value.amount", "is required for this kind", "该类限额必须填写金额");
            }
        }
        else if (value?.ValueCase == LimitValue.ValueOneofCase.Count)
        {
            read = value.Count;
        }
        else
        {
            reader.Note("value.count", "is required for this kind", "该类限额必须填写数量");
        }

        if (read < least || read > most)
        {
            reader.Note(
                LimitRules.IsAmount(kind) ? "value.amount.units" : "value.count",
                LimitRules.IsAmount(kind) ? "is too large" : $"must be {least} to {most}",
                LimitRules.IsAmount(kind) ? "数值过大" : $"必须为 {least} 至 {most}");
        }

        reader.ThrowIfRefused();
        return read!.Value;
    }

    private static long? Amount(RequestReader reader, Leb.Partner.V1.Money money, Currency currency)
    {
        if (money.CurrencyCode != currency.Code)
        {
            reader.Note("value.amount.currency_code", $"must be {currency}", $"币种必须为 {currency}");
            return null;
        }

        // Nothing may be sold at all: a limit may be zero, which amounts elsewhere may not.
        return money is { Units: 0, Nanos: 0 } ? 0 : reader.Amount(money, "value.amount")?.Minor;
    }

    private static CoreScope Scope(RequestReader reader, WireScope scope, Caller caller)
    {
        var subject = (CoreSubject?)reader.Choice(scope.Subject, true, "scope.subject") ?? default;
        reader.Text(scope.Outlet, LongestReference, "scope.outlet");
        if (subject == CoreSubject.Certificate)
        {
            return Certificate(reader, scope);
        }

        reader.Text(scope.Holder, LongestReference, "scope.holder");
        var outlet = scope.Outlet.Length == 0 && LimitRules.IsAtOutlet(subject) && caller.Outlet is { } own
            ? own
            : scope.Outlet;
        if (scope.Holder.Length > 0 && (scope.Each || !LimitRules.HasHolder(subject)))
        {
            reader.Note("scope.holder", "must be empty for such a scope", "此范围不得填写");
        }
        else if (scope.Holder.Length == 0 && !scope.Each && LimitRules.HasHolder(subject))
        {
            reader.Note("scope.holder", "is required, or set each", "必须填写，或设置 each");
        }

        if (outlet.Length > 0 && !LimitRules.IsAtOutlet(subject))
        {
            reader.Note("scope.outlet", "must be empty for such a subject", "此对象不得填写");
        }

        if (subject == CoreSubject.Outlet && scope.Each == scope.Outlet.Length > 0 && caller.Outlet is null)
        {
            reader.Note("scope.outlet", "is required, or set each without it", "必须填写，或留空并设置 each");
        }

        if (scope.Each && subject == CoreSubject.Partner)
        {
            reader.Note("scope.each", "must be false for the partner", "对合作方本身不得设置");
        }

        return subject == CoreSubject.Card ? CoreScope.Each(subject)
            : new CoreScope(subject, outlet, scope.Holder, scope.Each && subject != CoreSubject.Partner);
    }

    private static CoreScope Certificate(RequestReader reader, WireScope scope)
    {
        var holder = scope.Holder.ToLowerInvariant();
        if (scope.Each ? holder.Length > 0 : holder.Length != ThumbprintLength || !holder.All(char.IsAsciiHexDigit))
        {
            reader.Note(
                "scope.holder",
                "must be the certificate's SHA-256, 64 hexadecimal digits, or empty with each",
                "必须为证书的 SHA-256（64 位十六进制），或在设置 each 时留空");
        }

        if (scope.Outlet.Length > 0)
        {
            reader.Note("scope.outlet", "must be empty for such a subject", "此对象不得填写");
        }

        return new CoreScope(CoreSubject.Certificate, "", holder, scope.Each);
    }

    /// <summary>
    /// Whether a caller sees a limit, and may set its own: an outlet's certificate those of the outlet and of what is
    /// at it, a terminal's those of the terminal.
    /// </summary>
    /// <param name="scope">Whom the limit is about.</param>
    /// <param name="caller">The caller.</param>
    public static bool IsVisible(CoreScope scope, Caller caller) => caller.Outlet is not { } own
        || (LimitRules.IsAtOutlet(scope.Subject) && scope.Outlet == own && (caller.Terminal is not { } till
            || (scope.Subject == CoreSubject.Terminal && scope.Reference == till && !scope.IsAll)));

    /// <summary>An outlet's certificate has to do with what is at its outlet only, a terminal's with itself.</summary>
    private static void EnsureVisible(CoreScope scope, Caller caller)
    {
        if (caller.Outlet is { } own && (!LimitRules.IsAtOutlet(scope.Subject) || scope.Outlet != own
            || (scope.IsAll && scope.Subject == CoreSubject.Outlet)))
        {
            throw new RefusalException(new Refusal(Reason.OutletMismatch).With("outlet", own));
        }

        if (!IsVisible(scope, caller))
        {
            throw new RefusalException(new Refusal(Reason.TerminalMismatch).With("terminal", caller.Terminal!));
        }
    }
}
