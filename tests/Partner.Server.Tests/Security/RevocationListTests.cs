using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Identity;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Security;

/// <summary>What an authority revokes by its list does not get in, nor stay.</summary>
public sealed class RevocationListTests
{
    private static readonly TimeSpan LooksAgain = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_list_that_changes_ends_what_it_revokes_and_a_damaged_one_changes_nothing()
    {
        await using var host = await GrpcTestHost.StartAsync(prepare: authority => authority.WriteList(1));
        var (bad, good) = (host.Register(Permissions.Sell), host.Register(Permissions.Sell));
        var (revoked, free) = (host.Client(bad), host.Client(good));
        await CallAsync(revoked);
        await CallAsync(free);

        host.Authority.WriteList(2, bad);
        host.Clock.Advance(LooksAgain);
        (await revoked.CreateTopUpAsync(new CreateTopUpRequest()).AsErrorAsync())
            .Is(StatusCode.Unauthenticated, "CERTIFICATE_NOT_REGISTERED");
        await CallAsync(free);
        await ShutOutAsync(host.Client(bad));
        await CallAsync(host.Client(good));

        await File.WriteAllTextAsync(host.Authority.ListPath, "damaged");
        host.Clock.Advance(LooksAgain);
        await ShutOutAsync(host.Client(bad));
        await CallAsync(host.Client(good));

        // An older one is no way back.
        host.Authority.WriteList(1);
        host.Clock.Advance(LooksAgain);
        await ShutOutAsync(host.Client(bad));
    }

    [Fact]
    public async Task Without_a_list_that_is_up_to_date_nobody_gets_in_or_stays_where_failure_is_hard()
    {
        await using var host = await GrpcTestHost.StartAsync(prepare: authority => authority.WriteList(1));
        var certificate = host.Register(Permissions.Sell);
        var client = host.Client(certificate);
        await CallAsync(client);

        host.Clock.Advance(TimeSpan.FromDays(8));

        (await client.CreateTopUpAsync(new CreateTopUpRequest()).AsErrorAsync())
            .Is(StatusCode.Unauthenticated, "CERTIFICATE_NOT_REGISTERED");
        await ShutOutAsync(host.Client(certificate));
    }

    private static async Task CallAsync(TopUpService.TopUpServiceClient client) =>
        await client.CreateTopUpAsync(new CreateTopUpRequest());

    // The door may close while the first call is still being written: the client's library then says Internal.
    private static async Task ShutOutAsync(TopUpService.TopUpServiceClient client)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => CallAsync(client));
        Assert.True(refused.StatusCode is StatusCode.Unavailable or StatusCode.Internal, refused.ToString());
        Assert.Empty(refused.Trailers);
    }
}
