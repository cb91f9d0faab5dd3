using Partner.Core.Plans;

namespace Partner.Server.Issuer.Wire;

/// <summary>Data or validity that is given to a card: without bytes the card is valid longer.</summary>
/// <param name="Unit">"day", "month" or "year".</param>
/// <param name="Count">How many of them the data lasts, or the card is valid longer.</param>
/// <param name="Bytes">The data; absent for validity.</param>
/// <param name="Region">Where the data works; absent where it is not said.</param>
public sealed record GrantMessage(string Unit, int Count, long? Bytes = null, string? Region = null)
{
    /// <summary>A grant as the issuer is told it.</summary>
    public static GrantMessage Of(CardGrant grant) => new(
        CardReader.Word(grant.Period.Unit),
        grant.Period.Count,
        grant.IsData ? grant.Bytes : null,
        grant.Region.Length > 0 ? grant.Region : null);
}
