using System.Net;
using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Shutdown;

/// <summary>The server's program, told to end as an orchestrator tells it.</summary>
public sealed class SigtermTests
{
    private static CancellationToken Patience => new CancellationTokenSource(4 * Eventually.Longest).Token;

    [Fact]
    public async Task It_is_not_ready_first_answers_what_it_took_and_ends_with_0()
    {
        using var http = new HttpClient();
        await using var bed = await TestBed.CreateAsync(1, Patience);
        var (issuer, issuerUrl) = await bed.StartIssuerAsync(0, [], Patience);
        await using var issuerEnds = issuer;
        string[] arguments =
            ["--health-port", "0", "--issuer", issuerUrl.ToString(), "--attempt-timeout", "60", "--drain", "120"];
        var (process, address) = await bed.ServeAsync(0, arguments, Patience);
        await using var ends = process;
        var health = await Eventually.SeeAsync(() => Task.FromResult(HealthOf(process)), seen => seen is not null);
        await Eventually.SeeAsync(() => http.GetAsync(health, Patience), seen => seen.StatusCode == HttpStatusCode.OK);
        using var pool = new ClientPool(bed, address, 1);
        issuer.Pause();
        var sale = Sale.Of().With(one => one.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(30)));
        var call = pool.Clients[0].CreateTopUpAsync(sale, deadline: null, cancellationToken: Patience).ResponseAsync;
        await Eventually.SeeAsync(
            async () => (await pool.Clients[0].ListTopUpsAsync(new ListTopUpsRequest())).TopUps.Count,
            count => count == 1);

        process.Terminate();

        // The issuer stands still, so that the sale is under way until it was seen that the server is draining.
        var draining = await Eventually.SeeAsync(
            () => TextAsync(http, health!), text => text.Contains("draining", StringComparison.Ordinal));
        Assert.Contains("\"ready\":false", draining, StringComparison.Ordinal);
        Assert.False(call.IsCompleted);
        issuer.Resume();
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
