using Xunit.Abstractions;

namespace Partner.Server.Tests.Attacks;

/// <summary>
/// What is sent on a connection of a caller: each once, to see what becomes of it, and then
/// frames and headers by turns without an end.
/// </summary>
[Collection(nameof(Alone))]
public sealed class HostileMessagesTests(Siege siege, ITestOutputHelper output) : IClassFixture<Siege>
{
    public static TheoryData<string> Frames => [.. HostileFrames.All.Keys];

    public static TheoryData<string> Headers => [.. HostileHeaders.All.Keys];

    public static TheoryData<string> Calls => [.. HostileCalls.All.Keys];

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
    public async Task All_of_them_by_turns_leave_the_honest_client_half_of_its_rate(string group)
    {
        var all = group == nameof(Frames) ? HostileFrames.All : HostileHeaders.All;
        siege.Server.RenewAttacker();
        output.WriteLine(await siege.EndureAsync(new Attack.Burst([.. all.Values.Select(one => one.Bytes)])));
    }

    private async Task SeeAsync(Hostile hostile, bool harmless)
    {
        var fate = await siege.SendAsync(hostile);
        await siege.Server.CallAsync();
        siege.AssertNoFault();
        Assert.True(
            hostile.Fate == fate || (hostile.Fate == Fate.Refused && fate is Fate.Closed or Fate.Ended)
                || (harmless && fate is not Fate.Ignored),
            $"{fate}, not {hostile.Fate}");
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
