using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Server.Errors;
using Partner.Server.Hosting;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.Errors;

public sealed class FrameworkErrorTests
{
    private const string Create = "/leb.partner.v1.TopUpService/CreateTopUp";
    private const string Watch = "/leb.partner.v1.TopUpService/WatchTopUp";

    public static TheoryData<string, byte[]> Unreadable => new()
    {
        { "a tag of no field", [0x00] },
        { "a tag without its value", [0x08] },
        { "a length beyond the end", [0x0a, 0x7f, 0x41] },
        { "a length of 2 GiB", [0x0a, 0xff, 0xff, 0xff, 0xff, 0x07] },
        { "a negative length", [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01] },
        { "a number that does not end", [.. Enumerable.Repeat((byte)0xff, 20)] },
        { "groups too deep", [.. Enumerable.Repeat((byte)0xfb, 300)] },
        { "an unknown group too deep", [.. Enumerable.Repeat(new byte[] { 0xa3, 0x06 }, 200).SelectMany(tag => tag)] },
        { "the end of a group that did not begin", [0xa4, 0x06] },
        { "a message cut short", new CreateTopUpRequest { RequestId = "sale-0000000000001" }.ToByteArray()[..^1] },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Bytes_that_are_no_message_are_the_callers_fault(string what, byte[] message)
    {
        Assert.NotEmpty(what);
        await using var host = await GrpcTestHost.StartAsync();
        var channel = host.Channel(host.Register(Permissions.Sell));

        await GrpcAssert.Refused(
            Reason.MalformedMessage, StatusCode.InvalidArgument, () => channel.CallAsync(Create, message));
        await GrpcAssert.Refused(
            Reason.MalformedMessage, StatusCode.InvalidArgument, () => channel.CallAsync(Watch, message));

        Assert.Equal(0, host.TopUps.Calls);
    }

    [Fact]
    public async Task Random_bytes_are_either_a_message_or_the_callers_fault()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var channel = host.Channel(host.Register(Permissions.Sell));
        var random = new Random(20261121);
        var refused = 0;
        for (var i = 0; i < 500; i++)
        {
            var message = new byte[random.Next(1, 60)];
            random.NextBytes(message);
            if (await Record.ExceptionAsync(() => channel.CallAsync(Create, message)) is { } exception)
            {
                GrpcAssert.Refused(
                    Reason.MalformedMessage, StatusCode.InvalidArgument, Assert.IsType<RpcException>(exception));
                refused++;
            }
        }

        Assert.InRange(refused, 1, 500);
    }

    [Fact]
    public async Task A_message_may_have_64_KiB_and_no_octet_more()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var channel = host.Channel(host.Register(Permissions.Sell));

        await channel.CallAsync(Create, OfSize(PartnerGrpc.LargestRequest));
        await GrpcAssert.Refused(
            Reason.MessageTooLarge, StatusCode.ResourceExhausted,
            () => channel.CallAsync(Create, OfSize(PartnerGrpc.LargestRequest + 1)));
        await GrpcAssert.Refused(
            Reason.MessageTooLarge, StatusCode.ResourceExhausted,
            () => channel.CallAsync(Create, OfSize(20 * PartnerGrpc.LargestRequest)));

        Assert.Equal(1, host.TopUps.Calls);
    }

    [Theory]
    [InlineData("/leb.partner.v1.TopUpService/NoSuchMethod")]
    [InlineData("/leb.partner.v1.NoSuchService/CreateTopUp")]
    [InlineData("/leb.partner.v1.BalanceService/GetBalance")]
    public async Task A_method_that_does_not_exist_is_said_to_be_unknown(string method)
    {
        await using var host = await GrpcTestHost.StartAsync();
        var channel = host.Channel(host.Register(Permissions.Read));

        await GrpcAssert.Refused(
            Reason.MethodUnknown, StatusCode.Unimplemented, () => channel.CallAsync(method, []));
    }

    [Fact]
    public async Task Errors_of_the_framework_are_in_the_language_of_the_call()
    {
        await using var host = await GrpcTestHost.StartAsync();

        var exception = await GrpcRawHttp.PostAsync(
            host, host.Register(Permissions.Sell), Create, GrpcRawHttp.Frame([0xff]), ("accept-language", "zh"));

        var error = GrpcAssert.Refused(Reason.MalformedMessage, StatusCode.InvalidArgument, exception);
        Assert.Equal(ClerkTexts.ForTopUp(Reason.MalformedMessage, Language.Chinese), error.ClerkText);
    }

    public static TheoryData<string, byte[]> BrokenFrames => new()
    {
        { "nothing", [] },
        { "half of a header", [0, 0, 0] },
        { "less than the header says", [0, 0, 0, 0, 9, 1, 2] },
        { "two messages where one is due", [.. GrpcRawHttp.Frame([]), .. GrpcRawHttp.Frame([])] },
        { "compressed without saying how", GrpcRawHttp.Frame([1, 2, 3], flags: 1) },
    };

    [Theory]
    [MemberData(nameof(BrokenFrames))]
    public async Task Broken_framing_is_the_callers_fault(string what, byte[] body)
    {
        Assert.NotEmpty(what);
        await using var host = await GrpcTestHost.StartAsync();

        var exception = await GrpcRawHttp.PostAsync(host, host.Register(Permissions.Sell), Create, body);

        GrpcAssert.Refused(Reason.MalformedMessage, StatusCode.InvalidArgument, exception);
        Assert.Equal(0, host.TopUps.Calls);
    }

    [Theory]
    [InlineData(0xff)]
    [InlineData(0x7f)]
    [InlineData(0x00)]
    public async Task A_message_that_claims_a_length_that_nobody_sends_is_too_large_and_no_incident(byte first)
    {
        await using var host = await GrpcTestHost.StartAsync();

        var exception = await GrpcRawHttp.PostAsync(
            host, host.Register(Permissions.Sell), Create, [0, first, 0xff, 0xff, 0xff, 1, 2, 3]);

        GrpcAssert.Refused(Reason.MessageTooLarge, StatusCode.ResourceExhausted, exception);
        Assert.Equal(0, host.TopUps.Calls);

        // The library's own line about a length that is no number of its own, which the server does not write down.
        host.ExpectedErrors = host.Log.Errors.Count(
            line => line.Contains("Message too large: 4294967295", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_flag_of_a_frame_is_the_callers_fault()
    {
        await using var host = await GrpcTestHost.StartAsync();

        // The framework itself logs this one as an error.
        host.ExpectedErrors = 1;

        var exception = await GrpcRawHttp.PostAsync(
            host, host.Register(Permissions.Sell), Create, GrpcRawHttp.Frame([], flags: 7));

        GrpcAssert.Refused(Reason.MalformedMessage, StatusCode.InvalidArgument, exception);
    }

    [Fact]
    public async Task A_compression_that_the_server_lacks_is_refused_as_the_protocol_says()
    {
        await using var host = await GrpcTestHost.StartAsync();

        var exception = await GrpcRawHttp.PostAsync(
            host, host.Register(Permissions.Sell), Create, GrpcRawHttp.Frame([1], flags: 1), ("grpc-encoding", "zstd"));

        GrpcAssert.Refused(Reason.MalformedMessage, StatusCode.Unimplemented, exception);
    }

    [Fact]
    public async Task A_message_that_swells_when_it_is_unpacked_is_too_large()
    {
        await using var host = await GrpcTestHost.StartAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            await gzip.WriteAsync(OfSize(20_000_000));
        }

        var exception = await GrpcRawHttp.PostAsync(
            host, host.Register(Permissions.Sell), Create, GrpcRawHttp.Frame(packed.ToArray(), flags: 1),
            ("grpc-encoding", "gzip"));

        GrpcAssert.Refused(Reason.MessageTooLarge, StatusCode.ResourceExhausted, exception);
        Assert.Equal(0, host.TopUps.Calls);
    }

    [Fact]
    public async Task The_deadline_ends_a_call_with_details_though_the_service_does_not_stop()
    {
        await using var host = await GrpcTestHost.StartAsync();
        var release = new TaskCompletionSource();
        host.TopUps.OnCreate = async (_, _) =>
        {
            await release.Task;
            return new CreateTopUpResponse();
        };

        var exception = await GrpcRawHttp.PostAsync(
            host, host.Register(Permissions.Sell), Create, GrpcRawHttp.Frame([]), ("grpc-timeout", "100m"));
        release.SetResult();

        GrpcAssert.Refused(Reason.CallEnded, StatusCode.DeadlineExceeded, exception);
    }

    [Fact]
    public async Task The_deadline_ends_a_stream_with_details_after_its_first_message()
    {
        await using var host = await GrpcTestHost.StartAsync();
        host.TopUps.OnWatch = async (stream, context) =>
        {
            await stream.WriteAsync(new WatchTopUpResponse());
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };

        var exception = await GrpcRawHttp.PostAsync(
            host, host.Register(Permissions.Sell), Watch, GrpcRawHttp.Frame([]), ("grpc-timeout", "300m"));

        GrpcAssert.Refused(Reason.CallEnded, StatusCode.DeadlineExceeded, exception);
    }

    [Theory]
    [InlineData("1n")]
    [InlineData("99n")]
    [InlineData("0n")]
    [InlineData("0u")]
    [InlineData("0m")]
    [InlineData("0S")]
    [InlineData("0M")]
    [InlineData("00000000H")]
    public async Task A_deadline_that_has_passed_ends_the_call_before_the_service_learns_of_it(string timeout)
    {
        await using var host = await GrpcTestHost.StartAsync();
        var called = false;
        host.TopUps.OnCreate = (_, _) =>
        {
            called = true;
            return Task.FromResult(new CreateTopUpResponse());
        };

        var exception = await GrpcRawHttp.PostAsync(
            host, host.Register(Permissions.Sell), Create, GrpcRawHttp.Frame([]), ("grpc-timeout", timeout));

        GrpcAssert.Refused(Reason.CallEnded, StatusCode.DeadlineExceeded, exception);
        Assert.False(called);
    }

    [Theory]
    [InlineData("grpc-timeout", "soon")]
    [InlineData("grpc-timeout", "-1S")]
    [InlineData("grpc-timeout", "99999999999H")]
    [InlineData("grpc-timeout", "1000000000H")]
    [InlineData("grpc-timeout", "99999999H")]
    [InlineData("trace-bin", "%%%")]
    [InlineData("accept-language", "q=;,;;zh")]
    public async Task Metadata_that_cannot_be_read_do_no_harm(string name, string value)
    {
        await using var host = await GrpcTestHost.StartAsync();

        var answer = await GrpcRawHttp.PostAsync(
            host, host.Register(Permissions.Sell), Create, GrpcRawHttp.Frame([]), (name, value));

        Assert.Equal(StatusCode.OK, answer.StatusCode);
    }

    // Field 13, "cashier", as long as needed; the service is a fake and does not look at it.
    private static byte[] OfSize(int size)
    {
        var request = new CreateTopUpRequest { Cashier = new string('x', size - 4) };
        var bytes = request.ToByteArray();
        while (bytes.Length != size)
        {
            request.Cashier = new string('x', request.Cashier.Length + size - bytes.Length);
            bytes = request.ToByteArray();
        }

        return bytes;
    }
}
