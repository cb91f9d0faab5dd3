using System.Globalization;
using Partner.Core.TopUps;

namespace Partner.Storage.Tests.Support;

/// <summary>The process that the kill test kills: it sells without end, and prints what it was told is saved.</summary>
internal static class Storm
{
    private const int Sellers = 12;

    /// <summary>Arguments: provider, connection string, and a number that no other process on the database has.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args.Length != 3)
        {
            await Console.Error.WriteLineAsync("usage: PROVIDER CONNECTION NUMBER");
            return 2;
        }

        await using var store = PartnerStore.Open(
            new StoreOptions(Enum.Parse<StoreProvider>(args[0]), args[1]));
        var first = int.Parse(args[2], CultureInfo.InvariantCulture) * 1_000_000;
        using var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, Sellers).Select(seller => Task.Run(async () =>
        {
            for (var number = first + seller; ; number += Sellers)
            {
                await SellAsync(store, output, number);
            }
        })));
        return 0;
    }

    private static async Task SellAsync(PartnerStore store, TextWriter output, int number)
    {
        var candidate = StoreFixture.CandidateOf(number.ToString("D26", CultureInfo.InvariantCulture));
        var (_, saved) = await store.TopUps.SaveAsync(candidate);
        if (saved is null)
        {
            return;
        }

        output.WriteLine($"saved {saved.Id}");
        var answer = StoreFixture.Answer(number % 3 == 0 ? IssuerVerdict.Declined : IssuerVerdict.Accepted);
        var settled = await store.TopUps.SettleAsync(saved, answer, Given.Noon, Given.Noon);
        output.WriteLine($"{settled.State} {settled.Id}");
    }
}
