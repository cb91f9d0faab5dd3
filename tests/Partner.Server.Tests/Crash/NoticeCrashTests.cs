using System.Text;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Sandbox.Notices;
using Partner.Server.Tests.EndToEnd.Renewals;
using Partner.Server.Tests.Support;
using CardType = Partner.Core.Cards.CardType;

namespace Partner.Server.Tests.Crash;

/// <summary>A server that is killed between what is told to a customer and its text message.</summary>
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
        string ended;
        await using (var silent = await SimulatedGateway.StartAsync(
            new SimulatedGatewayOptions { DataFolder = inbox, AllSlow = true, SlowFor = TimeSpan.FromHours(1) },
            Patience))
        {
            (sold, ended) = await SellAndKillAsync(bed, silent.Url, output);
            Assert.Empty(silent.Delivered);
        }

        await using var gateway = await SimulatedGateway.StartAsync(
            new SimulatedGatewayOptions { DataFolder = inbox }, Patience);
        var (process, _) = await bed.ServeAsync(0, Options(gateway.Url), Patience);
        await using (process)
        {
            var sent = await Eventually.SeeAsync(() => Task.FromResult(gateway.Delivered), all => all.Count > 1);
            Assert.All(sent, message => Assert.Equal(Number, message.To));
            Assert.Equal(
                [$"{bed.Partners[0]}.{Sale.IdOf(sold.Name)}.arrival", ended],
                sent.Select(message => message.Id).Order(StringComparer.Ordinal));
            process.Terminate();
            await process.WaitForExitAsync(Patience);
            output.AddRange(process.Lines);
        }

        Assert.Equal(2, gateway.Delivered.Count);
        Assert.DoesNotContain(output, line => line.Contains(Digits, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(bed.Data, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Digits)) < 0, file);
        }
    }

    /// <summary>A sale that succeeds and an auto-renewal that ends, both with the number, and then the kill.</summary>
    /// <returns>The sale, and the id of the message about the auto-renewal's end.</returns>
    private static async Task<(TopUp Sold, string Ended)> SellAndKillAsync(
        TestBed bed, Uri gateway, List<string> output)
    {
        var (process, address) = await bed.ServeAsync(0, Options(gateway), Patience);
        await using (process)
        {
            using var pool = new ClientPool(bed, address, 1);
            var sale = Sale.Of().With(one => one.NotifyPhone = Number);
            var sold = (await pool.Clients[0].CreateTopUpAsync(sale, cancellationToken: Patience)).TopUp;
            Assert.Equal(TopUpState.Succeeded, sold.State);
            var renewals = new AutoRenewalService.AutoRenewalServiceClient(pool.Channels[0]);
            var asked = RenewalScene.Of(Sale.NewCard(CardType.RegistrationEsim))
                .With(ask => ask.NotifyPhone = Number);
            var standing = (await renewals.CreateAutoRenewalAsync(asked, cancellationToken: Patience)).AutoRenewal;
            var over = (await renewals.CancelAutoRenewalAsync(
                new() { Name = standing.Name }, cancellationToken: Patience)).AutoRenewal;
            await process.KillAsync();
            output.AddRange(process.Lines);
            return (sold, $"{bed.Partners[0]}.{Sale.IdOf(standing.Name)}.{over.LastStep.Number}.auto_renewal_stopped");
        }
    }

    private static string[] Options(Uri gateway) => ["--verbose", "--notice-gateway", gateway.AbsoluteUri];
}
