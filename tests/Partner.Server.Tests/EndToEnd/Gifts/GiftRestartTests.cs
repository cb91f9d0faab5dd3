using Leb.Partner.V1;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.Gifts;

/// <summary>A server that ends between a sale and what it gives to its card.</summary>
public sealed class GiftRestartTests
{
    [Fact]
    public async Task PHONE_what_a_server_that_was_stopped_left_open_the_next_one_finds_given_once_and_takes_back()
    {
        await using var running = await RunningServer.StartAsync(alone: true);
        var till = await running.AddPartnerAsync("till");
        var sale = Sale.Of(SandboxCards.GiftTimeoutAfterApplying, "plans/phone-100")
            .With(one => one.Coupon = "GIFTMONTH");
        var sold = await till.SellAsync(sale);
        Assert.Equal(GiftState.Processing, sold.GiftState);
        await running.StopAsync();
        await running.StartAgainAsync();

        var again = running.Connect(till.Certificate);
        await Eventually.SeeAsync(() => again.GetAsync(sold.Name), seen => seen.GiftState == GiftState.Granted);
        await again.TopUps.ReverseTopUpAsync(
            new ReverseTopUpRequest { RequestId = Sale.NewRequestId(), TopUp = sold.Name }, TestClient.In("en"));
        await Eventually.SeeAsync(() => again.GetAsync(sold.Name), seen => seen.GiftState == GiftState.TakenBack);

        var record = (await running.IssuerRecordsAsync())[Sale.IdOf(sold.Name) + "-gifts"];
        Assert.Equal(IssuerRecordState.Reversed, record.State);
        await running.AssertInOrderAsync();
    }
}
