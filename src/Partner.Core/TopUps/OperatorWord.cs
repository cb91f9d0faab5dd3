namespace Partner.Core.TopUps;

/// <summary>What an operator says of an operation that the issuer has not answered.</summary>
/// <param name="Succeeded">Whether the issuer applied it.</param>
/// <param name="Evidence">What proves it.</param>
/// <param name="ForcedBecause">
/// Why it is settled although it is not in doubt, but merely being sent; null when it must not be.
/// </param>
public sealed record OperatorWord(bool Succeeded, string Evidence, string? ForcedBecause = null)
{
    /// <summary>What is kept with the operation.</summary>
    public string Kept => ForcedBecause is null ? Evidence : $"{Evidence} [forced: {ForcedBecause}]";

    /// <summary>
    /// Whether it settles an unfinished operation. One that is not in doubt is on its way: the issuer's own answer is
    /// due within seconds, and would contradict.
    /// </summary>
    /// <param name="inDoubtSince">Since when the operation is in doubt; null when it is not.</param>
    public bool Settles(DateTimeOffset? inDoubtSince) => inDoubtSince is not null || ForcedBecause is not null;
}
