using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Partner.Core.Errors;

namespace Partner.Server.TopUps;

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
    /// <param name="partnerId">The partner.</param>
    /// <param name="filter">The filter in a canonical form.</param>
    /// <param name="place">Where the next page starts.</param>
    public static string Make(string partnerId, string filter, string place) =>
        Base64Url.EncodeToString([.. Binding(partnerId, filter, place), .. Encoding.UTF8.GetBytes(place)]);

    /// <summary>Reads a token.</summary>
    /// <param name="token">The token; empty for the first page.</param>
    /// <param name="partnerId">The partner that sent it.</param>
    /// <param name="filter">The filter that came with it, in a canonical form.</param>
    /// <returns>Where the page starts (null for the first page), or the refusal.</returns>
    public static Result<string?> Read(string token, string partnerId, string filter)
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

    /// <summary>Reads a token whose place is a number. It may be made up: the binding is no secret.</summary>
    /// <param name="token">The token; empty for the first page.</param>
    /// <param name="partnerId">The partner that sent it.</param>
    /// <param name="filter">The filter that came with it, in a canonical form.</param>
    /// <returns>Where the page starts (0 for the first page), or the refusal.</returns>
    public static Result<long> ReadNumber(string token, string partnerId, string filter)
    {
        var place = Read(token, partnerId, filter);
        return place.Refusal is { } refusal
            ? refusal
            : long.TryParse(place.Value ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : Refused;
    }

    private static byte[] Binding(string partnerId, string filter, string place) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{partnerId}\u001f{filter}\u001f{place}"))[..BindingLength];
}
