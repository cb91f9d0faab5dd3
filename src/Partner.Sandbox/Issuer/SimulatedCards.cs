using System.Globalization;
using Partner.Core.Cards;
using Partner.Server.Issuer.Wire;

namespace Partner.Sandbox.Issuer;

/// <summary>
/// What the simulated cards hold: made up from the number, then changed by what was applied. Not the real issuer's
/// arithmetic, only enough for a look-up to show that a top-up arrived.
/// </summary>
internal sealed class SimulatedCards(TimeProvider clock)
{
    private const long Gibibyte = 1L << 30;
    private const long DataLimit = 1024 * Gibibyte;
    private const int YearsLimit = 10;

    private readonly Dictionary<string, Holding> _changed = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    private sealed record Holding(DateTimeOffset ValidUntil, long? DataBytes);

    /// <summary>Whether a text is a card number at all.</summary>
    public static bool IsNumber(string text) => (CardNumber.Iccid(text) ?? CardNumber.Phone(text)) is not null;

    /// <summary>
    /// Adds what a product grants. Validity grows from its present end, to ten years from now at most, data from what
    /// is left, to a tebibyte.
    /// </summary>
    public void TopUp(IssuerRecord topUp) => Change(topUp, 1);

    /// <summary>Takes it off again.</summary>
    public void TakeBack(IssuerRecord topUp) => Change(topUp, -1);

    /// <summary>Looks a card up.</summary>
    /// <returns>The answer; null for a card that the issuer does not know.</returns>
    public BucketMessage? Find(string number)
    {
        var outcome = SandboxCards.OutcomeOf(number);
        if (outcome == SandboxOutcome.CardUnknown || !IsNumber(number))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        Holding holding;
        lock (_gate)
        {
            holding = _changed.GetValueOrDefault(number) ?? Fresh(number, now);
        }

        var expired = outcome == SandboxOutcome.CardExpired;
        var status = outcome switch
        {
            SandboxOutcome.CardBlocked => IssuerCardStatus.Blocked,
            SandboxOutcome.CardExpired => IssuerCardStatus.Terminated,
            _ => holding.ValidUntil > now ? IssuerCardStatus.Active : IssuerCardStatus.Expired,
        };
        return new BucketMessage(
            new ResourceMessage(number),
            CardWords.Of(TypeOf(number)),
            CardWords.Of(status),
            expired ? holding.ValidUntil.AddYears(-2) : holding.ValidUntil,
            holding.DataBytes);
    }

    private static CardType TypeOf(string number) => SandboxCards.TypeOf(number) ?? CardType.Phone;

    /// <summary>
    /// A card before its first top-up: valid until a day of next year, with some data where its type has data.
    /// </summary>
    private static Holding Fresh(string number, DateTimeOffset now)
    {
        var seed = int.Parse(number.AsSpan(number.Length - 5, 4), NumberStyles.None, CultureInfo.InvariantCulture);
        var validUntil = new DateTimeOffset(now.Year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(seed % 180);
        var hasData = TypeOf(number) is CardType.Travel or CardType.RegistrationEsim;
        return new Holding(validUntil, hasData ? (1 + (seed % 5)) * Gibibyte : null);
    }

    private void Change(IssuerRecord topUp, int sign)
    {
        var grant = ProductGrant.Of(topUp.Product!);
        lock (_gate)
        {
            var before = _changed.GetValueOrDefault(topUp.Card!) ?? Fresh(topUp.Card!, topUp.At);
            var from = sign > 0 && before.ValidUntil < topUp.At ? topUp.At : before.ValidUntil;
            var validUntil = from.AddMonths(sign * grant.Months).AddDays(sign * grant.Days);
            var latest = topUp.At.AddYears(YearsLimit);
            _changed[topUp.Card!] = new Holding(
                validUntil < latest ? validUntil : latest,
                grant.DataBytes == 0
                    ? before.DataBytes
                    : Math.Clamp((before.DataBytes ?? 0) + (sign * grant.DataBytes), 0, DataLimit));
        }
    }
}

/// <summary>What a product grants, read off its code: "travel-7d-3gb" is 7 days and 3 GiB.</summary>
internal readonly record struct ProductGrant(int Months, int Days, long DataBytes)
{
    private const int NumberLimit = 999;

    /// <summary>
    /// Reads the parts of a code that are a number with d, m, y, mb or gb; without any period, 90 days.
    /// </summary>
    public static ProductGrant Of(string product)
    {
        var grant = default(ProductGrant);
        foreach (var part in product.Split('-'))
        {
            var digits = part.AsSpan().IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 3)
            {
                continue;
            }

            var number = Math.Min(NumberLimit, int.Parse(part.AsSpan(0, digits), CultureInfo.InvariantCulture));
            grant = part[digits..] switch
            {
                "d" => grant with { Days = grant.Days + number },
                "m" => grant with { Months = grant.Months + number },
                "y" => grant with { Months = grant.Months + (12 * Math.Min(number, 99)) },
                "mb" => grant with { DataBytes = grant.DataBytes + ((long)number << 20) },
                "gb" => grant with { DataBytes = grant.DataBytes + ((long)number << 30) },
                _ => grant,
            };
        }

        return grant is { Months: 0, Days: 0 } ? grant with { Days = 90 } : grant;
    }
}
