using System.Security.Cryptography;
using Partner.Core.Accounts;
using Partner.Core.Cards;
using Partner.Core.Receipts;
using Partner.Server.Contract;
using Partner.Server.Tests.Support;
using CoreType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.Walks;

/// <summary>Who looks at what is somebody else's.</summary>
/// <param name="Caller">The column of who-may-call-what.txt.</param>
/// <param name="Own">What the caller's requests are about, but for the one name.</param>
/// <param name="Others">Whose names it uses.</param>
internal sealed record Onlooker(string Caller, Func<World, Stock> Own, Func<World, Stock> Others)
{
    /// <summary>Another partner, with our names.</summary>
    public static Onlooker Theirs { get; } = new("theirs", world => world.Abroad, world => world.Secret);

    /// <summary>An outlet of ours, with the names of another.</summary>
    public static Onlooker OtherShop { get; } = new("other-shop", world => world.AtOtherShop, world => world.Home);
}

/// <summary>The names that there are, by their kind, and names of the same form that nobody has.</summary>
internal static class ForeignNames
{
    // So many receipts nobody prints here.
    private const string Unused = "88888888";

    /// <summary>A name that somebody else's has.</summary>
    /// <param name="kind">The kind, as the table calls it.</param>
    /// <param name="world">What there is.</param>
    /// <param name="others">Whose it is.</param>
    public static string Real(string kind, World world, Stock others) => kind switch
    {
        "sale" => others.Sold.Name,
        "sale-request" => others.Sold.RequestId,
        "cancelled" => others.Cancelled.Name,
        "cancelled-request" => others.Cancelled.RequestId,
        "missed" => others.Missed.Name,
        "missed-request" => others.Missed.RequestId,
        "quote" => others.Quote.Name,
        "reversal" => others.Reversal.Name,
        "reversal-request" => others.Reversal.RequestId,
        "renewal" => others.Renewal.Name,
        "renewal-card" => others.Renewal.Card.Iccid,
        "paused-card" => others.Paused.Card.Iccid,
        "paused-request" => others.Paused.RequestId,
        "renewal-request" => others.Renewal.RequestId,
        "reissue" => others.Reissue.Name,
        "reissue-request" => others.Reissue.RequestId,
        "card" => others.Sold.Card.Iccid,
        "esim-card" => others.EsimCard,
        "outlet" => others.Outlet,
        "terminal" => others == world.Home ? World.OtherTill : others.Terminal,
        "cashier" => others == world.Home ? World.ShopsOwnCashier : others.Cashier,
        "new-outlet" => others == world.Home ? World.ClosedShop : World.SpareShop,
        "new-terminal" => others == world.Home ? World.ClosedTill : World.SpareTill,
        "new-cashier" => others == world.Home ? World.ShopsSpareCashier : World.SpareCashier,
        "reference" => others.Sold.ClientReference,
        "issuer-reference" => others.Sold.IssuerReference,
        "receipt" => others.Receipt.ReceiptNumber,
        "receipt-code" => others.Receipt.Code,
        "qr" => others.Receipt.QrText,
        "print-request" => others.PrintRequest,
        "shift-request" => others.ShiftRequest,
        "certificate" => others.Certificate.Name,
        "certificate-request" => others.CertificateRequest,
        "certificate-request-2" => others.SecondCertificateRequest,
        "code" => others.Code.Code,
        "code-name" => others.Code.EnrollmentCode.Name,
        "settlement" => world.Settlement.Name,
        "partner" => world.Ours.PartnerId.Value,
        "coupon" => World.Coupon,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind of name"),
    };

    /// <summary>A name of the same form that nobody has.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="real">One that there is.</param>
    public static string MadeUp(string kind, string real) => kind switch
    {
        "card" => Sale.NewCard(),
        "esim-card" => Sale.NewCard(CoreType.Travel),
        "renewal-card" or "paused-card" => Sale.NewCard(CoreType.RegistrationEsim),
        "certificate" => "certificates/" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
        "code" => EnrollmentCode.Format(RandomNumberGenerator.GetBytes(12)),
        "outlet" or "terminal" or "cashier" or "new-outlet" or "new-terminal" or "new-cashier" or "coupon"
            or "partner" => "nobody-" + Guid.NewGuid().ToString("N")[..8],
        "settlement" => new string([.. real.Select(letter => char.IsAsciiDigit(letter) ? '9' : letter)]),

        // These have check digits: a wrong one is no name of anything.
        "receipt" => Unused + CardNumber.LuhnDigit(Unused),
        "receipt-code" => ReceiptCode.Of(RandomNumberGenerator.GetBytes(64)),
        "reversal" => $"topUps/{NewId()}/reversals/{NewId()}",
        "qr" or "page" => Changed(real),
        _ when kind.Contains("-request", StringComparison.Ordinal) => Sale.NewRequestId(),
        _ when real.Contains('/', StringComparison.Ordinal) =>
            real[..(real.IndexOf('/', StringComparison.Ordinal) + 1)] + NewId(),
        _ => Changed(real),
    };

    private static string NewId() => Ids.New(TimeProvider.System.GetUtcNow());

    // The last letters are other ones of the same kind.
    private static string Changed(string real)
    {
        var letters = real.ToCharArray();
        for (var (i, changed) = (letters.Length - 1, 0); i >= 0 && changed < 4; i--)
        {
            var other = letters[i] switch
            {
                '9' => '2',
                >= '0' and < '9' => (char)(letters[i] + 1),
                'A' or 'a' => (char)(letters[i] + 1),
                (>= 'B' and <= 'Z') or (>= 'b' and <= 'z') => letters[i] is 'B' or 'b' ? (char)(letters[i] + 1) : 'B',
                _ => letters[i],
            };
            changed += other == letters[i] ? 0 : 1;
            letters[i] = other;
        }

        return new string(letters);
    }
}
