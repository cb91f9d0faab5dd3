namespace Partner.Core.Rules;

/// <summary>What rules need to know of a partner.</summary>
/// <param name="Tier">Its tier; null when it has none.</param>
/// <param name="Region">Its region; null when it has none.</param>
/// <param name="Parent">Its master agent; null when it has none.</param>
public sealed record NetworkMember(PartnerId PartnerId, string? Tier, string? Region, PartnerId? Parent);

/// <summary>A version of the hierarchy: no cycles, no chain longer than four partners, the seller included.</summary>
/// <param name="Version">Id and version of the document.</param>
/// <param name="Members">Each partner once; one that is missing has no tier, region or parent.</param>
public sealed record PartnerNetwork(string Version, IReadOnlyList<NetworkMember> Members)
{
    /// <summary>The longest chain, the seller included.</summary>
    public const int MostLevels = 4;
}
