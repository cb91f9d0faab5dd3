using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>Headers that no client sends: whatever they say, it is no fault of the server, and it serves on.</summary>
public sealed class BadMetadataTests(SharedServer shared) : SharedServerTest(shared), IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("accept-language", "xx-YY;q=banana, ,,;;")]
    [InlineData("accept-language", "*")]
    [InlineData("accept-language", "")]
    [InlineData("traceparent", "00-nonsense")]
    [InlineData("user-agent", "\u0001")]
    [InlineData("grpc-timeout", "30S")]
    public async Task A_header_that_says_nothing_is_passed_over(string name, string value)
    {
        var partner = await Shared.NewPartnerAsync();

        var answer = await RawGrpc.SendAsync(partner, RawGrpc.CreateTopUp, Body(Sale.Of()), (name, value));

        var topUp = CreateTopUpResponse.Parser.ParseFrom(answer.AsSpan(5)).TopUp;
        Assert.Equal(TopUpState.Succeeded, topUp.State);
        Assert.NotEmpty(topUp.Outcome.ClerkText);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1S")]
    [InlineData("99999999999999999999H")]
    [InlineData("1X")]
    public async Task A_deadline_that_makes_no_sense_never_becomes_a_fault_of_the_server(string timeout)
    {
        var partner = await Shared.NewPartnerAsync();
        var sale = Sale.Of();

        var status = await StatusOfAsync(partner, Body(sale), ("grpc-timeout", timeout));

        Assert.Contains(
            status, new[] { StatusCode.OK, StatusCode.InvalidArgument, StatusCode.DeadlineExceeded });
        var kept = await partner.TopUps.CreateTopUpAsync(sale, TestClient.In("en"));
        Assert.Equal((TopUpState.Succeeded, 1), (kept.TopUp.State, (await partner.ListAsync()).Count));
    }

    [Theory]
    [InlineData("1n")]
    [InlineData("0S")]
    public async Task A_deadline_that_has_passed_sells_nothing(string timeout)
    {
        var partner = await Shared.NewPartnerAsync();

        var status = await StatusOfAsync(partner, Body(Sale.Of()), ("grpc-timeout", timeout));

        Assert.Equal(StatusCode.DeadlineExceeded, status);
        Assert.Empty(await partner.ListAsync());
    }

    [Fact]
    public async Task A_header_that_is_too_long_costs_its_sender_the_call_and_nobody_else_anything()
    {
        var partner = await Shared.NewPartnerAsync();
        var sale = Sale.Of();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => RawGrpc.SendAsync(
            partner, RawGrpc.CreateTopUp, Body(sale), ("x-long", new string('x', 9 * 1024))));

        Assert.Empty(await partner.ListAsync());
        Assert.Equal(TopUpState.Succeeded, (await partner.SellAsync(sale)).State);
    }

    [Fact]
    public async Task What_is_not_gRPC_at_all_is_refused_as_HTTP_does()
    {
        var partner = await Shared.NewPartnerAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(partner.Address, "/" + RawGrpc.CreateTopUp))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await partner.Http.SendAsync(request, CancellationToken.None);

        Assert.InRange((int)response.StatusCode, 400, 499);
    }

    private static byte[] Body(CreateTopUpRequest sale) => RawGrpc.Frame(sale.ToByteArray());

    private static async Task<StatusCode> StatusOfAsync(
        TestClient client, byte[] body, params (string Name, string Value)[] headers)
    {
        try
        {
            await RawGrpc.SendAsync(client, RawGrpc.CreateTopUp, body, headers);
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }
}
