using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace Partner.Server.Tests.EndToEnd.Esims;

/// <summary>Reads a QR code out of a PNG image, by a library that did not draw it.</summary>
internal static class QrReading
{
    private const int SignatureLength = 8;

    /// <summary>The text of a QR code, drawn in a PNG of one bit a pixel without interlacing or filters.</summary>
    public static string TextOf(ReadOnlySpan<byte> png)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4].ToArray());
        var (width, height) = (0, 0);
        using var packed = new MemoryStream();
        for (var at = SignatureLength; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            var kind = Encoding.ASCII.GetString(png.Slice(at + 4, 4));
            var data = png.Slice(at + 8, length);
            if (kind == "IHDR")
            {
                (width, height) = (
                    BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                Assert.Equal(1, data[8]);
                Assert.Equal(0, data[9]);
            }
            else if (kind == "IDAT")
            {
                packed.Write(data);
            }

            at += length + 12;
        }

        packed.Position = 0;
        using var pixels = new MemoryStream();
        using (var inflated = new ZLibStream(packed, CompressionMode.Decompress))
        {
            inflated.CopyTo(pixels);
        }

        var source = new RGBLuminanceSource(
            Grey(pixels.ToArray(), width, height), width, height, RGBLuminanceSource.BitmapFormat.Gray8);
        // The picture is exact: looking for a code in a photograph misses one now and then.
        var read = new QRCodeReader().decode(
            new BinaryBitmap(new GlobalHistogramBinarizer(source)),
            new Dictionary<DecodeHintType, object> { [DecodeHintType.PURE_BARCODE] = true });
        Assert.NotNull(read);
        return read.Text;
    }

    private static byte[] Grey(byte[] rows, int width, int height)
    {
        var stride = ((width + 7) / 8) + 1;
        var grey = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            Assert.Equal(0, rows[y * stride]);
            for (var x = 0; x < width; x++)
            {
                var white = (rows[(y * stride) + 1 + (x / 8)] >> (7 - (x % 8)) & 1) == 1;
                grey[(y * width) + x] = white ? (byte)255 : (byte)0;
            }
        }

        return grey;
    }
}
