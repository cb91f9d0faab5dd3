using System.Globalization;
using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.Texts;
using Partner.Server.Connections;

namespace Partner.Server.Allowances;

/// <summary>
/// Keeps calls to the pace of their certificate and of their partner, at this server alone. It waits for nothing, and
/// makes nothing on the way through.
/// </summary>
/// <param name="cache">Limits that were set.</param>
/// <param name="options">What holds where the operator has set none.</param>
/// <param name="time">The clock.</param>
internal sealed class CallRates(LimitCache cache, LimitOptions options, TimeProvider time)
{
    /// <summary>Lets a call through, or tells why not.</summary>
    /// <param name="certificate">How fast the certificate's calls come.</param>
    /// <param name="partnerId">The partner.</param>
    /// <param name="thumbprint">The certificate.</param>
    /// <returns>The refusal; null when it may go on.</returns>
    internal Refusal? Refuse(CallPace certificate, PartnerId partnerId, string thumbprint)
    {
        var partner = cache.Of(partnerId);
        var book = partner.Latest;
        var (now, frequency) = (time.GetTimestamp(), time.TimestampFrequency);
        var perSecond = HoldsFor(
            book, LimitKind.CallsPerSecond, LimitSubject.Certificate, thumbprint, options.CertificateCallsPerSecond);
        var wait = certificate.Take(
            now,
            frequency,
            perSecond,
            HoldsFor(
                book, LimitKind.CallsAtOnce, LimitSubject.Certificate, thumbprint, options.CertificateCallsAtOnce));
        if (wait > 0)
        {
            return Limited(LimitSubject.Certificate, perSecond, wait);
        }

        var ofAll = HoldsFor(
            book, LimitKind.CallsPerSecond, LimitSubject.Partner, "", options.PartnerCallsPerSecond);
        wait = partner.Pace.Take(
            now,
            frequency,
            ofAll,
            HoldsFor(book, LimitKind.CallsAtOnce, LimitSubject.Partner, "", options.PartnerCallsAtOnce));
        if (wait == 0)
        {
            return null;
        }

        certificate.Return(frequency, perSecond);
        return Limited(LimitSubject.Partner, ofAll, wait);
    }

    private static long HoldsFor(LimitBook book, LimitKind kind, LimitSubject subject, string reference, long usual)
    {
        if (!book.LimitsCalls)
        {
            return usual;
        }

        var scope = LimitScope.One(subject, "", reference);
        var most = book.Says(LimitSetter.Operator, kind, scope) ?? usual;
        return book.Says(LimitSetter.Partner, kind, scope) is { } own && own < most ? own : most;
    }

    private Refusal Limited(LimitSubject subject, long perSecond, long wait)
    {
        // Whole milliseconds, so that whoever waits for as long as that finds the token there.
        var after = TimeSpan.FromMilliseconds(
            Math.Ceiling(time.GetElapsedTime(0, wait).TotalMilliseconds));
        return new Refusal(Reason.RateLimited) { RetryAfter = after }
            .With("limit", EnumWord.Upper(LimitKind.CallsPerSecond))
            .With("scope", EnumWord.Upper(subject))
            .With("value", perSecond.ToString(CultureInfo.InvariantCulture))
            .With(
                "reset",
                (time.GetUtcNow() + after).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}
