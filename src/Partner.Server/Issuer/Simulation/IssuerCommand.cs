using System.Globalization;
using System.Net;

namespace Partner.Server.Issuer.Simulation;

/// <summary>The verb <c>issuer</c>: runs the simulated issuer as a process of its own.</summary>
public static class IssuerCommand
{
    /// <summary>How to call it.</summary>
    public const string Usage = """
        usage: issuer --data DIR [--port N] [--address IP]
                      [--short-delay S] [--long-delay S] [--late-after S] [--hang-for S]

          --data DIR       folder of its log; made when missing
          --port N         port of its plain HTTP (default 7070; 0 takes a free one)
          --address IP     address to listen on (default 127.0.0.1)
          --short-delay S  delay in seconds of the card that succeeds after 3 s
          --long-delay S   delay in seconds of the card that succeeds after 20 s
          --late-after S   lateness in seconds of the cards that are minutes late (default 120)
          --hang-for S     seconds until an unanswered connection is dropped (default 600)
        """;

    private const int DefaultPort = 7070;

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="args">The arguments after the verb.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>0 after an orderly end, 1 when it cannot start, 2 when the arguments are wrong.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        SimulatedIssuerOptions options;
        try
        {
            options = Parse(args);
        }
        catch (FormatException wrong)
        {
            await Console.Error.WriteLineAsync($"issuer: {wrong.Message}\n\n{Usage}").ConfigureAwait(false);
            return 2;
        }

        try
        {
            await using var issuer = await SimulatedIssuer.StartAsync(options, ct).ConfigureAwait(false);
            Console.WriteLine($"issuer listening on {issuer.Url}");
            await UntilCancelledAsync(ct).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"issuer: {failure.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">One is unknown, malformed or missing; the message says which.</exception>
    internal static SimulatedIssuerOptions Parse(string[] args)
    {
        var options = new SimulatedIssuerOptions { DataFolder = string.Empty, Port = DefaultPort };
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} needs a value");
            options = args[i] switch
            {
                "--data" => options with { DataFolder = value },
                "--port" => options with { Port = Number(args[i], value, IPEndPoint.MaxPort) },
                "--address" => options with { Address = AddressOf(args[i], value) },
                "--short-delay" => options with { ShortDelay = Seconds(args[i], value) },
                "--long-delay" => options with { LongDelay = Seconds(args[i], value) },
                "--late-after" => options with { LateAfter = Seconds(args[i], value) },
                "--hang-for" => options with { HangFor = Seconds(args[i], value) },
                _ => throw new FormatException($"{args[i]} is no option"),
            };
        }

        return options.DataFolder.Length > 0 ? options : throw new FormatException("--data is missing");
    }

    private static TimeSpan Seconds(string option, string value) => TimeSpan.FromSeconds(Number(option, value, 86_400));

    private static int Number(string option, string value, int maximum) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= maximum
            ? number
            : throw new FormatException($"{option} takes a whole number from 0 to {maximum}");

    private static IPAddress AddressOf(string option, string value) =>
        IPAddress.TryParse(value, out var address)
            ? address
            : throw new FormatException($"{option} takes an IP address");

    private static async Task UntilCancelledAsync(CancellationToken ct)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = ct.Register(cancelled.SetResult).ConfigureAwait(false);
        await cancelled.Task.ConfigureAwait(false);
    }
}
