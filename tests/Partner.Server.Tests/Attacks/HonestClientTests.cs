using System.Globalization;
using Partner.Benchmarks.Harness;
using Partner.Server.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Server.Tests.Attacks;

/// <summary>
/// An honest client goes on over mutual TLS beside each attack. It keeps half of its rate, and what the attack made the
/// server hold is given back when it is over. Alone, since it is measured by turns with what else the machine does.
/// </summary>
[Collection(nameof(Alone))]
public sealed class HonestClientTests(ITestOutputHelper output)
{
    private const double Half = 0.5;
    private const double Window = 1;
    private const int Rounds = 5;
    private const int MostRounds = 20;

    // What a server has more after some minutes of calls than after its first seconds, in MiB.
    private const int Grown = 64;

    // What the chart gives a container, of which the heap is three quarters.
    private const int Container = 512;

    public static TheoryData<string> Attacks => [.. Kinds.Keys];

    private static Dictionary<string, Func<Attack>> Kinds { get; } = new()
    {
        ["headers that refer to a long one, of calls that never end"] = () => new Attack.Held(
            45, AttackFrames.Calls(250, stream => AttackFrames.Reference(stream, 150))),
        ["calls that are taken back at once"] = () => new Attack.Flood(AttackFrames.Resets(2000)),
        ["a header block in empty pieces"] = () => new Attack.Flood(AttackFrames.EmptyPieces(200_000)),
        ["handshakes that are begun and not ended"] = () => new Attack.Silence(
            600, () => ClientHello.RecordAsync(CancellationToken.None)),
        ["connections that say nothing"] = () => new Attack.Silence(600, () => Task.FromResult<byte[]>([])),
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task The_honest_client_keeps_half_of_its_rate_and_the_memory_is_given_back(string kind)
    {
        await using var server = await BesiegedServer.StartAsync();
        await server.RateAsync(3);
        var before = server.Memory;
        var most = before;
        await using var attack = Kinds[kind]();
        var shares = new List<double>();
        var quiet = await server.RateAsync(Window);
        while (shares.Count < Rounds || (shares.Count < MostRounds && Median.Of(shares) < Half))
        {
            var under = await attack.DuringAsync(server, async () =>
            {
                var rate = await server.RateAsync(Window);
                most = Math.Max(most, server.Memory);
                return rate;
            });
            var after = await server.RateAsync(Window);
            shares.Add(under / ((quiet + after) / 2));
            quiet = after;
        }

        output.WriteLine($"{Told(shares)} of the rate; {before} MiB before, {most} MiB at most");
        Assert.True(Median.Of(shares) >= Half, $"{kind} leaves {Told(shares)} of the rate");
        Assert.True(most <= Container, $"{most} MiB");

        // The server goes on with its honest work, as servers do; nobody asks it to collect its garbage.
        await Eventually.SeeAsync(
            async () =>
            {
                await server.RateAsync(Window);
                return server.Memory;
            },
            now => now <= before + Grown);
    }

    private static string Told(IEnumerable<double> shares) =>
        string.Join(", ", shares.Select(share => share.ToString("F2", CultureInfo.InvariantCulture)));
}
