using System.Security.Cryptography;
using System.Text;

namespace Partner.Core.Accounts;

/// <summary>A code that lets one new till enrol, as it is kept: without the code itself.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Id">Its id.</param>
/// <param name="Grant">What its certificate will stand for and may do.</param>
/// <param name="CreatedBy">The certificate that made it.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
/// <param name="ExpiresAt">Until when it can be used (UTC).</param>
public sealed record EnrollmentCode(
    PartnerId PartnerId,
    string Id,
    CertificateGrant Grant,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt)
{
    /// <summary>How long one can be used, unless it is said otherwise.</summary>
    public static readonly TimeSpan UsualTime = TimeSpan.FromHours(24);

    /// <summary>The shortest time for which one can be used.</summary>
    public static readonly TimeSpan ShortestTime = TimeSpan.FromMinutes(5);

    /// <summary>The longest time for which one can be used.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(7);

    /// <summary>How long it is kept after its end.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    // Without what is mistaken for something else: Crockford's base 32, in which I and L are 1, and O is 0.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 12;
    private const int Group = 4;

    /// <summary>What its certificate will be called in lists.</summary>
    public string Label { get; init; } = "";

    /// <summary>How many days its certificate shall be valid; 0 for the usual time.</summary>
    public int Days { get; init; }

    /// <summary>The certificate that was enrolled with it; null while none was.</summary>
    public string? UsedBy { get; init; }

    /// <summary>When it was used or revoked (UTC); null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The request that made it.</summary>
    public RequestId RequestId { get; init; }

    /// <summary>What that request asked for (<see cref="CertificateInput"/>).</summary>
    public string InputHash { get; init; } = "";

    /// <summary>Whether it can be used.</summary>
    /// <param name="now">The present time.</param>
    public bool IsOpen(DateTimeOffset now) => ClosedAt is null && ExpiresAt > now;

    /// <summary>A new code out of random bytes: 60 bits of them, in three groups of four.</summary>
    /// <param name="random">12 random bytes.</param>
    public static string Format(ReadOnlySpan<byte> random)
    {
        var text = new StringBuilder(Length + 2);
        for (var i = 0; i < Length; i++)
        {
            text.Append(i > 0 && i % Group == 0 ? "-" : "").Append(Alphabet[random[i] % Alphabet.Length]);
        }

        return text.ToString();
    }

    /// <summary>What is kept of a code as somebody typed it, however it was typed.</summary>
    /// <param name="typed">The code.</param>
    /// <returns>SHA-256, lower-case hex; null when it cannot be a code.</returns>
    public static string? HashOf(string typed)
    {
        var code = new StringBuilder(Length);
        foreach (var letter in typed.ToUpperInvariant().Where(letter => letter is not (' ' or '-')))
        {
            var meant = letter switch { 'O' => '0', 'I' or 'L' => '1', _ => letter };
            if (code.Length == Length || !Alphabet.Contains(meant, StringComparison.Ordinal))
            {
                return null;
            }

            code.Append(meant);
        }

        return code.Length < Length
            ? null
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"leb.enrollment-code.1:{code}")));
    }
}
