using Partner.Server.Connections;

namespace Partner.Server.Tests.Attacks;

public sealed class WaitingConnectionsTests
{
    private readonly OpenConnections _open = new(100, 3, TimeProvider.System);

    [Fact]
    public void The_newest_goes_first()
    {
        using var waiting = new WaitingConnections();
        var (first, second) = (Add(waiting), Add(waiting));

        Assert.Equal([second, first, null], new[] { waiting.Take(), waiting.Take(), waiting.Take() });
    }

    [Fact]
    public void Whoever_left_or_had_to_go_is_passed_over()
    {
        using var waiting = new WaitingConnections();
        var connections = Enumerable.Range(0, 4).Select(_ => Add(waiting)).ToList();
        connections[3].Close();

        Assert.True(connections[0].IsAborted);
        Assert.Equal([connections[2], connections[1], null], new[] { waiting.Take(), waiting.Take(), waiting.Take() });
    }

    [Fact]
    public async Task Who_waits_for_one_is_told_when_none_will_come()
    {
        using var waiting = new WaitingConnections();
        var wait = waiting.WaitAsync(CancellationToken.None);
        Assert.False(wait.IsCompleted);

        waiting.End();

        await wait;
        Assert.True(waiting.IsOver);
    }

    private FakeConnection Add(WaitingConnections waiting)
    {
        var connection = new FakeConnection();
        waiting.Add(connection, _open.Admit(connection)!);
        return connection;
    }
}
