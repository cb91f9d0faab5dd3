using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using Partner.Sandbox.Issuer;
using Partner.Server.Verbs;

namespace Partner.Sandbox.Verbs;

/// <summary>issuer: runs the simulated issuer as a process of its own.</summary>
internal static class IssuerVerb
{
    private const int DefaultPort = 7070;
    private const int OneDay = 86_400;

    private static readonly Option<string> Data = VerbOptions.Required(
        "--data", "DIR", "Folder of its log; made when missing");

    private static readonly Option<int?> Port = VerbOptions.WholeNumber(
        "--port", "N", $"Port of its plain HTTP; 0 takes a free one [{DefaultPort}]", 0, IPEndPoint.MaxPort);

    private static readonly Option<IPAddress?> Address = VerbOptions.Parsed(
        "--address", "IP", "Address to listen on [127.0.0.1]", "an IP address", text =>
            IPAddress.TryParse(text, out var address) ? address : null);

    private static readonly Option<int?> ShortDelay = Seconds(
        "--short-delay", "Delay of the card that succeeds late [3]");

    private static readonly Option<int?> LongDelay = Seconds(
        "--long-delay", "Delay of the card that succeeds very late [20]");

    private static readonly Option<int?> LateAfter = Seconds(
        "--late-after", "Lateness of the cards that are minutes late [120]");

    private static readonly Option<int?> HangFor = Seconds(
        "--hang-for", "Until an unanswered connection is dropped [600]");

    /// <summary>The verb. Status 0 after an orderly end, 1 when it cannot start.</summary>
    public static Command Create() => new Command("issuer", """
        Runs the simulated issuer as a process of its own; serve --issuer URL uses it
        """) { Data, Port, Address, ShortDelay, LongDelay, LateAfter, HangFor }.Runs(UntilStoppedAsync);

    /// <summary>Reads what the issuer is started with.</summary>
    /// <param name="parsed">The command line.</param>
    public static SimulatedIssuerOptions Read(ParseResult parsed)
    {
        var usual = new SimulatedIssuerOptions { DataFolder = parsed.GetRequiredValue(Data), Port = DefaultPort };
        return usual with
        {
            Port = parsed.GetValue(Port) ?? usual.Port,
            Address = parsed.GetValue(Address) ?? usual.Address,
            ShortDelay = Delay(ShortDelay, usual.ShortDelay),
            LongDelay = Delay(LongDelay, usual.LongDelay),
            LateAfter = Delay(LateAfter, usual.LateAfter),
            HangFor = Delay(HangFor, usual.HangFor),
        };

        TimeSpan Delay(Option<int?> option, TimeSpan otherwise) =>
            parsed.GetValue(option) is { } seconds ? TimeSpan.FromSeconds(seconds) : otherwise;
    }

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="options">What it is started with.</param>
    public static async Task<int> RunAsync(SimulatedIssuerOptions options, CancellationToken cancel)
    {
        try
        {
            await using var issuer = await SimulatedIssuer.StartAsync(options, cancel);
            Console.WriteLine($"issuer listening on {issuer.Url}");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return 0;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return VerbOptions.Fail($"issuer: {failure.Message}");
        }
    }

    private static async Task<int> UntilStoppedAsync(ParseResult parsed, CancellationToken cancel)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        return await RunAsync(Read(parsed), stopping.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    private static Option<int?> Seconds(string name, string description) =>
        VerbOptions.WholeNumber(name, "SECONDS", description, 0, OneDay);
}
