using Partner.Core.Actions;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>
/// The action log: who changed what, when and why. It is written by what changes things, in the same transactions;
/// here it is read.
/// </summary>
public sealed class Actions
{
    private readonly Readers _readers;

    internal Actions(Readers readers) => _readers = readers;

    /// <summary>Lists a chain's actions, the newest first.</summary>
    /// <param name="chain">The partner; <see cref="RecordedAction.CommonChain"/> for what concerns none.</param>
    /// <param name="before">Only those before this number; null from the newest.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<RecordedAction>> ListAsync(
        PartnerId chain, long? before, int most, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Actions
            .Where(row => row.PartnerId == chain.Value && (before == null || row.Number < before))
            .OrderByDescending(row => row.Number)
            .Take(most)
            .AsEnumerable()
            .Select(row => row.ToRecord())
            .ToList(),
        cancel);
}
