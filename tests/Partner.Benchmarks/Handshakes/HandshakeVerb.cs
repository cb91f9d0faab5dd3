using Grpc.Core;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;

namespace Partner.Benchmarks.Handshakes;

/// <summary>
/// The verb handshakes: how long an honest partner waits for the first answer on a new connection, while so many others
/// have begun a handshake and do not go on.
/// </summary>
public static class HandshakeVerb
{
    /// <summary>How to call it.</summary>
    public const string Usage = """
        handshakes [--half-open 500] [--rounds 11] [--json FILE]
            How long a new honest connection waits behind so many handshakes that were begun the moment before.
        """;

    private const int Beginning = 7;

    // How many connections are accepted in a second is bounded: each crowd is to meet the full allowance.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);
    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>Measures and prints.</summary>
    /// <param name="args">The words behind the verb.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancel)
    {
        var arguments = new BenchmarkArguments(args);
        var halfOpen = LoadOptions.Number(arguments, "--half-open", 500);
        var rounds = LoadOptions.Number(arguments, "--rounds", 11);
        var file = arguments.Option("--json");
        arguments.End();

        var hello = await ClientHello.RecordAsync(cancel);
        Beside[] cases =
        [
            new("nobody", 0, []),
            new("connections that send nothing", halfOpen, []),
            new("the first bytes of a handshake", halfOpen, hello[..Beginning]),
            new("a whole first message, no second", halfOpen, hello),
        ];
        await using var bed = await TestBed.CreateAsync(1, cancel);
        var (process, address) = await bed.ServeAsync(0, ["--no-settlement"], cancel);
        await using var server = process;
        for (var round = -1; round < rounds; round++)
        {
            foreach (var one in cases)
            {
                var wait = await WaitAsync(bed, address, one, cancel);
                if (round >= 0)
                {
                    one.Waits.Add(wait);
                }

                // Those that were closed are forgotten before the next ones come.
                await FirstAnswerAsync(bed, address, cancel);
                await Task.Delay(Rest, Clock, cancel);
            }
        }

        Report.Line($"{"ms until the first answer beside",-40}{"median",10}{"longest",10}");
        foreach (var one in cases)
        {
            Report.Line($"{$"{one.Count} × {one.Name}",-40}{Median.Of(one.Waits),10:F1}{one.Waits.Max(),10:F1}");
        }

        await Report.WriteAsync(file, new { machine = Report.Machine, halfOpen, rounds, cases }, cancel);
        return 0;
    }

    private static async Task<double> WaitAsync(TestBed bed, Uri server, Beside beside, CancellationToken cancel)
    {
        using var silent = new SilentConnections(server, beside.First);
        await silent.OpenAsync(beside.Count, cancel);
        return await FirstAnswerAsync(bed, server, cancel);
    }

    private static async Task<double> FirstAnswerAsync(TestBed bed, Uri server, CancellationToken cancel)
    {
        using var pool = new ClientPool(bed, server, 1);
        var begun = Clock.GetTimestamp();
        try
        {
            await pool.Clients[0].ListTopUpsAsync(
                new ListTopUpsRequest { PageSize = 1 }, cancellationToken: cancel);
        }
        catch (RpcException fault)
        {
            throw new InvalidOperationException($"An honest connection was not served: {fault.Status}", fault);
        }

        return Clock.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <summary>Who else is there.</summary>
    /// <param name="Name">What they do.</param>
    /// <param name="Count">How many.</param>
    /// <param name="First">What each of them sends.</param>
    private sealed record Beside(string Name, int Count, byte[] First)
    {
        /// <summary>How long the honest connection waited, in milliseconds, round by round.</summary>
        public List<double> Waits { get; } = [];
    }
}
