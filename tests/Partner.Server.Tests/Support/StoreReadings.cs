using Partner.Storage;

namespace Partner.Server.Tests.Support;

/// <summary>What tests ask a store.</summary>
internal static class StoreReadings
{
    /// <summary>What is unfinished at all partners, in doubt or being sent.</summary>
    /// <param name="store">The store.</param>
    public static Task<List<UnfinishedOperation>> UnfinishedAsync(this PartnerStore store) =>
        store.Unfinished.ListAsync(null, 1000, CancellationToken.None, alsoSending: true);
}
