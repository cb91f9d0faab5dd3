using System.Net;
using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Shutdown;

/// <summary>The server's program, told to end as an orchestrator tells it.</summary>
public sealed class SigtermTests
{
    private static readonly CancellationToken Patience = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [Fact]
    public async Task It_is_not_ready_first_answers_what_it_took_and_ends_with_0()
    {
        using var http = new HttpClient();
        await using var bed = await TestBed.CreateAsync(1, Patience);
        var (process, address) = await bed.ServeAsync(0, ["--health-port", "0"], Patience);
        await using var ends = process;
        var health = await Eventually.SeeAsync(() => Task.FromResult(HealthOf(process)), seen => seen is not null);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(health, Patience)).StatusCode);
        using var pool = new ClientPool(bed, address, 1);
        var sale = Sale.OnSandboxCard(SandboxCards.SuccessAfterShortDelay)
            .With(one => one.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)));
        var call = pool.Clients[0].CreateTopUpAsync(sale, deadline: null, cancellationToken: Patience).ResponseAsync;
        await Eventually.SeeAsync(
            async () => (await pool.Clients[0].ListTopUpsAsync(new ListTopUpsRequest())).TopUps.Count, count => count == 1);

        process.Terminate();

        // The sale takes 3 seconds: long enough to see that the server is draining while it is under way.
        var draining = await Eventually.SeeAsync(
            () => TextAsync(http, health!), text => text.Contains("draining", StringComparison.Ordinal));
        Assert.Contains("\"ready\":false", draining, StringComparison.Ordinal);
        Assert.False(call.IsCompleted);
        var answer = await call;
        Assert.Equal(TopUpState.Succeeded, answer.TopUp.State);
        Assert.Equal(0, await process.WaitForExitAsync(Patience));
        Assert.Contains(process.Lines, line => line.StartsWith("Stopped:", StringComparison.Ordinal));
    }

    private static Uri? HealthOf(ChildProcess process) => process.Lines
        .Where(line => line.StartsWith("Health: ", StringComparison.Ordinal))
        .Select(line => new Uri(new Uri(line.Split(' ')[1]), "/health/ready"))
        .FirstOrDefault();

    private static async Task<string> TextAsync(HttpClient http, Uri url)
    {
        using var response = await http.GetAsync(url, Patience);
        return await response.Content.ReadAsStringAsync(Patience);
    }
}
