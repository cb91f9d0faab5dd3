using Grpc.Core;
using Leb.Partner.V1;
using Microsoft.Extensions.DependencyInjection;
using Partner.Sandbox.Issuer;
using Partner.Server.Security;
using Partner.Server.Tests.Support;
using Partner.Server.TopUps;

namespace Partner.Server.Tests.EndToEnd.States;

/// <summary>
/// A process works on so many sales at once. The next waits a moment for a place, unsaved, and is queued after that.
/// </summary>
public sealed class PlaceTests
{
    [Fact]
    public async Task A_sale_waits_for_a_place_before_it_is_saved_and_is_sent_by_its_own_call()
    {
        var issuer = new HeldIssuer();
        await using var server = await StartAsync(issuer, Eventually.Longest);
        var demo = await server.ConnectDemoAsync();
        var intake = server.Server.Services.GetRequiredService<SaleIntake>();
        var slow = demo.SellAsync(Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 30));
        await Eventually.SeeAsync(
            () => Task.FromResult(server.Server.Services.GetRequiredService<IssuerWork>().UnderWay.Count),
            count => count == 1);
        var next = Sale.Of().With(sale => sale.Wait = Seconds(30));
        var sold = demo.SellAsync(next);
        await Eventually.SeeAsync(() => Task.FromResult(intake.Waiting), waiting => waiting == 1);

        var unknown = await demo.TopUps
            .GetTopUpAsync(new GetTopUpRequest { RequestId = next.RequestId }, TestClient.In("en")).AsErrorAsync();
        await issuer.SeeLaterAsync(() => Task.FromResult(slow.IsCompleted), done => done);

        unknown.Is(StatusCode.NotFound, "TOP_UP_NOT_FOUND");
        Assert.Equal(TopUpState.Succeeded, (await slow).State);
        Assert.Equal(TopUpState.Succeeded, (await sold).State);
        Assert.Equal(0, intake.Waiting);
        await server.AssertInOrderAsync();
        server.AssertNoErrors();
    }

    [Fact]
    public async Task A_sale_that_finds_no_place_in_time_is_saved_and_sent_later()
    {
        var issuer = new HeldIssuer();
        await using var server = await StartAsync(issuer, TimeSpan.FromMilliseconds(50));
        var demo = await server.ConnectDemoAsync();
        await demo.SellAsync(Sale.OnSandboxCard(SandboxCards.SuccessAfterLongDelay, waitSeconds: 0));

        var queued = (await demo.TopUps.CreateTopUpAsync(
            Sale.Of().With(sale => sale.Wait = Seconds(1)), TestClient.In("en"))).TopUp;

        Assert.Equal(TopUpState.Processing, queued.State);
        await issuer.SeeLaterAsync(() => demo.GetAsync(queued.Name), topUp => topUp.State == TopUpState.Succeeded);
        await server.AssertInOrderAsync();
        server.AssertNoErrors();
    }

    private static Google.Protobuf.WellKnownTypes.Duration Seconds(int seconds) => new() { Seconds = seconds };

    private static Task<RunningServer> StartAsync(HeldIssuer issuer, TimeSpan patience) => RunningServer.StartAsync(
        settings => issuer.Hold(settings) with
        {
            Work = settings.Work.WithPlaces(1) with { PlacePatience = patience },
        },
        alone: true);
}
