using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Core.Cards;
using CardType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.Support;

/// <summary>Makes requests that are right, for tests to send or to spoil.</summary>
internal static class Sale
{
    // The sandbox reads the balance of a new card out of its number: every fiftieth has none, which shows in answers.
    private const int EmptyCards = 50;

    private static long _cards = Random.Shared.NextInt64(1_000_000, 900_000_000);

    /// <summary>A request id that was never used.</summary>
    public static string NewRequestId() => Guid.NewGuid().ToString();

    /// <summary>A valid ICCID that no other sale of this run uses, and that is no sandbox card.</summary>
    public static string NewCard(CardType type = CardType.Phone)
    {
        var number = Interlocked.Increment(ref _cards);
        if (number % EmptyCards == 0)
        {
            return NewCard(type);
        }

        var digits = "89860" + (int)type + "1" + number.ToString("D11", CultureInfo.InvariantCulture);
        return digits + CardNumber.LuhnDigit(digits);
    }

    /// <summary>The longest wait that the service allows: what a machine makes of it is its own affair.</summary>
    public static Duration Longest => Duration.FromTimeSpan(TimeSpan.FromSeconds(30));

    /// <summary>A sale of phone credit: 50 CNY onto a fresh card unless the arguments say otherwise.</summary>
    public static CreateTopUpRequest Of(string? card = null, string plan = "plans/phone-50") => new()
    {
        RequestId = NewRequestId(),
        Card = new CardRef { Iccid = card ?? NewCard() },
        Plan = plan,
        Channel = Channel.Pos,
        Wait = Longest,
    };

    /// <summary>The same on a sandbox card, which other tests use too: so no duplicate is suspected.</summary>
    public static CreateTopUpRequest OnSandboxCard(string card, double waitSeconds = 30) => With(Of(card), sale =>
    {
        sale.AllowDuplicate = true;
        sale.Wait = Duration.FromTimeSpan(TimeSpan.FromMilliseconds((long)(waitSeconds * 1000)));
    });

    /// <summary>A request with a change.</summary>
    public static T With<T>(this T request, Action<T> change)
    {
        change(request);
        return request;
    }

    /// <summary>An amount as it is written: "12.50 CNY".</summary>
    public static Money Amount(string text) => MoneyText.Parse(text);

    /// <summary>An amount of CNY in minor units.</summary>
    public static long Minor(this Money money) => checked((money.Units * 100) + (money.Nanos / 10_000_000));

    /// <summary>The id in a name such as "topUps/…".</summary>
    public static string IdOf(string name) => name[(name.LastIndexOf('/') + 1)..];
}
