using Leb.Partner.V1;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Server.Tests.EndToEnd.Randomised;

/// <summary>
/// What partners fear most: refunded, and then delivered anyway. Sales on cards that the issuer tops up late or answers
/// late, under retries, cancellations and reversals at random moments; in the end both sides must agree on every sale.
/// A failure is repeated with the seed that it prints, in the environment variable LEB_TEST_SEED.
/// </summary>
public sealed class RefundedThenDeliveredTests(ITestOutputHelper output)
{
    private const int Sales = 60;

    private static readonly TimeSpan LateAfter = TimeSpan.FromMilliseconds(1500);

    [Theory]
    [InlineData(600_000)]
    [InlineData(700)]
    [InlineData(1)]
    public async Task No_refund_is_ever_followed_by_a_delivery(int withdrawAfterMilliseconds)
    {
        var seed = Seed.Next(output);
        await using var server = await RunningServer.StartAsync(settings => settings with
        {
            Issuer = settings.Issuer.OneAttempt(),
            Simulation = settings.Simulation with { LateAfter = LateAfter },
            Work = settings.Work.WithPlaces(8),
            Policy = settings.Policy with { WithdrawAfter = TimeSpan.FromMilliseconds(withdrawAfterMilliseconds) },
        });
        var partner = await server.AddPartnerAsync("fearful");
        var lives = Enumerable.Range(0, Sales)
            .Select(number => new SaleLife(partner, server.Connect(partner.Certificate), unchecked(seed + number)))
            .ToList();

        await Task.WhenAll(lives.Select(life => life.RunAsync()));
        await Eventually.SeeAsync(
            () => server.Store.UnfinishedAsync(), unfinished => unfinished.Count == 0);
        await Eventually.PauseAsync(LateAfter);

        await AssertBothSidesAgreeAsync(server, partner);
        foreach (var life in lives)
        {
            life.AssertNeverTurnedBack(await partner.ListAsync(new TopUpFilter { RequestId = life.RequestId }));
        }

        output.WriteLine(string.Join(", ", (await partner.TotalsAsync()).Select(line => $"{line.State} {line.Count}")));
        await server.AssertInOrderAsync();
        server.AssertNoErrors();
    }

    private static async Task AssertBothSidesAgreeAsync(RunningServer server, TestClient partner)
    {
        var records = await server.IssuerRecordsAsync();
        var sold = (await partner.ListAsync()).ToDictionary(topUp => Sale.IdOf(topUp.Name));
        Assert.NotEmpty(sold);
        Assert.All(sold, pair => Assert.Equal(
            pair.Value.State switch
            {
                TopUpState.Succeeded => IssuerRecordState.Applied,
                TopUpState.Reversed => IssuerRecordState.Reversed,
                _ => (IssuerRecordState?)null,
            },
            Delivered(records.GetValueOrDefault(pair.Key))));
        var delivered = records.Values.Where(record =>
            record.Kind == IssuerRecordKind.TopUp && Delivered(record) is not null);
        Assert.All(delivered, record => Assert.True(
            sold[record.Id].State is TopUpState.Succeeded or TopUpState.Reversed,
            $"{record}: {sold[record.Id].State}"));
        var takenBack = records.Values.Where(record => record is
        {
            Kind: IssuerRecordKind.Reversal, State: IssuerRecordState.Applied,
        });
        Assert.Equal(
            sold.Values.Where(topUp => topUp.State == TopUpState.Reversed).Select(topUp => topUp.Reversal).Order(),
            takenBack.Select(record => $"topUps/{record.TopUpId}/reversals/{record.Id}").Order());
        var kept = sold.Values.Where(topUp => topUp.State == TopUpState.Succeeded)
            .Sum(topUp => topUp.Price.NetDebit.Minor() - topUp.Price.Commission.Amount.Minor());
        Assert.Equal(1_000_000 - kept, (await partner.BalanceAsync()).Available.Minor());
    }

    /// <summary>What the card got: applied, applied and taken back, or (null) nothing.</summary>
    private static IssuerRecordState? Delivered(IssuerRecord? record) =>
        record?.State is IssuerRecordState.Applied or IssuerRecordState.Reversed ? record.State : null;
}
