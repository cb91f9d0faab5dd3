using Partner.Server.Connections;

namespace Partner.Server.Tests.Attacks;

public sealed class OpenConnectionsTests
{
    private readonly List<FakeConnection> _connections = [];

    [Fact]
    public void Of_too_many_handshakes_the_oldest_has_to_go()
    {
        var open = new OpenConnections(100, 3, TimeProvider.System);
        var handshakes = Enumerable.Range(0, 3).Select(_ => Admit(open)).ToList();
        open.Leave(handshakes[0]!);
        Admit(open);
        Assert.DoesNotContain(_connections, connection => connection.IsAborted);

        Admit(open);

        Assert.Equal([false, true, false, false, false], _connections.Select(connection => connection.IsAborted));
    }

    [Fact]
    public void Handshakes_that_end_well_are_not_held_up_and_those_that_come_to_nothing_are()
    {
        const int many = 100_000;
        var open = new OpenConnections(100, 3, TimeProvider.System);
        for (var welcome = 0; welcome < many; welcome++)
        {
            Assert.True(open.TryBegin());
            open.NoteWelcome();
        }

        Assert.Contains(Enumerable.Range(0, many), _ => !open.TryBegin());
    }

    [Fact]
    public void A_full_house_closes_those_without_a_certificate_first_and_then_takes_nobody()
    {
        var open = new OpenConnections(4, 100, TimeProvider.System);
        var known = Enumerable.Range(0, 2).Select(_ => Admit(open)!).ToList();
        known.ForEach(open.Leave);
        Admit(open);
        Admit(open);

        var late = Admit(open);
        Assert.True(_connections[2].IsAborted);
        Assert.NotNull(late);
        open.Leave(late);
        open.Leave(Admit(open)!);

        Assert.Null(Admit(open));
    }

    [Fact]
    public void A_closed_connection_makes_room()
    {
        var open = new OpenConnections(2, 100, TimeProvider.System);
        open.Leave(Admit(open)!);
        open.Leave(Admit(open)!);
        Assert.Null(Admit(open));

        _connections.ForEach(connection => connection.Close());

        Assert.Equal(0, open.Count);
        Assert.NotNull(Admit(open));
    }

    private Handshake? Admit(OpenConnections open)
    {
        var connection = new FakeConnection();
        _connections.Add(connection);
        return open.Admit(connection);
    }
}
