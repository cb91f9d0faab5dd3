using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Sandbox.Issuer;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Telemetry;

/// <summary>No card number and no key leaves the process in a trace, a metric or a log.</summary>
public sealed partial class NoSecretsTests
{
    private const string Phone = "+8613912345678";
    private const string Characters = "W8QX";
    private static CancellationToken Patience => new CancellationTokenSource(4 * Eventually.Longest).Token;

    [Fact]
    public async Task The_demo_exports_every_signal_and_none_of_its_cards_and_keys()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var folder = Directory.CreateTempSubdirectory("partner-demo-test-").FullName;
        try
        {
            var (status, lines) = await ChildProcess.RunAsync(
                TestBed.Sandbox, ["demo", "--data", folder], Patience, receiver.Variables());

            Assert.True(status == 0, string.Join('\n', lines));
            Assert.Contains(lines, line => Card().IsMatch(line));
            AssertEverySignalCame(receiver);
            AssertNoSecret(receiver, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_server_exports_no_card_whatever_its_callers_do()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var bed = await TestBed.CreateAsync(1, Patience);
        string[] options = ["--verbose", "--attempt-timeout", "1", "--reconcile-every", "1", "--observe-float", "demo"];
        var (process, address) = await bed.ServeAsync(0, options, Patience, receiver.Variables());
        string[] cards =
        [
            Sale.NewCard(), SandboxCards.CardBlocked, SandboxCards.CardUnknown, SandboxCards.ServerErrorThenSuccess,
            SandboxCards.TimeoutAfterApplying, SandboxCards.AnswerCutOff, SandboxCards.ReversalDeclined,
        ];
        await using (process)
        {
            using var pool = new ClientPool(bed, address, 1);
            var client = pool.Clients[0];
            foreach (var card in cards)
            {
                await SellAndReverseAsync(client, card);
            }

            await SpoilAsync(client, cards[0]);
            await Eventually.SeeAsync(() => Task.FromResult(receiver.Metrics().Any(one => one.Name == "leb.in_doubt")),
                came => came);
            process.Terminate();
            Assert.Equal(0, await process.WaitForExitAsync(Patience));
        }

        AssertEverySignalCame(receiver);
        AssertNoSecret(receiver, bed.Data);
        Assert.Contains(receiver.Spans(), span => span.Trace == "0af7651916cd43dd8448eb211c80319c");
        var everything = receiver.Everything();
        Assert.All([.. cards, Phone, Phone[1..], Phone[3..], Characters], card =>
            Assert.DoesNotContain(card, everything, StringComparison.Ordinal));
        Assert.Contains(receiver.Metrics(), one => one.Name == "leb.float.available");
    }

    private static async Task SellAndReverseAsync(TopUpService.TopUpServiceClient client, string card)
    {
        var sale = Sale.OnSandboxCard(card, waitSeconds: 5).With(one =>
        {
            one.ClientReference = card;
            one.Cashier = card;
            one.NotifyPhone = Phone;
            one.IdCheck = new IdCheck { DocumentType = IdDocumentType.Passport, LastFour = Characters };
            one.RequestId = card + Guid.NewGuid().ToString("N");
        });
        var sold = (await client.CreateTopUpAsync(sale, cancellationToken: Patience)).TopUp;
        var reverse = new ReverseTopUpRequest
        {
            RequestId = Sale.NewRequestId(), TopUp = sold.Name, Comment = card,
            Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)),
        };
        try
        {
            await client.ReverseTopUpAsync(reverse, cancellationToken: Patience);
        }
        catch (RpcException refused)
        {
            // A top-up that failed or is in doubt cannot be reversed.
            Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        }
    }

    private static async Task SpoilAsync(TopUpService.TopUpServiceClient client, string card)
    {
        var headers = new Metadata
        {
            { "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
            { "tracestate", $"till={card}" },
            { "baggage", $"card={card}" },
            { "x-card", card },
        };
        CreateTopUpRequest[] wrong =
        [
            Sale.Of($"{card[..^1]}{(char)(card[^1] == '9' ? '0' : card[^1] + 1)}"), // a wrong check digit
            Sale.Of(card, $"plans/{card}"),
            Sale.Of().With(sale => sale.Card = new CardRef { PhoneNumber = Phone + "x" }),
            Sale.Of(card).With(sale => sale.Quote = $"quotes/{card}"),
            Sale.Of().With(sale => sale.IdCheck = new IdCheck { LastFour = Characters + Characters }),
        ];
        await client.CreateTopUpAsync(
            Sale.Of().With(sale => sale.Card = new CardRef { PhoneNumber = Phone }),
            headers, cancellationToken: Patience);
        foreach (var request in wrong)
        {
            await Assert.ThrowsAsync<RpcException>(
                () => client.CreateTopUpAsync(request, headers, cancellationToken: Patience).ResponseAsync);
        }

        await Assert.ThrowsAsync<RpcException>(() => client.GetTopUpAsync(
            new GetTopUpRequest { Name = $"topUps/{card}" }, headers, cancellationToken: Patience).ResponseAsync);
    }

    private static void AssertEverySignalCame(OtlpReceiver receiver)
    {
        Assert.Contains(receiver.Spans(), span => span.Span.Name == "top_up.decide_and_save");
        Assert.Contains(receiver.Spans(), span => span.Source == "System.Net.Http");
        Assert.Contains(receiver.Metrics(), metric => metric.Name == "leb.top_ups");
        Assert.Contains(receiver.Metrics(), metric => metric.Name == "leb.group_commit.size");
        Assert.Contains(receiver.Logs(), log => log.Body.StringValue.StartsWith("Started", StringComparison.Ordinal));
    }

    private static void AssertNoSecret(OtlpReceiver receiver, string folder)
    {
        var everything = receiver.Everything();
        Assert.DoesNotMatch(Card(), everything);
        var files = Directory.GetFiles(Path.Combine(folder, "pki"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".key" or ".crt").ToList();
        Assert.Contains(files, file => file.EndsWith(".key", StringComparison.Ordinal));
        var lines = files.SelectMany(File.ReadAllLines).Where(line => line.Length > 20).ToList();
        Assert.All(lines, line => Assert.DoesNotContain(line, everything, StringComparison.Ordinal));
        Assert.DoesNotContain("-----BEGIN", everything, StringComparison.Ordinal);
    }

    /// <summary>How every card of the operator begins, and more digits than a masked one has.</summary>
    [GeneratedRegex("8986[0-9]{7,}")]
    private static partial Regex Card();
}
