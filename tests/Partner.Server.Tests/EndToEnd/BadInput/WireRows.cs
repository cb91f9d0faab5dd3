using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.EndToEnd.BadInput;

/// <summary>Bytes that are no message, or too many of them.</summary>
internal static class WireRows
{
    private const string Malformed = "MALFORMED_MESSAGE";
    private const int Seed = 20260101;

    public static IEnumerable<BadInputRow> All =>
    [
        Raw("message cut off in the middle", _ => RawGrpc.Frame(Good()[..^3])),
        Raw("frame that promises more than it holds", _ => RawGrpc.Frame(Good())[..^3]),
        Raw("random bytes", _ => RawGrpc.Frame(RandomBytes(300))),
        Raw("groups nested ten thousand deep", _ => RawGrpc.Frame(Nested(10_000))),
        Raw("text that is no UTF-8", _ => RawGrpc.Frame(NoUtf8())),
        Raw("a length beyond the end", _ => RawGrpc.Frame([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x61])),
        BadInputRow.Of("message above 64 KiB", StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE", scene =>
            scene.Demo.SellAsync(Sale.Of().With(sale => sale.ClientReference = new string('r', 64 * 1024)))),
        BadInputRow.Of("message above 64 KiB of unknown fields", StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE",
            scene => SendAsync(scene, RawGrpc.Frame([.. Good(), .. Unknown(64 * 1024)]))),
        BadInputRow.Of("message above 64 KiB that is small while compressed", StatusCode.ResourceExhausted,
            "MESSAGE_TOO_LARGE", scene => SendAsync(
                scene, Compressed([.. Good(), .. Unknown(32 * 1024 * 1024)]), ("grpc-encoding", "gzip"))),
        BadInputRow.Of("message of 4 GiB by its prefix", StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE", scene =>
            SendAsync(scene, [0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0A])),
        BadInputRow.Of("message of 2 GiB by its prefix", StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE", scene =>
            SendAsync(scene, [0, 0x80, 0x00, 0x00, 0x00, 0x0A])),
        Raw("cashier that is no UTF-8", _ => RawGrpc.Frame([.. Good(), 0x6A, 0x02, (byte)'a', 0xFF])),
        BadInputRow.Of("cashier that lost letters on the way", "cashier", scene =>
            scene.Demo.SellAsync(Sale.Of().With(sale => sale.Cashier = "a\uFFFD"))),
        BadInputRow.Of("method that does not exist", StatusCode.Unimplemented, "METHOD_UNKNOWN", scene =>
            RawGrpc.SendAsync(scene.Demo, "leb.partner.v1.TopUpService/GiveAway", RawGrpc.Frame(Good()))),
    ];

    private static BadInputRow Raw(string name, Func<BadInputScene, byte[]> body) => BadInputRow.Of(
        name, StatusCode.InvalidArgument, Malformed, scene => SendAsync(scene, body(scene)));

    private static Task<byte[]> SendAsync(
        BadInputScene scene, byte[] body, params (string Name, string Value)[] headers) =>
        RawGrpc.SendAsync(scene.Demo, RawGrpc.CreateTopUp, body, headers);

    /// <summary>A frame whose first byte says that the message is compressed.</summary>
    private static byte[] Compressed(byte[] message)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(message);
        }

        var frame = RawGrpc.Frame(bytes.ToArray());
        frame[0] = 1;
        return frame;
    }

    private static byte[] Good() => Sale.Of().ToByteArray();

    /// <summary>Random, and surely no message: it starts with a field of a wire type that does not exist.</summary>
    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(Seed).NextBytes(bytes);
        bytes[0] = 0x0F;
        return bytes;
    }

    /// <summary>Field 100, which the message lacks, as groups within groups: A3 06 opens one, A4 06 ends it.</summary>
    private static byte[] Nested(int depth)
    {
        IEnumerable<byte> opened = Enumerable.Repeat<byte[]>([0xA3, 0x06], depth).SelectMany(tag => tag);
        return [.. opened, .. Enumerable.Repeat<byte[]>([0xA4, 0x06], depth).SelectMany(tag => tag)];
    }

    /// <summary>A sale whose request id has a byte that UTF-8 does not know; the rest is right.</summary>
    private static byte[] NoUtf8()
    {
        var bytes = Good();
        bytes[2] = 0xFF;
        return bytes;
    }

    /// <summary>Field 100 as one long string.</summary>
    private static byte[] Unknown(int length)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(100, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(new byte[length]));
        }

        return bytes.ToArray();
    }
}
