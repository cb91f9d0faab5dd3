using System.Text;

namespace Partner.Server.Tests.Attacks;

/// <summary>Header blocks by hand (RFC 7541), without Huffman's code.</summary>
internal static class Hpack
{
    private const byte Remember = 0x40;
    private const byte Indexed = 0x80;
    private const int FirstOfTable = 62;

    /// <summary>The headers of a call, complete.</summary>
    /// <param name="method">"package.Service/Method".</param>
    public static byte[] Call(string method) => All([.. HeadersOf(method)]);

    /// <summary>The headers of a call, to be changed.</summary>
    /// <param name="method">"package.Service/Method".</param>
    public static List<(string Name, string Value)> HeadersOf(string method) =>
    [
        (":method", "POST"), (":scheme", "https"), (":path", "/" + method), (":authority", "localhost"),
        ("content-type", "application/grpc"), ("te", "trailers"),
    ];

    /// <summary>Headers that the other side does not have to remember.</summary>
    public static byte[] All(params IEnumerable<(string Name, string Value)> headers) =>
        [.. headers.SelectMany(header => Literal(header.Name, header.Value))];

    /// <summary>A header that the other side does not have to remember.</summary>
    public static byte[] Literal(string name, string value) => [0, .. Text(name), .. Text(value)];

    /// <summary>A header that the other side has to remember.</summary>
    public static byte[] Remembered(string name, string value) => [Remember, .. Text(name), .. Text(value)];

    /// <summary>The header that was remembered last, so many times: a byte each.</summary>
    public static byte[] Latest(int times) => [.. Enumerable.Repeat((byte)(Indexed | FirstOfTable), times)];

    private static byte[] Text(string text)
    {
        const int prefix = 127;
        var bytes = Encoding.Latin1.GetBytes(text);
        var length = new List<byte>();
        if (bytes.Length < prefix)
        {
            length.Add((byte)bytes.Length);
        }
        else
        {
            length.Add(prefix);
            var rest = bytes.Length - prefix;
            for (; rest >= 128; rest /= 128)
            {
                length.Add((byte)((rest % 128) | 128));
            }

            length.Add((byte)rest);
        }

        return [.. length, .. bytes];
    }
}
