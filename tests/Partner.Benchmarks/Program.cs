using System.Data.Common;
using System.Globalization;
using Partner.Benchmarks.Compare;
using Partner.Benchmarks.Crash;
using Partner.Benchmarks.Handshakes;
using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;
using Partner.Benchmarks.Organisations;
using Partner.Benchmarks.Overload;
using Partner.Benchmarks.Parts;
using Partner.Benchmarks.Prices;
using Partner.Benchmarks.Radar;
using Partner.Benchmarks.Volume;
using Partner.Server.Verbs;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The processes that were started have to be ended before this one.
    press.Cancel = true;
    stop.Cancel();
};

try
{
    return args switch
    {
        ["load", .. var rest] => await Measurements.LoadAsync(LoadOptions.Read(rest), stop.Token),
        ["echo", .. var rest] => await Measurements.EchoAsync(LoadOptions.Read(rest), stop.Token),
        ["ratio", .. var rest] => await Measurements.RatioAsync(LoadOptions.Read(rest), stop.Token),
        ["telemetry", .. var rest] => await TelemetryCost.RunAsync(LoadOptions.Read(rest), stop.Token),
        ["crash", .. var rest] => await CrashVerb.RunAsync(CrashOptions.Read(rest), stop.Token),
        ["parts", .. var rest] => await PartCosts.RunAsync(rest, stop.Token),
        ["compare", .. var rest] => await CompareVerb.RunAsync(ComparisonOptions.Read(rest), stop.Token),
        ["overload", .. var rest] => await OverloadVerb.RunAsync(rest, stop.Token),
        ["handshakes", .. var rest] => await HandshakeVerb.RunAsync(rest, stop.Token),
        ["volume", .. var rest] => await VolumeVerb.RunAsync(rest, stop.Token),
        ["organisation", .. var rest] => await OrganisationVerb.RunAsync(rest, stop.Token),
        ["radar", .. var rest] => await RadarVerb.RunAsync(rest, stop.Token),
        ["pricing"] => PricingVerb.Run(),
        ["echo-server", var folder] => await EchoServer.RunAsync(folder, stop.Token),
        ["delay-proxy", var host, var port, var delay] => await DelayProxy.RunAsync(
            host, int.Parse(port), TimeSpan.FromMilliseconds(double.Parse(delay)), stop.Token),
        _ => throw new UsageException("name a verb"),
    };
}
catch (UsageException wrong)
{
    string[] usage =
    [
        ComparisonOptions.Usage, VolumeVerb.Usage, RadarVerb.Usage, OrganisationVerb.Usage, OverloadVerb.Usage,
        HandshakeVerb.Usage,
        Measurements.Usage, CrashOptions.Usage, PartCosts.Usage, PricingVerb.Usage, DatabaseOptions.Usage,
    ];
    await Console.Error.WriteLineAsync($"{wrong.Message}\n\n{string.Join('\n', usage)}");
    return 2;
}
catch (Exception broken) when (broken is InvalidOperationException or HttpRequestException
    or IOException or DbException)
{
    await Console.Error.WriteLineAsync(broken.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
