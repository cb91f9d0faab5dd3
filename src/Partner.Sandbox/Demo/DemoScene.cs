using Leb.Partner.V1;
using Partner.Core.Cards;
using Partner.Sandbox.Issuer;
using CardType = Partner.Core.Cards.CardType;

namespace Partner.Sandbox.Demo;

/// <summary>What the demo's stories have in common.</summary>
internal static class DemoScene
{
    /// <summary>A card of the operator that nobody has topped up.</summary>
    /// <param name="type">Its type.</param>
    public static CardRef NewCard(CardType type = CardType.Phone)
    {
        var digits = $"{SandboxCards.Prefix(type)}{Random.Shared.NextInt64(100_000_000_000, 999_999_999_999)}";
        return new CardRef { Iccid = digits + CardNumber.LuhnDigit(digits) };
    }

    public static string NewRequestId() => Guid.NewGuid().ToString();

    /// <summary>Ends the demo when something is not as it was told.</summary>
    /// <param name="holds">Whether it is.</param>
    /// <param name="claim">What was told.</param>
    /// <exception cref="DemoFailedException">It is not.</exception>
    public static void Check(bool holds, string claim)
    {
        if (!holds)
        {
            throw new DemoFailedException($"it is not true that {claim}");
        }
    }
}
