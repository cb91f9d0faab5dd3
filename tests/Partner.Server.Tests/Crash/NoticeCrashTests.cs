using System.Text;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Sandbox.Notices;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Crash;

/// <summary>A server that is killed between the success of a sale and its text message.</summary>
public sealed class NoticeCrashTests
{
    private const string Number = "+8613912345678";
    private const string Digits = "3912345678";

    private static CancellationToken Patience => new CancellationTokenSource(4 * Eventually.Longest).Token;

    [Fact]
    public async Task Kill_9_between_success_and_sending_loses_no_message_and_the_number_is_nowhere_in_clear()
    {
        var inbox = Directory.CreateTempSubdirectory("leb-notices-").FullName;
        await using var bed = await TestBed.CreateAsync(1, Patience);
        var output = new List<string>();
        TopUp sold;
        await using (var silent = await SimulatedGateway.StartAsync(
            new SimulatedGatewayOptions { DataFolder = inbox, AllSlow = true, SlowFor = TimeSpan.FromHours(1) },
            Patience))
        {
            sold = await SellAndKillAsync(bed, silent.Url, output);
            Assert.Empty(silent.Delivered);
        }

        await using var gateway = await SimulatedGateway.StartAsync(
            new SimulatedGatewayOptions { DataFolder = inbox }, Patience);
        var (process, _) = await bed.ServeAsync(0, Options(gateway.Url), Patience);
        await using (process)
        {
            var sent = await Eventually.SeeAsync(() => Task.FromResult(gateway.Delivered), all => all.Count > 0);
            Assert.Equal((Number, $"{bed.Partners[0]}.{Sale.IdOf(sold.Name)}.arrival"), (sent[0].To, sent[0].Id));
            process.Terminate();
            await process.WaitForExitAsync(Patience);
            output.AddRange(process.Lines);
        }

        Assert.Single(gateway.Delivered);
        Assert.DoesNotContain(output, line => line.Contains(Digits, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(bed.Data, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Digits)) < 0, file);
        }
    }

    private static async Task<TopUp> SellAndKillAsync(TestBed bed, Uri gateway, List<string> output)
    {
        var (process, address) = await bed.ServeAsync(0, Options(gateway), Patience);
        await using (process)
        {
            using var pool = new ClientPool(bed, address, 1);
            var sale = Sale.Of().With(one => one.NotifyPhone = Number);
            var sold = (await pool.Clients[0].CreateTopUpAsync(sale, cancellationToken: Patience)).TopUp;
            Assert.Equal(TopUpState.Succeeded, sold.State);
            await process.KillAsync();
            output.AddRange(process.Lines);
            return sold;
        }
    }

    private static string[] Options(Uri gateway) => ["--verbose", "--notice-gateway", gateway.AbsoluteUri];
}
