using System.Globalization;
using Partner.Core.Amounts;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>What a partner beneath sold in a month, and what that earned its parent.</summary>
/// <param name="Level">1 for a child, up to 3.</param>
/// <param name="Sales">How many sales of which something stands.</param>
/// <param name="Volume">Their bases, less what was taken back.</param>
/// <param name="Override">What they earned, less what was taken back, true-ups included, before tax.</param>
public sealed record ChildVolume(PartnerId ChildId, int Level, long Sales, Money Volume, Money Override)
{
    /// <summary>Its place among a month's volumes, which ordinal comparison orders.</summary>
    public string Place => string.Create(
        CultureInfo.InvariantCulture, $"{ChildId} {Level} {Volume.Currency} {Override.Currency}");
}

/// <summary>
/// Sums of what partners beneath sold, made of the parent's own entries: nothing of the sales themselves is read.
/// </summary>
public sealed class ChildVolumes
{
    private readonly Readers _readers;

    internal ChildVolumes(Readers readers) => _readers = readers;

    /// <summary>A parent's month by child, level and currencies, in the order of their places.</summary>
    /// <param name="month">"2026-10".</param>
    /// <param name="childId">Only this partner; null for all.</param>
    public Task<List<ChildVolume>> ListAsync(
        PartnerId parentId, string month, PartnerId? childId, CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var rows = session.Context.Commissions.Where(
                row => row.PartnerId == parentId.Value && row.Month == month && row.LevelNumber > 0);
            if (childId is { Value: var only })
            {
                rows = rows.Where(row => row.SellerId == only);
            }

            return rows
                .GroupBy(row => new { row.SellerId, row.LevelNumber, row.Currency, row.FloatCurrency })
                .Select(group => new
                {
                    group.Key,
                    Sales = group.Sum(row => row.ReversedAt == null || row.ReturnedWhole != null ? 1L : 0L),
                    Volume = group.Sum(row =>
                        row.Base - (row.ReversedAt == null ? 0 : row.ReturnedBase ?? row.Base)),
                    Override = group.Sum(row => row.Credit + row.TrueUpCredit
                        - (row.ReversedAt == null ? 0 : row.ReturnedCredit ?? row.Credit)),
                })
                .AsEnumerable()
                .Select(sum => new ChildVolume(
                    new PartnerId(sum.Key.SellerId),
                    sum.Key.LevelNumber,
                    sum.Sales,
                    new Money(sum.Volume, Currency.Of(sum.Key.Currency)),
                    new Money(sum.Override, Currency.Of(sum.Key.FloatCurrency))))
                .OrderBy(volume => volume.Place, StringComparer.Ordinal)
                .ToList();
        },
        cancel);

    /// <summary>Whether a partner ever earned something by another's sales, be it 0.</summary>
    public Task<bool> AnyAsync(PartnerId parentId, PartnerId childId, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Commissions.Any(row => row.SellerId == childId.Value
                && row.PartnerId == parentId.Value && row.LevelNumber > 0),
            cancel);
}
