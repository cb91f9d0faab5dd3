using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Partner.Core.Errors;

namespace Partner.Server.Contract;

/// <summary>
/// Opaque page tokens: the place to go on from, bound to the partner and the filter that it was made for. It grants
/// nothing, since every query is limited to its caller anyway; the binding catches mistakes.
/// </summary>
public static class PageTokens
{
    private const int BindingLength = 8;

    private static readonly Refusal Refused = Refusal.Of(
        Reason.PageTokenInvalid,
        new FieldViolation(
            "page_token",
            "must be next_page_token of an earlier answer to the same call with the same filter",
            "必须是同一调用、同一筛选条件返回的 next_page_token"));

    /// <summary>Makes a token.</summary>
    /// <param name="filter">The filter in a canonical form.</param>
    /// <param name="place">Where the next page starts.</param>
    public static string Make(PartnerId partnerId, string filter, string place) =>
        Base64Url.EncodeToString([.. Binding(partnerId, filter, place), .. Encoding.UTF8.GetBytes(place)]);

    /// <summary>Reads a token.</summary>
    /// <param name="token">The token; empty for the first page.</param>
    /// <param name="partnerId">The partner that sent it.</param>
    /// <param name="filter">The filter that came with it, in a canonical form.</param>
    /// <returns>Where the page starts (null for the first page), or the refusal.</returns>
    public static Result<string?> Read(string token, PartnerId partnerId, string filter)
    {
        if (token.Length == 0)
        {
            return (string?)null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(token.Length)];
        if (Base64Url.IsValid(token) && Base64Url.TryDecodeFromChars(token, bytes, out var length)
            && length > BindingLength)
        {
            var place = Encoding.UTF8.GetString(bytes.AsSpan(BindingLength, length - BindingLength));
            if (bytes.AsSpan(0, BindingLength).SequenceEqual(Binding(partnerId, filter, place)))
            {
                return place;
            }
        }

        return Refused;
    }

    /// <summary>Reads a token whose place has a form of its own. It may be made up: the binding is no secret.</summary>
    /// <typeparam name="T">The place.</typeparam>
    /// <param name="token">The token; empty for the first page.</param>
    /// <param name="partnerId">The partner that sent it.</param>
    /// <param name="filter">The filter that came with it, in a canonical form.</param>
    /// <param name="parse">Reads the place; null when it is none.</param>
    /// <returns>The place (null for the first page), or the refusal.</returns>
    public static Result<T?> ReadPlace<T>(string token, PartnerId partnerId, string filter, Func<string, T?> parse)
        where T : class
    {
        var place = Read(token, partnerId, filter);
        return place.Refusal is { } refusal ? refusal
            : place.Value is null ? (T?)null
            : parse(place.Value) is { } known ? known
            : Refused;
    }

    /// <summary>
    /// Reads a token of a statement: the last entry's number, and the period's end, which the first page fixed. It may
    /// be made up: the binding is no secret.
    /// </summary>
    /// <param name="token">The token; empty for the first page.</param>
    /// <param name="partnerId">The partner that sent it.</param>
    /// <param name="filter">The filter that came with it, in a canonical form.</param>
    /// <param name="end">The period's end, for the first page.</param>
    /// <returns>The number of the entry before the page (0 for the first page) and the end, or the refusal.</returns>
    public static Result<(long After, DateTimeOffset End)> ReadEntry(
        string token, PartnerId partnerId, string filter, DateTimeOffset end)
    {
        var place = Read(token, partnerId, filter);
        if (place.Refusal is { } refusal)
        {
            return refusal;
        }

        if (place.Value is null)
        {
            return (0, end);
        }

        return place.Value.Split(':') is [var sequence, var ticks]
            && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var instant)
            && instant <= DateTimeOffset.MaxValue.UtcTicks
            ? (after, new DateTimeOffset(instant, TimeSpan.Zero))
            : Refused;
    }

    /// <summary>The place of a statement's page, for <see cref="Make"/>.</summary>
    /// <param name="sequence">The last entry's number.</param>
    /// <param name="end">The period's end.</param>
    public static string Entry(long sequence, DateTimeOffset end) =>
        string.Create(CultureInfo.InvariantCulture, $"{sequence}:{end.UtcTicks}");

    private static byte[] Binding(PartnerId partnerId, string filter, string place) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{partnerId}\u001f{filter}\u001f{place}"))[..BindingLength];
}
