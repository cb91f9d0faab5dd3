using Partner.Server.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Server.Tests.Attacks;

/// <summary>
/// What is sent on a connection of a caller: each once, to see what becomes of it, and then
/// frames, headers and calls by turns without an end.
/// </summary>
[Collection(nameof(Alone))]
public sealed class HostileMessagesTests(Siege siege, ITestOutputHelper output) : IClassFixture<Siege>
{
    public static TheoryData<string> Frames => [.. HostileFrames.All.Keys];

    public static TheoryData<string> Headers => [.. HostileHeaders.All.Keys];

    public static TheoryData<string> Calls => [.. HostileCalls.All.Keys];

    public static TheoryData<string> Costly => [.. HostileCalls.Costly];

    [Theory]
    [MemberData(nameof(Frames))]
    public Task Frames_that_no_client_sends_have_the_fate_that_the_standard_says(string name) =>
        SeeAsync(HostileFrames.All[name], harmless: false);

    [Theory]
    [MemberData(nameof(Headers))]
    public Task Headers_that_no_client_sends_are_refused(string name) =>
        SeeAsync(HostileHeaders.All[name], HostileHeaders.Harmless.Contains(name));

    [Theory]
    [MemberData(nameof(Calls))]
    public Task Calls_that_no_client_makes_are_refused(string name) =>
        SeeAsync(HostileCalls.All[name], HostileCalls.Harmless.Contains(name));

    [Theory]
    [InlineData(nameof(Frames))]
    [InlineData(nameof(Headers))]
    [InlineData(nameof(Calls))]
    public async Task All_of_them_by_turns_leave_the_honest_client_half_of_its_rate(string group)
    {
        var all = group switch
        {
            nameof(Frames) => HostileFrames.All,
            nameof(Headers) => HostileHeaders.All,
            _ => HostileCalls.All,
        };
        siege.Server.RenewAttacker();
        output.WriteLine(await siege.EndureAsync(new Attack.Burst([.. all.Values.Select(one => one.Bytes)])));
    }

    [Theory]
    [MemberData(nameof(Costly))]
    public async Task A_costly_call_again_and_again_leaves_the_honest_client_half_of_its_rate(string name)
    {
        siege.Server.RenewAttacker();
        output.WriteLine(await siege.EndureAsync(new Attack.Burst(HostileCalls.All[name].Bytes)));
    }

    [Fact]
    public async Task The_server_begins_with_its_settings_and_acknowledges_those_of_the_client()
    {
        await using var connection = await RawHttp2.OpenAsync(siege.Server.Address, siege.Server.Attacker);

        await Eventually.SeeAsync(
            () => Task.FromResult(connection.Told.Count(told => told.Kind == RawHttp2.Kind.Settings)),
            settings => settings == 2);

        Assert.NotEmpty(connection.Told.First().Payload);
        Assert.Empty(connection.Told.Last(told => told.Kind == RawHttp2.Kind.Settings).Payload);
    }

    // What the settings say of a call's window before it is made, and when its answer has begun; how much of the answer
    // there is then in each frame (RFC 9113, 6.5.3, 6.9.1 and 6.9.2).
    [Theory]
    [InlineData(new[] { 100, 1 }, new int[0], 0, new[] { 1 })]
    [InlineData(new[] { 1 }, new int[0], 0, new[] { 1 })]
    [InlineData(new[] { 0 }, new[] { 1 }, 0, new[] { 1 })]
    [InlineData(new[] { 3 }, new[] { 2 }, 2, new[] { 3, 1 })]
    public async Task No_more_is_sent_than_the_window_has_room_for(int[] before, int[] after, int more, int[] frames)
    {
        siege.Server.RenewAttacker();
        await using var connection = await RawHttp2.OpenAsync(siege.Server.Address, siege.Server.Attacker);
        int[] Sent() =>
        [
            .. from told in connection.Told
               where told.Kind == RawHttp2.Kind.Data && told.Payload.Length > 0
               select told.Payload.Length,
        ];

        await connection.WriteAsync(Window(before));
        await connection.WriteAsync(HostileFrames.Begun(1));
        await connection.WriteAsync(HostileFrames.Message(1));
        await Eventually.SeeAsync(
            () => Task.FromResult(connection.Told.Any(told => told.Kind == RawHttp2.Kind.Headers)), begun => begun);
        if (before[^1] > 0)
        {
            await Eventually.SeeAsync(() => Task.FromResult(Sent().Sum()), sent => sent >= before[^1]);
        }

        await connection.WriteAsync(Window(after));
        if (more > 0)
        {
            await connection.WriteAsync(RawHttp2.Frame(RawHttp2.Kind.WindowUpdate, 1, (uint)more));
        }

        await connection.WriteAsync(RawHttp2.Frame(RawHttp2.Kind.Ping, 0, 0, new byte[8]));
        await Eventually.SeeAsync(() => Task.FromResult(Sent().Sum()), sent => sent >= frames.Sum());
        await connection.Ponged;

        Assert.Equal(frames, Sent());
    }

    private static byte[] Window(int[] sizes) =>
        sizes.Length == 0 ? [] : RawHttp2.Settings([.. sizes.Select(size => ((ushort)4, (uint)size))]);

    private async Task SeeAsync(Hostile hostile, bool harmless)
    {
        bool IsAsExpected(Fate fate) => hostile.Fate == fate
            || (hostile.Fate == Fate.Refused && fate is Fate.Closed or Fate.Ended)
            || (harmless && fate is not Fate.Ignored);

        var (fate, reasons) = await siege.SendAsync(hostile, IsAsExpected);
        output.WriteLine($"{fate} {reasons}");
        await siege.Server.CallAsync();
        siege.AssertNoFault();
        Assert.True(IsAsExpected(fate), $"{fate}, not {hostile.Fate}: {reasons}");
    }
}

/// <summary>What is too much of something, and who holds what it was given.</summary>
[Collection(nameof(Alone))]
public sealed class HostilePeersTests(Siege siege, ITestOutputHelper output) : IClassFixture<Siege>
{
    public static TheoryData<string> Floods => [.. HostileFloods.All.Keys];

    public static TheoryData<string> Strangers => [.. HostilePeers.Strangers.Keys];

    public static TheoryData<string> Callers => [.. HostilePeers.Callers.Keys];

    [Theory]
    [MemberData(nameof(Floods))]
    public Task Floods_leave_the_honest_client_half_of_its_rate(string name) =>
        EndureAsync(new Attack.Burst(HostileFloods.All[name]()));

    [Theory]
    [MemberData(nameof(Strangers))]
    public Task Strangers_leave_the_honest_client_half_of_its_rate(string name) =>
        EndureAsync(HostilePeers.Strangers[name]());

    [Theory]
    [MemberData(nameof(Callers))]
    public Task Callers_who_hold_what_they_can_leave_the_honest_client_half_of_its_rate(string name) =>
        EndureAsync(HostilePeers.Callers[name]());

    private async Task EndureAsync(Attack attack)
    {
        siege.Server.RenewAttacker();
        await using (attack)
        {
            output.WriteLine(await siege.EndureAsync(attack));
        }
    }
}
