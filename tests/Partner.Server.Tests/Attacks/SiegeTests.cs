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
