using System.Net.Sockets;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Attacks;

/// <summary>Connections of nobody: they cost their sender nothing and us a file descriptor each.</summary>
public sealed class BareConnectionTests
{
    private static readonly byte[] StartOfHello = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00];

    [Theory]
    [InlineData(700)]
    [InlineData(400)]
    public async Task Bare_connections_do_not_use_up_the_file_descriptors(int descriptors)
    {
        const int many = 2500;
        await using var server = await BesiegedServer.StartAsync(openFiles: descriptors);
        var sockets = new List<Socket>();
        for (var i = 0; i < many; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        }

        await server.AssertAliveAsync();
        await using (var stranger = await RawHttp2.OpenAsync(server.Address, server.Attacker))
        {
            Assert.False(stranger.Closed.IsCompleted);
        }

        Assert.Contains(server.Process.Lines, line => line.Contains("open files", StringComparison.Ordinal));
        sockets.ForEach(socket => socket.Dispose());
        await server.AssertAliveAsync();
    }

    [Fact]
    public async Task Handshakes_that_are_begun_and_not_ended_give_way_to_honest_ones()
    {
        const int many = 600;
        const int bound = 256;
        await using var server = await BesiegedServer.StartAsync();
        var sockets = new List<Socket>();
        for (var i = 0; i < many; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
            await socket.SendAsync(StartOfHello);
        }

        await using var honest = await RawHttp2.OpenAsync(server.Address, server.Attacker);
        await Eventually.SeeAsync(() => Task.FromResult(sockets.Count(IsOpen)), open => open <= bound);

        await server.AssertAliveAsync();
        Assert.False(honest.Closed.IsCompleted);
        sockets.ForEach(socket => socket.Dispose());
    }

    private static bool IsOpen(Socket socket)
    {
        try
        {
            return !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
